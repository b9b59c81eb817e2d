"""The one exception that a reader is meant to see."""

from __future__ import annotations


class CourseError(Exception):
    """Something a reader can mend: the message is one sentence that says what was wrong and what to do.

    Commands print the sentence without a traceback and exit with :attr:`exit_code`.
    """

    exit_code = 2
