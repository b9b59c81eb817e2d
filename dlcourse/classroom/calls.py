"""Proxies: to a check they look like the student's functions and values, and carry each use of one into the sandbox."""

from __future__ import annotations

import builtins
import time
from collections.abc import Callable
from typing import Any

from dlcourse.classroom import wire
from dlcourse.classroom.sandbox import Sandbox, SandboxError

MAX_TEXT = 300


class StudentError(Exception):
    """Mixed into every exception that a student's code raised, so that a check can catch it, and the judge knows whose it is.

    ``said`` is the student's own text, which must never reach feedback on hidden checks.
    """

    name = "Exception"
    said = ""


class Stopped(BaseException):
    """The sandbox is gone; no check can catch this."""


class StudentProxy:
    """The student's side of a check: which sandbox its functions live in, what was noticed of them.

    ``clock`` stops while the student's code runs: it is called with False before and with True after. All calls together may take
    ``seconds``; :attr:`seconds` is what they took.
    """

    def __init__(self, clock: Callable[[bool], None], seconds: float, write_back: bool = False, allow_empty: bool = True):
        self._clock, self._write_back, self._allow_empty = clock, write_back, allow_empty
        self._seconds = seconds
        self.sandbox: Sandbox | None = None
        self.seconds = 0.0
        self._lent: list[Callable[..., Any]] = []
        self.changed_arguments = False
        self.returned_empty = False

    def value(self, name: str) -> Any:
        """What the student's code bound to ``name``: a proxy for a function, a copy of anything else."""
        reply = self._exchange({"do": "get", "name": name})
        if reply.get("missing") is True:
            return _missing(name)
        return self._result(reply)

    def function(self, name: str) -> Callable[..., Any]:
        """A proxy for the function that the student's code calls ``name``, whether or not there is one."""
        return lambda *args, **kwargs: self._call({"name": name}, args, kwargs)

    def _call(self, target: dict[str, Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        try:
            encoded = {"args": wire.encode(list(args), self._lend), "kwargs": wire.encode(kwargs, self._lend)}
        except wire.WireError as error:
            raise TypeError(f"the check passes what cannot be carried: {error}") from None
        reply = self._exchange({"do": "call", **target, **encoded})
        if "changed" in reply:
            self.changed_arguments = True
            if self._write_back:
                self._take_over(args, kwargs, reply["changed"])
        return self._result(reply)

    def _lend(self, function: Callable[..., Any]) -> int:
        """The number under which the student's code may call a function of the check, for as long as the check runs."""
        if not any(function is lent for lent in self._lent):
            self._lent.append(function)
        return next(number for number, lent in enumerate(self._lent) if function is lent)

    def _exchange(self, message: dict[str, Any]) -> dict[str, Any]:
        """Send a request and return the reply to it, answering what the student's code asks in between."""
        if self.sandbox is None:
            raise Stopped("Your code's process had ended.")

        def answer(request: dict[str, Any]) -> dict[str, Any]:
            self._clock(True)
            try:
                return self._answer(request)
            finally:
                self._clock(False)

        began = time.monotonic()
        self._clock(False)
        try:
            return self.sandbox.ask(message, began + self._seconds - self.seconds, answer)
        except SandboxError as error:
            self._stop(str(error))
        except wire.WireError as error:
            raise TypeError(f"the check passes what cannot be carried: {error}") from None
        finally:
            self._clock(True)
            self.seconds += time.monotonic() - began

    def _stop(self, reason: str) -> None:
        if self.sandbox:
            self.sandbox.close()
            self.sandbox = None
        raise Stopped(reason)

    def _answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """Call a function of the check for the student's code, with plain data only."""
        try:
            number, args, kwargs = request["question"], wire.decode(request["args"]), wire.decode(request["kwargs"])
            if type(number) is not int or not 0 <= number < len(self._lent):
                return {"error": "there is no such function"}
            return {"ok": wire.encode(self._lent[number](*args, **kwargs))}
        except Exception as error:  # noqa: BLE001 - an argument of the student's made the check's function fail
            return {"error": f"{type(error).__name__}: {error}"[:MAX_TEXT]}

    def _result(self, reply: dict[str, Any]) -> Any:
        if "error" in reply:
            raise student_error(reply["error"])
        try:
            value = wire.decode(reply.get("ok"), self._handle)
        except (wire.WireError, RecursionError) as error:
            self._stop(f"Your code's process broke the protocol: {error}.")
        if is_empty(value):
            self.returned_empty = True
            if not self._allow_empty:
                raise student_error({"kind": "ValueError", "name": "ValueError", "text": "your function returned an empty array or list"})
        return value

    def _handle(self, number: int) -> Callable[..., Any]:
        """A proxy for a function that the student's code returned; it lives and dies with its sandbox."""
        home = self.sandbox

        def function(*args: Any, **kwargs: Any) -> Any:
            if home is not self.sandbox:
                raise Stopped("Your code's process had ended.")
            return self._call({"callable": number}, args, kwargs)

        return function

    def _take_over(self, args: tuple[Any, ...], kwargs: dict[str, Any], changed: Any) -> None:
        """Do to the check's own arguments what the student's code did to its copies."""

        def resolve(number: int) -> Any:
            return self._lent[number] if 0 <= number < len(self._lent) else None

        try:
            new_args, new_kwargs = (wire.decode(part, resolve) for part in changed)
            for old, new in [*zip(args, new_args, strict=True), *((kwargs[name], new_kwargs[name]) for name in kwargs)]:
                assign(old, new)
        except (wire.WireError, TypeError, ValueError, KeyError):
            self._stop("Your code's process broke the protocol: changed arguments of another kind.")


def assign(old: Any, new: Any) -> None:
    """Give a mutable value the content of another, in place, as deep as both have the same form."""
    if type(old) is dict and type(new) is dict:
        for key in [key for key in old if key not in new]:
            del old[key]
        for key, value in new.items():
            if key in old and _is_mutable(old[key]) and type(old[key]) is type(value):
                assign(old[key], value)
            else:
                old[key] = value
    elif type(old) is list and type(new) is list:
        if len(old) == len(new) and all(type(a) is type(b) for a, b in zip(old, new)):
            for i, value in enumerate(new):
                if _is_mutable(old[i]):
                    assign(old[i], value)
                else:
                    old[i] = value
        else:
            old[:] = new
    elif type(old).__name__ in ("ndarray", "Tensor") and type(new) is type(old) and old.shape == new.shape and old.dtype == new.dtype:
        old[...] = new
    elif type(old) is tuple and type(new) is tuple:
        for a, b in zip(old, new):
            assign(a, b)


def _is_mutable(value: Any) -> bool:
    return type(value).__name__ in ("dict", "list", "tuple", "ndarray", "Tensor")


def is_empty(value: Any) -> bool:
    """Whether a value is, or holds, an array or list without elements, which compares equal to anything that it can be broadcast with."""
    if isinstance(value, (list, tuple, set)):
        return not value or any(is_empty(item) for item in value)
    if isinstance(value, dict):
        return any(is_empty(item) for item in value.values())
    return 0 in getattr(value, "shape", ())


def student_error(described: Any) -> Exception:
    """The exception that a description from the sandbox stands for: of Python's own kind, and a :class:`StudentError`."""
    fields = described if isinstance(described, dict) else {}
    kind, name, text = (str(fields.get(key, ""))[:MAX_TEXT] for key in ("kind", "name", "text"))
    base = getattr(builtins, kind, Exception)
    if not (isinstance(base, type) and issubclass(base, Exception)) or issubclass(base, (UnicodeError, BaseExceptionGroup, StopIteration)):
        base = Exception
    made = type("StudentError", (StudentError, base), {"name": name or "Exception", "said": text})
    return made(text)


def _missing(name: str) -> Any:
    raise student_error({"kind": "NameError", "name": "NameError", "text": f"name '{name}' is not defined"})
