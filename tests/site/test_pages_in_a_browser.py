"""The pages behave in a browser as a reader expects: nothing breaks, nothing leaks, nothing is fetched from elsewhere."""

from __future__ import annotations

import json
import urllib.request
from pathlib import Path

import pytest
from conftest import BELOW, Watched
from playwright.sync_api import Browser, Page, expect
from sample_book import HIDDEN_TEST, REPOSITORY

pytestmark = pytest.mark.browser

DIGITS = "/en/chapters/foundations/digits.html"
NEURON = "/en/chapters/foundations/neuron.html"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def html_pages(site: Path) -> list[str]:
    return ["/" + page.relative_to(site).as_posix() for page in sorted(site.rglob("*.html")) if "_static" not in page.parts]


def open_pages(watched: Watched, origin: str, pages: list[str]) -> None:
    for page in pages:
        watched.page.goto(origin + page, wait_until="networkidle")


def test_no_page_has_an_error_or_asks_another_site(watched: Watched, sample: str, sample_root: Path) -> None:
    open_pages(watched, sample, html_pages(sample_root / "_build" / "site"))
    assert watched.errors == []
    assert watched.strangers(sample) == []


def test_the_watch_notices_a_request_that_leaves_the_site(watched: Watched, sample: str) -> None:
    watched.page.goto(sample + NEURON)
    watched.page.evaluate("fetch('http://127.0.0.1:9/elsewhere').catch(() => {})")
    watched.page.wait_for_timeout(200)
    assert watched.strangers(sample) == ["http://127.0.0.1:9/elsewhere"]


def test_choosing_a_framework_changes_every_tab_and_is_remembered_on_other_pages(watched: Watched, sample: str) -> None:
    page = watched.page
    page.goto(sample + DIGITS)
    keras, torch = page.get_by_text("model_keras = "), page.get_by_text("model_torch = ")
    assert page.locator(".dl-frameworks").count() == 2
    expect(keras).to_be_visible()
    expect(torch).to_be_hidden()
    page.locator(".sd-tab-label", has_text="PyTorch").first.click()
    expect(torch).to_be_visible()
    expect(page.get_by_text("trained_torch = ")).to_be_visible()
    page.goto(sample + NEURON)
    page.goto(sample + DIGITS)
    expect(page.get_by_text("model_torch = ")).to_be_visible()


def test_an_address_can_choose_the_framework(watched: Watched, sample: str) -> None:
    watched.page.goto(sample + DIGITS + "?framework=torch")
    expect(watched.page.get_by_text("model_torch = ")).to_be_visible()
    expect(watched.page.get_by_text("model_keras = ")).to_be_hidden()


def test_a_quiz_answers_the_reader_and_a_screen_reader(watched: Watched, sample: str) -> None:
    page = watched.page
    page.goto(sample + NEURON)
    quiz = page.locator("fieldset.dl-quiz")
    assert quiz.locator(".dl-feedback:visible").count() == 0
    quiz.locator("label", has_text="It depends").click()
    expect(quiz.locator(".dl-incorrect .dl-feedback:visible")).to_contain_text("every product is zero")
    quiz.locator("label", has_text="One half").click()
    expect(quiz.locator(".dl-feedback:visible")).to_have_count(1)
    expect(quiz.locator(".dl-correct .dl-feedback")).to_be_visible()
    expect(quiz.locator("[role=status][aria-live=polite]")).to_contain_text("Correct. Right: the sigmoid of zero")


def test_a_quiz_answers_without_javascript(browser: Browser, sample: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(sample + NEURON)
    page.locator(".dl-correct input").check()
    expect(page.locator(".dl-correct .dl-feedback")).to_be_visible()
    expect(page.locator(".dl-incorrect .dl-feedback").first).to_be_hidden()
    context.close()


def test_dark_mode_can_be_chosen(watched: Watched, sample: str) -> None:
    page = watched.page
    page.goto(sample + NEURON)
    lightness = "(() => { const c = getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3); return Math.max(...c); })()"
    seen = set()
    for _ in range(3):
        page.locator(".theme-switch-button:visible").first.click()
        seen.add(page.evaluate(lightness) > 128)
    assert seen == {True, False}


@pytest.mark.parametrize("place", ["index", "chapters/foundations/index", "chapters/foundations/digits", "chapters/appendix/results"])
def test_no_page_scrolls_sideways_on_a_phone(phone: Page, sample: str, place: str) -> None:
    phone.goto(f"{sample}/en/{place}.html", wait_until="networkidle")
    assert phone.evaluate(OVERFLOW) <= 0


def test_wide_mathematics_tables_and_code_scroll_inside_themselves(phone: Page, sample: str) -> None:
    phone.goto(sample + DIGITS, wait_until="networkidle")
    scrolls = "e.scrollWidth > e.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(e).overflowX)"
    inside = f"e => {{ for (; e; e = e.parentElement) if ({scrolls}) return e.tagName; }}"
    for what in ("mjx-container[display=true]", ".cell_output table", ".highlight pre:has-text('run.claim')"):
        box = phone.locator(what).first
        assert box.evaluate(inside) not in (None, "BODY", "HTML"), what


def test_mathematics_is_set_by_the_sites_own_mathjax(watched: Watched, sample: str) -> None:
    watched.page.goto(sample + DIGITS, wait_until="networkidle")
    expect(watched.page.locator("mjx-container").first).to_be_visible()
    assert watched.page.locator("mjx-merror").count() == 0
    assert any(url.startswith(f"{sample}/en/_static/mathjax/") for url in watched.requests)


def test_a_page_without_mathematics_does_not_load_mathjax(watched: Watched, sample: str) -> None:
    watched.page.goto(sample + "/en/index.html", wait_until="networkidle")
    assert not [url for url in watched.requests if "mathjax" in url]


@pytest.mark.parametrize("lost", ["/nowhere.html", "/en/nowhere.html", "/en/chapters/no/such/depth/page.html"])
def test_a_lost_reader_finds_the_way_home_from_any_depth(watched: Watched, sample: str, lost: str) -> None:
    answer = watched.page.goto(sample + lost)
    assert answer is not None and answer.status == 404
    expect(watched.page.get_by_role("heading")).to_have_text("This page is not in the book")
    if "/en/" in lost:
        assert BELOW in watched.page.get_by_role("link").evaluate("a => a.href")
        watched.page.get_by_role("link").click()
        expect(watched.page).to_have_title("A small book — Deep Learning: From Foundations to Frontier")


def test_the_start_page_leads_to_the_english_edition(watched: Watched, sample: str) -> None:
    watched.page.goto(sample + "/")
    watched.page.wait_for_url("**/en/index.html")


def test_the_downloaded_notebook_holds_no_hidden_test(watched: Watched, sample: str, sample_root: Path) -> None:
    page = watched.page
    page.goto(sample + DIGITS)
    link = page.locator("a[href$='.ipynb'][href*='_sources']").first
    address = link.evaluate("a => a.href")
    downloaded = json.loads(urllib.request.urlopen(address).read())
    sources = ["".join(cell["source"]) for cell in downloaded["cells"]]
    assert any("YOUR CODE HERE" in source for source in sources)
    for path in (sample_root / "_build" / "site").rglob("*"):
        if path.is_file():
            assert HIDDEN_TEST.encode() not in path.read_bytes(), path


def test_the_binder_button_stands_where_no_gpu_is_needed(watched: Watched, sample: str) -> None:
    binder = watched.page.locator("a[href*='mybinder.org']")
    watched.page.goto(sample + NEURON)
    expected = "https://mybinder.org/v2/gh/dlcourse/dlcourse/notebooks?urlpath=lab/tree/en/chapters/foundations/neuron.ipynb"
    assert binder.first.get_attribute("href") == expected
    watched.page.goto(sample + DIGITS)
    assert binder.count() == 0 and watched.page.locator("a[href*='colab.research.google.com']").count() > 0


def test_the_site_can_be_read_from_a_folder(watched: Watched, sample_root: Path) -> None:
    """Without any server; a browser may refuse fonts there, and the excerpts beside what a search finds, but nothing else."""
    site = (sample_root / "_build" / "site").as_uri()
    watched.page.goto(site + "/index.html")
    watched.page.wait_for_url("**/en/index.html")
    watched.page.goto(site + DIGITS, wait_until="networkidle")
    expect(watched.page.locator("mjx-container").first).to_be_visible()
    watched.page.locator(".sd-tab-label", has_text="PyTorch").first.click()
    expect(watched.page.get_by_text("model_torch = ")).to_be_visible()
    assert watched.page.evaluate("document.styleSheets.length") > 3
    assert [error for error in watched.errors if "font" not in error.lower()] == []
    watched.page.goto(site + "/en/search.html?q=neuron")
    expect(watched.page.locator("#search-results li").first).to_be_visible()
    assert watched.strangers(site) == []


def test_the_colab_button_and_the_link_to_improve_the_page_lead_to_their_branches(watched: Watched, sample: str) -> None:
    watched.page.goto(sample + DIGITS)
    colab = watched.page.locator("a[href*='colab.research.google.com']").first.get_attribute("href")
    assert colab.endswith("/github/dlcourse/dlcourse/blob/notebooks/en/chapters/foundations/digits.ipynb")
    improve = watched.page.get_by_role("link", name="Improve this page").get_attribute("href")
    assert improve == "https://github.com/dlcourse/dlcourse/blob/main/chapters/foundations/digits.ipynb"
    watched.page.goto(sample + "/en/chapters/appendix/results.html")
    assert watched.page.get_by_role("link", name="Improve this page").count() == 0


def test_paper_shows_both_frameworks_and_all_feedback(watched: Watched, sample: str) -> None:
    watched.page.goto(sample + DIGITS)
    watched.page.emulate_media(media="print")
    expect(watched.page.get_by_text("model_torch = ")).to_be_visible()
    expect(watched.page.get_by_text("model_keras = ")).to_be_visible()
    expect(watched.page.locator(".dl-feedback").first).to_be_visible()


# So that several processes can share the pages of the book.
SHARES = 8


@pytest.mark.parametrize("share", range(SHARES))
def test_the_book_itself_is_in_order(watched: Watched, phone: Page, real_site: str, share: int) -> None:
    pages = html_pages(REPOSITORY / "_build" / "site")[share::SHARES]
    assert pages
    open_pages(watched, real_site, pages)
    assert watched.errors == []
    assert watched.strangers(real_site) == []
    for page in pages:
        phone.goto(real_site + page, wait_until="networkidle")
        assert phone.evaluate(OVERFLOW) <= 0, page
        assert phone.locator("mjx-merror").count() == 0, page


def test_no_notebook_of_the_book_itself_holds_a_hidden_test(real_site: str) -> None:
    notebooks = list((REPOSITORY / "_build" / "site" / "en" / "_sources").rglob("*.ipynb"))
    assert notebooks
    for notebook in notebooks:
        assert "HIDDEN TESTS" not in notebook.read_text(encoding="utf-8"), notebook
