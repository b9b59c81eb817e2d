"""The opening cells (parameters and bootstrap) stand behind one closed *Setup* toggle: a reader needs them only to run the notebook."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import get_translation
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import SphinxTranslator

OPENING_CELLS = {"tag_parameters", "tag_bootstrap"}
_ = get_translation("dlcourse")


class setup_toggle(nodes.General, nodes.Element):  # noqa: N801 - docutils finds visitors by this name
    """Holds the opening cells."""


class SetupToggle(SphinxTransform):
    """Move the opening cells into one :class:`setup_toggle`."""

    default_priority = 6

    def apply(self) -> None:
        cells = [node for node in self.document.findall(nodes.container) if OPENING_CELLS & set(node["classes"])]
        if not cells:
            return
        toggle = setup_toggle()
        cells[0].parent.insert(cells[0].parent.index(cells[0]), toggle)
        for cell in cells:
            cell.parent.remove(cell)
            toggle += cell


def open_toggle(translator: SphinxTranslator, node: setup_toggle) -> None:
    translator.body.append(f'<details class="dl-setup"><summary>{_("Setup: how this page runs on Colab or on your machine")}</summary>\n')


def close_toggle(translator: SphinxTranslator, node: setup_toggle) -> None:
    translator.body.append("</details>\n")


def pass_through(translator: SphinxTranslator, node: setup_toggle) -> None:
    """Other formats show the cells as they are."""


def setup(app: Sphinx) -> None:
    other = (pass_through, pass_through)
    app.add_node(setup_toggle, html=(open_toggle, close_toggle), latex=other, text=other)
    app.add_transform(SetupToggle)
