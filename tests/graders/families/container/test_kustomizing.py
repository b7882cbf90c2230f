# ruff: noqa: E501 - a line of a table is a line of YAML
"""Kustomize's subset: rendered as kubectl would, or refused by name."""

import pytest

from graders.families.container.inside.findings import UnreadableError
from graders.families.container.inside.kustomizing import Kustomizer
from graders.families.container.inside.marked import at, plain
from tests.graders.families.container.shelf import Shelf

API = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: api}
spec:
  replicas: 1
  selector: {matchLabels: {app: api}}
  template:
    metadata: {labels: {app: api}}
    spec:
      containers:
        - name: api
          image: reg.example:5000/api:dev
          env: [{name: A, value: "1"}, {name: B, value: "2"}]
          envFrom: [{configMapRef: {name: settings}}]
        - {name: side, image: "busybox:1.36"}
---
apiVersion: v1
kind: Service
metadata: {name: api}
spec: {selector: {app: api}, ports: [{port: 80}]}
"""
BASE = """\
resources: [api.yaml]
configMapGenerator: [{name: settings, literals: [REDIS=redis, B="x y"]}]
"""


def build(overlay, **more):
    files = {"base/api.yaml": API, "base/kustomization.yaml": BASE}
    files["prod/kustomization.yaml"] = "resources: [../base]\n" + overlay
    files.update(
        {name.replace("__", "/") + ".yaml": text for name, text in more.items()}
    )
    return Kustomizer(Shelf(files)).build("prod")


def api_of(found):
    return next(each for each in found if each.kind == "Deployment")


def test_a_base_alone_is_rendered_with_what_it_generates():
    found = build("")
    settings = next(each for each in found if each.kind == "ConfigMap")
    assert plain(settings.body["data"]) == {"REDIS": "redis", "B": "x y"}
    assert settings.name.startswith("settings-")
    assert "annotations" not in settings.body["metadata"]
    reference = at(api_of(found).pod, "containers", 0, "envFrom", 0, "configMapRef")
    assert reference["name"] == settings.name


def test_names_namespaces_labels_images_and_replicas_change_everywhere():
    found = build(
        "namespace: prod\nnamePrefix: p-\nlabels: [{pairs: {t: x}, includeSelectors: true}]\n"
        'images: [{name: "reg.example:5000/api", newTag: abc1234}]\n'
        "replicas: [{name: api, count: 3}]\n"
    )
    api = api_of(found)
    assert (api.name, api.namespace, api.body["spec"]["replicas"]) == (
        "p-api",
        "prod",
        3,
    )
    assert at(api.pod, "containers", 0, "image") == "reg.example:5000/api:abc1234"
    assert at(api.pod, "containers", 1, "image") == "busybox:1.36"
    assert plain(api.pod_labels) == {"app": "api", "t": "x"}
    service = next(each for each in found if each.kind == "Service")
    assert plain(service.body["spec"]["selector"]) == {"app": "api", "t": "x"}


def test_a_strategic_merge_meets_list_items_by_name():
    patch = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: api}
spec:
  template:
    spec:
      containers:
        - name: api
          env: [{name: B, value: "3"}, {name: C, value: "4"}]
        - {name: side, $patch: delete}
"""
    api = api_of(build("patches: [{path: more.yaml}]", prod__more=patch))
    (container,) = at(api.pod, "containers")
    values = {each["name"]: each["value"] for each in container["env"]}
    assert values == {"A": "1", "B": "3", "C": "4"}
    assert container["image"] == "reg.example:5000/api:dev"


def test_json_operations_change_what_they_point_at():
    found = build(
        "patches:\n- target: {kind: Deployment, name: api}\n  patch: |-\n"
        "    - {op: replace, path: /spec/replicas, value: 5}\n"
        "    - {op: add, path: /spec/template/spec/containers/0/env/-, value: {name: Z, value: z}}\n"
        "    - {op: remove, path: /spec/template/spec/containers/1}\n"
        "    - {op: add, path: /metadata/annotations, value: {a~1b: c}}\n"
        "    - {op: test, path: /spec/replicas, value: 5}\n"
    )
    api = api_of(found)
    assert api.body["spec"]["replicas"] == 5
    assert at(api.pod, "containers", 0, "env", 2, "name") == "Z"
    assert len(at(api.pod, "containers")) == 1


def test_a_custom_object_is_merged_without_list_keys():
    custom = (
        "apiVersion: networking.istio.io/v1beta1\nkind: VirtualService\n"
        "metadata: {name: api}\nspec: {hosts: [a], http: [{name: x}]}\n"
    )
    patch = custom.replace("hosts: [a], http: [{name: x}]", "hosts: [b]")
    found = build(
        "patches: [{path: p.yaml}]\n",
        base__v=custom,
        base__kustomization=BASE.replace("[api.yaml]", "[api.yaml, v.yaml]"),
        prod__p=patch,
    )
    virtual = next(each for each in found if each.kind == "VirtualService")
    assert plain(virtual.body["spec"]) == {"hosts": ["b"], "http": [{"name": "x"}]}


@pytest.mark.parametrize(
    ("overlay", "said"),
    [
        (
            "helmCharts: []",
            "prod/kustomization.yaml, line 2: helmCharts is not rendered",
        ),
        ("components: [x]", "components is not rendered here"),
        ("bases: [https://github.com/x/y]", "lies elsewhere; nothing is fetched"),
        ("bases: [../../etc]", "leaves the hand-in"),
        ("bases: [nothing.yaml]", "nothing.yaml was not handed in"),
        ("bases: [../prod]", "includes itself"),
        ("patches: [{path: no.yaml}]", "no.yaml was not handed in"),
        ("patches: [{patch: '[{op: add, path: /x, value: 1}]'}]", "needs a target"),
        (
            "patches: [{target: {kind: Deployment}, patch: '[{op: remove, path: /spec/x}]'}]",
            "/spec/x leads nowhere",
        ),
        (
            "patches: [{target: {kind: Job}, patch: '[{op: remove, path: /spec/x}]'}]",
            "meets no object",
        ),
        (
            "patches: [{target: {kind: Deployment}, patch: '[{op: eval, path: /spec}]'}]",
            "eval is no operation",
        ),
        ("replicas: [{name: nobody, count: 2}]", "no workload is called nobody"),
        ("configMapGenerator: [{name: a, envs: [x.env]}]", "envs is not rendered here"),
        ("secretGenerator: [{name: a, files: [../../x]}]", "was not handed in"),
    ],
)
def test_what_is_not_known_or_not_there_is_refused_by_name(overlay, said):
    with pytest.raises(UnreadableError) as caught:
        build(overlay)
    assert said in caught.value.sentence


def test_a_folder_without_a_kustomization_says_so():
    with pytest.raises(UnreadableError, match="The folder x has no kustomization"):
        Kustomizer(Shelf({"x/a.yaml": API})).build("x")
