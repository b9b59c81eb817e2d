"""The site around the pages: style, script, marks, self-hosted MathJax, the link to improve a page, and the page for lost readers."""

from __future__ import annotations

import importlib.util
import re
import shutil
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError

STATIC = Path(__file__).parents[1] / "static"
TEMPLATES = Path(__file__).parents[1] / "templates"

# What tex-chtml.js may ask for while a page is shown: its fonts, and TeX extensions that load on first use.
MATHJAX_PARTS = ("tex-chtml.js", "input/tex/extensions", "output/chtml/fonts")
# An entry of Font Awesome's tables: its name, width and height, further names, code point, and one path or two.
ICON = re.compile(
    r'"?(?P<name>[a-z0-9-]+)"?:\[\d+,\d+,\[(?P<aliases>[^\]]*)\],"[0-9a-f]*",(?:"[^"]*"|\[(?:"[^"]*",?)+\])\],?',
)
SOURCE_BRANCH = "main"


def configure(app: Sphinx, config: Config) -> None:
    """Fill in what follows from other settings, so that it is written only once."""
    config.html_static_path.append(str(STATIC))
    config.templates_path.append(str(TEMPLATES))
    config.html_favicon = str(STATIC / "favicon.svg")
    config.html_logo = str(STATIC / "logo.svg")
    config.mathjax_path = "mathjax/tex-chtml.js"
    # The menu would load further scripts; the text alternative for screen readers stays.
    config.mathjax3_config = {"options": {"enableMenu": False}}
    config.ogp_site_url = config.ogp_site_url or config.html_baseurl
    app.add_css_file("dlcourse.css", priority=900)
    app.add_js_file("dlcourse.js", loading_method="defer")


def link_to_source(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Give the page its link to the source on the main branch; generated pages have none."""
    repository = app.config.html_theme_options.get("repository_url", "").rstrip("/")
    authored = doctree is not None and app.env.metadata.get(page, {}).get("dlcourse_generated") is None
    if repository and authored:
        suffix = context.get("page_source_suffix", "")
        source = "chapters/index" if page == app.config.root_doc else page
        context["improve_page_url"] = f"{repository}/blob/{SOURCE_BRANCH}/{source}{suffix}"


def drop_scripts(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Drop scripts that the page has no use for."""
    # Jupyter Book puts every script on every page: Thebe's launcher, which would fetch Thebe from another site, and MathJax (1.1 MB).
    unwanted = ["thebe"] if app.env.domaindata["math"]["has_equations"].get(page) else ["thebe", "mathjax"]
    scripts = context.get("script_files", [])
    context["script_files"] = [script for script in scripts if not any(name in str(vars(script)).lower() for name in unwanted)]


def drop_binder(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Drop the button that opens a notebook on Binder, which has no GPU, from a page that needs one."""
    if app.env.metadata.get(page, {}).get("dlcourse_gpu") is None:
        return
    for group in context.get("header_buttons", []):
        if group.get("label") == "launch-buttons":
            group["buttons"] = [button for button in group["buttons"] if button.get("text") != "Binder"]


def finish(app: Sphinx, error: Exception | None) -> None:
    """Copy MathJax and the page for lost readers into the finished site."""
    if error is not None or app.builder.format != "html":
        return
    copy_mathjax(Path(app.outdir) / "_static" / "mathjax")
    home = app.config.html_baseurl or "index.html"
    lost = (TEMPLATES / "404.html").read_text(encoding="utf-8").replace("{{ home }}", home)
    (Path(app.outdir) / "404.html").write_text(lost, encoding="utf-8")
    keep_used_icons(Path(app.outdir))
    for for_developers in Path(app.outdir).rglob("*.map"):
        for_developers.unlink()


def keep_used_icons(site: Path) -> None:
    """Cut the theme's icon script, the heaviest file of every page (1.4 MB), down to the icons that some page or script names."""
    icons = site / "_static" / "scripts" / "fontawesome.js"
    if not icons.is_file():
        return
    users = [*site.rglob("*.html"), *(path for path in (site / "_static").rglob("*.js") if path != icons and "mathjax" not in path.parts)]
    used = {name for path in users for name in re.findall(r"\bfa-([a-z0-9-]+)", path.read_text(encoding="utf-8"))}

    def kept(entry: re.Match[str]) -> str:
        names = {entry["name"], *re.findall(r'"([^"]+)"', entry["aliases"])}
        return entry[0] if names & used else ""

    icons.write_text(ICON.sub(kept, icons.read_text(encoding="utf-8")), encoding="utf-8")


def copy_mathjax(target: Path) -> None:
    """Copy the needed parts of MathJax 3 (about 2 MB) from the package ``sphinx-mathjax-offline``. Raises when it is missing."""
    source = mathjax_folder()
    for part in MATHJAX_PARTS:
        if (source / part).is_dir():
            shutil.copytree(source / part, target / part, dirs_exist_ok=True)
        else:
            target.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source / part, target / part)


def mathjax_folder() -> Path:
    """Where MathJax lies. The package's name has dashes, so it cannot be imported by an import statement."""
    spec = importlib.util.find_spec("sphinx-mathjax-offline")
    if spec is None or not spec.submodule_search_locations:
        raise ExtensionError("The package sphinx-mathjax-offline is missing: install the 'book' extra of dlcourse.")
    return Path(spec.submodule_search_locations[0]) / "static" / "mathjax"


def setup(app: Sphinx) -> None:
    app.connect("config-inited", configure, priority=100)
    # The theme (priority 500) removes templates that come out empty, and adds scripts.
    app.connect("html-page-context", link_to_source, priority=400)
    app.connect("html-page-context", drop_scripts, priority=900)
    app.connect("html-page-context", drop_binder, priority=900)
    app.connect("build-finished", finish)
