"""Values cross the border as JSON and plain arrays, or not at all."""

import base64
import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.protocol import calls

PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
    | st.binary(),
    lambda inner: (
        st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(st.text(), inner)
    ),
    max_leaves=20,
)


@given(PLAIN)
def test_plain_values_come_back_with_their_types(value):
    crossed = calls.decode(json.loads(json.dumps(calls.encode(value))))
    assert crossed == value
    assert repr(crossed) == repr(value)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, [1.0, math.nan]])
def test_nan_and_infinity_are_told_apart_from_numbers(value):
    with pytest.raises(calls.NotFiniteError):
        calls.decode(calls.encode(value))


@pytest.mark.parametrize(
    "value",
    [object(), {1: 2}, 1 + 2j, bytearray(1), {1}, 10**400, type("F", (float,), {})(1)],
)
def test_what_has_no_place_on_the_wire_is_refused(value):
    with pytest.raises(calls.UnsendableError):
        calls.encode(value)


def array(dtype="<f8", shape=(1,), data=b"\0" * 8, **more):
    coded = base64.b64encode(data).decode()
    return {"array": {"dtype": dtype, "shape": list(shape), "data": coded, **more}}


def test_an_array_comes_as_what_it_says():
    assert list(calls.decode(array(shape=(2,), data=b"\0" * 16))) == [0.0, 0.0]


@pytest.mark.parametrize(
    "item",
    [
        array(dtype="|O"),
        array(dtype=">f8"),
        array(shape=(2,)),
        array(shape=(-1,)),
        array(shape=(10**12,)),
        array(shape=(1,) * 9),
        array(shape=("1",)),
        array(shape=(True,)),
        array(extra=1),
        {"array": {"dtype": "<f8", "shape": [1], "data": "!" * 12}},
        {"array": {"dtype": "<f8", "shape": [1], "data": 7}},
        {"array": {"dtype": [], "shape": [1], "data": ""}} | {"more": 1},
        {"pickle": "gASVAAAAAAAAAA=="},
        {"tuple": {}},
        {"bytes": "a"},
        {"bytes": "é==="},
        {"bytes": 7},
        {},
    ],
)
def test_an_array_that_is_not_what_it_says_is_refused(item):
    with pytest.raises(calls.WireError):
        calls.decode(item)


def test_nan_inside_an_array_is_seen():
    import struct

    with pytest.raises(calls.NotFiniteError):
        calls.decode(array(data=struct.pack("<d", math.nan)))
