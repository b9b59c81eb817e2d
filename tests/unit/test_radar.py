"""The radar on results that were made up: what counts as moved, and whether bisection finds the package that was planted as the cause."""

from __future__ import annotations

import copy
import json
import math
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from dlcourse import cli
from dlcourse.book import radar
from dlcourse.claims import Claim
from dlcourse.errors import CourseError

PAGE, OTHER = "chapters/part/one", "chapters/part/two"
BEFORE = {"numpy": "2.0", "tensorflow": "2.18", "keras": "3.8", "torch": "2.6"}
NEWEST = {"numpy": "2.4", "tensorflow": "2.21", "keras": "3.15", "torch": "2.13"}
RELEASES = {
    "numpy": ["2.4", "2.3", "2.2", "2.1", "2.0", "1.26"],
    "tensorflow": ["2.21", "2.20", "2.19", "2.18"],
    "keras": ["3.15", "3.14rc1", "3.12", "3.10", "3.8", "3.7"],
    "torch": ["2.13", "2.12", "2.11", "2.10", "2.9", "2.8", "2.7", "2.6"],
}


def claim(value: float, band: tuple[float, float] | None = (0.8, 0.9), name: str = "Accuracy", profile: str = "standard") -> dict:
    return Claim(
        name=name, value=value, text=f"{value:.3f}", unit="", framework="torch", profile=profile, data="generated", datasets=(),
        device="cpu", band=band, verdict="not judged",
    ).to_record()  # fmt: skip


def results(*claims: dict, **others: list[dict]) -> dict:
    return {"notebooks": {PAGE: {"claims": list(claims)}, **{name: {"claims": found} for name, found in others.items()}}}


def hows(before: dict, after: dict) -> list[str]:
    return [move.how for move in radar.moves(before, after)]


@pytest.mark.parametrize(
    ("now", "how"),
    [
        (claim(0.851), []),
        (claim(0.899), []),
        (claim(0.95), ["left its band"]),
        (claim(math.nan), ["left its band"]),
        (claim(0.85, name="Another"), ["was not made"]),
        (claim(5.0, band=None), []),
    ],
)
def test_a_claim_moves_when_it_leaves_its_band_or_is_gone(now: dict, how: list[str]) -> None:
    assert hows(results(claim(0.85)), results(now)) == how


def test_a_claim_that_crosses_half_of_its_band_has_drifted() -> None:
    assert hows(results(claim(0.81)), results(claim(0.89))) == ["drifted"]


def test_a_notebook_that_failed_or_did_not_run_is_named_once() -> None:
    failed = {"notebooks": {PAGE: {"claims": [], "failure": "cell 5 raised TypeError: no"}}}
    (move,) = radar.moves(results(claim(0.85)), failed)
    assert (move.claim, move.after, move.how) == ("", "cell 5 raised TypeError: no", "failed")
    assert hows(results(claim(0.85)), {"notebooks": {}}) == ["failed"]


def test_what_was_wrong_before_has_not_moved() -> None:
    assert hows(results(claim(0.95)), results(claim(0.96))) == []
    failed = {"notebooks": {PAGE: {"claims": [], "failure": "cell 5 raised TypeError: no"}}}
    assert hows(failed, failed) == []


def test_unlike_runs_are_not_compared() -> None:
    with pytest.raises(CourseError, match="profile standard .* in smoke .* compare like with like"):
        radar.moves(results(claim(0.85)), results(claim(0.2, profile="smoke")))


@pytest.mark.parametrize("first_bad", range(1, 9))
def test_bisection_finds_the_turning_point_in_few_steps(first_bad: int) -> None:
    tried: list[int] = []
    assert radar.turning_point(range(9), lambda step: tried.append(step) or step >= first_bad) == (first_bad - 1, first_bad)
    assert len(tried) <= 3 and not {0, 8} & set(tried)


def test_steps_that_cannot_be_tried_stay_in_doubt() -> None:
    assert radar.turning_point(range(9), lambda step: None if step in (3, 4) else step >= 4) == (2, 5)
    assert radar.turning_point(range(9), lambda step: None if step in (6, 7) else step >= 4) == (3, 4)


class MadeUp:
    """A laboratory in which a planted version moves a claim."""

    def __init__(self, bad: Callable[[radar.Versions], bool], impossible: Callable[[radar.Versions], bool] = lambda versions: False):
        self.bad, self.impossible, self.trials = bad, impossible, 0

    def releases(self, package: str) -> Sequence[str]:
        return RELEASES[package]

    def results(self, versions: radar.Versions, notebooks: Sequence[str]) -> dict | None:
        self.trials += 1
        if self.impossible(versions):
            return None
        found = results(claim(0.5 if self.bad(versions) else 0.85), **{OTHER: [claim(0.85)]})
        return {"notebooks": {page: found["notebooks"][page] for page in notebooks or found["notebooks"]}}


def at_least(package: str, release: str) -> Callable[[radar.Versions], bool]:
    return lambda versions: radar._version(versions[package]) >= radar._version(release)


@pytest.mark.parametrize(
    ("package", "release", "last_good"),
    [("numpy", "2.1", "2.0"), ("tensorflow", "2.21", "2.20"), ("keras", "3.10", "3.8"), ("torch", "2.10", "2.9"), ("keras", "3.15", "3.12")],
)
def test_the_package_and_the_release_that_were_planted_are_found(package: str, release: str, last_good: str) -> None:
    laboratory = MadeUp(at_least(package, release))
    found = radar.scan(laboratory, BEFORE, NEWEST)
    assert [move.notebook for move in found.moves] == [PAGE]
    assert str(found.culprits[PAGE]) == f"{package} {release} (well with {last_good})"
    assert laboratory.trials <= 8


def test_two_packages_that_only_go_together_are_named_together() -> None:
    def apart(versions: radar.Versions) -> bool:
        return (versions["tensorflow"] == "2.21") != (versions["keras"] == "3.15")

    found = radar.scan(MadeUp(at_least("keras", "3.15"), apart), BEFORE, NEWEST)
    assert str(found.culprits[PAGE]) == "tensorflow 2.21 (well with 2.18) together with keras 3.15 (well with 3.8)"


def test_a_package_that_cannot_be_upgraded_is_left_where_it_was() -> None:
    found = radar.scan(MadeUp(at_least("torch", "2.8"), lambda versions: versions["numpy"] == "2.4"), BEFORE, NEWEST)
    assert found.after == NEWEST | {"numpy": "2.0"} and str(found.culprits[PAGE]) == "torch 2.8 (well with 2.7)"


def test_when_nothing_moves_nothing_is_bisected() -> None:
    laboratory = MadeUp(lambda versions: False)
    assert radar.scan(laboratory, BEFORE, NEWEST).moves == [] and laboratory.trials == 2


def test_a_start_that_cannot_be_installed_is_said() -> None:
    with pytest.raises(CourseError, match="cannot be installed: numpy 2.0, tensorflow"):
        radar.scan(MadeUp(lambda versions: False, lambda versions: True), BEFORE, NEWEST)


def test_the_command_compares_two_files_and_fails_when_something_moved(tmp_path: Path) -> None:
    before, after = tmp_path / "before.json", tmp_path / "after.json"
    before.write_text(json.dumps(results(claim(0.85))))
    after.write_text(json.dumps(results(claim(0.5))))
    done = CliRunner().invoke(cli.main, ["radar", "compare", str(before), str(after)])
    assert done.exit_code == 1 and f"| {PAGE} | Accuracy | 0.850 | 0.500 | left its band |" in done.output
    assert "Results moved: 1 in 1 notebook." in done.stderr
    done = CliRunner().invoke(cli.main, ["radar", "compare", str(before), str(before)])
    assert done.exit_code == 0 and "No claim moved." in done.output


@pytest.mark.parametrize("content", ["{", "[]", '{"notebooks": {"a": {}}}', '{"notebooks": {"a": {"claims": [{}]}}}'])
def test_what_is_no_file_of_results_is_refused(content: str, tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    path.write_text(content)
    done = CliRunner().invoke(cli.main, ["radar", "compare", str(path), str(path)])
    assert done.exit_code == 2 and "is not a file of results" in done.stderr


def test_the_start_is_what_the_lock_says_for_this_python(tmp_path: Path) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text('numpy==2.4.6 ; python_version < "3"\nnumpy==2.5.5 ; python_version >= "3"\ntensorflow==2.21.0\nkeras==3.15.1\ntorch==2.13.0\n')
    assert radar.locked(lock) == {"numpy": "2.5.5", "tensorflow": "2.21.0", "keras": "3.15.1", "torch": "2.13.0"}
    lock.write_text("numpy==2.4.6\n")
    with pytest.raises(CourseError, match="does not name tensorflow"):
        radar.locked(lock)


def test_a_failed_notebook_still_tells_what_it_measured(tmp_path: Path) -> None:
    """One that is out of band is withdrawn from the ledger; the radar must see by how much it moved."""
    from dlcourse.book.project import Project
    from dlcourse.claims import CLAIM_MIME

    (tmp_path / "chapters" / "part").mkdir(parents=True)
    project = Project(tmp_path)
    output = {"output_type": "display_data", "metadata": {}, "data": {CLAIM_MIME: claim(0.5)}}
    cell = {"cell_type": "code", "source": "x", "metadata": {}, "outputs": [output], "execution_count": 1, "id": "a"}
    failed = project.failed("standard", PAGE)
    failed.parent.mkdir(parents=True)
    failed.write_text(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    now = radar.observed(project, "standard", [PAGE, OTHER])
    before = results(claim(0.85), **{OTHER: [claim(0.85)]})
    assert [(move.notebook, move.how) for move in radar.moves(before, now)] == [(PAGE, "left its band"), (OTHER, "failed")]
    broken = copy.deepcopy(cell) | {"outputs": [{"output_type": "error", "ename": "TypeError", "evalue": "no", "traceback": []}]}
    failed.write_text(json.dumps({"cells": [cell, broken], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    assert [move.how for move in radar.moves(results(claim(0.85)), radar.observed(project, "standard", [PAGE]))] == ["failed", "left its band"]
