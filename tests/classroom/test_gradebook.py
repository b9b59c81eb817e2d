"""Gradebooks of the documented shape come back with the marks in them and nothing else changed; no cell is a formula."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlcourse.classroom import gradebook, spreadsheet
from dlcourse.classroom.journal import ABSENT, GRADED, NOT_GRADABLE, Record
from dlcourse.classroom.judge import Result, Verdict
from dlcourse.classroom.problems import Assignment, Check, Problem
from dlcourse.errors import CourseError

ASSIGNMENT = Assignment(
    "numbers", "Numbers", "", (Problem("ex-a", "A", ("a",), (Check("ex-a-test", 2, "", ""),), ""), Problem("ex-b", "B", ("b",), (Check("ex-b-test", 3, "", ""),), ""))
)  # fmt: skip

# As Canvas writes it: a byte-order mark, two assignments with their ids, the row of points, read-only columns, a test student.
CANVAS = """\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,Essay (4711),Numbers (4712),Current Score,Final Score
,,,,,Manual Posting,,,
    Points Possible,,,,,10,5,(read only),(read only)
"Lovelace, Ada",101,U1,ada@example.org,"Deep Learning, A",9.5,,95.0,63.3
"王, 小明",102,U2,wang@example.org,"Deep Learning, A",,,,
"Hopper, Grace",103,U3,grace@example.org,"Deep Learning, A",-1,4,,
"Student, Test",104,,abc123,"Deep Learning, A",,,,
"""

# As Moodle writes an assignment's grading worksheet.
MOODLE = '''Identifier,"Full name","Email address",Status,Grade,"Maximum Grade","Grade can be changed","Last modified (submission)","Last modified (grade)","Feedback comments"
"Participant 101","Ada Lovelace",ada@example.org,"Submitted for grading - ",,5.00,Yes,"Monday, 2 March 2026, 9:00 AM",-,
"Participant 102","王 小明",wang@example.org,"No submission - ",,5.00,Yes,-,-,"@home, ""later"""
'''


def record(student: str, a: float, b: float, status: str = GRADED) -> Record:
    verdicts = [Verdict("ex-a-test", "ex-a", 2, a), Verdict("ex-b-test", "ex-b", 3, b)]
    return Record("key", student, "", "", False, status, [], Result(verdicts, []) if status == GRADED else None)


def cells(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_canvas_gets_one_column_and_keeps_all_others() -> None:
    filled = gradebook.fill(CANVAS, ASSIGNMENT, [record("101", 2, 3), record("U2", 2, 0), record("103", 0, 0, NOT_GRADABLE), record("999", 2, 3)])
    before, after = cells(CANVAS), cells(filled.text)
    assert [row[6] for row in after] == ["Numbers (4712)", "", "5", "5", "2", "4", ""]
    assert [row[:6] + row[7:] for row in after] == [row[:6] + row[7:] for row in before]
    assert filled.without_row == ["999"] and filled.text.startswith("\ufeff")


def test_filling_twice_changes_nothing() -> None:
    records = [record("101", 2, 0.5), record("102", 1 / 3, 0)]
    once = gradebook.fill(CANVAS, ASSIGNMENT, records).text
    assert gradebook.fill(once, ASSIGNMENT, records).text == once
    assert [row[6] for row in cells(once)][3:5] == ["2.5", "0.333333"]


def test_moodles_worksheet_gets_the_grade_of_who_handed_in() -> None:
    before, after = cells(MOODLE), cells(gradebook.fill(MOODLE, ASSIGNMENT, [record("101", 2, 3)]).text)
    assert [row[4] for row in after] == ["Grade", "5", ""]
    assert after[1][:4] == before[1][:4] and after[1][5:] == before[1][5:]
    assert after[2][9] == '\'@home, "later"'


def test_moodles_grade_import_names_only_who_has_a_mark() -> None:
    text = gradebook.moodle_import("Numbers", [record("ada", 2, 3), record("wang", 0, 0), record("eve", 0, 0, ABSENT)])
    assert text == "username,Numbers\r\nada,5\r\nwang,0\r\n"


@pytest.mark.parametrize(
    ("export", "column", "message"),
    [
        ("a,b\n1,2\n", None, "neither an export of Canvas's gradebook nor a grading worksheet of Moodle"),
        ("", None, "neither an export"),
        (CANVAS, "Exam", "has no column 'Exam': name one with --column"),
        (CANVAS.replace("Essay (4711)", "Numbers (4711)"), None, "has more than one column 'Numbers'"),
        (CANVAS.replace("10,5,(read", "10,4,(read"), None, "worth 4 points, the assignment 5"),
        (MOODLE.replace("5.00", "4.00"), None, "worth 4 points, the assignment 5"),
    ],
)
def test_a_gradebook_that_does_not_fit_is_refused(export: str, column: str | None, message: str) -> None:
    with pytest.raises(CourseError, match=message):
        gradebook.fill(export, ASSIGNMENT, [], column)


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1+1", "-1+1", "@SUM(A1)", " =1", "\t=1", "\r=1", "＝1", "|calc", '"=1', "%0A=1", "\u200b=1", "\ufeff=1", "\0=1"]
)
def test_what_could_be_a_formula_is_escaped(cell: str) -> None:
    assert spreadsheet.escaped(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "ada", "-", "-1", "+49", "-1.5", "3,5", "a=b", "王 小明", "(read only)", "ada@example.org", "95%"])
def test_what_is_none_stays_as_it_is(cell: str) -> None:
    assert spreadsheet.escaped(cell) == cell


def test_a_semicolon_begins_no_formula_where_it_separates_columns() -> None:
    assert spreadsheet.escaped('a;=HYPERLINK("x"; 1)') == """a;'=HYPERLINK("x"; 1)"""
    assert spreadsheet.escaped("a; @SUM(A1);=1") == "a;' @SUM(A1);'=1" and spreadsheet.escaped("one; two") == "one; two"


@given(st.text(), st.text())
def test_no_name_and_no_remark_begins_a_formula_in_the_table(student: str, remark: str) -> None:
    made = Record("key", student, remark, remark, False, GRADED, [remark], None)
    rows = cells(gradebook.table(ASSIGNMENT, [made]))
    assert all(len(row) == len(rows[0]) for row in rows[:2])
    assert not any(len(cell) > 1 and cell[:1] in "=+@" and not cell[1:].replace(".", "").isdecimal() for cell in rows[1])


def test_the_table_leaves_empty_what_is_not_graded() -> None:
    rows = cells(gradebook.table(ASSIGNMENT, [record("ada", 2, 0), record("bob", 0, 0, NOT_GRADABLE)]))
    assert rows[0] == ["student", "name", "file", "status", "late", "ex-a-test", "ex-b-test", "earned", "possible", "remarks"]
    assert rows[1][5:9] == ["2", "0", "2", "5"] and rows[2][5:9] == ["", "", "", "5"]
