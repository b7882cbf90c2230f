"""Compose files: what they say, and what breaks a rule."""

import pytest

from graders.families.container.inside import compose_rules as rules
from graders.families.container.inside.compose import read_compose
from graders.families.container.inside.findings import BrokenRules, UnreadableError
from graders.families.container.inside.yaml_reading import read_yaml

GOOD = """\
services:
  broker:
    image: eclipse-mosquitto:2.0.15
    restart: unless-stopped
    networks: [cloud]
    volumes: ["data:/mosquitto/data", ./m.conf:/mosquitto/config/mosquitto.conf:ro]
    healthcheck: {test: ["CMD", "nc", "-z", "localhost", "1883"]}
    ports: ["1883:1883"]
    deploy: {resources: {limits: {memory: 64M}}}
  saver:
    build: saver
    restart: on-failure
    environment: {BROKER_HOST: broker, QOS: 1, CLEAN: false}
    depends_on: {broker: {condition: service_healthy}}
    networks: {cloud: {aliases: [sink]}}
    mem_limit: 128m
networks: {cloud: }
volumes: {data: }
"""
ALL = (
    rules.no_floating_tag,
    rules.consistent,
    rules.restarts,
    rules.own_network,
    rules.resource_limits,
    rules.no_privileged,
    rules.no_plain_secrets,
)


def read(text):
    return read_compose(read_yaml(text, "compose.yaml"), "compose.yaml")


def test_a_good_file_breaks_no_rule_and_says_what_it_says():
    found = read(GOOD)
    found.expect(*ALL)
    saver, broker = found.service("saver"), found.service("broker")
    assert saver.environment == {"BROKER_HOST": "broker", "QOS": "1", "CLEAN": "false"}
    assert found.resolve(saver, "broker") == [broker]
    assert found.resolve(broker, "sink") == [saver]
    assert found.start_order() == ["broker", "saver"]
    assert broker.mount_at("/mosquitto/data/x").survives
    assert not saver.mount_at("/data").survives
    assert broker.published == {1883}


@pytest.mark.parametrize(
    ("old", "new", "rule", "line"),
    [
        (":2.0.15", "", "no-floating-tag", 3),
        ("networks: {cloud: }\n", "", "consistent", 5),
        ("volumes: {data: }\n", "", "consistent", 6),
        ("{broker: {condition", "{brocker: {condition", "consistent", 14),
        ("    healthcheck", "    x-healthcheck", "consistent", 14),
        ("service_healthy", "service_well", "consistent", 14),
        ("    restart: on-failure\n", "", "restarts", 10),
        ("networks: [cloud]", "network_mode: host", "own-network", 5),
        ("    mem_limit: 128m\n", "", "resource-limits", 10),
        (
            "    build: saver",
            "    build: saver\n    privileged: true",
            "no-privileged",
            12,
        ),
        ("./m.conf", "/var/run/docker.sock", "no-privileged", 6),
        ("QOS: 1", "MQTT_PASSWORD: x", "no-plain-secrets", 13),
        ("    ports", "    depends_on: [saver]\n    ports", "consistent", 8),
    ],
)
def test_each_rule_names_the_line_that_breaks_it(old, new, rule, line):
    assert old in GOOD
    with pytest.raises(BrokenRules) as caught:
        read(GOOD.replace(old, new)).expect(*ALL)
    found = {(each.rule, each.place.line) for each in caught.value.findings}
    assert (rule, line) in found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[]", "must hold one mapping"),
        ("services: {}", "has no services"),
        ("services: {a: }", "the service a is empty"),
        ("services: {a: {imagee: x}}", "Compose knows no imagee here"),
        ("service: {a: {image: x}}", "Compose knows no service here"),
    ],
)
def test_what_compose_would_not_take_gets_one_sentence(text, said):
    with pytest.raises(UnreadableError) as caught:
        read(text)
    assert said in caught.value.sentence
