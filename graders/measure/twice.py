"""Runs a thing twice and asks for the same answer."""

from typing import Any, Callable, Tuple

Same = Callable[[Any, Any], bool]


def equal(first: Any, second: Any) -> bool:
    """The same type and value; arrays by every bit, so that NaN equals itself."""
    if type(first) is not type(second):
        return False
    if isinstance(first, (list, tuple)):
        return len(first) == len(second) and all(map(equal, first, second))
    if isinstance(first, dict):
        return first.keys() == second.keys() and all(
            equal(first[key], second[key]) for key in first
        )
    if hasattr(first, "tobytes"):
        return _described(first) == _described(second)
    return bool(first == second)


def _described(array: Any) -> Tuple[str, Any, bytes]:
    view = memoryview(array)
    return view.format, view.shape, array.tobytes()


def run_twice(call: Callable[[], Any], *, same: Same = equal) -> Tuple[Any, bool]:
    """The first answer, and whether the second was the same."""
    first = call()
    return first, same(first, call())
