# ruff: noqa: E501 - a line of YAML is a line
"""Well-formed YAML of the wrong shape fails a check; it never breaks the judge."""

import random

import pytest

from graders.families.container.inside import (
    compose_rules,
    manifest_rules,
    pipeline,
    pipeline_rules,
)
from graders.families.container.inside.cluster import Cluster
from graders.families.container.inside.compose import (
    limits_of,
    read_compose,
)
from graders.families.container.inside.findings import BrokenRules, UnreadableError
from graders.families.container.inside.kustomizing import Kustomizer
from graders.families.container.inside.manifests import manifests_of
from graders.families.container.inside.marked import Map, Seq, clone, marked
from graders.families.container.inside.schemas import well_formed
from graders.families.container.inside.yaml_reading import read_yaml
from tests.graders.families.container.shelf import Shelf
from tests.graders.families.container.test_cluster import API, PROGRAMS, REDIS
from tests.graders.families.container.test_compose import GOOD
from tests.graders.families.container.test_kustomizing import API as BASE_API
from tests.graders.families.container.test_pipeline import WORKFLOW

ODD = (None, 7, -1, "x", "", True, 1.5, [], {}, [1], ["x"], [{}], {"a": 1}, [[1]])
MANIFEST_RULES = (
    manifest_rules.no_floating_tag,
    manifest_rules.resource_limits,
    manifest_rules.non_root,
    manifest_rules.no_privileged,
    manifest_rules.no_privilege_escalation,
    manifest_rules.probes(path="/health"),
    manifest_rules.own_namespace("w"),
    manifest_rules.no_plain_secrets,
    manifest_rules.init_waits,
)
COMPOSE_RULES = (
    compose_rules.no_floating_tag,
    compose_rules.consistent,
    compose_rules.restarts,
    compose_rules.own_network,
    compose_rules.resource_limits,
    compose_rules.no_privileged,
    compose_rules.no_plain_secrets,
)
KUSTOMIZATION = """\
namespace: n
namePrefix: p-
resources: [api.yaml]
labels: [{pairs: {a: b}, includeSelectors: true}]
commonAnnotations: {a: b}
images: [{name: busybox, newTag: "1"}]
replicas: [{name: api, count: 2}]
configMapGenerator: [{name: settings, literals: [A=b], options: {disableNameSuffixHash: true}}]
patches:
- {target: {kind: Deployment, name: api}, patch: "[{op: replace, path: /spec/replicas, value: 2}]"}
- {path: patch.yaml}
"""
PATCH = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: api}, spec: {replicas: 3}}"


def spots(value, found=None):
    """Every (container, key) in a document."""
    found = [] if found is None else found
    if isinstance(value, Map):
        pairs = list(value.items())
    else:
        pairs = list(enumerate(value)) if isinstance(value, Seq) else []
    for key, each in pairs:
        found.append((value, key))
        spots(each, found)
    return found


def bent(text, seed):
    """The documents of a text with one value replaced by an odd one."""
    rng = random.Random(seed)
    documents = [clone(each) for each in read_yaml(text, "f.yaml")]
    holder, key = rng.choice([s for each in documents for s in spots(each)])
    holder[key] = marked(rng.choice(ODD), documents[0].place)
    return documents


def survives(act):
    try:
        act()
    except (BrokenRules, UnreadableError):
        return


@pytest.mark.parametrize("seed", range(60))
def test_manifests(seed):
    objects = manifests_of(bent(REDIS + API, seed))
    survives(lambda: objects.share(*MANIFEST_RULES))
    survives(lambda: objects.expect_kinds(Deployment=2))
    if seed % 3 == 0:  # schemas take their time
        survives(lambda: objects.expect(well_formed))
        survives(lambda: Cluster(PROGRAMS).apply(objects).run(30))


@pytest.mark.parametrize("seed", range(60))
def test_compose_files(seed):
    def act():
        found = read_compose(bent(GOOD, seed), "f.yaml")
        found.share(*COMPOSE_RULES)
        for each in found.services.values():
            found.resolve(each, "broker")
            assert each.mount_at("/data").target
            limits_of(each), each.published, each.environment

    survives(act)


@pytest.mark.parametrize("seed", range(60))
def test_workflows(seed):
    def act():
        found = pipeline.read_pipeline(bent(WORKFLOW, seed), "f.yaml")
        found.share(
            pipeline_rules.order("ruff", "pytest"),
            pipeline_rules.pinned_actions,
            pipeline_rules.pinned_runners,
            pipeline_rules.time_limits,
            pipeline_rules.least_rights,
            pipeline_rules.caches,
        )
        assert found.events is not None
        assert found.steps_run("pytest") is not None

    survives(act)


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("name", ["kustomization.yaml", "api.yaml", "patch.yaml"])
def test_kustomizations(seed, name):
    texts = {
        "kustomization.yaml": KUSTOMIZATION,
        "api.yaml": BASE_API,
        "patch.yaml": PATCH,
    }

    class Bent(Shelf):
        def documents(self, asked):
            if asked == name:
                return bent(texts[name], seed)
            return super().documents(asked)

    survives(lambda: Kustomizer(Bent(texts)).build("."))
