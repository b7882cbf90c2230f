"""Checks for the edge pipeline; points, titles and visibility: assignment.toml."""

from container import compose_rules, docker_rules, manifest_rules
from container.findings import Finding, Graded
from container.judging import Described
from container.marked import at, mapping
from graders.judge import expect

from hidden.pipeline import Cloud, Edge, expect_flow, hops, in_kubernetes
from hidden.replay import replay

COMPONENTS = ("detector", "forwarder", "saver")
ANSWERS = "answers.yaml"
LEAST_WORDS = 25

judge = Described()


def sides(files):
    return Edge(files), Cloud(files)


@judge.check("starts")
def starts(files):
    expect_flow(*sides(files))


def stored(files):
    edge, cloud = sides(files)
    by_id = cloud.saver.environment.get("OBJECT_NAME", "time") == "id"
    return replay(hops(edge, cloud), by_id, files.seed)


@judge.check("stored")
def recall(files):
    expect_flow(*sides(files))
    return stored(files).recall


@judge.check("no-duplicates")
def no_duplicates(files):
    expect_flow(*sides(files))
    found = stored(files)
    expect(
        found.recall >= 0.6,
        f"only {100 * found.recall:.0f} % of the faces were stored",
        expected="at least 60 % stored, none twice",
    )
    expect(
        found.duplicates == 0,
        f"{found.duplicates} faces are stored twice after the restarts",
        expected="none twice",
        hint="A message of level 1 comes again when its answer was lost.",
    )


@judge.check("network")
def network(files):
    edge, cloud = sides(files)

    def nothing_but_the_broker_is_published(target):
        for each in target.services.values():
            odd = sorted(each.published - ({1883} if each == cloud.broker else set()))
            if odd:
                said = f"{each.name} is open to the world on port {odd[0]}"
                yield Finding("published", each.body.place_of("ports"), said)

    def the_edge_stays_inside(target):
        for each in target.of("Service"):
            kind = at(each.body, "spec", "type", default="ClusterIP")
            if kind != "ClusterIP":
                said = f"{each.title} is a {kind}: open outside of the device"
                yield Finding("inside", each.place, said, "Leave type out.")

    first = cloud.compose.share(
        compose_rules.own_network,
        compose_rules.consistent,
        nothing_but_the_broker_is_published,
    )
    second = edge.objects.share(the_edge_stays_inside, manifest_rules.own_namespace("edge"))
    value = (3 * first.value + 2 * second.value) / 5
    return Graded(value, first.findings + second.findings)


@judge.check("edge-manifests")
def edge_manifests(files):
    objects = files.manifests("edge/*.yaml")
    objects.expect_kinds(Deployment=3)
    shares = [
        objects.share(
            manifest_rules.no_floating_tag,
            manifest_rules.resource_limits,
            manifest_rules.privileged_only("detector"),
            manifest_rules.no_plain_secrets,
        )
    ]
    shares += [
        files.dockerfile(f"{name}/Dockerfile").share(
            docker_rules.no_floating_tag,
            docker_rules.slim_base,
            docker_rules.apt_cache_removed,
            docker_rules.exec_form,
        )
        for name in COMPONENTS
    ]
    found = tuple(each for share in shares for each in share.findings)
    return Graded(sum(share.value for share in shares) / len(shares), found)


@judge.check("topics")
def topics(files):
    edge, cloud = sides(files)
    body = mapping((files.documents(ANSWERS) or [None])[0])

    def right(rule, key, wanted, todo):
        got = at(body, *key.split("."))
        if str(got) != str(wanted):
            yield Finding(rule, body.place_of(key.split(".")[0]), f"{key} is {got}", todo)

    def the_topics_are_those_in_the_files(target):
        yield from right("said-and-done", "edge_topic", edge.topic, "The detector's TOPIC.")
        yield from right("said-and-done", "cloud_topic", cloud.topic, "The saver's TOPIC.")

    def the_levels_are_those_in_the_files(target):
        yield from right("said-and-done", "edge_qos", hops(edge, cloud)[0].qos, "The lower of publisher and subscriber.")
        yield from right("said-and-done", "cloud_qos", hops(edge, cloud)[1].qos, "The lower of publisher and subscriber.")

    def the_levels_are_understood(target):
        meant = {"0": "at most once", "1": "at least once", "2": "exactly once"}
        for level, words in meant.items():
            yield from right("levels", f"meaning.{level}", words, "See MQTT 3.1.1, section 4.3.")

    def the_topics_are_plain(target):
        for key in ("edge_topic", "cloud_topic"):
            topic = str(at(body, key, default=""))
            if not topic or "/" not in topic or set(topic) & set("+#$ "):
                said = f"{key} is {topic!r}: levels by /, no wildcards"
                yield Finding("plain-topics", body.place_of(key), said)

    def the_choice_is_explained(target):
        words = str(at(body, "why", default="")).split()
        if len(set(words)) < LEAST_WORDS:
            said = f"why has {len(set(words))} different words; {LEAST_WORDS} are asked for"
            yield Finding("explained", body.place_of("why"), said)

    return Graded(*_share(
        body,
        the_topics_are_those_in_the_files,
        the_levels_are_those_in_the_files,
        the_levels_are_understood,
        the_topics_are_plain,
        the_choice_is_explained,
    ))  # fmt: skip


def _share(target, *rules):
    found = [list(rule(target)) for rule in rules]
    kept = sum(not some for some in found)
    return kept / len(rules), tuple(each for some in found for each in some)


@judge.check("object-storage")
def object_storage(files):
    cloud = Cloud(files)

    def on_a_volume(target):
        if not cloud.store.mount_at("/data").survives:
            said = "what is stored in /data is gone with its container"
            yield Finding("on-a-volume", cloud.store.place, said, "Use a named volume.")

    def has_its_command(target):
        words = str(at(cloud.store.body, "command", default=""))
        if "server" not in words or "/data" not in words:
            said = "the image needs a command: server /data"
            yield Finding("command", cloud.store.place, said)

    def a_good_bucket(target):
        bucket = cloud.saver.environment.get("BUCKET", "")
        plain = bucket.replace("-", "a").replace(".", "a")
        is_good = 3 <= len(bucket) <= 63 and plain.isalnum() and plain == plain.lower()
        if not is_good or not bucket[0].isalnum():
            said = f"{bucket!r} is no name for a bucket"
            yield Finding("bucket", cloud.saver.place, said, "3 to 63 of a-z, 0-9, -")

    return Graded(*_share(
        cloud.compose, on_a_volume, has_its_command, a_good_bucket,
        compose_rules.no_plain_secrets, compose_rules.restarts,
    ))  # fmt: skip


@judge.check("cloud-kubernetes")
def cloud_kubernetes(files):
    objects = files.manifests("cloud/k8s/*.yaml")
    objects.expect(
        manifest_rules.no_floating_tag,
        manifest_rules.resource_limits,
        manifest_rules.no_privileged,
        manifest_rules.no_plain_secrets,
    )
    in_kubernetes(objects)
