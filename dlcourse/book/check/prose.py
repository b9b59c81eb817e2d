"""Rules on prose: its layout, its numbers, and that every piece of code is announced and read."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from dlcourse import notebook
from dlcourse.book.check.figures import call_names, drawing_cells
from dlcourse.book.check.form import OPENING
from dlcourse.book.check.page import CITED, MEASURED, Course, Page, Text, dotted, sentences
from dlcourse.book.check.page import plain as plain_text
from dlcourse.book.check.registry import Finding, rule

WORDS = range(1000, 2601)

_NUMBER = r"(?<![\w.,-])\d[\d,]*(?:\.\d+)?"
# What reads as a measurement: a share, a decimal, a factor, a time, a size.
_MEASURED_NUMBER = re.compile(
    rf"{_NUMBER}[\s\u00a0]?(?:%|per ?cent\b|percentage points?\b)"
    rf"|{_NUMBER}[\s\u00a0]?(?:×|x\b|times|fold)[\s\u00a0]+(?:as|more|less|fewer|faster|slower|better|worse|larger|smaller|higher|lower)\b"
    rf"|{_NUMBER}[\s\u00a0]?(?:ms|µs|s|seconds?|milliseconds?|[kKMGT]i?B|kilobytes?|megabytes?|gigabytes?|steps/s|images/s)\b"
    r"|(?<![\w.,-])\d+\.\d+(?![\w.]*\d*\.\d)(?!\w)"
)
_SHOWING = {"print", "display", "run.claim"}
_QUIET = {"compile", "fit", "build", "eval", "train", "set_weights", "load_state_dict", "append", "update", "step", "backward"}

# Numbers that are names: versions, and places in a book.
_NUMBERED = re.compile(r"\b(?:Python|PyTorch|Keras|TensorFlow|NumPy|[Vv]ersions?|[Ss]ections?|[Cc]hapters?|[Ff]igures?|[Tt]ables?) \d[\d.]*\d")


@rule("paragraph-lines", "a paragraph stands on one line", notebooks_only=False)
def paragraph_lines(page: Page, course: Course) -> Iterator[Finding]:
    for i, text in page.texts.items():
        for n, token in enumerate(text.tokens):
            wrapped = token.type == "inline" and any(child.type == "softbreak" for child in token.children or [])
            if wrapped and text.tokens[n - 1].type == "paragraph_open" and text.tokens[n - 1].level == 0:
                yield Finding(f"a paragraph must stand on one line: '{beginning(token.content)}'", i, token.map[0])


def beginning(text: str, length: int = 40) -> str:
    """The first words of a text, for a message."""
    line = text.split("\n")[0]
    return line if len(line) <= length else f"{line[:length].rsplit(' ', 1)[0]}…"


@rule("purpose", "every code cell has its purpose in Markdown before it")
def purpose(page: Page, course: Course) -> Iterator[Finding]:
    for first, _ in code_runs(page):
        before = page.texts.get(first - 1)
        if before is None or not has_prose(before, after_heading=True):
            yield Finding("say in Markdown, before the code, what it is for", first)


@rule("reading", "every code cell that shows something has a reading of its output in Markdown after it")
def reading(page: Page, course: Course) -> Iterator[Finding]:
    drawing = drawing_cells(page)
    for _, last in code_runs(page):
        if is_silent(page, last, drawing):
            continue
        after = page.texts.get(last + 1)
        if after is None or not has_prose(after, after_heading=False):
            yield Finding("say in Markdown, after the code and before the next heading, what its output shows", last)


@rule("one-step", "after a code cell that shows something comes prose, unless it is one of a framework pair")
def one_step(page: Page, course: Course) -> Iterator[Finding]:
    drawing = drawing_cells(page)
    for first, last in code_runs(page):
        for i in range(first + 1, last + 1):
            pair = all(set(notebook.tags(page.nb.cells[j])) & set(notebook.FRAMEWORK_TAGS) for j in (i - 1, i))
            if not pair and not is_silent(page, i - 1, drawing):
                yield Finding("two code cells follow each other: read the first one's output before the next", i)


def code_runs(page: Page) -> Iterator[tuple[int, int]]:
    """First and last position of each run of neighbouring code cells in the chapter's body: neither opening nor exercise."""
    skipped = {i for tag in OPENING for i in page.tagged(tag)} | page.grading_cells
    first: int | None = None
    for i, cell in enumerate([*page.nb.cells, None]):
        if cell is not None and cell.cell_type == "code" and i not in skipped:
            first = i if first is None else first
        elif first is not None:
            yield first, i - 1
            first = None


def is_silent(page: Page, i: int, drawing: set[int]) -> bool:
    """Whether a code cell shows nothing to be read, as far as its text tells: it only defines, assigns, or trains."""
    if i not in page.trees:
        return True
    statements = [s for s in page.trees[i].body if not isinstance(s, (ast.FunctionDef, ast.ClassDef))]
    if i in drawing or any(_SHOWING & call_names(s) for s in statements):
        return False
    last = statements[-1] if statements else None
    return not isinstance(last, ast.Expr) or (isinstance(last.value, ast.Call) and dotted(last.value.func).rpartition(".")[2] in _QUIET)


def has_prose(text: Text, *, after_heading: bool) -> bool:
    """Whether there is a sentence, list, table, formula or directive; where headings end the search, only before the first one."""
    for token in text.tokens:
        if token.type == "heading_open" and not after_heading:
            return False
        if token.type in ("paragraph_open", "bullet_list_open", "ordered_list_open", "table_open", "math_block", "amsmath"):
            return True
        if token.type in ("fence", "colon_fence") and not re.match(r"\{(exercise|solution)-(start|end)\}", token.info.strip()):
            return True
    return False


@rule("measured-number", "a number that looks measured comes from a claim, or stands in mathematics, code or a sentence with a citation", notebooks_only=False)
def measured_number(page: Page, course: Course) -> Iterator[Finding]:
    for i, text in page.texts.items():
        for line, sentence in text.units():
            yield from (Finding(f"{message}", i, line) for message in typed_numbers(sentence))
    for i, cell in notebook.code_cells(page.nb):
        caption = cell.metadata.get("mystnb", {}).get("figure", {}).get("caption", "")
        for _, token in Text(str(caption)).inlines():
            for sentence in sentences(plain_text(token)):
                yield from (Finding(f"in the caption, {message}", i) for message in typed_numbers(sentence))


def typed_numbers(sentence: str) -> Iterator[str]:
    """A message for each number in the sentence that looks measured; none when the sentence cites its source."""
    if CITED in sentence:
        return
    for found in _MEASURED_NUMBER.finditer(_NUMBERED.sub(MEASURED, sentence)):
        yield f"'{found[0].strip(MEASURED)}' looks measured: quote a claim with {{glue:text}}, cite its source, or write a choice as mathematics"


@rule("word-count", f"a notebook has {WORDS[0]:,} to {WORDS[-1]:,} words", warning=True, chapters_only=True)
def word_count(page: Page, course: Course) -> Iterator[Finding]:
    count = sum(text.words() for text in page.texts.values())
    if count not in WORDS:
        yield Finding(f"{count:,} words: {WORDS[0]:,} to {WORDS[-1]:,} make a chapter")
