"""The process inside the sandbox: runs a student's cells and calls the functions that they define.

The student's code shares this process and may do to it what it likes; whatever it writes to the channel is data that the judge checks.
"""

from __future__ import annotations

import builtins
import os
import random
import sys
import types
from pathlib import Path
from typing import Any

from dlcourse.classroom import wire
from dlcourse.classroom.cells import define_cell, names_in, run_cell, without_unused_imports

TEXT_CHARACTERS = 1_000


class Channel:
    """Frames on two file descriptors."""

    def __init__(self, reading: int, writing: int):
        self._reading, self._writing = reading, writing

    def send(self, message: dict[str, Any]) -> None:
        left = memoryview(wire.frame(message))
        while left:
            left = left[os.write(self._writing, left) :]

    def receive(self) -> dict[str, Any]:
        return wire.parse(self._read(wire.body_length(self._read(4))))

    def _read(self, count: int) -> bytes:
        chunks = []
        while count:
            chunk = os.read(self._reading, min(count, 2**20))
            if not chunk:
                os._exit(0)
            chunks.append(chunk)
            count -= len(chunk)
        return b"".join(chunks)


class Shell:
    """Stands in for IPython: display does nothing, magics that time, capture or write a cell do so, all others are ignored."""

    def __init__(self, namespace: dict[str, Any]):
        self._namespace = namespace

    def run_cell_magic(self, name: str, line: str, cell: str) -> None:
        if name in ("time", "timeit", "capture", "prun"):
            run_cell(cell, "magic", self._namespace)
        elif name in ("writefile", "file") and line.split():
            Path(line.split()[-1]).write_text(cell, encoding="utf-8")
            sys.path[:0] = [] if os.getcwd() in sys.path else [os.getcwd()]

    def run_line_magic(self, name: str, line: str, *_: Any) -> Any:
        """``x = %time f()`` has a value; any other magic has none."""
        if name != "time":
            return None
        try:
            return eval(compile(line, "<magic>", "eval"), self._namespace)  # noqa: S307 - as everything here
        except SyntaxError:
            return run_cell(line, "magic", self._namespace)

    def __getattr__(self, name: str) -> Any:
        return Nothing()


class Nothing:
    """What there is not, whatever of it is looked at, is called without effect."""

    def __call__(self, *_: Any, **__: Any) -> None:
        return None

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self


class Worker:
    """Holds the student's namespace, and everything callable that was given away under a number."""

    def __init__(self, channel: Channel):
        self._channel = channel
        self._module = types.ModuleType("__main__")
        sys.modules["__main__"] = self._module
        self.namespace = self._module.__dict__
        shell = Shell(self.namespace)
        self.namespace.update(get_ipython=lambda: shell, display=lambda *_, **__: None)
        getipython = types.ModuleType("IPython.core.getipython")
        getipython.get_ipython = lambda: shell
        sys.modules[getipython.__name__] = getipython  # what IPython itself, once a cell imports it, takes the function from
        self._callables: list[Any] = []
        self._used: set[str] = set()

    def serve(self) -> None:
        while True:
            request = self._channel.receive()
            reply = getattr(self, f"_on_{request['do']}")(request)
            self._channel.send({"id": request["id"], **reply})

    def _on_look(self, request: dict[str, Any]) -> dict[str, Any]:
        """Read all cells without running any, to learn which imports they use."""
        self._used = set().union(*(names_in(cell) for cell in request["cells"]))
        return {}

    def _on_run(self, request: dict[str, Any]) -> dict[str, Any]:
        random.seed(request["seed"])
        if "numpy" in sys.modules:
            sys.modules["numpy"].random.seed(request["seed"])
        code = without_unused_imports(request["code"], self._used)
        try:
            run_cell(code, request["name"], self.namespace)
        except BaseException as error:  # noqa: BLE001 - whatever a cell raises is its outcome
            # What it would have defined after that may be a right answer: a demonstration before it missed its data, for one.
            define_cell(code, request["name"], self.namespace)
            return {"error": described(error)}
        return {}

    def _on_define(self, request: dict[str, Any]) -> dict[str, Any]:
        """Run of a cell that ends every process only what it defines."""
        define_cell(without_unused_imports(request["code"], self._used), request["name"], self.namespace)
        return {}

    def _on_set(self, request: dict[str, Any]) -> dict[str, Any]:
        self.namespace[request["name"]] = wire.decode(request["value"])
        return {}

    def _on_get(self, request: dict[str, Any]) -> dict[str, Any]:
        if request["name"] not in self.namespace:
            return {"missing": True}
        return self._outcome(lambda: self.namespace[request["name"]])

    def _on_call(self, request: dict[str, Any]) -> dict[str, Any]:
        args, kwargs = (wire.decode(request[part], self._judges_function, load=True) for part in ("args", "kwargs"))
        before = (request["args"], request["kwargs"])

        def call() -> Any:
            return self._target(request)(*args, **kwargs)

        reply = self._outcome(call)
        try:
            after = (wire.encode(args, self._kept), wire.encode(kwargs, self._kept))
        except Exception:  # noqa: BLE001 - arguments that can no longer be carried were changed beyond description
            return reply
        return reply if _text(after) == _text(before) else {**reply, "changed": list(after)}

    def _target(self, request: dict[str, Any]) -> Any:
        if "callable" in request:
            return self._callables[request["callable"]]
        if request["name"] not in self.namespace:
            raise NameError(f"name {request['name']!r} is not defined")
        return self.namespace[request["name"]]

    def _outcome(self, compute: Any) -> dict[str, Any]:
        try:
            return {"ok": wire.encode(compute(), self._keep)}
        except BaseException as error:  # noqa: BLE001 - as above
            return {"error": described(error)}

    def _keep(self, function: Any) -> int:
        self._callables.append(function)
        return len(self._callables) - 1

    def _kept(self, function: Any) -> int:
        return getattr(function, "judge_number", -1)

    def _judges_function(self, number: int) -> Any:
        """A function that the judge passed as an argument: calling it asks the judge."""

        def function(*args: Any, **kwargs: Any) -> Any:
            self._channel.send({"question": number, "args": wire.encode(args), "kwargs": wire.encode(kwargs)})
            answer = self._channel.receive()
            if "error" in answer:
                raise ValueError(answer["error"])
            return wire.decode(answer["ok"], load=True)

        function.judge_number = number
        return function


def _text(value: Any) -> bytes:
    """Encoded arguments as text, to be compared."""
    return wire.frame({"": value})


def described(error: BaseException) -> dict[str, Any]:
    """An exception as data: the nearest exception that Python itself defines, its own name, and its text."""
    known = next((kind.__name__ for kind in type(error).__mro__ if getattr(builtins, kind.__name__, None) is kind), "Exception")
    try:
        text = str(error)[:TEXT_CHARACTERS]
    except BaseException:  # noqa: BLE001 - __str__ is the student's
        text = ""
    return {"kind": known, "name": type(error).__name__[:80], "text": text}


def main() -> None:
    """Take the channel from standard input and output, which then lead nowhere, and serve."""
    reading, writing = os.dup(0), os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    channel = Channel(reading, writing)
    channel.send({"hello": 1})
    Worker(channel).serve()
