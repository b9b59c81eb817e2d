"""The wire carries plain values faithfully, and whatever else arrives is a WireError, quickly and without memory."""

from __future__ import annotations

import base64
import json
import math
import struct
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from dlcourse.classroom import wire
from dlcourse.classroom.wire import WireError, decode, encode, frame, parse

DTYPES = st.one_of(
    hnp.boolean_dtypes(),
    hnp.integer_dtypes(),
    hnp.unsigned_integer_dtypes(),
    hnp.floating_dtypes(),
    hnp.complex_number_dtypes(),
    hnp.unicode_string_dtypes(max_len=5),
    hnp.byte_string_dtypes(max_len=5),
)
ARRAYS = hnp.arrays(DTYPES, hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4))
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(-(2**80), 2**80), st.floats(), st.complex_numbers(), st.text(), st.binary(), ARRAYS)
KEYS = st.one_of(st.none(), st.booleans(), st.integers(), st.text(), st.tuples(st.integers(), st.text()))
VALUES = st.recursive(
    LEAVES, lambda inner: st.one_of(st.lists(inner, max_size=4), st.tuples(inner, inner), st.dictionaries(KEYS, inner, max_size=4)), max_leaves=12
)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.text(max_size=8), inner, max_size=4),
        st.fixed_dictionaries({"$": st.sampled_from(["array", "tuple", "dict", "set", "bytes", "complex", "callable", "x"])}, optional={"items": inner, "npy": st.text(), "as": st.text(), "parts": inner, "id": inner, "base64": st.text()}),
    ),
    max_leaves=12,
)  # fmt: skip


def sent(value: object) -> object:
    """The value after a journey over the wire."""
    data = frame({"ok": encode(value)})
    assert wire.body_length(data[:4]) == len(data) - 4
    return decode(parse(data[4:])["ok"])


def same(a: object, b: object) -> bool:
    if type(a) is not type(b):
        return False
    if isinstance(a, np.ndarray):
        return a.shape == b.shape and a.dtype.newbyteorder("=") == b.dtype and a.astype(b.dtype).tobytes() == b.tobytes()
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a.items(), b.items()))
    if isinstance(a, float):
        return a == b or math.isnan(a) and math.isnan(b)
    if isinstance(a, complex):
        return same(a.real, b.real) and same(a.imag, b.imag)
    return a == b


@settings(deadline=None)
@given(VALUES)
def test_what_is_sent_arrives(value: object) -> None:
    assert same(value, sent(value))


def test_numbers_keep_their_kind() -> None:
    for value in (np.float64(2.5), np.int64(3), np.bool_(True), True, 3, 2.5, np.float16(1), np.complex64(1j), np.str_("x")):
        assert type(sent(value)) is type(value) and sent(value) == value
    assert sent({1, 2}) == {1, 2} and sent(range(3)) == [0, 1, 2]


def test_subclasses_arrive_as_the_plain_kind() -> None:
    class Loud(int):
        def __eq__(self, other: object) -> bool:
            return True

        __hash__ = int.__hash__

    assert type(sent(Loud(3))) is int
    assert type(sent(np.ma.masked_array([1.0, 2.0]))) is np.ndarray


def test_arrays_arrive_writable_and_in_this_machines_byte_order() -> None:
    array = sent(np.asfortranarray(np.arange(6, dtype=">i4").reshape(2, 3)))
    array[0, 0] = 7
    assert array.dtype == np.int32 and array.tolist() == [[7, 1, 2], [3, 4, 5]]


def test_a_tensor_arrives_as_a_tensor_where_its_framework_is_loaded() -> None:
    torch = pytest.importorskip("torch")
    tensor = sent(torch.tensor([1.0, 2.0], requires_grad=True))
    assert isinstance(tensor, torch.Tensor) and tensor.tolist() == [1.0, 2.0]
    assert sent(torch.tensor([1.5], dtype=torch.bfloat16)).tolist() == [1.5]


@pytest.mark.parametrize("value", [object(), lambda: 0, iter([]), np.array([object()]), np.zeros(1, "M8[s]"), np.zeros(1, [("a", int)]), type, ...])
def test_what_is_no_plain_data_is_not_sent(value: object) -> None:
    with pytest.raises(WireError):
        encode(value)


def test_a_value_that_contains_itself_is_not_sent() -> None:
    loop: list[object] = []
    loop.append(loop)
    with pytest.raises(WireError, match="contains itself"):
        encode(loop)


@settings(deadline=None, max_examples=300)
@given(
    st.one_of(st.binary(max_size=200), JSON.map(lambda value: json.dumps(value).encode()), JSON.map(lambda value: json.dumps({"ok": value}).encode()))
)
def test_any_other_bytes_are_a_wire_error_or_plain_data(body: bytes) -> None:
    try:
        message = parse(body)
        values = [decode(value, lambda number: number) for value in message.values()]
    except WireError:
        return
    assert isinstance(message, dict) and all(is_plain(value) for value in values)


def is_plain(value: object) -> bool:
    if isinstance(value, (list, tuple, set)):
        return all(map(is_plain, value))
    if isinstance(value, dict):
        return all(is_plain(part) for pair in value.items() for part in pair)
    return value is None or type(value) in (bool, int, float, str, bytes, complex, np.ndarray) or isinstance(value, np.generic)


@settings(deadline=None, max_examples=300)
@given(ARRAYS, st.data())
def test_an_array_with_a_bent_header_is_a_wire_error_or_an_array(array: np.ndarray, data: st.DataObject) -> None:
    coded = encode(array)
    npy = bytearray(base64.b64decode(coded["npy"]))
    for _ in range(data.draw(st.integers(1, 4))):
        npy[data.draw(st.integers(0, len(npy) - 1))] = data.draw(st.integers(0, 255))
    try:
        found = decode({**coded, "npy": base64.b64encode(bytes(npy)).decode()})
    except WireError:
        return
    assert isinstance(found, (np.ndarray, np.generic)) and found.nbytes <= len(npy) * 4
    found.tolist()


def npy(header: str, data: bytes = b"", version: bytes = b"\x01\x00") -> dict[str, str]:
    text = header.encode() + b"\n"
    return {"$": "array", "as": "numpy", "npy": base64.b64encode(b"\x93NUMPY" + version + struct.pack("<H", len(text)) + text + data).decode()}


@pytest.mark.parametrize(
    "coded",
    [
        npy("{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000000,), }"),
        npy("{'descr': '<f8', 'fortran_order': False, 'shape': (10000000, 10000000, 0), }"),
        npy("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", b"\x80\x04N."),
        npy("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (1,), }", b"x" * 8),
        npy("{'descr': '<f8', 'fortran_order': False, 'shape': (-1,), }", b"x" * 8),
        npy("{'descr': '<f8', 'fortran_order': False, 'shape': (1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1), }", b"x" * 8),
        npy("{'descr': '<f16', 'fortran_order': False, 'shape': (1,), }", b"x" * 16),
        npy("{'descr': '<U99999', 'fortran_order': False, 'shape': (0,), }"),
        npy("{'descr': '<U1', 'fortran_order': False, 'shape': (1,), }", b"\xff\xff\xff\xff"),
        npy("{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }", b"x" * 8),
        npy("__import__('os').abort()"),
        npy("(" * 5_000),
        npy("{'descr': '<f8', 'fortran_order': False, 'shape': (), }", b"x" * 8, version=b"\x03\x00"),
        {"$": "array", "npy": "ßß", "as": "numpy"},
        {"$": "array", "npy": 3, "as": []},
        {"$": "dict", "items": [[[], 1]]},
        {"$": "dict", "items": [1]},
        {"$": "set", "items": [{"$": "dict", "items": []}]},
        {"$": "callable", "id": 0},
        {"$": "complex", "parts": ["x", 0]},
        {"a": 1},
    ],
    ids=str,
)  # fmt: skip
def test_a_planted_fault_is_a_wire_error_and_takes_no_memory(coded: object) -> None:
    tracemalloc.start()
    with pytest.raises(WireError):
        decode(coded)
    assert tracemalloc.get_traced_memory()[1] < 10 * 2**20
    tracemalloc.stop()


def test_truth_values_are_zero_or_one() -> None:
    found = decode(npy("{'descr': '|b1', 'fortran_order': False, 'shape': (3,), }", b"\x00\x01\x07"))
    assert found.view(np.uint8).tolist() == [0, 1, 1]


@pytest.mark.parametrize(
    "body",
    [b"[" * 200_000 + b"]" * 200_000, b'{"a":' * 200_000, b'{"ok": [' + b"0," * 500_000 + b"0]}", b'{"ok": ' + b"9" * 5_000 + b"}", b'{"ok": "\xff"}', b'"' * 99_999, b'"\\' * 99_999],
    ids=["deep", "open", "many", "digits", "bytes", "quotes", "escapes"],
)  # fmt: skip
def test_extreme_json_is_a_wire_error(body: bytes) -> None:
    with pytest.raises(WireError):
        parse(body)


def test_brackets_in_text_are_no_structure() -> None:
    text = '[[[{{{"\\"' * 1_000
    assert decode(parse(frame({"ok": text})[4:])["ok"]) == text


def test_a_length_over_the_limit_is_refused_before_it_is_read() -> None:
    with pytest.raises(WireError, match="too long"):
        wire.body_length(b"\xff\xff\xff\xff")


@pytest.mark.parametrize(("kind", "item"), [("set", lambda n: n * (2**61 - 1)), ("dict", lambda n: [n * (2**61 - 1), 0])])
def test_keys_that_collide_are_refused_before_they_are_put_together(kind: str, item) -> None:
    with pytest.raises(WireError, match="too many keys"):
        decode({"$": kind, "items": [item(n) for n in range(wire.MAX_KEYS + 1)]})
    assert len(decode({"$": kind, "items": [item(n) for n in range(100)]})) == 100
