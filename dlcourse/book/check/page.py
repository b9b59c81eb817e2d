"""A page as the rules see it: its cells, its Markdown parsed once, its code parsed once, and the course around it."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import nbformat
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.amsmath import amsmath_plugin
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin
from mdit_py_plugins.myst_role import myst_role_plugin
from nbformat import NotebookNode

from dlcourse import notebook
from dlcourse.errors import CourseError
from dlcourse.wrong_answers import folder_of

_PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
for _plugin in (front_matter_plugin, myst_block_plugin, myst_role_plugin, dollarmath_plugin, amsmath_plugin, colon_fence_plugin,
                deflist_plugin, footnote_plugin):  # fmt: skip
    _PARSER.use(_plugin)

# Directives whose body is not prose: what stands in them is code, data or mathematics.
_NOT_PROSE = {"code", "code-block", "code-cell", "math", "raw", "toctree", "bibliography", "mermaid", "include", "literalinclude"}
_DIRECTIVE = re.compile(r"^\{(?P<name>[\w:+-]+)\}[ \t]*(?P<argument>.*)$")

MEASURED = "\x00"  # stands in a sentence for code, mathematics and roles, which may hold any number
CITED = "\x01"  # stands for a citation


@dataclass(frozen=True)
class Role:
    """A role such as ``{term}`gradient```, with the text between the back-ticks."""

    name: str
    content: str

    @property
    def target(self) -> str:
        """What the role points to: the part in angle brackets, or all of it."""
        found = re.search(r"<([^<>]+)>\s*$", self.content)
        return (found[1] if found else self.content).strip()


@dataclass(frozen=True)
class Directive:
    """A fenced directive: ``body`` is its text without option lines, ``line`` where it opens (0-based, within its cell)."""

    name: str
    argument: str
    options: dict[str, str]
    body: str
    line: int


@dataclass
class Text:
    """The Markdown of a cell or of a file, parsed. ``nested`` holds the Markdown inside its directives."""

    source: str
    first_line: int = 0
    tokens: list[Token] = field(init=False)
    directives: list[Directive] = field(init=False, default_factory=list)
    nested: list[Text] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self.tokens = _PARSER.parse(self.source)
        for token in self.tokens:
            if token.type in ("fence", "colon_fence"):
                self._add_directive(token)

    def _add_directive(self, token: Token) -> None:
        found = _DIRECTIVE.match(token.info.strip())
        if not found:
            return
        options, body = _split_options(token.content)
        line = self.first_line + (token.map or [0])[0]
        self.directives.append(Directive(found["name"], found["argument"], options, body, line))
        if found["name"] not in _NOT_PROSE:
            self.nested.append(Text(body, line + 1 + len(token.content.split("\n")) - len(body.split("\n"))))

    def everywhere(self) -> Iterator[Text]:
        """This text and all that is nested in it."""
        yield self
        for inner in self.nested:
            yield from inner.everywhere()

    def inlines(self) -> Iterator[tuple[int, Token]]:
        """Each run of inline text with its line, nested ones too."""
        for text in self.everywhere():
            for token in text.tokens:
                if token.type == "inline":
                    yield text.first_line + (token.map or [0])[0], token

    def roles(self) -> Iterator[tuple[int, Role]]:
        """Each role with its line."""
        for line, token in self.inlines():
            for child in token.children or []:
                if child.type == "myst_role":
                    yield line, Role(child.meta["name"], child.content)

    def units(self) -> Iterator[tuple[int, str]]:
        """Sentences with their line; a table row counts as one. Code, mathematics and roles are replaced by placeholders."""
        for text in self.everywhere():
            row: list[str] | None = None
            for token in text.tokens:
                line = text.first_line + (token.map or [0])[0]
                if token.type == "tr_open":
                    row, row_line = [], line
                elif token.type == "tr_close" and row is not None:
                    yield row_line, " | ".join(row)
                    row = None
                elif token.type == "inline" and row is not None:
                    row.append(plain(token))
                elif token.type == "inline":
                    for sentence in sentences(plain(token)):
                        yield line, sentence

    def words(self) -> int:
        return sum(len(re.findall(r"\w[\w'’-]*", plain(token))) for _, token in self.inlines())


def _split_options(content: str) -> tuple[dict[str, str], str]:
    """Separate a directive's ``:key: value`` lines, or its YAML block between ``---``, from its body."""
    lines = content.split("\n")
    options: dict[str, str] = {}
    start = 0
    if lines[0].strip() == "---" and "---" in [line.strip() for line in lines[1:]]:
        end = [line.strip() for line in lines].index("---", 1)
        options = dict(re.findall(r"^([\w-]+):[ \t]*(.*)$", "\n".join(lines[1:end]), re.MULTILINE))
        start = end + 1
    else:
        while start < len(lines) and (found := re.match(r"^:([\w-]+):[ \t]*(.*)$", lines[start])):
            options[found[1]] = found[2]
            start += 1
    return options, "\n".join(lines[start:])


def plain(token: Token) -> str:
    """The words of an inline token; code, mathematics, pictures and roles become placeholders."""
    parts = []
    for child in token.children or []:
        if child.type == "text":
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif child.type == "myst_role":
            parts.append(CITED if child.meta["name"].startswith("cite") else MEASURED)
        elif child.type in ("code_inline", "image") or child.type.startswith("math"):
            parts.append(MEASURED)
    return "".join(parts)


def sentences(text: str) -> list[str]:
    """Split prose after a full stop, question or exclamation mark that a capital letter or a placeholder follows."""
    return re.split(rf"(?<=[.!?])[ ]+(?=[A-Z{MEASURED}{CITED}(\[*_])", text)


@dataclass
class Page:
    """A notebook, or a Markdown file, which is seen as a notebook of one Markdown cell."""

    path: Path
    nb: NotebookNode
    is_notebook: bool

    @classmethod
    def read(cls, path: Path) -> Page:
        """Raises :class:`CourseError` for a file that cannot be read."""
        if path.suffix == ".ipynb":
            return cls(path, notebook.read(path), True)
        try:
            source = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CourseError(f"{path} cannot be read: {error}") from None
        return cls(path, nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(source)]), False)

    @property
    def is_assignment(self) -> bool:
        return self.is_notebook and notebook.is_assignment(self.path)

    @property
    def name(self) -> str:
        """What the notebook is called: an assignment after its part, any other as its file."""
        return f"{self.path.resolve().parent.name}-{self.path.stem}" if self.is_assignment else self.path.stem

    @cached_property
    def texts(self) -> dict[int, Text]:
        """The Markdown cells, parsed, by cell position."""
        return {i: Text(cell.source) for i, cell in enumerate(self.nb.cells) if cell.cell_type == "markdown"}

    @cached_property
    def trees(self) -> dict[int, ast.Module]:
        """The syntax trees of the code cells, by cell position. A cell that is no Python has none (see the rule ``python``)."""
        trees = {}
        for i, cell in notebook.code_cells(self.nb):
            try:
                trees[i] = ast.parse(python(cell.source))
            except SyntaxError:
                continue
        return trees

    def tagged(self, tag: str) -> list[int]:
        """Positions of the cells that carry ``tag``."""
        return [i for i, cell in enumerate(self.nb.cells) if tag in notebook.tags(cell)]

    @cached_property
    def exercises(self) -> list[notebook.Exercise]:
        """The exercises, or none when they are not well formed (see the rule ``exercise-form``)."""
        try:
            return notebook.exercises(self.nb)
        except CourseError:
            return []

    @cached_property
    def grading_cells(self) -> set[int]:
        """Positions of all answer and test cells."""
        return {i for exercise in self.exercises for i in exercise.answer + exercise.tests}

    def calls(self, function: str) -> Iterator[tuple[int, ast.Call]]:
        """Calls of ``function`` (a dotted name as written), with the cell they stand in."""
        for i, tree in self.trees.items():
            for node in ast.walk(tree):
                if isinstance(node, ast.Call) and dotted(node.func) == function:
                    yield i, node


def python(source: str) -> str:
    """The cell without IPython's own syntax, line for line."""
    return re.sub(r"^([ \t]*)[%!].*$", r"\1pass", source, flags=re.MULTILINE)


def dotted(node: ast.AST) -> str:
    """``a.b.c`` for a chain of attributes, an empty string for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        start = dotted(node.value)
        return f"{start}.{node.attr}" if start else ""
    return ""


@dataclass(frozen=True)
class Course:
    """What stands around a page: the folder of the course and the names that pages may refer to."""

    root: Path

    @cached_property
    def repository(self) -> str:
        """The repository's address, as ``pyproject.toml`` gives it."""
        return tomllib.loads((self.root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["urls"]["Repository"]

    @cached_property
    def terms(self) -> set[str]:
        """The glossary's terms in lower case."""
        path = self.root / "chapters/appendix/glossary.md"
        if not path.exists():
            return set()
        directives = Text(path.read_text(encoding="utf-8")).directives
        lines = (line for d in directives if d.name == "glossary" for line in d.body.split("\n"))
        return {line.partition(" : ")[0].strip().lower() for line in lines if line.strip() and not line[0].isspace()}

    @cached_property
    def citations(self) -> set[str]:
        """The keys of ``references.bib``."""
        from pybtex.database import parse_file

        path = self.root / "references.bib"
        return set(parse_file(path, bib_format="bibtex").entries) if path.exists() else set()

    @cached_property
    def sources(self) -> set[str] | None:
        """Ids of the source sections, or None when the course keeps no list of them."""
        path = self.root / "chapters/appendix/sources.toml"
        return set(_ids(tomllib.loads(path.read_text(encoding="utf-8")))) if path.exists() else None

    @cached_property
    def data(self) -> set[str]:
        """Names of the registered data sets."""
        path = self.root / "data/registry.toml"
        return set(tomllib.loads(path.read_text(encoding="utf-8"))) if path.exists() else set()

    def executed(self, path: Path) -> list[Path]:
        """The notebook at ``path`` as executed in each profile, where a build left it."""
        try:
            inside = path.resolve().relative_to(self.root)
        except ValueError:
            return []
        return sorted(self.root.glob(f"_build/executed/*/{inside.as_posix()}"))

    def wrong_answers(self, path: Path) -> Path:
        """The folder of a notebook's wrong answers."""
        return folder_of(path)


def _ids(value: Any) -> Iterator[str]:
    """Ids such as ``S0.1.1-C2`` or ``S1.R``, wherever they stand in a table: as keys, or as strings."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _ids(key)
            yield from _ids(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _ids(inner)
    elif isinstance(value, str) and re.fullmatch(r"S\d+(\.(\d+|R))*(-\w+)*", value):
        yield value
