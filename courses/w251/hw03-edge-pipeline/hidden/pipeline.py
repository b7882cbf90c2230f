"""Both sides of the pipeline: who runs where, and who talks to whom."""

from container.cluster import Cluster
from container.findings import BrokenRules, Finding
from container.marked import NOWHERE, Place, at, maps
from container.programs import program_in
from container.world import Node

from hidden.mosquitto import read_conf
from hidden.programs import CLOUD, PORT, PROGRAMS, address, store_address
from hidden.replay import Hop

CONFIG = "/mosquitto/config/mosquitto.conf"
WITHIN_S = 120
LASTING = ("persistentVolumeClaim", "hostPath")
DEVICE = Node("jetson", cpu=4, memory_mib=1536)


def fail(place, said, todo=""):
    raise BrokenRules([Finding("wired", place, said, todo)])


def level(environment, name="QOS"):
    text = environment.get(name, "0")
    return int(text) if text in ("0", "1", "2") else 0


def has_session(environment, prefix=""):
    clean = environment.get(f"{prefix}CLEAN_SESSION", "true").lower()
    return clean == "false" and bool(environment.get("CLIENT_ID"))


class Edge:
    """The cluster on the device, started once."""

    def __init__(self, files):
        self.objects = files.manifests("edge/*.yaml")
        self.cluster = Cluster(PROGRAMS, nodes=[DEVICE], externals=[CLOUD])
        self._runs = None

    def runs(self):
        """The running detector, forwarder and broker."""
        if self._runs is None:
            self.cluster.apply(self.objects)
            names = {name: self._owner(name) for name in ("mosquitto", "detector", "forwarder")}
            self.cluster.expect_ready(*names.values(), within=WITHIN_S)
            self._runs = {n: self.cluster.run_of(t, self._container(t, n)) for n, t in names.items()}
        return self._runs

    def _owner(self, name):
        for each in self.objects.pods():
            if any(_is(name, one) for one in each.containers(init=False)):
                return each.title
        place = self.objects.objects[0].place if len(self.objects) else NOWHERE
        return fail(Place(place.file, 1), f"no workload on the edge runs the image of {name}")

    def _container(self, title, name):
        each = self.objects.find(title)
        return next(one.name for one in each.containers(init=False) if _is(name, one))

    @property
    def topic(self):
        return self.runs()["detector"].environment.get("TOPIC", "")

    def broker_conf(self):
        """The broker's configuration, from the ConfigMap that is mounted there."""
        run = self.runs()["mosquitto"]
        pod = run.container.owner.pod
        for mount in maps(at(run.container.body, "volumeMounts")):
            volume = next(v for v in maps(at(pod, "volumes")) if at(v, "name") == at(mount, "name"))
            name = at(volume, "configMap", "name")
            held = self.objects.find(f"configmap/{name}") if name else None
            path = str(at(mount, "mountPath", default=""))
            if held is not None and CONFIG.startswith(path.rstrip("/")):
                return read_conf(str(at(held.body, "data", "mosquitto.conf", default="")))
        return read_conf("")

    def broker_keeps(self):
        conf, run = self.broker_conf(), self.runs()["mosquitto"]
        pod = run.container.owner.pod
        for mount in maps(at(run.container.body, "volumeMounts")):
            path = str(at(mount, "mountPath", default="")).rstrip("/")
            volume = next(v for v in maps(at(pod, "volumes")) if at(v, "name") == at(mount, "name"))
            if f"{conf.location}/".startswith(f"{path}/") and any(k in volume for k in LASTING):
                return conf.persists
        return False


class Cloud:
    """The Compose project on the virtual machine."""

    def __init__(self, files):
        self.compose = files.compose("cloud/compose.yaml")
        self.conf = read_conf(files.text("cloud/mosquitto.conf"))
        self.broker, self.saver, self.store = (
            self._service(name) for name in ("mosquitto", "saver", "minio")
        )

    def _service(self, name):
        for each in self.compose.services.values():
            found = program_in(PROGRAMS, each.image)
            if found and found.name == name:
                return each
        return fail(Place(self.compose.file, 1), f"no service runs the image of {name}")

    @property
    def topic(self):
        return self.saver.environment.get("TOPIC", "")

    def reach(self, asking, target):
        """The service at ``host:port``, or nothing."""
        host, _, port = target.rpartition(":")
        for each in self.compose.resolve(asking, host):
            program = program_in(PROGRAMS, each.image)
            if program and port.isdigit() and int(port) in program.listens:
                return each
        return None

    def broker_keeps(self):
        return self.conf.persists and self.broker.mount_at(self.conf.location).survives


def _is(name, container):
    found = program_in(PROGRAMS, str(at(container.body, "image", default="")))
    return found is not None and found.name == name


def expect_flow(edge, cloud):
    """Fail unless a face can travel from the camera to the store."""
    runs = edge.runs()
    for name, prefix in (("detector", "BROKER"), ("forwarder", "LOCAL")):
        said = runs[name].environment
        answer = edge.cluster.reach(address(said, prefix), namespace=_space(runs[name]))
        program = answer.run.program.name if answer.run else ""
        if program != "mosquitto":
            what = f"{name} is to talk to the broker on the edge, and talks to {address(said, prefix)}"
            fail(runs[name].container.place_of("env"), what)
    expect_forwards(runs)
    if not edge.broker_conf().is_open:
        what = "the broker on the edge takes nobody: no listener 1883 with allow_anonymous true"
        fail(runs["mosquitto"].container.place, what)
    expect_cloud(cloud, runs["forwarder"].environment)


def _space(run):
    return run.container.owner.namespace or "default"


def expect_forwards(runs):
    detector, forwarder = (runs[name].environment for name in ("detector", "forwarder"))
    place = runs["forwarder"].container.place_of("env")
    if not detector.get("TOPIC") or detector["TOPIC"] != forwarder.get("LOCAL_TOPIC"):
        fail(place, "the forwarder does not listen to the topic that the detector sends to")
    if address(forwarder, "REMOTE") != CLOUD:
        fail(place, f"the forwarder must send to {CLOUD}, its REMOTE_HOST and REMOTE_PORT")


def expect_cloud(cloud, forwarder):
    said, place = cloud.saver.environment, cloud.saver.body.place_of("environment")
    if cloud.reach(cloud.saver, address(said, "BROKER")) != cloud.broker:
        fail(place, f"the saver finds no broker at {address(said, 'BROKER')}")
    if cloud.reach(cloud.saver, store_address(said)) != cloud.store:
        fail(place, f"the saver finds no store at {store_address(said)}")
    if 1883 not in cloud.broker.published:
        fail(cloud.broker.place, "the broker in the cloud does not publish port 1883")
    if cloud.broker.mount_at(CONFIG).source not in ("./mosquitto.conf", "mosquitto.conf"):
        fail(cloud.broker.place, f"./mosquitto.conf is not mounted at {CONFIG}")
    if not cloud.conf.is_open:
        fail(Place("cloud/mosquitto.conf", 1), "no listener 1883 with allow_anonymous true")
    if not forwarder.get("REMOTE_TOPIC") or forwarder["REMOTE_TOPIC"] != said.get("TOPIC"):
        fail(place, "the saver does not listen to the topic that the forwarder sends to")


def hops(edge, cloud):
    """Detector to forwarder, forwarder to saver."""
    runs = edge.runs()
    detector, forwarder = (runs[name].environment for name in ("detector", "forwarder"))
    saver = cloud.saver.environment
    first = Hop(
        level(detector), level(forwarder, "LOCAL_QOS"),
        has_session(forwarder, "LOCAL_"), edge.broker_keeps(),
    )
    second = Hop(
        level(forwarder, "REMOTE_QOS"), level(saver),
        has_session(saver) and cloud.saver.restarts, cloud.broker_keeps(),
    )
    return first, second


def in_kubernetes(objects):
    """The cloud's three parts go ready, and the saver reaches the other two."""
    cluster = Cluster(PROGRAMS, nodes=[Node(cpu=4, memory_mib=4096)])
    cluster.apply(objects)
    titles = {}
    for name in ("mosquitto", "saver", "minio"):
        for each in objects.pods():
            if any(_is(name, one) for one in each.containers(init=False)):
                titles[name] = each.title
        if name not in titles:
            fail(objects.objects[0].place, f"no workload in cloud/k8s runs the image of {name}")
    cluster.expect_ready(*titles.values(), within=WITHIN_S)
    for name, path in (("minio", "/data"), ("mosquitto", "/mosquitto/data")):
        each = objects.find(titles[name])
        claims = {at(c, "metadata", "name") for c in maps(at(each.body, "spec", "volumeClaimTemplates"))}
        claims |= {at(v, "name") for v in maps(at(each.pod, "volumes")) if "persistentVolumeClaim" in v}
        mounts = [m for one in each.containers() for m in maps(at(one.body, "volumeMounts"))]
        if not any(at(m, "mountPath") == path and at(m, "name") in claims for m in mounts):
            fail(each.place, f"{path} of {titles[name]} lies on no claim: a restart empties it")
