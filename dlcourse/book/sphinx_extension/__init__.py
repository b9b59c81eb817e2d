"""What this book adds to Sphinx: framework tabs, the set-up toggle, quizzes, and a site that asks nothing of another site."""

from __future__ import annotations

from sphinx.application import Sphinx

from dlcourse.book.sphinx_extension import quiz, setup_toggle, site, tabs


def setup(app: Sphinx) -> dict[str, bool]:
    for part in (tabs, setup_toggle, quiz, site):
        part.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
