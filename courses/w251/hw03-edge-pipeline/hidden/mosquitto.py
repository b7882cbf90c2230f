"""What a mosquitto.conf says, as far as this pipeline depends on it."""

from typing import NamedTuple


class Conf(NamedTuple):
    is_open: bool  # may others than its own machine connect?
    persists: bool
    location: str


def read_conf(text):
    """The last line of a name counts, as in Mosquitto 2."""
    said, listens = {}, False
    for line in text.split("\n"):
        words = line.split("#")[0].split()
        if not words:
            continue
        listens = listens or words[:2] == ["listener", "1883"]
        said[words[0]] = " ".join(words[1:])
    return Conf(
        is_open=listens and said.get("allow_anonymous") == "true",
        persists=said.get("persistence") == "true",
        location=said.get("persistence_location", "/mosquitto/data/").rstrip("/"),
    )
