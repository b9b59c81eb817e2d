"""Grading on a cluster: two workers on this machine, one of them killed in the middle, and every mark is there and right."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from conftest import LIMITS, RIGHT, RIGHT_SCALE, WRONG
from distributed import Client, LocalCluster

from dlcourse.classroom import schedule
from dlcourse.classroom.judge import Cell
from dlcourse.errors import CourseError

KINDS = ((RIGHT, 5.0), (RIGHT_SCALE, 2.0), (WRONG, 0.0))


def jobs(count: int) -> dict[str, tuple[schedule.Job, float]]:
    made = {}
    for number in range(count):
        code, mark = KINDS[number % len(KINDS)]
        made[f"key{number}"] = (schedule.Job(f"key{number}", [Cell(1, "import numpy as np"), Cell(2, f"{code}# {number}")], {}), mark)
    return made


def test_a_killed_worker_loses_nothing(assignment, calibrations, tmp_path: Path) -> None:
    wanted = jobs(24)
    found: dict[str, float] = {}
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=":0", local_directory=str(tmp_path)
    ) as cluster:
        with schedule.connect(cluster.scheduler_address, None) as client:
            first, *_ = client.run(os.getpid).values()

            def on_outcome(job: schedule.Job, outcome: dict) -> None:
                found[job.key] = sum(verdict["earned"] for verdict in outcome["result"]["verdicts"])
                if len(found) == 5:
                    os.kill(first, signal.SIGKILL)

            schedule.run(client, schedule.setup(assignment, LIMITS, calibrations), [job for job, _ in wanted.values()], on_outcome)
            assert first not in client.run(os.getpid).values()
    assert found == {key: mark for key, (_, mark) in wanted.items()}


def test_a_worker_that_has_no_sandbox_ends_the_run_with_its_sentence(assignment, calibrations, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise CourseError("Grading needs bubblewrap.")

    monkeypatch.setattr(schedule.Referee, "grade", refuse)
    with schedule.connect(None, 1) as client, pytest.raises(CourseError, match="Grading needs bubblewrap."):
        schedule.run(client, schedule.setup(assignment, LIMITS, calibrations), [job for job, _ in jobs(2).values()], lambda *_: None)


def test_a_scheduler_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule.cluster, "CONNECT_SECONDS", 1)
    with pytest.raises(CourseError, match="There is no dask scheduler at tcp://127.0.0.1:9"), schedule.connect("tcp://127.0.0.1:9", None):
        pass


def test_a_worker_with_another_grader_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would give other marks for the same answers."""
    with LocalCluster(n_workers=1, processes=True, host="127.0.0.1", dashboard_address=":0") as cluster:
        monkeypatch.setattr(schedule.identity, "grader", lambda: "of another commit")
        with (
            pytest.raises(CourseError, match="has another version of the grader: install the same commit"),
            schedule.connect(cluster.scheduler_address, None),
        ):
            pass


def test_a_scheduler_without_workers_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule.cluster, "WORKER_SECONDS", 1)
    with LocalCluster(n_workers=0, host="127.0.0.1", dashboard_address=":0") as cluster, Client(cluster):
        with pytest.raises(CourseError, match="has no workers: start some with 'dask worker"), schedule.connect(cluster.scheduler_address, None):
            pass
