"""What turns chapters into a site: execute, gather claims, assemble, render, check."""

import sys

# nbformat brings jsonschema, which on import compiles a grammar for internationalised addresses (1.4 s) where this optional package is
# installed. A notebook holds none, and jsonschema goes without when the package cannot be imported.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
