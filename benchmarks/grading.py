"""How fast grading is, and how much faster than nbgrader on the same notebooks in the same run.

    python benchmarks/grading.py --sizes 50 200 1000 --nbgrader 12

Every submission is a notebook with NumPy and two exercises, one answer in three right, wrong and missing. Both graders use the number of
workers that is asked for; nbgrader has no parallel mode, so it is given one process. Prints a table, writes nothing but temporary files.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from dlcourse.classroom import grade, journal, problems, release, submissions
from dlcourse.classroom.sandbox import Limits

NAME = "speed"
EXERCISES = {
    "mean_square": ("return np.mean(np.square(x))", "x = np.array([1.0, 2.0, 3.0])\nassert np.isclose(mean_square(x), 14 / 3)", "assert np.isclose(mean_square(np.array([-2.0])), 4)"),
    "softmax": ("e = np.exp(x - x.max())\n    return e / e.sum()", "assert np.allclose(softmax(np.zeros(4)), 0.25)", "assert np.allclose(softmax(np.array([1e3, 0.0])), [1, 0])"),
}  # fmt: skip


def source() -> NotebookNode:
    cells = [new_markdown_cell("# Speed"), new_code_cell("import numpy as np", metadata={"tags": ["imports"]})]
    for name, (solution, public, hidden) in EXERCISES.items():
        label = f"ex-{name.replace('_', '-')}"
        common = {"schema_version": 3, "cell_type": "code", "task": False}
        answer = f"def {name}(x):\n    ### BEGIN SOLUTION\n    {solution}\n    ### END SOLUTION"
        tests = f"{public}\n### BEGIN HIDDEN TESTS\n{hidden}\n### END HIDDEN TESTS"
        cells += [
            new_markdown_cell(f"```{{exercise-start}} {name}\n:label: {label}\n```"),
            new_code_cell(
                answer, metadata={"nbgrader": {**common, "grade_id": label, "solution": True, "grade": False, "locked": False, "points": 0}}
            ),
            new_code_cell(
                tests, metadata={"nbgrader": {**common, "grade_id": f"{label}-test", "solution": False, "grade": True, "locked": True, "points": 1}}
            ),
            new_markdown_cell("```{exercise-end}\n```"),
        ]
    return new_notebook(
        cells=cells, metadata={"dlcourse": {"minutes": 5}, "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    )


def submission(student: NotebookNode, number: int) -> str:
    """The student notebook, answered rightly, wrongly or not at all."""
    nb = nbformat.from_dict(student)
    nb = nbformat.reads(nbformat.writes(nb), as_version=4)
    for cell in nb.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            name = re.search(r"def (\w+)", cell.source)[1]
            body = [EXERCISES[name][0], "return x", "raise NotImplementedError()"][number % 3]
            cell.source = f"# {number}\ndef {name}(x):\n    {body}"
    return nbformat.writes(nb)


def marks(count: int) -> dict[str, float]:
    return {student(number): [2.0, 0.0, 0.0][number % 3] for number in range(count)}


def student(number: int) -> str:
    return f"student{number:05}"


def ours(folder: Path, count: int, workers: int) -> float:
    """Seconds to grade ``count`` submissions, the source's own grading and the start of dask included."""
    path = folder / f"{NAME}.ipynb"
    nbformat.write(source(), path)
    student_version = release.student_notebook(nbformat.read(path, 4))
    inbox = folder / f"in{count}"
    inbox.mkdir()
    for number in range(count):
        (inbox / f"{student(number)}.ipynb").write_text(submission(student_version, number))
    began = time.perf_counter()
    with journal.opened(folder / f"{count}.jsonl") as kept:
        records = grade.grade_all(problems.read(path), submissions.collect(inbox), Limits(), None, kept, workers=workers)
    seconds = time.perf_counter() - began
    assert {record.student: record.result.earned for record in records} == marks(count)
    return seconds


def nbgrader(folder: Path, count: int) -> float:
    """Seconds that ``nbgrader autograde`` takes for ``count`` of the same submissions."""
    course = folder / "course"
    (course / "source" / NAME).mkdir(parents=True)
    nbformat.write(source(), course / "source" / NAME / f"{NAME}.ipynb")
    (course / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'speed'\n")
    run = [sys.executable, "-m", "nbgrader"]
    # nbgrader calls a program that lies beside the interpreter.
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    subprocess.run([*run, "generate_assignment", NAME, "--force"], cwd=course, check=True, capture_output=True, env=environment)
    released = nbformat.read(course / "release" / NAME / f"{NAME}.ipynb", 4)
    for number in range(count):
        target = course / "submitted" / student(number) / NAME / f"{NAME}.ipynb"
        target.parent.mkdir(parents=True)
        target.write_text(submission(released, number))
    began = time.perf_counter()
    subprocess.run([*run, "autograde", NAME], cwd=course, check=True, capture_output=True, env=environment)
    seconds = time.perf_counter() - began
    assert nbgraders_marks(course) == marks(count), "the two graders must agree"
    return seconds


def nbgraders_marks(course: Path) -> dict[str, float]:
    from nbgrader.api import Gradebook

    with contextlib.closing(Gradebook(f"sqlite:///{course / 'gradebook.db'}")) as book:
        return {s.student.id: s.score for s in book.assignment_submissions(NAME)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[50, 200], help="numbers of submissions")
    parser.add_argument("--workers", type=int, default=len(os.sched_getaffinity(0)), help="submissions side by side")
    parser.add_argument("--nbgrader", type=int, default=12, help="submissions for nbgrader")
    options = parser.parse_args()
    print(f"{options.workers} workers on {len(os.sched_getaffinity(0))} cores")
    with tempfile.TemporaryDirectory() as name:
        taken = {count: ours(Path(name), count, options.workers) for count in options.sizes}
        for count, seconds in taken.items():
            print(
                f"dlcourse grade      {count:6} submissions {seconds:8.1f} s {60 * count / seconds:8.0f} a minute {1000 * seconds / count:8.0f} ms each"
            )
        if len(taken) > 1:
            (few, first), *_, (many, last) = sorted(taken.items())
            print(
                f"one more submission costs {1000 * (last - first) / (many - few):.0f} ms, the start {first - few * (last - first) / (many - few):.1f} s"
            )
        if options.nbgrader:
            seconds = nbgrader(Path(name), options.nbgrader)
            rate = options.nbgrader / seconds
            print(f"nbgrader autograde  {options.nbgrader:6} submissions {seconds:8.1f} s {60 * rate:8.0f} a minute {1000 / rate:8.0f} ms each")
            best = statistics.fmean(count / seconds for count, seconds in taken.items())
            print(f"{best / rate:.1f} times the throughput (mean over sizes), {max(taken) / taken[max(taken)] / rate:.1f} at {max(taken)}")


if __name__ == "__main__":
    main()
