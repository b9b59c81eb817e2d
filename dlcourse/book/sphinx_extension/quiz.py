"""The ``quiz`` directive: one question, several answers, and for each answer what the reader who chose it should hear.

The page holds plain HTML radio buttons; the feedback of the chosen answer is shown by CSS alone, so it works without JavaScript.
A small script adds that a screen reader announces it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.locale import get_translation
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective, SphinxTranslator

log = logging.getLogger(__name__)
_ = get_translation("dlcourse")

_OPTION = re.compile(r"^- \[(?P<mark>[ xX])\] ?(?P<text>.*)$")
# A bar that separates has white space around it and stands outside code and mathematics.
_SPAN_OR_BAR = re.compile(r"(?P<span>(?P<fence>`+|\$+).+?(?P=fence))|(?P<bar>\s\|\s)", re.DOTALL)


@dataclass(frozen=True)
class Option:
    """An answer, whether it is right, and the feedback to whoever chooses it (all Markdown)."""

    text: str
    feedback: str
    correct: bool


class QuizError(ValueError):
    """What is wrong with a quiz, in one sentence."""


def parse(source: str) -> tuple[str, list[Option]]:
    """Split a quiz into its question and its options. Raises :class:`QuizError`."""
    question: list[str] = []
    marked: list[tuple[bool, list[str]]] = []
    for line in source.splitlines():
        match = _OPTION.match(line)
        if match:
            marked.append((match["mark"] != " ", [match["text"]]))
        elif marked:
            if line.strip() and not line.startswith(" "):
                raise QuizError(f"the line {line.strip()!r} after the first option is neither an option nor indented")
            marked[-1][1].append(line.strip())
        else:
            question.append(line)
    options = [Option(*split_feedback("\n".join(lines)), correct) for correct, lines in marked]
    if not "".join(question).strip():
        raise QuizError("the quiz asks no question")
    if len(options) < 2:
        raise QuizError(f"the quiz needs at least two options and has {len(options)}")
    right = sum(option.correct for option in options)
    if right != 1:
        raise QuizError(f"exactly one option must be marked [x], not {right}")
    return "\n".join(question).strip(), options


def split_feedback(text: str) -> tuple[str, str]:
    """Divide ``answer | feedback`` at the first bar outside code and mathematics. Raises :class:`QuizError` where a side is empty."""
    bar = next((m for m in _SPAN_OR_BAR.finditer(text) if m["bar"]), None)
    answer, feedback = (text[: bar.start()].strip(), text[bar.end() :].strip()) if bar else (text.strip(" |\n"), "")
    if not answer or not feedback:
        raise QuizError(f"the option {text.strip()!r} must read 'answer | what the reader is told who chooses it'")
    return answer, feedback


class quiz(nodes.General, nodes.Element):  # noqa: N801 - docutils finds visitors by these names
    """The whole question; ``number`` is unique on the page."""


class quiz_question(nodes.General, nodes.Element):  # noqa: N801
    pass


class quiz_option(nodes.General, nodes.Element):  # noqa: N801
    """Holds a :class:`quiz_answer` and a :class:`quiz_feedback`; ``correct`` says whether it is the right one."""


class quiz_answer(nodes.General, nodes.Element):  # noqa: N801
    pass


class quiz_feedback(nodes.General, nodes.Element):  # noqa: N801
    pass


class QuizDirective(SphinxDirective):
    """``{quiz}``: see CONTRIBUTING.md for the form."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        try:
            question, options = parse("\n".join(self.content))
        except QuizError as error:
            log.warning("%s", error, location=self.get_location(), type="dlcourse", subtype="quiz")
            return []
        number = self.env.new_serialno("dlcourse-quiz")
        node = quiz(number=number)
        node += self.parsed(quiz_question(number=number), question)
        for i, option in enumerate(options):
            own = {"number": number, "option": i, "correct": option.correct}
            answer = self.parsed(quiz_answer(**own), option.text, inline=True)
            node += quiz_option("", answer, self.parsed(quiz_feedback(**own), option.feedback), **own)
        self.set_source_info(node)
        return [node]

    def parsed(self, node: nodes.Element, markdown: str, *, inline: bool = False) -> nodes.Element:
        """Parse Markdown into ``node``; a single paragraph loses its wrapping when it must stand in a line."""
        self.state.nested_parse(StringList(markdown.splitlines(), source=self.get_source_info()[0]), self.content_offset, node)
        if inline and len(node) == 1 and isinstance(node[0], nodes.paragraph):
            node.children, paragraph = [], node[0]
            node.extend(paragraph.children)
        return node


def open_quiz(translator: SphinxTranslator, node: quiz) -> None:
    name = f"quiz-{node['number']}"
    translator.body.append(
        f'<fieldset class="dl-quiz" id="{name}" aria-describedby="{name}-question">\n<legend>{_("Check your understanding")}</legend>\n'
    )


def close_quiz(translator: SphinxTranslator, node: quiz) -> None:
    # Filled by the script when an answer is chosen; a live region must be on the page before it changes.
    translator.body.append('<div class="dl-quiz-status" role="status" aria-live="polite"></div>\n</fieldset>\n')


def open_question(translator: SphinxTranslator, node: quiz_question) -> None:
    translator.body.append(f'<div class="dl-quiz-question" id="quiz-{node["number"]}-question">\n')


def open_option(translator: SphinxTranslator, node: quiz_option) -> None:
    name = option_id(node)
    kind = "correct" if node["correct"] else "incorrect"
    translator.body.append(
        f'<div class="dl-option dl-{kind}">\n'
        f'<input type="radio" id="{name}" name="quiz-{node["number"]}" autocomplete="off" aria-describedby="{name}-feedback">\n'
    )


def open_answer(translator: SphinxTranslator, node: quiz_answer) -> None:
    translator.body.append(f'<label for="{option_id(node)}">')


def close_answer(translator: SphinxTranslator, node: quiz_answer) -> None:
    translator.body.append("</label>\n")


def open_feedback(translator: SphinxTranslator, node: quiz_feedback) -> None:
    mark, word = ("✓", _("Correct.")) if node["correct"] else ("✗", _("Not this one."))
    translator.body.append(
        f'<div class="dl-feedback" id="{option_id(node)}-feedback">'
        f'<span class="dl-mark" aria-hidden="true">{mark}</span><span class="dl-spoken">{word} </span>\n'
    )


def close_div(translator: SphinxTranslator, node: nodes.Element) -> None:
    translator.body.append("</div>\n")


def option_id(node: nodes.Element) -> str:
    return f"quiz-{node['number']}-{node['option']}"


def pass_through(translator: SphinxTranslator, node: nodes.Element) -> None:
    """Other formats show question, answers and feedback one after another."""


def setup(app: Sphinx) -> None:
    other = (pass_through, pass_through)
    for node, html in {
        quiz: (open_quiz, close_quiz),
        quiz_question: (open_question, close_div),
        quiz_option: (open_option, close_div),
        quiz_answer: (open_answer, close_answer),
        quiz_feedback: (open_feedback, close_div),
    }.items():
        app.add_node(node, html=html, latex=other, text=other)
    app.add_directive("quiz", QuizDirective)
