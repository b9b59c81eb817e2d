"""What feedback says of a check that failed: on public ones all that helps, on hidden ones nothing that a student could have chosen."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from dlcourse.classroom.calls import StudentError

MAX_MESSAGE = 1_000


def static_hint(code: str, line: int) -> str | None:
    """The message of the ``assert`` around a line as it stands in the source, with … for every part that is computed."""
    asserts = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Assert) and node.lineno <= line <= (node.end_lineno or 0)]
    if not asserts or asserts[-1].msg is None:
        return None
    return "".join(_parts(asserts[-1].msg)) or None


def _parts(message: ast.expr) -> Iterator[str]:
    if isinstance(message, ast.Constant):
        yield str(message.value)
    elif isinstance(message, ast.JoinedStr):
        for part in message.values:
            yield from _parts(part)
    elif isinstance(message, ast.BinOp) and isinstance(message.op, ast.Add):
        yield from _parts(message.left)
        yield from _parts(message.right)
    else:
        yield "…"


def line_of(error: BaseException, name: str) -> int:
    """The last line of the check that the error came through."""
    line, traceback = 0, error.__traceback__
    while traceback:
        if traceback.tb_frame.f_code.co_filename == name:
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line


def public_message(error: Exception) -> str:
    if isinstance(error, StudentError):
        if isinstance(error, NotImplementedError):
            return "This exercise is not answered yet."
        return f"Your code raised {text(error.name)}: {text(error.said)}".rstrip(": ")
    said = text(error)
    if isinstance(error, AssertionError):
        return said or "A check failed."
    return f"The check cannot use what your function returned ({type(error).__name__}: {said})."


def hidden_message(error: Exception, hint: str | None) -> str:
    """Says nothing that a student's code could have chosen, for it has seen the hidden inputs."""
    if isinstance(error, StudentError):
        # Not of which kind: a student's code could choose that by what it saw.
        return f"Your code raised an exception in a hidden check. {hint or ''}".strip()
    if isinstance(error, AssertionError):
        return hint or "A hidden check failed."
    return f"A hidden check cannot use what your function returned. {hint or ''}".strip()


def text(value: object) -> str:
    """Text for a person to read: one that can be encoded, of printable characters, not too long."""
    try:
        plain = str(value)[:MAX_MESSAGE]
    except Exception:  # noqa: BLE001 - a number of too many digits, for one
        return ""
    return "".join(c if c.isprintable() else " " for c in plain.encode("utf-8", "replace").decode()).strip()
