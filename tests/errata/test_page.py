"""The page *Errata* and its tests agree: no entry without a test, no test without an entry, no program of the articles without either."""

from __future__ import annotations

import re

import entries
import pytest

TEXT = entries.PAGE.read_text(encoding="utf-8")
PROGRAMS = [f"S{article}-{n}" for article, count in enumerate((3, 12, 2)) for n in range(1, count + 1)]


def test_the_page_and_the_tests_agree():
    assert entries.disagreements(TEXT, entries.TESTS) == []


def test_every_program_of_the_articles_has_an_entry_and_a_row_in_the_table_that_leads_to_it():
    assert set(PROGRAMS) <= set(entries.entries(TEXT))
    rows = re.findall(r"^\| \[(S\d-\d+)\]\(#errata-(s\d-\d+)\)", TEXT, re.MULTILINE)
    assert rows == [(program, program.lower()) for program in PROGRAMS]


def test_every_wrong_statement_and_every_formula_of_the_source_map_has_an_entry():
    listed = (entries.PAGE.parent / "sources.toml").read_text(encoding="utf-8")
    wanted = set(re.findall(r'id = "([^"]+-X\d+|S2\.3\.\d-F\d+)"', listed))
    assert wanted == set(entries.entries(TEXT)) - set(PROGRAMS)


PAGE = "% tests: it_stops\n(errata-s1-1)=\n### S1-1\n\nText.\n\n% tests: it_leaks it_guesses\n(errata-s1.2-x1)=\n**Said.**\n"
STOPS = '@erratum("S1-1")\ndef test_it_stops():\n    pass\n\n'
LEAKS = '@erratum("S1.2-X1")\n@pytest.mark.filterwarnings("ignore")\ndef test_it_leaks():\n    pass\n\n'
GUESSES = '@erratum("S1.2-X1")\ndef test_it_guesses():\n    pass\n\n'


def test_a_page_and_tests_that_agree_pass():
    assert entries.disagreements(PAGE, [STOPS, LEAKS + GUESSES]) == []


@pytest.mark.parametrize(
    ("page", "module", "message"),
    {
        "an entry without a test": (PAGE, LEAKS + GUESSES, "S1-1 has an entry and no test"),
        "a test without an entry": (PAGE, STOPS + LEAKS + GUESSES + STOPS.replace("1-1", "1-9"), "S1-9 is tested and has no entry on the page"),
        "a test without a mark": (PAGE, STOPS + LEAKS + GUESSES + "def test_it_runs():\n    pass\n", "it_runs backs no entry"),
        "a test that is gone": (PAGE, STOPS + LEAKS, "S1.2-X1 names it_guesses, and no test of it is called so"),
        "a test that is not named": (PAGE.replace(" it_guesses", ""), STOPS + LEAKS + GUESSES, "S1.2-X1 does not name it_guesses"),
        "an entry that names none": (PAGE.replace("% tests: it_stops\n", ""), STOPS + LEAKS + GUESSES, "S1-1 does not name it_stops"),
    }.values(),
)
def test_a_planted_disagreement_is_found(page, module, message):
    assert message in entries.disagreements(page, [module])
