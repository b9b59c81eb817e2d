"""Numbers drawn from an instructor's secret: one for the hidden checks of an assignment, one for each student's variant of it.

The text of a hidden check may be public when its inputs are not. A source notebook writes ``hidden_seed = 0`` in its hidden tests and
``variant = 0`` in a given cell; release and judge put the numbers that belong to the secret in these places.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from dlcourse.errors import CourseError

HIDDEN_SEED, VARIANT = "hidden_seed", "variant"
MIN_BYTES = 16


def read(path: Path) -> bytes:
    """The secret in a file. Raises :class:`CourseError` when it is missing or could be guessed."""
    try:
        content = path.read_bytes().strip()
    except OSError as error:
        raise CourseError(f"The secret {path} cannot be read ({error.strerror}): give the file that `dlcourse release --secret` wrote.") from None
    if len(content) < MIN_BYTES:
        raise CourseError(f"The secret {path} is shorter than {MIN_BYTES} characters: it could be guessed.")
    return content


def make(path: Path) -> bytes:
    """The secret in a file, which is written, for its owner's eyes only, where there is none."""
    try:
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return read(path)
    with os.fdopen(fd, "w") as file:
        file.write(secrets.token_hex(32) + "\n")
    return read(path)


def hidden_seed(secret: bytes, assignment: str) -> int:
    """The number, below 2**32, from which an assignment's hidden checks draw their inputs."""
    return _number(secret, "hidden", assignment)


def variant(secret: bytes, assignment: str, student: str) -> int:
    """The number, below 2**32, of a student's variant of an assignment."""
    return _number(secret, "variant", assignment, student)


def seeds(secret: bytes | None, assignment: str, student: str) -> dict[str, int]:
    """The names that the judge sets for a student's submission; none without a secret."""
    if secret is None:
        return {}
    return {HIDDEN_SEED: hidden_seed(secret, assignment), VARIANT: variant(secret, assignment, student)}


def _number(secret: bytes, *parts: str) -> int:
    digest = hmac.new(secret, "\0".join(parts).encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:4])
