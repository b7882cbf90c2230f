"""Values and frames between judge and student: JSON and plain arrays, never pickle."""

import base64
import importlib
import importlib.util
import json
import math
import struct
from typing import Any, Callable, Dict, List, NoReturn, Tuple, Type

FRAME_BYTES = 2**20
LOAD_FRAME_BYTES = 64 * 2**20  # between a judge and its load generator
HEADER = struct.Struct(">I")
MAX_DIMENSIONS = 8
MAX_DIGITS = 20
# numpy's name of a type -> struct's code; little-endian or one byte.
DTYPES = {
    "|b1": "?",
    "|i1": "b",
    "|u1": "B",
    "<i2": "h",
    "<u2": "H",
    "<i4": "i",
    "<u4": "I",
    "<i8": "q",
    "<u8": "Q",
    "<f2": "e",
    "<f4": "f",
    "<f8": "d",
}

# Not every lab image has NumPy; then arrays arrive as nested lists.
numpy: Any = (
    importlib.import_module("numpy") if importlib.util.find_spec("numpy") else None
)


class WireError(ValueError):
    """Bytes that are not what both sides agreed on."""


class NotFiniteError(WireError):
    """NaN or infinity where numbers are compared."""


class UnsendableError(ValueError):
    """A value that has no place on the wire; the text names its type."""


def frame(message: Dict[str, Any], limit: int = FRAME_BYTES) -> bytes:
    """One message as bytes; UnsendableError when it is larger than ``limit``."""
    body = json.dumps(message, allow_nan=False, separators=(",", ":")).encode()
    if len(body) > limit:
        raise UnsendableError(f"{len(body)} bytes, more than the {limit} allowed")
    return HEADER.pack(len(body)) + body


def read_frame(
    read: Callable[[int], bytes], limit: int = FRAME_BYTES
) -> Dict[str, Any]:
    """One message from ``read(n)``, which returns exactly n bytes or raises."""
    (size,) = HEADER.unpack(read(HEADER.size))
    if size > limit:
        raise WireError(f"a frame of {size} bytes; {limit} are allowed")
    return parse(read(size))


def parse(body: bytes) -> Dict[str, Any]:
    """Strict JSON: an object, no NaN, no number longer than 64 bits need."""
    try:
        message = json.loads(body, parse_constant=_refuse, parse_int=_short_int)
    except (ValueError, RecursionError) as error:
        raise WireError(f"not the JSON that was agreed: {error}") from error
    if type(message) is not dict:
        raise WireError("not an object")
    return message


def _refuse(constant: str) -> NoReturn:
    raise WireError(f"{constant} is not JSON")


def _short_int(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise WireError("a number that is too long")
    return int(digits)


def encode(value: Any) -> Any:
    """``value`` for the wire: plain JSON, and one-key objects for all else."""
    kind = type(value)
    if value is None or kind in (bool, int, str):
        return _plain(value)
    if kind is float:
        return value if math.isfinite(value) else {"float": repr(value)}
    if kind is bytes:
        return {"bytes": base64.b64encode(value).decode()}
    if kind in (list, tuple):
        items = [encode(item) for item in value]
        return items if kind is list else {"tuple": items}
    if kind is dict:
        return {"dict": _encode_items(value)}
    if hasattr(value, "detach"):  # a tensor
        value = value.detach().cpu().numpy()
    if hasattr(value, "dtype") and hasattr(value, "tobytes"):
        return {"array": _encode_array(value)}
    raise UnsendableError(f"a value of type {kind.__name__}")


def _plain(value: Any) -> Any:
    if type(value) is int and len(str(value)) > MAX_DIGITS:
        raise UnsendableError("a whole number of more than 64 bits")
    return value


def _encode_items(value: Dict[Any, Any]) -> Dict[str, Any]:
    if not all(type(key) is str for key in value):
        raise UnsendableError("a dictionary whose keys are not all text")
    return {key: encode(item) for key, item in value.items()}


def _encode_array(value: Any) -> Dict[str, Any]:
    if value.dtype.str not in DTYPES:
        raise UnsendableError(f"an array of {value.dtype}")
    data = base64.b64encode(value.tobytes()).decode()
    return {"dtype": value.dtype.str, "shape": list(value.shape), "data": data}


def decode(item: Any) -> Any:
    """The value again; WireError, and NotFiniteError for NaN or infinity."""
    if type(item) is list:
        return [decode(each) for each in item]
    if type(item) is not dict:
        return _finite(item)
    if len(item) != 1:
        raise WireError("a value with more than one tag")
    ((tag, inner),) = item.items()
    kind, build = TAGS.get(tag, (None, _decode_float))
    if type(inner) is not kind:
        raise WireError(f"a value tagged {tag!r:.40}")
    return build(inner)


def _decode_tuple(items: List[Any]) -> Any:
    return tuple(decode(each) for each in items)


def _decode_dict(items: Dict[str, Any]) -> Any:
    return {key: decode(each) for key, each in items.items()}


def _decode_float(text: str) -> NoReturn:
    if text in ("nan", "inf", "-inf"):
        raise NotFiniteError(text)
    raise WireError("a fraction that is not written as a number")


def _finite(item: Any) -> Any:
    if type(item) is float and not math.isfinite(item):  # 1e999
        raise NotFiniteError(repr(item))
    return item


def _decode_array(item: Dict[str, Any]) -> Any:
    if set(item) != {"dtype", "shape", "data"} or item["dtype"] not in DTYPES:
        raise WireError("an array that is not described as agreed")
    dtype, shape, data = item["dtype"], item["shape"], item["data"]
    count = _count(shape)
    size = count * int(dtype[2:])
    if type(data) is not str or len(data) != (size + 2) // 3 * 4:
        raise WireError(f"an array of {size} bytes with other data")
    raw = _decode_base64(data)
    if len(raw) != size:
        raise WireError(f"an array of {size} bytes with {len(raw)}")
    return _build_array(dtype, shape, raw)


def _decode_base64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError as error:
        raise WireError("bytes that are not base64") from error


def _count(shape: Any) -> int:
    if type(shape) is not list or len(shape) > MAX_DIMENSIONS:
        raise WireError("an array without a shape")
    if not all(type(n) is int and 0 <= n <= FRAME_BYTES for n in shape):
        raise WireError("an array with an impossible shape")
    count = 1
    for n in shape:
        count *= n
    return count


def _build_array(dtype: str, shape: List[int], raw: bytes) -> Any:
    if numpy is None:
        code = DTYPES[dtype]
        flat = list(struct.unpack(f"<{len(raw) // int(dtype[2:])}{code}", raw))
        if not all(math.isfinite(n) for n in flat):
            raise NotFiniteError("in an array")
        return _nest(flat, shape)
    array = numpy.frombuffer(raw, dtype=dtype).reshape(shape)
    if array.dtype.kind == "f" and not numpy.isfinite(array).all():
        raise NotFiniteError("in an array")
    return array.copy() if shape else array.item()


def _nest(flat: List[Any], shape: List[int]) -> Any:
    if not shape:
        return flat[0]
    step = len(flat) // shape[0] if shape[0] else 0
    rows = range(shape[0])
    return [_nest(flat[i * step : (i + 1) * step], shape[1:]) for i in rows]


# What a one-key object may hold, and who reads it.
TAGS: Dict[str, Tuple[Type[Any], Callable[[Any], Any]]] = {
    "tuple": (list, _decode_tuple),
    "dict": (dict, _decode_dict),
    "array": (dict, _decode_array),
    "bytes": (str, _decode_base64),
    "float": (str, _decode_float),
}
