"""Values that remember the file and line they came from."""

from dataclasses import dataclass
from typing import Any, Dict, Iterable, List, Sequence, Union


@dataclass(frozen=True)
class Place:
    """A line of a handed-in file; lines count from 1."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}"


NOWHERE = Place("", 0)


class Map(Dict[str, Any]):
    """A mapping; ``lines`` says where each key stands."""

    def __init__(self, place: Place = NOWHERE) -> None:
        super().__init__()
        self.place = place
        self.lines: Dict[str, int] = {}

    def put(self, key: str, value: Any, line: int = 0) -> None:
        """Set a key, remembering its line."""
        self[key] = value
        if line:
            self.lines[key] = line

    def place_of(self, key: str) -> Place:
        """Where ``key`` stands, or else the mapping itself."""
        return Place(self.place.file, self.lines.get(key, self.place.line))


class Seq(List[Any]):
    """A list; ``lines`` says where each item begins."""

    def __init__(self, place: Place = NOWHERE) -> None:
        super().__init__()
        self.place = place
        self.lines: List[int] = []

    def add(self, value: Any, line: int = 0) -> None:
        """Append an item, remembering its line."""
        self.append(value)
        self.lines.append(line or self.place.line)


Path = Sequence[Union[str, int]]


def clone(value: Any) -> Any:
    """A deep copy that shares nothing, also not what aliases shared."""
    if isinstance(value, Map):
        copy = Map(value.place)
        for key, each in value.items():
            copy.put(key, clone(each), value.lines.get(key, 0))
        return copy
    if isinstance(value, Seq):
        items = Seq(value.place)
        for index, each in enumerate(value):
            items.add(
                clone(each), value.lines[index] if index < len(value.lines) else 0
            )
        return items
    return value


def marked(value: Any, place: Place) -> Any:
    """Plain dictionaries and lists as if they had stood at ``place``."""
    if isinstance(value, dict):
        made = Map(place)
        for key, each in value.items():
            made.put(str(key), marked(each, place), place.line)
        return made
    if isinstance(value, (list, tuple)):
        items = Seq(place)
        for each in value:
            items.add(marked(each, place))
        return items
    return value


def plain(value: Any) -> Any:
    """Ordinary dictionaries and lists, for libraries that look at types."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value


def at(value: Any, *path: Union[str, int], default: Any = None) -> Any:
    """What lies at ``path``, or ``default`` where anything on the way is missing."""
    for step in path:
        is_item = isinstance(value, list) and type(step) is int and step < len(value)
        is_key = isinstance(value, dict) and step in value
        if not is_item and not is_key:
            return default
        value = value[step]
    return default if value is None else value


def maps(value: Any) -> List[Map]:
    """The mappings of a list; anything else in it is left out."""
    if not isinstance(value, list):
        return []
    return [each for each in value if isinstance(each, Map)]


def mapping(value: Any) -> Map:
    """A mapping, or an empty one where something else stands."""
    return value if isinstance(value, Map) else Map()


def texts(value: Any) -> List[str]:
    """The items of a list as text; a text alone is one item."""
    if isinstance(value, str):
        return [value]
    return [str(each) for each in value] if isinstance(value, list) else []


def place_at(value: Any, path: Iterable[Union[str, int]]) -> Place:
    """The place of what lies at ``path``, as near as it is known."""
    place = getattr(value, "place", NOWHERE)
    for step in path:
        if isinstance(value, Map) and step in value:
            place, value = value.place_of(str(step)), value[str(step)]
        elif isinstance(value, Seq) and isinstance(step, int) and step < len(value):
            known = value.lines[step] if step < len(value.lines) else value.place.line
            place, value = Place(value.place.file, known), value[step]
        else:
            break
    return place
