"""From YAML text to marked values; makes nothing but maps, lists and scalars."""

from dataclasses import dataclass
from typing import Any, Dict, Iterator, List, Tuple

import yaml

from .findings import UnreadableError, shown
from .marked import Map, Place, Seq, clone
from .yaml_scalars import scalar

DEPTH = 40
NODES = 20_000
ALIASES = 100
DOCUMENTS = 100
PLAIN = "Only plain YAML is read: maps, lists, texts, numbers, true and false."
SMALLER = "Write less, or several files."
WRITE_OUT = "Write the value out where the alias stands."
LOOK = "Look at the indentation, and for a missing colon or quote."
TEMPLATE = "A template is no YAML yet: hand in what `helm template` prints."
PLAIN_TAGS = ("!", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq")
PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass
class _Anchor:
    """What an anchor names; unfinished while its own inside is being read."""

    value: Any
    nodes: int
    is_finished: bool = False


def read_yaml(text: str, file: str) -> List[Any]:
    """Every document of a file, empty ones left out; raise UnreadableError."""
    return _Reader(text, file).documents()


class _Reader:
    """Takes the parser's events one by one, so that limits hold while it reads."""

    def __init__(self, text: str, file: str) -> None:
        self._text = text
        self._file = file
        self._events: Iterator[Any] = iter(yaml.parse(text, Loader=PARSER))
        self._anchors: Dict[str, _Anchor] = {}
        self._nodes = 0
        self._aliases = 0

    def documents(self) -> List[Any]:
        """Read on to the end of the file."""
        found = []
        count = 0
        while True:
            event = self._next()
            if isinstance(event, yaml.StreamEndEvent):
                return found
            if isinstance(event, yaml.DocumentStartEvent):
                count += 1
                if count > DOCUMENTS:
                    said = f"more than {DOCUMENTS} documents in one file"
                    self._refuse(event, said, SMALLER)
                self._anchors.clear()
                value, _ = self._node(self._next(), 0)
                if value is not None:
                    found.append(value)

    def _next(self) -> Any:
        try:
            return next(self._events)
        except yaml.YAMLError as error:
            raise self._explained(error) from error
        except ValueError as error:  # a code point that no text may hold
            said = f"{self._file}: not valid YAML: {shown(str(error), 120)}"
            raise UnreadableError(said) from error

    def _node(self, event: Any, depth: int) -> Tuple[Any, int]:
        """One value and how many nodes it unfolds to."""
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        self._count(event, 1)
        if depth >= DEPTH:
            self._refuse(event, f"nested deeper than {DEPTH} levels")
        anchor = _Anchor(None, 0)
        if event.anchor:
            self._anchors[event.anchor] = anchor
        if isinstance(event, yaml.ScalarEvent):
            anchor.value, anchor.nodes = self._scalar(event), 1
        elif isinstance(event, yaml.MappingStartEvent):
            self._expect_plain_tag(event)
            anchor.value, anchor.nodes = self._mapping(event, depth)
        else:
            self._expect_plain_tag(event)
            anchor.value, anchor.nodes = self._sequence(event, depth)
        anchor.is_finished = True
        return anchor.value, anchor.nodes

    def _alias(self, event: Any) -> Tuple[Any, int]:
        anchor = self._anchors.get(event.anchor)
        self._aliases += 1
        if self._aliases > ALIASES:
            self._refuse(event, f"more than {ALIASES} aliases in one file", WRITE_OUT)
        if anchor is None:
            said = f"the alias *{event.anchor} names nothing before it"
            self._refuse(event, said, WRITE_OUT)
        assert anchor is not None
        if not anchor.is_finished:
            said = f"the alias *{event.anchor} stands inside of itself"
            self._refuse(event, said, WRITE_OUT)
        self._count(event, anchor.nodes)
        return clone(anchor.value), anchor.nodes

    def _scalar(self, event: Any) -> Any:
        try:
            is_plain = event.implicit[0] and event.style in (None, "")
            return scalar(event.value, event.tag, is_plain=is_plain)
        except ValueError as error:
            return self._refuse(event, str(error))

    def _mapping(self, event: Any, depth: int) -> Tuple[Map, int]:
        found = Map(self._place(event))
        merged: List[Map] = []
        nodes = 1
        while not isinstance(key_event := self._next(), yaml.MappingEndEvent):
            key = self._key(key_event)
            value, inside = self._node(self._next(), depth + 1)
            nodes += inside + 1
            if key == "<<":
                merged += self._merged(key_event, value)
            elif key in found:
                first = found.lines[key]
                said = f"the key {key} is there twice, first in line {first}"
                self._refuse(key_event, said, "Keep one of the two.")
            else:
                found.put(key, value, key_event.start_mark.line + 1)
        for source in merged:
            for key, value in source.items():
                if key not in found:
                    found.put(key, clone(value), source.lines.get(key, 0))
        return found, nodes

    def _key(self, event: Any) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            self._refuse(event, "a key that is not a plain word")
        self._count(event, 1)
        return str(event.value)

    def _merged(self, event: Any, value: Any) -> List[Map]:
        sources = value if isinstance(value, Seq) else [value]
        if not all(isinstance(each, Map) for each in sources):
            self._refuse(event, "<< takes a mapping, or a list of them")
        self._count(event, sum(len(each) for each in sources))
        return list(sources)

    def _sequence(self, event: Any, depth: int) -> Tuple[Seq, int]:
        found = Seq(self._place(event))
        nodes = 1
        while not isinstance(item := self._next(), yaml.SequenceEndEvent):
            value, inside = self._node(item, depth + 1)
            nodes += inside
            found.add(value, item.start_mark.line + 1)
        return found, nodes

    def _expect_plain_tag(self, event: Any) -> None:
        if event.tag and event.tag not in PLAIN_TAGS:
            self._refuse(event, f"the tag {event.tag} is not taken")

    def _count(self, event: Any, nodes: int) -> None:
        self._nodes += nodes
        if self._nodes > NODES:
            self._refuse(
                event, f"more than {NODES:,} values, aliases unfolded", SMALLER
            )

    def _place(self, event: Any) -> Place:
        return Place(self._file, event.start_mark.line + 1)

    def _refuse(self, event: Any, said: str, hint: str = PLAIN) -> Any:
        if "{{" in self._line(event.start_mark.line):
            hint = TEMPLATE
        raise UnreadableError(f"{self._place(event)}: {shown(said, 200)}.", hint)

    def _line(self, index: int) -> str:
        lines = self._text.split("\n")
        return lines[index] if index < len(lines) else ""

    def _explained(self, error: yaml.YAMLError) -> UnreadableError:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        near = self._line(line - 1)
        if "\t" in near[: len(near) - len(near.lstrip())]:
            said, hint = "indented with a tab", "YAML is indented with spaces only."
        else:
            said = f"not valid YAML: {getattr(error, 'problem', None) or 'cut off'}"
            hint = TEMPLATE if "{{" in near else LOOK
        where = Place(self._file, line)
        return UnreadableError(f"{where}: {shown(said, 160)}.", hint)
