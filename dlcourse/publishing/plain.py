"""Markdown for a notebook that is read in Jupyter or on Colab, where nothing renders the book's own directives and roles."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from dlcourse.publishing import links

_OPENING = re.compile(r"^(?P<indent>[ \t]*)(?P<fence>`{3,}|:{3,}|~{3,})(?:\{(?P<name>[\w:.-]+)\})?[ \t]*(?P<argument>.*?)[ \t]*$")
_OPTION_LINE = re.compile(r"^[ \t]*:(?P<name>[\w-]+):[ \t]*(?P<value>.*)$")
_TARGET = re.compile(r"^\([\w:.-]+\)=[ \t]*$")
# A role, a link within the repository, or a stretch that must stay as it is: code and mathematics.
_INLINE = re.compile(
    r"\{(?P<role>[a-z][\w:-]*)\}(?P<ticks>`+)(?P<text>.+?)(?P=ticks)"
    r"|(?P<image>!?)\[(?P<words>[^\]]*)\]\((?P<path>(?!\w+:|#)[^)\s]+)\)"
    r"|(?P<kept>(?<!\\)(?P<fence>`+|\$\$?)(?:(?!\n\n).)+?(?P=fence))",
    re.DOTALL,
)
_EXPLICIT = re.compile(r"^(?P<words>.*?)\s*<(?P<target>[^<>]+)>$", re.DOTALL)
_QUIZ_OPTION = re.compile(r"^- \[(?P<mark>[ xX])\] ?(?P<text>.*(?:\n[ \t]+.*)*)", re.MULTILINE)
# The bar before what a reader is told stands outside code and mathematics, with white space around it.
_SPAN_OR_BAR = re.compile(r"(?P<span>(?P<fence>`+|\$+).+?(?P=fence))|(?P<bar>\s\|\s)", re.DOTALL)

ADMONITIONS = (
    "note", "warning", "tip", "important", "caution", "attention", "danger", "error", "hint", "seealso", "admonition", "dropdown", "margin"
)  # fmt: skip
# What would show nothing outside the book, or what a reader shall not see.
DROPPED = ("solution", "include", "bibliography", "raw", "index", "toctree", "tableofcontents", "eval-rst", "contents", "exercise-list")


@dataclass(frozen=True)
class Style:
    """How a notebook is made readable: with which ``links``, and whether with ``answers`` to its quizzes and the way to its solutions."""

    links: links.Links = links.Links()
    answers: bool = False


def readable(cells: list[NotebookNode], style: Style = Style()) -> list[NotebookNode]:
    """The cells in plain Markdown, each figure's caption in a cell of its own; cells that would be empty go, code stays as it is."""
    kept = []
    for cell in cells:
        if cell.cell_type == "markdown":
            cell.source = plain(cell.source, style)
        if cell.cell_type != "markdown" or cell.source.strip():
            kept.append(cell)
        caption = cell.metadata.get("mystnb", {}).get("figure", {}).get("caption")
        if caption:
            kept.append(new_markdown_cell(f"*Figure.* {inline(caption, style)}", id=f"{cell.get('id', 'figure')}-caption"))
    return kept


def plain(source: str, style: Style = Style()) -> str:
    """Markdown without directives and roles."""
    parts: list[str] = []
    prose: list[str] = []
    lines = source.split("\n")
    at = 0
    while at < len(lines):
        opening = _OPENING.match(lines[at])
        if not opening or (opening["fence"][0] == ":" and not opening["name"]):
            if not _TARGET.match(lines[at]):
                prose.append(lines[at])
            at += 1
            continue
        end = _end(lines, at, opening["fence"])
        block = lines[at : end + 1]
        parts += [inline("\n".join(prose), style)] if prose else []
        prose = []
        if opening["name"]:
            parts.append(_directive(opening["name"], opening["argument"], [line.removeprefix(opening["indent"]) for line in block[1:-1]], style))
        else:
            parts.append("\n".join(block))
        at = end + 1
    text = "\n".join([*parts, *([inline("\n".join(prose), style)] if prose else [])])
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n")


def _end(lines: list[str], start: int, fence: str) -> int:
    """The line that closes a fence; the last one where none does."""
    closing = re.compile(rf"^[ \t]*{re.escape(fence[0])}{{{len(fence)},}}[ \t]*$")
    return next((i for i in range(start + 1, len(lines)) if closing.match(lines[i])), len(lines) - 1)


def _directive(name: str, argument: str, lines: list[str], style: Style) -> str:
    options, body = _options(lines)
    if name in DROPPED or name.startswith("glue"):
        return ""
    if name in RENDERERS:
        return RENDERERS[name](argument, options, body, style)
    if name in ADMONITIONS:
        return _quoted(argument or ("See also" if name == "seealso" else name.capitalize()), body, style)
    if name.startswith("prf:"):
        kind = name.removeprefix("prf:").capitalize()
        return _quoted(f"{kind} ({argument})" if argument else kind, body, style)
    # A container, such as a grid or a table with a title: what it holds can be read without it.
    return "\n\n".join(part for part in (f"**{inline(argument, style)}**" if argument else "", plain(body, style)) if part)


def _options(lines: list[str]) -> tuple[dict[str, str], str]:
    """A directive's options, and what it holds after them."""
    options: dict[str, str] = {}
    for i, line in enumerate(lines):
        match = _OPTION_LINE.match(line)
        if not match:
            return options, "\n".join(lines[i:]).strip("\n")
        options[match["name"]] = match["value"].strip()
    return options, ""


def _quoted(title: str, body: str, style: Style) -> str:
    text = f"**{inline(title, style).rstrip('.')}.** {plain(body, style)}"
    return "\n" + "\n".join(f"> {line}".rstrip() for line in text.split("\n")) + "\n"


def _exercise(title: str, options: dict[str, str], body: str, style: Style) -> str:
    text = f"### Exercise. {inline(title, style)}".rstrip(". ")
    label = options.get("label", "")
    where = style.links.link("on the page", style.links.page, label) if style.answers and label else ""
    note = f"\n\n*The solution stands {where}.*" if where.startswith("[") else ""
    return text + note + (f"\n\n{plain(body, style)}" if body else "")


def _quiz(_: str, options: dict[str, str], body: str, style: Style) -> str:
    """The question with its answers; what each of them deserves to hear stands behind a button, or nowhere."""
    first = _QUIZ_OPTION.search(body)
    question = body[: first.start()] if first else body
    answers, told = [], []
    for match in _QUIZ_OPTION.finditer(body):
        answer, feedback = _at_bar(match["text"])
        answers.append(f"- {inline(answer, style)}")
        mark = "✓" if match["mark"] != " " else "✗"
        told.append(f"- {mark} {inline(answer, style)} — {inline(feedback, style)}" if feedback else f"- {mark} {inline(answer, style)}")
    text = f"**Question.** {plain(question, style).strip()}\n\n" + "\n".join(answers)
    if style.answers:
        text += "\n\n<details><summary>Answers</summary>\n\n" + "\n".join(told) + "\n\n</details>"
    return text


def _at_bar(text: str) -> tuple[str, str]:
    bar = next((found for found in _SPAN_OR_BAR.finditer(text) if found["bar"]), None)
    return (text[: bar.start()].strip(), text[bar.end() :].strip()) if bar else (text.strip(), "")


def _mathematics(_: str, options: dict[str, str], body: str, style: Style) -> str:
    return f"$$\n{body}\n$$"


def _code(language: str, options: dict[str, str], body: str, style: Style) -> str:
    return f"```{language}\n{body}\n```"


def _picture(path: str, options: dict[str, str], body: str, style: Style) -> str:
    return "\n\n".join(part for part in (_image(options.get("alt", ""), path, style), plain(body, style)) if part)


def _image(alt: str, path: str, style: Style) -> str:
    """A picture of the repository, from where it is served; its description alone where that is not known."""
    if re.match(r"\w+:", path):
        return f"![{alt}]({path})"
    place, _, suffix = path.rpartition(".")
    return f"![{alt}]({style.links.assets}{style.links.docname(place)}.{suffix})" if style.links.assets else f"*{alt}*"


RENDERERS: dict[str, Callable[[str, dict[str, str], str, Style], str]] = {
    "exercise-start": _exercise,
    "exercise": _exercise,
    "exercise-end": lambda *_: "",
    "quiz": _quiz,
    "math": _mathematics,
    "code-block": _code,
    "code": _code,
    "figure": _picture,
    "image": _picture,
}


def inline(text: str, style: Style) -> str:
    """A stretch of Markdown without roles, and with links that hold wherever the notebook is opened."""

    def replaced(match: re.Match[str]) -> str:
        if match["kept"]:
            return match[0]
        return _role(match["role"], match["text"], match.string[: match.start()], style) if match["role"] else _local(match, style)

    return _INLINE.sub(replaced, text)


def _local(match: re.Match[str], style: Style) -> str:
    if match["image"]:
        return _image(match["words"], match["path"], style)
    path, _, anchor = match["path"].partition("#")
    if not re.search(r"\.(ipynb|md)$", path):
        return match[0]
    return style.links.link(match["words"], style.links.docname(path), anchor)


def _role(role: str, text: str, before: str, style: Style) -> str:
    explicit = _EXPLICIT.match(text)
    words, target = (explicit["words"], explicit["target"]) if explicit else ("", text)
    known = style.links
    if role == "term":
        return known.link(words or target, links.GLOSSARY, links.term_anchor(known.terms.get(target.lower(), target)))
    if role.startswith("cite"):
        return _citation(role, target, style)
    if role.startswith("glue"):
        return known.result(target) or known.link("the measured value", known.page)
    if role == "doc":
        page = known.docname(target)
        return known.link(words or known.titles.get(page, page.rpartition("/")[2].replace("-", " ")), page)
    if role in ("ref", "numref", "eq", "prf:ref"):
        page, called = known.places.get(target, (known.page, "this place"))
        called = words or ("the equation" if role == "eq" else called)
        starts = not before.strip() or before.rstrip().endswith((".", "?", "!", ":"))
        return known.link(called[:1].upper() + called[1:] if starts else called, page, target)
    if role == "math":
        return f"${text}$"
    if role in ("sub", "sup"):
        return f"<{role}>{text}</{role}>"
    return words or text


def _citation(role: str, keys: str, style: Style) -> str:
    """Cited works as prose names them: in brackets for ``cite:p``, as part of the sentence for ``cite:t``."""
    found = []
    for key in (key.strip() for key in keys.split(",")):
        work = style.links.works.get(key, links.Work(key, ""))
        in_sentence = role.endswith(":t") and work.year
        words = f"{work.authors} ({work.year})" if in_sentence else ", ".join(part for part in (work.authors, work.year) if part)
        found.append(style.links.link(words, links.REFERENCES, links.work_anchor(key)))
    return " and ".join(found) if role.endswith(":t") else f"({'; '.join(found)})"
