"""Turns messages into JSON-ready dictionaries, and back with every type checked."""

import dataclasses
import math
from enum import Enum
from typing import Any, Dict, Tuple, Type, TypeVar, Union, get_type_hints

T = TypeVar("T")


class ProtocolError(ValueError):
    """A message that is not what the protocol says; the text names the field."""


def to_wire(message: Any) -> Any:
    """Return ``message`` as dictionaries, lists, strings and numbers."""
    if dataclasses.is_dataclass(message) and not isinstance(message, type):
        fields = dataclasses.fields(message)
        return {f.name: to_wire(getattr(message, f.name)) for f in fields}
    if isinstance(message, Enum):
        return message.value
    if isinstance(message, (list, tuple)):
        return [to_wire(item) for item in message]
    if isinstance(message, dict):
        return {str(key): to_wire(value) for key, value in message.items()}
    return message


def from_wire(kind: Type[T], data: Any) -> T:
    """Build a ``kind`` from ``data``; raise ProtocolError naming the wrong field.

    Unknown keys are refused, so that a newer runner is told, not half understood.
    """
    return _build(kind, data, kind.__name__)  # type: ignore[no-any-return]


def _build(kind: Any, data: Any, where: str) -> Any:
    if not isinstance(data, dict):
        raise ProtocolError(f"{where} must be an object, not {type(data).__name__}")
    hints = get_type_hints(kind)
    fields = {f.name: f for f in dataclasses.fields(kind)}
    unknown = sorted(set(data) - set(fields))
    if unknown:
        raise ProtocolError(f"{where} has unknown fields: {', '.join(unknown)}")
    values: Dict[str, Any] = {}
    for name, declared in fields.items():
        if name in data:
            values[name] = _value(hints[name], data[name], f"{where}.{name}")
        elif (
            declared.default is dataclasses.MISSING
            and declared.default_factory is dataclasses.MISSING
        ):
            raise ProtocolError(f"{where}.{name} is missing")
    try:
        return kind(**values)
    except ProtocolError:
        raise
    except ValueError as error:
        raise ProtocolError(f"{where}: {error}") from error


def _value(hint: Any, data: Any, where: str) -> Any:
    origin = getattr(hint, "__origin__", None)
    if hint is Any:
        return data
    if origin is Union:
        return _optional(hint, data, where)
    if origin is tuple:
        return _sequence(hint, data, where)
    if origin is dict:
        return _mapping(hint, data, where)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _member(hint, data, where)
    if dataclasses.is_dataclass(hint):
        return _build(hint, data, where)
    return _scalar(hint, data, where)


def _optional(hint: Any, data: Any, where: str) -> Any:
    if data is None:
        return None
    inner = next(arg for arg in hint.__args__ if arg is not type(None))
    return _value(inner, data, where)


def _sequence(hint: Any, data: Any, where: str) -> Tuple[Any, ...]:
    if not isinstance(data, (list, tuple)):
        raise ProtocolError(f"{where} must be a list")
    inner = hint.__args__[0]
    return tuple(_value(inner, item, f"{where}[{i}]") for i, item in enumerate(data))


def _mapping(hint: Any, data: Any, where: str) -> Dict[str, Any]:
    if not isinstance(data, dict):
        raise ProtocolError(f"{where} must be an object")
    inner = hint.__args__[1]
    return {str(k): _value(inner, v, f"{where}.{k}") for k, v in data.items()}


def _member(hint: Any, data: Any, where: str) -> Any:
    try:
        return hint(data)
    except ValueError:
        allowed = ", ".join(str(member.value) for member in hint)
        raise ProtocolError(f"{where} is {data!r}; allowed: {allowed}") from None


def _scalar(hint: Any, data: Any, where: str) -> Any:
    if hint is float and type(data) in (int, float):
        if not math.isfinite(data):
            raise ProtocolError(f"{where} must be a finite number")
        return float(data)
    if type(data) is not hint:
        raise ProtocolError(f"{where} must be {hint.__name__}, not {data!r:.60}")
    return data
