"""Checks for the overlays of lab 4; points, titles and visibility: assignment.toml."""

import re

from container import manifest_rules as rules
from container.cluster import Cluster
from container.docker_shell import commands
from container.findings import BrokenRules, Finding, Graded
from container.image_names import read_image
from container.judging import Described
from container.marked import NOWHERE, Place, at, mapping, maps, texts
from container.programs import Program
from container.schemas import valid_for
from graders.judge import expect

CUSTOM = frozenset(
    f"networking.istio.io/{version}/VirtualService" for version in ("v1", "v1beta1", "v1alpha3")
)
VERSION = "1.33"
DEV, PROD, BASE = "k8s/overlays/dev", "k8s/overlays/prod", "k8s/bases"
REGISTRY = "w255.example"
API = "deployment/api"
WITHIN_S = 180

judge = Described()

REDIS = Program("redis", ("redis",), (6379,), memory_mib=16, is_root=False)


def api(*images):
    return Program(
        "api", images, (8000,), {"/health": 200, "/predict": 200}, starts_s=14,
        memory_mib=180, is_root=False, dependent=("/predict",),
        needs=lambda said: [said.get("REDIS_URL", "redis://localhost:6379").rpartition("/")[2]],
    )  # fmt: skip


LOCAL = (REDIS, api("w255-api"))  # an image on one's own machine
CLOUD = (REDIS, api(f"{REGISTRY}/*/w255-api"))  # what a cluster in the cloud can pull


@judge.check("renders")
def renders(files):
    for folder in (DEV, PROD):
        objects = files.kustomize(folder)
        objects.expect_kinds(Deployment=2, Service=2)
        objects.expect(valid_for(VERSION, custom=CUSTOM))


def body_of(files, folder):
    return mapping((files.documents(f"{folder}/kustomization.yaml") or [None])[0])


def namespace_of(files, folder):
    return str(at(body_of(files, folder), "namespace", default="default"))


def expect_goes_ready(files, folder, programs, namespace, *, makes_namespace):
    cluster = Cluster(programs, custom=CUSTOM, namespaces=() if makes_namespace else (namespace,))
    cluster.apply(files.kustomize(folder))
    cluster.expect_ready(f"{namespace}/{API}", f"{namespace}/deployment/redis", within=WITHIN_S)
    port = service_port(files, folder)
    url = f"http://api.{namespace}.svc.cluster.local:{port}/predict"
    status = cluster.get(url)
    expect(status == 200, f"{url} is answered with {status}", expected="200")


def service_port(files, folder):
    found = files.kustomize(folder).require("service/api")
    return at(found.body, "spec", "ports", 0, "port", default=80)


@judge.check("dev")
def dev(files):
    expect_goes_ready(files, DEV, LOCAL, "w255", makes_namespace=True)


@judge.check("prod")
def prod(files):
    """The namespace is a student's own, and is there already."""
    namespace = str(namespace_of(files, PROD))
    if namespace in ("default", "w255"):
        place = Place(f"{PROD}/kustomization.yaml", 1)
        said = f"production runs in the namespace {namespace}, not in one of your own"
        raise BrokenRules([Finding("namespace", place, said, "namespace: YOUR-NAME")])
    objects = files.kustomize(PROD)
    for each in objects.of("Namespace"):
        said = f"{each.title} is made in the cloud, where you have no right to"
        raise BrokenRules([Finding("namespace", each.place, said, "Leave it to dev.")])
    objects.expect(rules.no_floating_tag)
    expect_goes_ready(files, PROD, CLOUD, namespace, makes_namespace=False)


def image_of(files, folder):
    found = files.kustomize(folder).require(API)
    for each in found.containers(init=False):
        image = read_image(str(at(each.body, "image", default="")))
        if image.short == "w255-api":
            return image, each
    place = found.place
    raise BrokenRules([Finding("image", place, f"{folder}: no container runs w255-api")])


@judge.check("tag")
def tag(files):
    commit = files.text("commit.txt").strip()
    if not re.fullmatch(r"[0-9a-f]{40}", commit):
        said = "commit.txt holds no commit's 40 digits"
        return Graded(0.0, (Finding("commit", Place("commit.txt", 1), said, "git rev-parse HEAD"),))
    image, container = image_of(files, PROD)
    quality, said = quality_of(image, commit)
    place = container.place_of("image")
    found = () if quality == 1.0 else (Finding("tag", place, said, f"Tag it {commit[:7]}."),)
    return Graded(quality, found)


def quality_of(image, commit):
    """0, 0.5, 0.9 or 1, as in the real lab's rubric."""
    if image.is_floating:
        return 0.0, "the tag is latest, or missing"
    if image.tag == commit[:7]:
        return 1.0, ""
    if len(image.tag) > 7 and commit.startswith(image.tag):
        return 0.9, "the tag is more of the commit than its short form"
    return 0.5, f"the tag {image.tag or image.digest} doesn't say which commit it is"


@judge.check("virtual-service")
def virtual_service(files):
    namespace = str(namespace_of(files, PROD))
    objects = files.kustomize(PROD)
    found = list(objects.of("VirtualService"))
    if len(found) != 1:
        said = f"production has {len(found)} virtual services; one is asked for"
        raise BrokenRules([Finding("virtual-service", NOWHERE, said)])
    spec = at(found[0].body, "spec", default={})
    place = found[0].place

    def host(target):
        wanted = f"{namespace}.{REGISTRY}"
        if texts(at(spec, "hosts")) != [wanted]:
            yield Finding("host", place, f"the hosts are {texts(at(spec, 'hosts'))}", wanted)

    def gateway(target):
        if "istio-ingress/w255-gateway" not in texts(at(spec, "gateways")):
            said = "it is bound to no gateway of the cluster"
            yield Finding("gateway", place, said, "gateways: [istio-ingress/w255-gateway]")

    def prefix(target):
        routes = maps(at(spec, "http"))
        found = {str(at(m, "uri", "prefix")) for r in routes for m in maps(at(r, "match"))}
        if found != {"/"}:
            yield Finding("prefix", place, f"the prefixes are {sorted(found)}", "prefix: /")

    def destination(target):
        routes = [each for r in maps(at(spec, "http")) for each in maps(at(r, "route"))]
        names = {"api", f"api.{namespace}.svc.cluster.local"}
        port = service_port(files, PROD)
        for each in routes:
            got = at(each, "destination", "host"), at(each, "destination", "port", "number")
            if str(got[0]) not in names or got[1] not in (None, port):
                said = f"the destination is {got[0]}, port {got[1]}"
                yield Finding("destination", place, said, f"host: api, port {port}")
        if not routes:
            yield Finding("destination", place, "it leads nowhere", "route: destination: host: api")

    return objects.share(host, gateway, prefix, destination)


@judge.check("shared")
def shared(files):
    def the_base_has_what_both_need(target):
        base = files.kustomize(BASE)
        for title in (API, "deployment/redis", "service/api", "service/redis"):
            if base.find(title) is None:
                yield Finding("base", Place(f"{BASE}/kustomization.yaml", 1), f"no {title}")

    def the_base_knows_no_place(target):
        for each in files.kustomize(BASE):
            if each.kind == "VirtualService" or each.namespace:
                said = f"{each.title} belongs to one place only"
                yield Finding("base", each.place, said, "Say it in an overlay.")

    def overlays_start_from_the_base(target):
        for folder in (DEV, PROD):
            body = body_of(files, folder)
            named = texts(at(body, "resources")) + texts(at(body, "bases"))
            if not {name.rstrip("/") for name in named} & {"../../bases"}:
                yield Finding("overlay", body.place, f"{folder} doesn't use ../../bases")

    def overlays_repeat_nothing(target):
        for folder in (DEV, PROD):
            for name in files.matching(f"{folder}/*.yaml"):
                for each in files.manifests(name).of("Deployment") if "kustomization" not in name else ():
                    if at(each.body, "spec", "selector"):
                        said = f"{each.title} is written out again in an overlay"
                        yield Finding("overlay", each.place, said, "Patch what differs.")

    return files.kustomize(PROD).share(
        the_base_has_what_both_need,
        the_base_knows_no_place,
        overlays_start_from_the_base,
        overlays_repeat_nothing,
    )


@judge.check("script")
def script(files):
    lines = files.text("build-push.sh").split("\n")
    text = "\n".join(line for line in lines if not line.lstrip().startswith("#"))
    said = commands(text)
    place = Place("build-push.sh", 1)

    def asks_git(target):
        if not re.search(r"git rev-parse --short(=7)?", text):
            yield Finding("script", place, "the tag doesn't come from git", "git rev-parse --short=7 HEAD")

    def builds_for_the_cluster(target):
        if not any(re.match(r"docker (buildx )?build\b.*(-t|--tag)\b", each) for each in said):
            yield Finding("script", place, "nothing is built with a tag", "docker build -t …")

    def pushes(target):
        if not any(re.match(r"docker push\b|docker (buildx )?build\b.*--push\b", each) for each in said):
            yield Finding("script", place, "nothing is pushed", "docker push …")

    def stops_at_errors(target):
        if not re.search(r"^set -\w*e", text, re.M):
            yield Finding("script", place, "it goes on after an error", "set -euo pipefail")

    found = [list(rule(text)) for rule in (asks_git, builds_for_the_cluster, pushes, stops_at_errors)]
    kept = sum(not each for each in found)
    return Graded(kept / len(found), tuple(each for some in found for each in some))
