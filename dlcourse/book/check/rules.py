"""All rules in one place: importing this module fills :data:`dlcourse.book.check.registry.RULES`."""

from dlcourse.book.check import assignments, figures, form, prose, questions, randomness, references  # noqa: F401
from dlcourse.book.check.registry import RULES

__all__ = ["RULES"]
