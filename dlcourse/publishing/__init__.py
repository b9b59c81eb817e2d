"""What readers open outside the book: each notebook as its launch button gives it, and the plain Markdown that this takes.

``publish`` is the command; ``student`` takes out what students do not get, ``plain`` the book's directives and roles, and ``links``
knows where these lead. The classroom builds on it; it knows neither the classroom nor the book.
"""

import sys

# As in dlcourse.book: jsonschema compiles a grammar for internationalised addresses (1.4 s) that no notebook needs.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
