"""Replays 200 frames through two brokers, second by second, with restarts on the way.

The rules are MQTT's: at level 0 a message is gone when its receiver is not there; from
level 1 on it is kept for a receiver with a session, and sent again when the answer to it
was lost, which at level 1 arrives twice. What a broker keeps survives its own restart
only on a volume, with persistence on.
"""

import random
from dataclasses import dataclass, field

FRAMES = 200
LENGTH_S = 100
OUTAGE_S = 10
BACK_S = 2  # a client is back so long after its broker


@dataclass(frozen=True)
class Hop:
    """From a publisher over a broker to a subscriber."""

    publish_qos: int
    subscribe_qos: int
    has_session: bool  # clean_session false, and a client id that stays
    broker_keeps: bool  # persistence on a volume

    @property
    def qos(self):
        return min(self.publish_qos, self.subscribe_qos)


@dataclass
class Outage:
    """A broker or a subscriber is away for some seconds."""

    hop: int
    who: str  # broker | subscriber
    begins: float
    ends: float = field(init=False)

    def __post_init__(self):
        self.ends = self.begins + OUTAGE_S


def faces(seed):
    """(time, id) of every face; about three in two frames."""
    rng = random.Random(seed)
    found = []
    for frame in range(FRAMES):
        for number in range(rng.choice((1, 1, 2, 2, 1, 2))):
            found.append((frame * LENGTH_S / FRAMES, f"{frame}-{number}"))
    return found


def outages(seed):
    """Each side's broker and subscriber once, at moments nobody can foresee."""
    rng = random.Random(seed + 1)
    begins = [5, 28, 52, 76]
    rng.shuffle(begins)
    kinds = [(0, "broker"), (0, "subscriber"), (1, "broker"), (1, "subscriber")]
    return [Outage(hop, who, at + rng.random() * 8) for (hop, who), at in zip(kinds, begins)]


def over(hop, index, messages, away):
    """What comes out at the other end of a hop: (time, id), some twice."""
    arrived = []
    for at, name in messages:
        arrived += _one(hop, at, name, [each for each in away if each.hop == index])
    return arrived


def _one(hop, at, name, away):
    for each in away:
        back = each.ends + BACK_S
        if each.who == "broker":
            if each.begins - 1 <= at < each.begins:  # on its way when the broker fell
                return _cut_off(hop, back, name)
            if each.begins <= at < back:
                return _kept_by_publisher(hop, back, name)
        elif each.begins <= at < back:
            is_kept = hop.qos >= 1 and hop.has_session
            return [(back, name)] if is_kept else []
    return [(at + 0.1, name)]


def _cut_off(hop, back, name):
    """Delivered, but the answer was lost: at level 1 it is sent again."""
    if hop.qos == 0:
        return []
    is_known = hop.has_session and hop.broker_keeps
    return [(back, name)] * (2 if hop.qos == 1 and is_known else 1)


def _kept_by_publisher(hop, back, name):
    """The publisher holds it until the broker is back; is the subscriber known then?"""
    if hop.publish_qos == 0:
        return []
    is_known = hop.has_session and hop.broker_keeps
    return [(back, name)] if is_known else []


@dataclass(frozen=True)
class Stored:
    recall: float
    duplicates: int


def replay(hops, names_by_id, seed):
    """Send every face through both hops; an object named by id replaces its twin."""
    sent = faces(seed)
    messages, away = sent, outages(seed)
    for index, hop in enumerate(hops):
        messages = over(hop, index, sorted(messages), away)
    names = [name for _, name in messages]
    there = set(names)
    again = 0 if names_by_id else len(names) - len(there)
    return Stored(len(there) / len(sent), again)
