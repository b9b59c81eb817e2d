"""Neighbouring code cells tagged with a framework become one set of tabs, synchronised over the whole site."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx_design.shared import create_component

log = logging.getLogger(__name__)

SYNC_GROUP = "framework"
# Cell class: (value of ``?framework=``, label on the tab)
FRAMEWORKS = {"tag_framework-tensorflow": ("tensorflow", "Keras"), "tag_framework-torch": ("torch", "PyTorch")}


class FrameworkTabs(SphinxTransform):
    """Wrap each run of framework cells into tab sets.

    It must precede sphinx-exercise's merging of gated exercises (priority 10), so that tabs also work inside an exercise.
    """

    default_priority = 5

    def apply(self) -> None:
        cells = [node for node in self.document.findall(nodes.container) if framework_of(node)]
        parents = list(dict.fromkeys(cell.parent for cell in cells))
        for parent in parents:
            for tab_set in tab_sets(parent):
                self.replace(parent, tab_set)

    def replace(self, parent: nodes.Element, cells: list[nodes.container]) -> None:
        """Put one tab set where ``cells`` stand; warn when a framework is missing, for the reader could not switch to it."""
        present = [framework_of(cell) for cell in cells]
        missing = [label for css, (_, label) in FRAMEWORKS.items() if css not in present]
        if missing:
            log.warning(
                "a set of framework cells has no %s version next to it", missing[0], location=cells[0], type="dlcourse", subtype="tabs"
            )
        position = parent.index(cells[0])
        for cell in cells:
            parent.remove(cell)
        parent.insert(position, build_tab_set(cells))


def framework_of(node: nodes.Node) -> str | None:
    """The cell class that names the node's framework, if it is a framework cell."""
    if not isinstance(node, nodes.container) or node.get("nb_element") != "cell_code":
        return None
    return next((css for css in FRAMEWORKS if css in node["classes"]), None)


def tab_sets(parent: nodes.Element) -> list[list[nodes.container]]:
    """Group the framework cells among the children of ``parent``.

    Cells of one framework in a row share a tab; a framework that comes back after the other one opens a new set.
    """
    sets: list[list[nodes.container]] = []
    previous: nodes.Node | None = None
    for child in parent.children:
        css = framework_of(child)
        if css:
            joins = sets and previous is sets[-1][-1]
            comes_back = joins and css != framework_of(previous) and css in map(framework_of, sets[-1])
            if joins and not comes_back:
                sets[-1].append(child)
            else:
                sets.append([child])
        previous = child
    return sets


def build_tab_set(cells: list[nodes.container]) -> nodes.container:
    """The sphinx-design nodes of one tab set, Keras first."""
    items = []
    for css, (sync_id, label) in FRAMEWORKS.items():
        own = [cell for cell in cells if framework_of(cell) == css]
        if own:
            title = nodes.rubric(label, label, classes=["sd-tab-label"], sync_id=sync_id, sync_group=SYNC_GROUP)
            content = create_component("tab-content", classes=["sd-tab-content"], children=own)
            items.append(create_component("tab-item", classes=["sd-tab-item"], children=[title, content]))
    tab_set = create_component("tab-set", classes=["sd-tab-set", "dl-frameworks"], children=items)
    tab_set.source, tab_set.line = cells[0].source, cells[0].line
    return tab_set


def setup(app: Sphinx) -> None:
    app.setup_extension("sphinx_design")
    app.add_transform(FrameworkTabs)
