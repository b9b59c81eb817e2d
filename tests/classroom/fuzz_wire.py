"""Throw bytes at the wire's decoder, guided by what of it they reach: whatever is no frame must end as a WireError, quickly.

By hand, since it needs a package that the tests do not: ``pip install atheris``, then ``python tests/classroom/fuzz_wire.py
-max_total_time=60 -timeout=5 -rss_limit_mb=2048``. It ends with a traceback and a file that reproduces it when something else is raised.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris
import numpy as np

with atheris.instrument_imports(include=["dlcourse.classroom.wire"]):
    from dlcourse.classroom import wire

EXAMPLES = [
    None, [1, 2.5, "text", True], (1, (2,)), {"a": [1], 2: "b"}, {1, 2}, b"bytes", 1 + 2j, 2**70, np.zeros((0, 3)), np.float32(1.5),
    np.arange(6, dtype="<i2").reshape(2, 3), np.array(["é", "ab"]), np.array([b"x"]), np.array([True, False]), np.ones(3, complex), len,
]  # fmt: skip

# In libFuzzer's form of a dictionary; the last begins the Base64 of every array.
WORDS = ["$", "array", "npy", "items", "dict", "set", "tuple", "callable", "complex", "parts", "base64", "scalar", "k05VTVBZAQB2AHsn"]


def one_input(data: bytes) -> None:
    try:
        message = wire.parse(data)
        for value in message.values():
            wire.decode(value, resolve=lambda number: number)
    except wire.WireError:
        pass


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, tempfile.NamedTemporaryFile("w+", suffix=".dict") as dictionary:
        for number, example in enumerate(EXAMPLES):
            Path(folder, str(number)).write_bytes(wire.frame({"id": 1, "ok": wire.encode(example, lambda _: 0)})[4:])
        dictionary.write("".join(f'"{word}"\n' for word in WORDS))
        dictionary.flush()
        atheris.Setup([*sys.argv, f"-dict={dictionary.name}", "-max_len=4096", folder], one_input)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
