"""Compares arrays, for judge.py files; the one module here that needs NumPy."""

from typing import Any, Callable, Sequence, Tuple

import numpy as np

from graders.judge.errors import ExpectationFailed

Array = Any


def as_array(got: Any, want: Array, what: str) -> Array:
    """``got`` as floating point of the shape of ``want``, or the check fails."""
    shape = np.shape(want)
    expected = f"{what}: numbers of shape {shape}"
    if isinstance(got, np.ndarray) or type(got) in (int, float):
        array = np.asarray(got)
        if array.dtype.kind in "iuf" and array.shape == shape:
            return array.astype(float)
        said = f"{what} of shape {array.shape} and type {array.dtype}"
        raise ExpectationFailed(said, expected=expected, kind="type")
    said = f"{what} is a {type(got).__name__}"
    raise ExpectationFailed(said, expected=expected, kind="type")


def relative_error(got: Array, want: Array) -> float:
    """The largest difference, as a share of the larger of the two sizes."""
    scale = np.maximum(np.abs(got) + np.abs(want), 1e-8)
    error = np.abs(got - want) / scale
    return float(error.max()) if error.size else 0.0


def scaled_error(got: Array, want: Array) -> float:
    """The distance of two arrays, as a share of the wanted one's length."""
    distance = np.linalg.norm(np.ravel(got - want))
    return float(distance / max(float(np.linalg.norm(np.ravel(want))), 1e-8))


def expect_close(
    got: Any, want: Array, *, within: float, what: str, hint: str = ""
) -> None:
    """Fail the running check unless ``got`` is ``want`` up to a relative error."""
    array = as_array(got, want, what)
    want = np.asarray(want, dtype=float)
    error = scaled_error(array, want)
    if error <= within:
        return
    worst = np.unravel_index(np.argmax(np.abs(array - want)), want.shape)
    at = f"[{', '.join(str(int(i)) for i in worst)}]" if want.shape else ""
    raise ExpectationFailed(
        f"{what}{at} = {array[worst]:.6g}; relative error {error:.1e}",
        expected=f"{what}{at} = {want[worst]:.6g}; relative error at most {within:.0e}",
        hint=hint,
    )


def expect_tuple(got: Any, count: int, what: str) -> Tuple[Any, ...]:
    """``got`` as ``count`` results, or the check fails."""
    if type(got) in (tuple, list) and len(got) == count:
        return tuple(got)
    size = f" of {len(got)}" if type(got) in (tuple, list) else ""
    raise ExpectationFailed(
        f"{what} returned a {type(got).__name__}{size}",
        expected=f"{count} results",
        kind="type",
    )


def numeric_gradients(
    function: Callable[..., Array], inputs: Sequence[Array], upstream: Array
) -> Tuple[Array, ...]:
    """d(sum(function(*inputs) * upstream)) / d(each input), by central differences."""
    return tuple(
        _gradient(function, list(inputs), i, upstream) for i in range(len(inputs))
    )


def _gradient(
    function: Callable[..., Array], inputs: Sequence[Array], which: int, upstream: Array
) -> Array:
    step = 1e-5
    inputs = [np.array(x, dtype=float) for x in inputs]
    gradient = np.zeros_like(inputs[which])
    for at in np.ndindex(*gradient.shape):
        kept = inputs[which][at]
        inputs[which][at] = kept + step
        above = float(np.sum(function(*inputs) * upstream))
        inputs[which][at] = kept - step
        below = float(np.sum(function(*inputs) * upstream))
        inputs[which][at] = kept
        gradient[at] = (above - below) / (2 * step)
    return gradient
