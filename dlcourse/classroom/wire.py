"""How values travel between the judge and the code of students: JSON with arrays as base64 ``.npy``, never pickle.

A frame is a length (four bytes, big-endian) and that many bytes of JSON. JSON's own types stand for themselves, a list for a list. An
object is always a tagged value, ``{"$": KIND, …}``: ``tuple``, ``dict`` (any plain keys), ``set``, ``bytes``, ``complex``, ``array`` and
``callable``. Decoding trusts nothing: length, nesting and number of values are checked before the JSON is parsed, kind, shape and size
of an array before memory is reserved for it.
"""

from __future__ import annotations

import base64
import binascii
import collections
import importlib
import itertools
import json
import math
import numbers
import re
import struct
import sys
import types
from collections.abc import Callable
from typing import Any

MAX_FRAME_BYTES = 64 * 2**20
MAX_DEPTH = 32
MAX_VALUES = 200_000
# Keys can be chosen to collide, and then take time with the square of their number.
MAX_KEYS = 10_000
MAX_DIGITS = 1_000
_LARGEST = 10**MAX_DIGITS
MAX_DIMENSIONS = 16
MAX_TEXT_ITEM_BYTES = 4_096

# What Python's own library offers where a list or a dictionary would do.
_SEQUENCES = (map, filter, zip, enumerate, reversed, collections.deque, collections.UserList, type({}.keys()), type({}.values()), type({}.items()))
_MAPPINGS = (collections.UserDict, types.MappingProxyType)

_LENGTH = struct.Struct(">I")
# A string that is never closed matches too, or each of its quotes would be tried in turn.
_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
_NOT_STRUCTURE = bytes(set(range(256)) - set(b"[]{},"))
_MAGIC = b"\x93NUMPY\x01\x00"
_HEADER = re.compile(rb"\{'descr': '([<>|])([biufcUS])(\d{1,5})', 'fortran_order': (True|False), 'shape': \(((?:\d{1,10},? ?)*)\), \} *\n")
_ITEM_BYTES = {"b": (1,), "i": (1, 2, 4, 8), "u": (1, 2, 4, 8), "f": (2, 4, 8), "c": (8, 16)}


class WireError(Exception):
    """A value that cannot be carried, or bytes that are not a frame of this format."""


def frame(message: dict[str, Any]) -> bytes:
    """The bytes of a message whose values are already encoded. Raises :class:`WireError` for one that is too long."""
    body = json.dumps(message, separators=(",", ":")).encode()
    if len(body) > MAX_FRAME_BYTES:
        raise WireError(f"{len(body):,} bytes are more than the {MAX_FRAME_BYTES:,} that can be carried")
    return _LENGTH.pack(len(body)) + body


def body_length(head: bytes) -> int:
    """The length that a frame's first four bytes announce. Raises :class:`WireError` when it is over the limit."""
    (length,) = _LENGTH.unpack(head)
    if length > MAX_FRAME_BYTES:
        raise WireError("the reply is too long")
    return length


def parse(body: bytes) -> dict[str, Any]:
    """The message in a frame's body, its values still encoded. Raises :class:`WireError` for anything but a JSON object within the limits."""
    check_structure(body)
    try:
        message = json.loads(body, parse_int=_integer)
    except (ValueError, RecursionError):
        raise WireError("the reply is not JSON") from None
    if not isinstance(message, dict):
        raise WireError("the reply is not a JSON object")
    return message


def check_structure(body: bytes, max_depth: int = 2 * MAX_DEPTH, max_values: int = MAX_VALUES) -> None:
    """Raise :class:`WireError` when JSON text nests too deeply or holds too many values, in linear time and before it is parsed."""
    structure = _STRING.sub(b"", body).translate(None, _NOT_STRUCTURE)
    if len(structure) > 2 * max_values:
        raise WireError("the reply holds too many values")
    depth = 0
    for character in structure.replace(b",", b""):
        depth += 1 if character in b"[{" else -1
        if depth > max_depth:
            raise WireError("the reply nests too deeply")


def _integer(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise WireError("the reply holds a number with too many digits")
    return int(digits)


def encode(value: Any, register: Callable[[Any], int] | None = None, depth: int = 0) -> Any:
    """``value`` as JSON. Tensors become arrays; a callable becomes the number that ``register`` gives it.

    Raises :class:`WireError` for a value that is no plain data, nests too deeply, or is a callable when there is no ``register``.
    """
    if depth > MAX_DEPTH:
        raise WireError("the value nests too deeply, or contains itself")
    numpy, torch, tensorflow = (sys.modules.get(name) for name in ("numpy", "torch", "tensorflow"))
    if numpy and isinstance(value, numpy.generic):
        return _encode_array(numpy, numpy.asarray(value), "scalar")
    if value is None or isinstance(value, (bool, str)):
        return str.__str__(value) if isinstance(value, str) else value
    if isinstance(value, int):
        if not -_LARGEST < value < _LARGEST:
            raise WireError(f"a whole number of more than {MAX_DIGITS:,} digits cannot be carried")
        return int(value)
    if isinstance(value, float):
        return float(value)
    if isinstance(value, complex):
        return {"$": "complex", "parts": [float(value.real), float(value.imag)]}
    if isinstance(value, (bytes, bytearray)):
        return {"$": "bytes", "base64": base64.b64encode(value).decode()}
    if isinstance(value, (list, range)):
        return [encode(item, register, depth + 1) for item in value]
    if isinstance(value, tuple):
        return {"$": "tuple", "items": [encode(item, register, depth + 1) for item in value]}
    if isinstance(value, dict):
        return {"$": "dict", "items": [[encode(k, register, depth + 1), encode(v, register, depth + 1)] for k, v in value.items()]}
    if isinstance(value, _MAPPINGS):
        return encode(dict(value), register, depth)
    if isinstance(value, _SEQUENCES):
        return [encode(item, register, depth + 1) for item in itertools.islice(value, MAX_VALUES)]
    if isinstance(value, numbers.Rational):
        return float(value)
    if isinstance(value, (set, frozenset)):
        return {"$": "set", "items": [encode(item, register, depth + 1) for item in value]}
    if numpy and isinstance(value, numpy.ndarray):
        return _encode_array(numpy, value, "numpy")
    if torch and isinstance(value, torch.Tensor):
        plain = value.detach().cpu().resolve_conj().resolve_neg()
        plain = plain.float() if plain.dtype == torch.bfloat16 else plain
        return _encode_array(numpy, plain.numpy(), "torch")
    if tensorflow and isinstance(value, (tensorflow.Tensor, tensorflow.Variable)):
        return _encode_array(numpy, value.numpy(), "tensorflow")
    if callable(value) and register and not isinstance(value, type):
        return {"$": "callable", "id": register(value)}
    raise WireError(f"a value of type {type(value).__name__} cannot be carried; use numbers, strings, lists, dictionaries, arrays or tensors")


def _encode_array(numpy: Any, array: Any, kind: str) -> dict[str, Any]:
    """Array as ``.npy`` of version 1.0, in a byte order and layout that every machine reads."""
    array = numpy.asarray(array)
    if array.dtype.kind not in "biufcUS":
        raise WireError(f"an array of type {array.dtype} cannot be carried")
    if array.dtype.kind in "fc" and array.dtype.itemsize > (16 if array.dtype.kind == "c" else 8):
        array = array.astype("complex128" if array.dtype.kind == "c" else "float64")
    array = numpy.asarray(array, order="C")
    array = array.astype(array.dtype.newbyteorder("<"), copy=False)
    header = f"{{'descr': '{array.dtype.str}', 'fortran_order': False, 'shape': {array.shape!r}, }}"
    header = header.ljust(-(-(len(header) + 11) // 64) * 64 - 11) + "\n"
    if array.nbytes > MAX_FRAME_BYTES:
        raise WireError("the array is too large to be carried")
    npy = _MAGIC + struct.pack("<H", len(header)) + header.encode() + array.tobytes()
    return {"$": "array", "npy": base64.b64encode(npy).decode(), "as": kind}


def decode(value: Any, resolve: Callable[[int], Any] | None = None, load: bool = False, depth: int = 0) -> Any:
    """The value that :func:`encode` wrote. A callable is what ``resolve`` makes of its number.

    Tensors come back as tensors where their framework is imported already, or may be (``load``), as arrays elsewhere. Raises
    :class:`WireError` for anything that :func:`encode` does not write.
    """
    if depth > MAX_DEPTH:
        raise WireError("the value nests too deeply")
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, list):
        return [decode(item, resolve, load, depth + 1) for item in value]
    try:
        return _decode_tagged(value, resolve, load, depth)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, binascii.Error):
        raise WireError("the reply holds a value of no known kind") from None


def _decode_tagged(value: dict[str, Any], resolve: Callable[[int], Any] | None, load: bool, depth: int) -> Any:
    kind = value["$"]
    if kind == "array":
        return _decode_array(base64.b64decode(value["npy"], validate=True), value["as"], load)
    if kind == "complex":
        real, imaginary = value["parts"]
        return complex(float(real), float(imaginary))
    if kind == "bytes":
        return base64.b64decode(value["base64"], validate=True)
    if kind == "callable" and resolve and type(value["id"]) is int:
        return resolve(value["id"])
    items = value["items"]
    if not isinstance(items, list):
        raise WireError("the reply holds a value of no known kind")
    if kind in ("dict", "set") and len(items) > MAX_KEYS:
        raise WireError("the reply holds a set or a dictionary of too many keys")
    if kind == "dict":
        return {decode(k, resolve, load, depth + 1): decode(v, resolve, load, depth + 1) for k, v in items}
    plain = [decode(item, resolve, load, depth + 1) for item in items]
    if kind == "tuple":
        return tuple(plain)
    if kind == "set":
        return set(plain)
    raise WireError("the reply holds a value of no known kind")


def _decode_array(npy: bytes, kind: str, load: bool) -> Any:
    """The array in the bytes of an ``.npy`` file of version 1.0; its header must be literally what NumPy writes for plain numbers or text."""
    import numpy

    if npy[:8] != _MAGIC or len(npy) < 10:
        raise WireError("the reply holds an array that is not .npy")
    start = 10 + struct.unpack("<H", npy[8:10])[0]
    match = _HEADER.fullmatch(npy[10:start])
    if not match:
        raise WireError("the reply holds an array whose header is not that of plain numbers")
    order, letter, digits, fortran, dimensions = (part.decode() for part in match.groups())
    shape = tuple(int(part) for part in dimensions.replace(" ", "").split(",") if part)
    itemsize = int(digits) * (4 if letter == "U" else 1)
    if letter in _ITEM_BYTES and itemsize not in _ITEM_BYTES[letter] or itemsize > MAX_TEXT_ITEM_BYTES:
        raise WireError("the reply holds an array of a strange type")
    if len(shape) > MAX_DIMENSIONS or math.prod(max(1, side) for side in shape) * max(1, itemsize) > MAX_FRAME_BYTES:
        raise WireError("the reply holds an array that is too large")
    if math.prod(shape) * itemsize != len(npy) - start:
        raise WireError("the reply holds an array whose size is not that of its shape")
    dtype = numpy.dtype(f"{order}{letter}{digits}")
    if not math.prod(shape) or not itemsize:
        array = numpy.zeros(shape, dtype.newbyteorder("="))
    else:
        data = _valid(numpy, npy[start:], letter, order)
        array = numpy.frombuffer(data, dtype).reshape(shape, order="F" if fortran == "True" else "C")
        array = array.astype(dtype.newbyteorder("="))
    return _as(array, kind, load)


def _valid(numpy: Any, data: bytes, letter: str, order: str) -> bytes:
    """Data whose every item means something: truth values that are 0 or 1, characters that exist."""
    if letter == "b":
        return (numpy.frombuffer(data, numpy.uint8) != 0).tobytes()
    if letter == "U" and numpy.frombuffer(data, f"{order}u4").max() > sys.maxunicode:
        raise WireError("the reply holds text that is not Unicode")
    return data


def _as(array: Any, kind: str, load: bool) -> Any:
    if kind == "numpy":
        return array
    if kind == "scalar":
        if array.ndim:
            raise WireError("the reply holds a scalar that is an array")
        return array[()]
    if kind not in ("torch", "tensorflow"):
        raise WireError("the reply holds an array of no known kind")
    framework = importlib.import_module(kind) if load else sys.modules.get(kind)
    if framework is None or array.dtype.kind in "US":
        return array
    return framework.from_numpy(array.copy()) if kind == "torch" else framework.constant(array)
