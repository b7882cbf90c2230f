"""Checks for the tool's image; points, titles and visibility: assignment.toml."""

from container import docker_rules as rules
from container.judging import Described

judge = Described()


@judge.check("base")
def base(files):
    return files.dockerfile("Dockerfile").share(rules.no_floating_tag, rules.slim_base)


@judge.check("layers")
def layers(files):
    return files.dockerfile("Dockerfile").share(rules.dependencies_first, rules.copy_instead_of_add)


@judge.check("runs")
def runs(files):
    return files.dockerfile("Dockerfile").share(rules.exec_form, rules.non_root)
