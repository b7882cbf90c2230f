# ruff: noqa: E501 - a line of a table is a line of YAML
"""The simulated cluster: what is refused, what goes ready, and why something doesn't."""

import pytest

from graders.families.container.inside import manifest_rules as rules
from graders.families.container.inside.cluster import Cluster
from graders.families.container.inside.findings import BrokenRules
from graders.families.container.inside.programs import Program
from graders.families.container.inside.schemas import well_formed
from graders.families.container.inside.world import Node
from tests.graders.families.container.shelf import objects

REDIS = """\
apiVersion: v1
kind: Namespace
metadata: {name: w}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: redis, namespace: w}
spec:
  selector: {matchLabels: {app: redis}}
  template:
    metadata: {labels: {app: redis}}
    spec: {containers: [{name: redis, image: "redis:7.2"}]}
---
apiVersion: v1
kind: Service
metadata: {name: redis, namespace: w}
spec: {selector: {app: redis}, ports: [{port: 6379}]}
---
"""
API = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: w}
data: {HOST: redis}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: api, namespace: w}
spec:
  replicas: 3
  selector: {matchLabels: {app: api}}
  template:
    metadata: {labels: {app: api}}
    spec:
      securityContext: {runAsNonRoot: true, runAsUser: 10001}
      initContainers:
        - name: wait
          image: busybox:1.36
          command: [sh, -c, "until nslookup redis; do sleep 1; done"]
      containers:
        - name: api
          image: reg.example/api:1.0
          env: [{name: HOST, valueFrom: {configMapKeyRef: {name: settings, key: HOST}}}]
          ports: [{containerPort: 8000, name: web}]
          readinessProbe: {httpGet: {path: /health, port: web}, periodSeconds: 2}
          livenessProbe: {httpGet: {path: /live, port: 8000}, initialDelaySeconds: 5}
          resources: {requests: {cpu: 100m}, limits: {cpu: 200m, memory: 128Mi}}
---
apiVersion: v1
kind: Service
metadata: {name: api, namespace: w}
spec: {selector: {app: api}, ports: [{port: 80, targetPort: web}]}
"""
PROGRAMS = (
    Program("redis", ("redis",), (6379,)),
    Program(
        "api",
        ("*/api",),
        (8000,),
        {"/health": 200, "/live": 200},
        starts_s=3,
        memory_mib=100,
        needs=lambda said: [f"{said.get('HOST', 'localhost')}:6379"],
        dependent=("/health",),
    ),
)


def cluster(text=REDIS + API, old="", new="", **options):
    assert old in text
    return Cluster(PROGRAMS, **options).apply(objects(text.replace(old, new)))


def test_everything_goes_ready_and_answers_where_it_should():
    running = cluster()
    running.expect_ready("deployment/redis", "deployment/api", within=30)
    assert running.get("http://api/health", namespace="w") == 200
    assert running.get("http://api.w.svc.cluster.local/nothing") == 404
    assert running.get("http://api/health") == 0
    assert "no service api in the namespace default" in running.reach("api:80").why


def test_the_same_objects_give_the_same_seconds():
    first, second = cluster().run(60), cluster().run(60)
    assert first.world.events == second.world.events


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("redis:7.2", "rediss:7.2", "ImagePullBackOff"),
        ("nslookup redis", "nslookup cache", "there is no service cache"),
        ("nslookup redis", "nc -z redis 6380", "has no port 6380, but 6379"),
        ("nslookup redis", "frobnicate redis", "does not know what frobnicate does"),
        ("{app: redis}, ports", "{app: rediss}, ports", "answered with 503"),
        (
            "data: {HOST: redis}",
            "data: {PORT: x}",
            "the key HOST of configmap/settings",
        ),
        ("name: settings, key", "name: other, key", "configmap/other is not there"),
        ("port: web}, period", "port: 8001}, period", "nothing listens on port 8001"),
        ("path: /health", "path: /healthz", "/healthz is answered with 404"),
        ("memory: 128Mi", "memory: 64Mi", "OOMKilled: it needs 100 MiB"),
        (", runAsUser: 10001", "", "the image runs as root"),
        ("cpu: 100m", "cpu: 3", "no node has 3 cpu"),
        (
            "initialDelaySeconds: 5",
            "periodSeconds: 1, failureThreshold: 1",
            "restarted",
        ),
    ],
)
def test_what_does_not_go_ready_says_why(old, new, said):
    text = REDIS + API
    if "cpu: 3" in new:
        text = text.replace("cpu: 200m", "cpu: 3")
    with pytest.raises(BrokenRules) as caught:
        cluster(text, old, new).expect_ready(
            "deployment/redis", "deployment/api", within=60
        )
    assert any(said in each.said for each in caught.value.findings), [
        each.said for each in caught.value.findings
    ]
    assert all(each.place.file == "k8s.yaml" for each in caught.value.findings)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("kind: Namespace\nmetadata: {name: w}", "kind: Namespace\nmetadata: {name: v}",
         "the namespace w of deployment/redis does not exist"),
        ("replicas: 3", "replicas: '3'", "'3' is not of type integer"),
        ("replicas: 3", "replica: 3", "there is no key replica here"),
        ("matchLabels: {app: api}", "matchLabels: {app: web}", "its own pods don't carry"),
        ("apps/v1\nkind: Deployment\nmetadata: {name: api", "apps/v9\nkind: Deployment\nmetadata: {name: api",
         "has no Deployment in apps/v9"),
        ("kind: ConfigMap", "kind: ../../etc/passwd", "has an apiVersion and a kind"),
        ("name: settings, namespace", "name: Big Name, namespace", "not one of small letters"),
        ("metadata: {name: api, namespace: w}\nspec: {sel", "metadata: {name: redis, namespace: w}\nspec: {sel",
         "service/redis is there twice"),
        ("cpu: 100m", "cpu: 400m", "asks for more cpu than its limit"),
        ("image: reg.example/api:1.0", "image: reg.example/api:1.0\n          volumeMounts: [{name: x, mountPath: /x}]",
         "mounts x, no such volume"),
        ("ports: [{port: 6379}]", "ports: [{port: 6379}, {port: 1}]", "each needs a name"),
    ],
)  # fmt: skip
def test_what_an_api_server_refuses_is_refused_with_a_line(old, new, said):
    with pytest.raises(BrokenRules) as caught:
        cluster(REDIS + API, old, new)
    found = [each for each in caught.value.findings if said in each.said]
    assert found, [each.said for each in caught.value.findings]
    assert found[0].place.line > 0


def test_a_cache_that_stops_takes_readiness_and_comes_back():
    running = cluster()
    running.expect_ready("deployment/api")
    running.stop("deployment/redis")
    running.run(20)
    assert not running.is_ready("deployment/api")
    running.start("deployment/redis")
    running.expect_ready("deployment/redis", "deployment/api", within=30)


def test_a_rollout_keeps_pods_ready_unless_it_is_told_otherwise():
    running = cluster()
    running.expect_ready("deployment/api")
    began = running.now
    running.apply(objects((REDIS + API).replace("api:1.0", "api:1.1")))
    running.expect_ready("deployment/api", within=90)
    assert running.fewest_ready("deployment/api", since=began) >= 3
    old, new = (
        "spec:\n  replicas: 3",
        "spec:\n  strategy: {type: Recreate}\n  replicas: 3",
    )
    again = cluster(REDIS + API, old, new)
    again.expect_ready("deployment/api")
    began = again.now
    again.apply(objects((REDIS + API).replace(old, new).replace("api:1.0", "api:1.1")))
    again.expect_ready("deployment/api", within=90)
    assert again.fewest_ready("deployment/api", since=began) == 0


def test_a_broken_new_image_leaves_the_old_pods_in_place():
    running = cluster()
    running.expect_ready("deployment/api")
    running.apply(objects((REDIS + API).replace("api:1.0", "app:1.1")))
    running.run(120)
    assert not running.is_ready("deployment/api")
    assert running.get("http://api/health", namespace="w") == 200


def test_stateful_sets_come_one_by_one_and_daemon_sets_everywhere():
    text = REDIS.replace("kind: Deployment", "kind: StatefulSet").replace(
        "spec:\n  selector", "spec:\n  serviceName: redis\n  replicas: 2\n  selector"
    )
    running = cluster(text)
    running.expect_ready("statefulset/redis", within=20)
    assert [pod.name for pod in running.pods("statefulset/redis")] == [
        "redis-0",
        "redis-1",
    ]
    nodes = [Node("a"), Node("b"), Node("c", labels={"x": "y"})]
    daemons = cluster(REDIS.replace("kind: Deployment", "kind: DaemonSet"), nodes=nodes)
    daemons.expect_ready("daemonset/redis", within=20)
    assert len(daemons.pods("daemonset/redis")) == 3


@pytest.mark.parametrize(
    "command",
    [
        "until getent hosts redis; do sleep 1; done",
        'until printf "PING\\r\\n" | nc redis 6379 | grep -q PONG; do sleep 1; done',
        'until [ "$(redis-cli -h redis ping)" = PONG ]; do sleep 1; done',
        "until redis-cli -h redis -p 6379 ping | grep PONG; do sleep 1; done",
        "while ! nc -z -w 1 redis.w.svc 6379; do echo no; sleep 1; done",
        "until (echo > /dev/tcp/redis/6379) 2>/dev/null; do sleep 1; done",
        "until timeout 2 nc -z redis 6379; do sleep 1; done",
        "until nslookup redis.$(cat /var/run/secrets/kubernetes.io/serviceaccount/namespace).svc.cluster.local; do sleep 1; done",
    ],
)
def test_the_usual_ways_to_wait_are_understood(command):
    text = (REDIS + API).replace(
        '"until nslookup redis; do sleep 1; done"', repr(command).replace("\\\\", "\\")
    )
    cluster(text).expect_ready("deployment/api", within=40)


@pytest.mark.parametrize(
    "command",
    [
        "nslookup nobody || true",
        "until nslookup nobody || true; do sleep 1; done",
        "echo until nslookup nobody; echo done",
    ],
)
def test_a_wait_that_shrugs_waits_for_nothing(command):
    text = (REDIS + API).replace("until nslookup redis; do sleep 1; done", command)
    cluster(text).expect_ready("deployment/api", within=40)


def test_rules_name_container_and_line():
    found = objects(REDIS + API)
    found.expect(well_formed, rules.no_floating_tag, rules.no_privileged)
    with pytest.raises(BrokenRules) as caught:
        found.expect(rules.resource_limits, rules.non_root)
    said = {(each.rule, each.place.line) for each in caught.value.findings}
    assert said == {("resource-limits", 12), ("non-root", 12)}


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("api:1.0", "api:latest", rules.no_floating_tag),
        ("          env", "          securityContext: {privileged: true}\n          env", rules.no_privileged),
        ("      initContainers", "      hostNetwork: true\n      initContainers", rules.no_privileged),
        ("      initContainers", "      volumes: [{name: x, hostPath: {path: /}}]\n      initContainers", rules.no_privileged),
        ("path: /health", "path: /", rules.probes("api", kinds=("readinessProbe",), path="/health")),
        ("livenessProbe", "startupProbe", rules.probes("api", kinds=("livenessProbe",))),
        ("name: HOST, valueFrom: {configMapKeyRef: {name: settings, key: HOST}}", "name: API_TOKEN, value: x", rules.no_plain_secrets),
        ("until nslookup redis; do sleep 1; done", "sleep 30", rules.init_waits),
        ("name: api, namespace: w", "name: api", rules.own_namespace("w")),
    ],
)  # fmt: skip
def test_each_rule_is_broken_by_what_it_is_about(old, new, rule):
    text = REDIS + API
    assert old in text
    before, after = (
        list(rule(objects(text))),
        list(rule(objects(text.replace(old, new)))),
    )
    assert len(after) > len(before)
