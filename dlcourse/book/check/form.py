"""Rules on a notebook's form: normal form, metadata, tags, the opening cells, the order of its parts, stored outputs."""

from __future__ import annotations

import ast
import re
import statistics
from collections.abc import Iterator

from dlcourse import notebook
from dlcourse.book.check.page import Course, Page, python
from dlcourse.book.check.registry import Finding, rule
from dlcourse.errors import CourseError

PARAMETERS = "profile, seed = None, 0"
BOOTSTRAP = """\
# On Colab this installs the course package; elsewhere it does nothing.
try:
    import dlcourse
except ModuleNotFoundError:
    %pip install -q "dlcourse{extras} @ git+{repository}@main"
    import dlcourse

run = dlcourse.start("{name}", profile=profile, seed=seed{frameworks})"""
OPENING = ("parameters", "bootstrap", "imports")
SECTIONS = ("Objectives", "Exercises", "Take-aways", "Further reading")
MAX_LINES = 25
MAX_MEDIAN = 16
CODE_CELLS = range(8, 26)
FRAMEWORK_COMMENTS = {"framework-tensorflow": "# Keras", "framework-torch": "# PyTorch"}
FRAMEWORK_MODULES = {"tensorflow": "tensorflow", "keras": "tensorflow", "torch": "torch"}


@rule("normal-form", "the notebook is in normal form")
def normal_form(page: Page, course: Course) -> Iterator[Finding]:
    if page.path.read_text(encoding="utf-8") != notebook.dumps(page.nb) or not notebook.is_normal(page.nb):
        yield Finding("not in normal form: run 'dlcourse format'")


@rule("metadata", "metadata.dlcourse is complete and every value is possible")
def metadata(page: Page, course: Course) -> Iterator[Finding]:
    try:
        info = notebook.info(page.nb)
    except CourseError as error:
        yield Finding(str(error))
        return
    if not 5 <= info.minutes <= 120:
        yield Finding(f"minutes of study should be between 5 and 120, not {info.minutes}")
    if not 0 < info.budget_seconds <= 120:
        yield Finding(f"budget_seconds is at most 120, not {info.budget_seconds}")
    for framework in set(info.frameworks) - {"tensorflow", "torch"}:
        yield Finding(f"the framework {framework!r} is none of 'tensorflow' and 'torch'")
    for name in info.prerequisites:
        if not any((course.root / "chapters" / f"{name}{suffix}").exists() for suffix in (".ipynb", ".md")):
            yield Finding(f"the prerequisite {name!r} is no page of the course")


@rule("tags", "every tag is known")
def known_tags(page: Page, course: Course) -> Iterator[Finding]:
    for i, cell in enumerate(page.nb.cells):
        for tag in notebook.tags(cell):
            if tag not in notebook.TAGS:
                yield Finding(f"unknown tag {tag!r}", i)


@rule("python", "every code cell is valid Python, apart from lines that begin with % or !")
def valid_python(page: Page, course: Course) -> Iterator[Finding]:
    for i, cell in notebook.code_cells(page.nb):
        try:
            ast.parse(python(cell.source))
        except SyntaxError as error:
            yield Finding(f"line {error.lineno} is no valid Python: {error.msg}", i)


@rule("opening", "one parameters, one bootstrap and one imports cell follow each other, after the objectives")
def opening(page: Page, course: Course) -> Iterator[Finding]:
    positions = [page.tagged(tag) for tag in OPENING]
    for tag, found in zip(OPENING, positions, strict=True):
        if len(found) != 1:
            yield Finding(f"there must be exactly one cell tagged {tag!r}, and there are {len(found)}")
    if all(len(found) == 1 for found in positions):
        first = positions[0][0]
        if [found[0] for found in positions] != [first, first + 1, first + 2]:
            yield Finding("the cells tagged parameters, bootstrap and imports must follow each other", first)


@rule("parameters", f"the parameters cell is exactly '{PARAMETERS}'")
def parameters(page: Page, course: Course) -> Iterator[Finding]:
    for i in page.tagged("parameters"):
        if page.nb.cells[i].source != PARAMETERS:
            yield Finding(f"the parameters cell must be exactly '{PARAMETERS}'", i)


@rule("bootstrap", "the bootstrap cell is exactly as in the other notebooks, with the notebook's own name and the repository's address")
def bootstrap(page: Page, course: Course) -> Iterator[Finding]:
    for i in page.tagged("bootstrap"):
        source = page.nb.cells[i].source
        if source not in bootstraps(page, course):
            expected = next(bootstraps(page, course)).split("\n")
            actual = source.split("\n")
            differs = next((n for n, line in enumerate(expected) if n >= len(actual) or actual[n] != line), len(expected))
            wanted = f"should be: {expected[differs].strip()}" if differs < len(expected) else "is one too many"
            yield Finding(f"line {differs + 1} of the bootstrap cell {wanted}", i)


def bootstraps(page: Page, course: Course) -> Iterator[str]:
    """The texts that a bootstrap cell may have: the usual one, and the one that starts only the frameworks that are declared."""
    metadata = page.nb.metadata.get("dlcourse", {})
    extras = f"[{','.join(metadata['extras'])}]" if metadata.get("extras") else ""
    declared = metadata.get("frameworks", [])
    started = tuple("keras" if framework == "tensorflow" else framework for framework in declared)
    listed = "(" + ", ".join(f'"{framework}"' for framework in started) + ("," if len(started) == 1 else "") + ")"
    for frameworks in ("", f", frameworks={listed}"):
        yield BOOTSTRAP.format(repository=course.repository, name=page.name, extras=extras, frameworks=frameworks)


@rule("imports", "every import stands in the imports cell")
def imports(page: Page, course: Course) -> Iterator[Finding]:
    for i, tree in page.trees.items():
        if {"bootstrap", "imports"} & set(notebook.tags(page.nb.cells[i])):
            continue
        if any(isinstance(node, (ast.Import, ast.ImportFrom)) for node in ast.walk(tree)):
            yield Finding("imports belong in the cell tagged 'imports'", i)


@rule("sections", "one title, then Objectives, Exercises, Take-aways and Further reading, in this order", chapters_only=True)
def sections(page: Page, course: Course) -> Iterator[Finding]:
    headings = [
        (text.tokens[n].tag, text.tokens[n + 1].content, i)
        for i, text in page.texts.items()
        for n in range(len(text.tokens) - 1)
        if text.tokens[n].type == "heading_open"
    ]
    titles = [i for tag, _, i in headings if tag == "h1"]
    if titles[:1] != [0] or len(titles) != 1:
        yield Finding("the first cell, and no other, must hold a title '# …'", titles[-1] if titles else 0)
    present = [title for tag, title, _ in headings if tag == "h2" and title in SECTIONS]
    missing = [title for title in SECTIONS if title not in present]
    if missing:
        yield Finding(f"the section '## {missing[0]}' is missing")
    elif present != list(SECTIONS):
        yield Finding(f"the sections must come in this order, once each: {', '.join(SECTIONS)}")


@rule("cell-length", f"no code cell has more than {MAX_LINES} lines, but for the tests of an assignment")
def cell_length(page: Page, course: Course) -> Iterator[Finding]:
    tests = {i for exercise in page.exercises for i in exercise.tests} if page.is_assignment else set()
    for i, cell in notebook.code_cells(page.nb):
        if i not in tests and lines(cell.source) > MAX_LINES:
            yield Finding(f"{lines(cell.source)} lines of code: split the cell, {MAX_LINES} is the most", i)


@rule("median-length", f"half of the code cells have {MAX_MEDIAN} lines or fewer", chapters_only=True)
def median_length(page: Page, course: Course) -> Iterator[Finding]:
    lengths = [lines(page.nb.cells[i].source) for i in body(page)]
    if lengths and statistics.median(lengths) > MAX_MEDIAN:
        yield Finding(f"the median code cell has {statistics.median(lengths):g} lines: {MAX_MEDIAN} is the most")


@rule("code-cells", f"a notebook has {CODE_CELLS[0]} to {CODE_CELLS[-1]} code cells, exercises apart", warning=True, chapters_only=True)
def code_cell_count(page: Page, course: Course) -> Iterator[Finding]:
    count = len(body(page))
    if count not in CODE_CELLS:
        yield Finding(f"{count} code cells: {CODE_CELLS[0]} to {CODE_CELLS[-1]} make a chapter")


def body(page: Page) -> list[int]:
    """Positions of the chapter's own code: without the parameters, the bootstrap and the exercises."""
    skipped = {*page.tagged("parameters"), *page.tagged("bootstrap"), *page.grading_cells}
    return [i for i, _ in notebook.code_cells(page.nb) if i not in skipped]


def lines(source: str) -> int:
    """Lines that are not empty."""
    return sum(bool(line.strip()) for line in source.split("\n"))


@rule("error-output", "no error and no warning is stored, unless the cell is tagged raises-exception")
def error_output(page: Page, course: Course) -> Iterator[Finding]:
    for i, cell in notebook.code_cells(page.nb):
        errors = [o for o in cell.outputs if o.output_type == "error" or o.get("name") == "stderr"]
        if errors and "raises-exception" not in notebook.tags(cell):
            yield Finding(f"a stored {'error' if errors[0].output_type == 'error' else 'warning on stderr'}: mend the cell and record anew", i)


@rule("stored-output", "at least one cell is tagged nbval-check-output, and each of them has its output stored")
def stored_output(page: Page, course: Course) -> Iterator[Finding]:
    tagged = page.tagged(notebook.STORED_OUTPUT_TAG)
    if not tagged:
        yield Finding("no output is checked: tag a deterministic cell 'nbval-check-output' and run 'dlcourse format --record'")
    for i in tagged:
        if not page.nb.cells[i].get("outputs"):
            yield Finding("the checked output is not stored, so that nothing would be compared: run 'dlcourse format --record'", i)


@rule("portable-output", "a checked output is plain text that is the same on every machine")
def portable_output(page: Page, course: Course) -> Iterator[Finding]:
    for i in page.tagged(notebook.STORED_OUTPUT_TAG):
        cell = page.nb.cells[i]
        kinds = {kind for output in cell.get("outputs", []) for kind in output.get("data", {})}
        if strange := sorted(kinds - {"text/plain", "text/html", "text/latex", "text/markdown"}):
            yield Finding(f"the checked output holds {strange[0]}: check text only", i)
        found = re.search(r"\brun\.claim\(|\bdata\.\w+\(|\bdlcourse\.start\(|\brun\.device", cell.source)
        if found:
            yield Finding(f"the output of '{found[0]}' depends on the machine or on the data at hand: move it out of the checked cell", i)


@rule("framework-pair", "a Keras cell and a PyTorch cell stand side by side, each opening with its comment")
def framework_pair(page: Page, course: Course) -> Iterator[Finding]:
    run: list[int] = []
    for i, cell in enumerate([*page.nb.cells, None]):
        if cell is not None and set(notebook.tags(cell)) & set(FRAMEWORK_COMMENTS):
            run.append(i)
        elif run:
            yield from _pair(page, run)
            run = []


def _pair(page: Page, run: list[int]) -> Iterator[Finding]:
    seen: set[str] = set()
    for i in run:
        cell = page.nb.cells[i]
        mine = [tag for tag in FRAMEWORK_COMMENTS if tag in notebook.tags(cell)]
        seen.update(mine)
        if len(mine) > 1:
            yield Finding("a cell belongs to one framework only", i)
        elif not re.match(rf"{FRAMEWORK_COMMENTS[mine[0]]}\b", cell.source):
            yield Finding(f"the cell must open with the comment '{FRAMEWORK_COMMENTS[mine[0]]}'", i)
    for tag in set(FRAMEWORK_COMMENTS) - seen:
        yield Finding(f"no neighbouring cell is tagged {tag!r}: a pair needs both, with nothing between them", run[0])


@rule("frameworks", "the declared frameworks are those that the notebook imports or tags")
def frameworks(page: Page, course: Course) -> Iterator[Finding]:
    used = {tag.removeprefix("framework-") for tag in FRAMEWORK_COMMENTS if page.tagged(tag)}
    for tree in page.trees.values():
        for node in ast.walk(tree):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            modules += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            used |= {FRAMEWORK_MODULES[m.partition(".")[0]] for m in modules if m.partition(".")[0] in FRAMEWORK_MODULES}
    declared = set(page.nb.metadata.get("dlcourse", {}).get("frameworks", []))
    for framework in sorted(used - declared):
        yield Finding(f"{framework} is used but not declared in metadata.dlcourse.frameworks")
    for framework in sorted(declared - used):
        yield Finding(f"{framework} is declared in metadata.dlcourse.frameworks but never used")


@rule("data", "the declared data sets are those that the notebook loads, and are registered")
def data(page: Page, course: Course) -> Iterator[Finding]:
    declared = set(page.nb.metadata.get("dlcourse", {}).get("data", []))
    loaders = {name.replace("-", "_"): name for name in course.data | declared}
    loaded = {loaders[name] for name in called(page) if name in loaders}
    for name in sorted(declared - course.data):
        yield Finding(f"the data set {name!r} is not in data/registry.toml")
    for name in sorted(loaded - declared):
        yield Finding(f"the data set {name!r} is loaded but not declared in metadata.dlcourse.data")
    for name in sorted(declared - loaded):
        yield Finding(f"the data set {name!r} is declared in metadata.dlcourse.data but never loaded")


def called(page: Page) -> set[str]:
    """Names of the functions of ``dlcourse.data`` that the notebook calls or imports."""
    names: set[str] = set()
    for tree in page.trees.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, (ast.Name, ast.Attribute)):
                owner = node.value.attr if isinstance(node.value, ast.Attribute) else node.value.id
                names |= {node.attr} if owner == "data" else set()
            elif isinstance(node, ast.ImportFrom) and node.module == "dlcourse.data":
                names |= {alias.name for alias in node.names}
    return names
