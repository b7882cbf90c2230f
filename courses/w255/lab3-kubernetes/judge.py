"""Checks for the manifests of lab 3; points, titles and visibility: assignment.toml."""

from container import manifest_rules as rules
from container.cluster import Cluster
from container.findings import Finding
from container.judging import Described
from container.manifests import Manifest, Manifests
from container.marked import at, clone, maps
from container.programs import Program, program_in
from container.schemas import well_formed
from graders.judge import expect

SPACE, API, CACHE = "w255", "deployment/api", "deployment/redis"
PREDICT = "http://api/predict"
WITHIN_S = 180

judge = Described()


def cache_address(said):
    """``host:port`` of REDIS_URL."""
    return [said.get("REDIS_URL", "redis://localhost:6379").rpartition("/")[2]]


PROGRAMS = (
    Program("redis", ("redis",), (6379,), memory_mib=16, is_root=False),
    Program(
        "api", ("*w255-api", "*w255-api-new"), (8000,), {"/health": 200, "/predict": 200},
        starts_s=14, memory_mib=180, is_root=False,
        needs=cache_address, dependent=("/predict",),
    ),
)  # fmt: skip


def objects_of(files):
    return files.manifests("k8s/*.yaml")


def started(files, objects=None):
    return Cluster(PROGRAMS).apply(objects or objects_of(files))


def is_cache(each):
    """Is this the cache's deployment, or a service that leads to it?"""
    if each.kind == "Service":
        return any(at(port, "port") == 6379 for port in maps(at(each.body, "spec", "ports")))
    images = [str(at(one.body, "image", default="")) for one in each.containers(init=False)]
    found = [program_in(PROGRAMS, image) for image in images]
    return any(program and program.name == "redis" for program in found)


@judge.check("objects")
def objects(files):
    def two_deployments_and_services(target):
        for title in (API, CACHE, "service/api", "service/redis"):
            if target.find(title, SPACE) is None:
                said = f"there is no {title} in the namespace {SPACE}"
                yield Finding("objects", target.objects[0].place, said)

    def a_service_for_the_world(target):
        found = target.find("service/api", SPACE)
        if found and at(found.body, "spec", "type") not in ("NodePort", "LoadBalancer"):
            place = found.body.place_of("spec")
            said = "nobody outside reaches service/api"
            yield Finding("reachable", place, said, "type: LoadBalancer or NodePort")

    found = objects_of(files)
    found.expect_kinds(Deployment=2, Service=2)
    return found.share(
        well_formed,
        two_deployments_and_services,
        a_service_for_the_world,
        rules.own_namespace(SPACE),
        rules.no_floating_tag,
    )


@judge.check("probes")
def probes(files):
    def container_is_called_api(target):
        names = {each.name for each in target.containers(init=False)}
        if "api" not in names:
            said = "no container is called api"
            yield Finding("probes", target.objects[0].place, said)

    found = objects_of(files)
    found.expect_kinds(Deployment=2)
    return found.share(
        container_is_called_api,
        rules.probes("api", path="/health"),
        rules.resource_limits,
        rules.non_root,
        rules.no_privileged,
    )


@judge.check("ready")
def ready(files):
    cluster = started(files)
    cluster.expect_ready(API, CACHE, within=WITHIN_S)
    status = cluster.get(PREDICT, namespace=SPACE)
    why = cluster.reach("api:80", namespace=SPACE).why
    expect(status == 200, f"{PREDICT} is answered with {status}: {why or 'no cache'}",
           expected="200", hint="Look at the ports of service/api, and at REDIS_URL.")  # fmt: skip


def expect_still_waiting(cluster, what):
    """The api's own container must not have begun."""
    cluster.run(60)
    begun = [run for pod in cluster.pods(API) for run in pod.mains if run.state != "waiting"]
    expect(not begun, f"the api started although {what}", expected="it waits",
           hint="An init container that asks in a loop, and ends when it is answered.")  # fmt: skip
    for pod in cluster.pods(API):
        odd = [run for run in pod.inits if run.restarts > 1]
        expect(not odd, f"an init container gave up while {what}",
               expected="it asks again by itself", hint="until …; do sleep 2; done")  # fmt: skip


def later(files, keep):
    """A cluster without what ``keep`` leaves out, and what was left out."""
    everything = objects_of(files)
    first = Manifests(tuple(each for each in everything if keep(each)))
    return started(files, first), everything


@judge.check("waits-for-name")
def waits_for_name(files):
    cluster, everything = later(files, lambda each: not is_cache(each))
    expect_still_waiting(cluster, "the cache has no name")
    cluster.apply(everything).expect_ready(API, CACHE, within=WITHIN_S)


@judge.check("waits-for-pong")
def waits_for_pong(files):
    cluster, everything = later(files, lambda each: each.kind == "Service" or not is_cache(each))
    expect_still_waiting(cluster, "the cache does not answer")
    cluster.apply(everything).expect_ready(API, CACHE, within=WITHIN_S)


@judge.check("cache-restarts")
def cache_restarts(files):
    cluster = started(files)
    cluster.expect_ready(API, CACHE, within=WITHIN_S)
    before = sum(run.restarts for pod in cluster.pods(API) for run in pod.mains)
    cluster.stop(CACHE)
    cluster.run(30 + files.seed % 30)
    cluster.start(CACHE)
    cluster.expect_ready(API, CACHE, within=WITHIN_S)
    after = sum(run.restarts for pod in cluster.pods(API) for run in pod.mains)
    expect(after == before, "the api was restarted for the cache's sake")
    expect(cluster.get(PREDICT, namespace=SPACE) == 200, "no prediction afterwards")


@judge.check("rollout")
def rollout(files):
    cluster = started(files)
    cluster.expect_ready(API, CACHE, within=WITHIN_S)
    began = cluster.now
    cluster.apply(with_new_image(objects_of(files)))
    cluster.expect_ready(API, within=2 * WITHIN_S)
    fewest = cluster.fewest_ready(API, since=began)
    expect(fewest >= 1, "for some seconds no pod of the api was ready", expected="always one",
           hint="More than one replica, or the strategy that Kubernetes has by itself.")  # fmt: skip


def with_new_image(objects):
    made = Manifests(tuple(Manifest(clone(each.body)) for each in objects))
    for each in made.require(API, SPACE).containers(init=False):
        name = str(at(each.body, "image", default=""))
        if program_in(PROGRAMS[1:], name):
            each.body["image"] = f"{name.rpartition(':')[0]}-new:1"
    return made
