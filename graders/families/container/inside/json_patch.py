"""RFC 6902: add, remove, replace, move, copy and test, on marked values."""

from typing import Any, Callable, Dict, List, Tuple

from .findings import UnreadableError, shown
from .marked import Map, Seq, at, clone, maps, plain

MOST = 200


def apply_operations(body: Map, operations: Seq, where: str) -> None:
    """Change ``body`` in place; raise UnreadableError where a path leads nowhere."""
    if len(operations) > MOST or len(maps(operations)) != len(operations):
        raise UnreadableError(f"{where}: a patch is a list of at most {MOST} steps.")
    for each in maps(operations):
        _apply(body, each, where)


def _apply(body: Map, each: Map, where: str) -> None:
    name, path = at(each, "op"), at(each, "path")
    if not isinstance(path, str) or not path.startswith("/"):
        raise UnreadableError(f"{where}: a path begins with a slash.")
    if name in ("add", "replace", "test") and "value" not in each:
        raise UnreadableError(f"{where}: {name} needs a value.")
    if name not in OPERATIONS:
        raise UnreadableError(f"{where}: {shown(str(name), 40)} is no operation.")
    OPERATIONS[name](body, each, path, where)


def _put(body: Map, each: Map, path: str, where: str) -> None:
    _add(body, path, clone(each["value"]), where)


def _delete(body: Map, each: Map, path: str, where: str) -> None:
    _remove(body, path, where)


def _replace(body: Map, each: Map, path: str, where: str) -> None:
    _remove(body, path, where)
    _put(body, each, path, where)


def _move(body: Map, each: Map, path: str, where: str) -> None:
    source = str(at(each, "from", default=""))
    value = _value(body, source, where)
    _remove(body, source, where)
    _add(body, path, value, where)


def _copy(body: Map, each: Map, path: str, where: str) -> None:
    source = str(at(each, "from", default=""))
    _add(body, path, clone(_value(body, source, where)), where)


def _test(body: Map, each: Map, path: str, where: str) -> None:
    if plain(_value(body, path, where)) != plain(each["value"]):
        raise UnreadableError(f"{where}: the test of {shown(path, 80)} fails.")


Operation = Callable[[Map, Map, str, str], None]
OPERATIONS: Dict[str, Operation] = {
    "add": _put,
    "remove": _delete,
    "replace": _replace,
    "move": _move,
    "copy": _copy,
    "test": _test,
}


def _parts(path: str) -> List[str]:
    parts = path.split("/")[1:]
    return [each.replace("~1", "/").replace("~0", "~") for each in parts]


def _parent(body: Any, path: str, where: str) -> Tuple[Any, str]:
    *way, last = _parts(path)
    for step in way:
        body = _step(body, step, path, where)
    return body, last


def _value(body: Any, path: str, where: str) -> Any:
    parent, last = _parent(body, path, where)
    return _step(parent, last, path, where)


def _step(value: Any, step: str, path: str, where: str) -> Any:
    if isinstance(value, Map) and step in value:
        return value[step]
    if isinstance(value, Seq) and step.isdigit() and int(step) < len(value):
        return value[int(step)]
    raise _nowhere(path, where)


def _add(body: Map, path: str, value: Any, where: str) -> None:
    parent, last = _parent(body, path, where)
    if isinstance(parent, Map):
        parent.put(last, value)
    elif isinstance(parent, Seq):
        index = len(parent) if last == "-" else _index(last, len(parent), path, where)
        parent.insert(index, value)
        parent.lines.insert(index, parent.place.line)
    else:
        raise _nowhere(path, where)


def _remove(body: Map, path: str, where: str) -> None:
    parent, last = _parent(body, path, where)
    _step(parent, last, path, where)
    if isinstance(parent, Map):
        del parent[last]
    else:
        del parent[int(last)], parent.lines[int(last)]


def _index(text: str, most: int, path: str, where: str) -> int:
    if not text.isdigit() or int(text) > most:
        raise _nowhere(path, where)
    return int(text)


def _nowhere(path: str, where: str) -> UnreadableError:
    return UnreadableError(
        f"{where}: {shown(path, 100)} leads nowhere.",
        "Look at the object as the base has it; lists count from 0.",
    )
