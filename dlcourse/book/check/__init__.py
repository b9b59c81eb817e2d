"""The lints: what a notebook or a page must be before anything is executed, and the proofs of its exercises."""

from dlcourse.book.check.command import check_command

__all__ = ["check_command"]
