"""What instructors use: release notebooks, grade submissions in a sandbox, fill in the gradebook.

The parts, from the outside in: ``release`` and ``grade`` are the commands; ``submissions`` finds what was handed in, ``schedule`` deals
it out, ``referee`` keeps the judges' processes, ``judge`` decides the marks, ``runner`` has a submission's cells run, each time in a
fresh ``sandbox``. What passes in and out of that is plain data, which ``wire`` carries. ``marks`` reads what a person gave.
"""

import sys

# As in dlcourse.book: jsonschema compiles a grammar for internationalised addresses (1.4 s) that no notebook needs.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
