"""Checks for the image of lab 1; points, titles and visibility: assignment.toml."""

from container import docker_rules as rules
from container.judging import Described

judge = Described()


@judge.check("base")
def base(files):
    return files.dockerfile("Dockerfile").share(
        rules.no_floating_tag, rules.slim_base, rules.python_version("3.11")
    )


@judge.check("stages")
def stages(files):
    return files.dockerfile("Dockerfile").share(
        rules.multi_stage, rules.virtual_environment, rules.no_development_tools
    )


@judge.check("layers")
def layers(files):
    return files.dockerfile("Dockerfile").share(
        rules.apt_cache_removed,
        rules.dependencies_first,
        rules.pinned_packages,
        rules.copy_instead_of_add,
    )


@judge.check("runs")
def runs(files):
    return files.dockerfile("Dockerfile").share(
        rules.exec_form,
        rules.non_root,
        rules.exposes(8000),
        rules.healthcheck,
        rules.no_secrets,
    )
