"""Judges' processes: each holds what its assignment's checks import, grades one submission after another, and can be killed.

A judge must stop a check that never ends, and outlive whatever a library does with strange data; so it works in a process of its own,
to which its keeper sends one line of JSON a submission, and which is replaced when it dies or overruns.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import resource
import subprocess
import sys
import threading
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from dlcourse.classroom import judge, problems
from dlcourse.classroom.judge import Calibration, Result
from dlcourse.classroom.problems import Assignment
from dlcourse.classroom.runner import Cell
from dlcourse.classroom.sandbox import Limits
from dlcourse.errors import CourseError

START_SECONDS = 180
OVERTIME_SECONDS = 120
END_SECONDS = 1
JUDGE_MEMORY = 2 * 2**30

_GONE = "The judge's process ended unexpectedly; the submission must be graded again or by hand."


class JudgeError(Exception):
    """A submission could not be judged; it is nobody's mark."""


class Referee:
    """Keeps one judge's process for an assignment. Not for use by two threads at once."""

    def __init__(self, assignment: Assignment, limits: Limits, calibrations: dict[str, Calibration]):
        self._setup = {"assignment": problems.to_data(assignment), "limits": asdict(limits), "calibrations": {k: asdict(v) for k, v in calibrations.items()}}
        self._limit = limits.total_seconds + OVERTIME_SECONDS + judge.CHECK_SECONDS * 2 * len(assignment.problems)
        self._process: subprocess.Popen[str] | None = None

    def grade(self, cells: list[Cell], seeds: dict[str, int]) -> Result:
        """The result of a submission's code cells.

        Raises :class:`CourseError` when no submission can be graded here, :class:`JudgeError` when this one cannot.
        """
        self._start()
        reply = self._ask({"cells": [asdict(cell) for cell in cells], "seeds": seeds}, self._limit)
        if reply["spent"]:
            self.close()
        return judge.result_from(reply["result"])

    def calibrate(self, seeds: dict[str, int]) -> dict[str, Calibration]:
        """See :func:`judge.calibrate`. The calibrations hold for this referee from then on."""
        self._start()
        reply = self._ask({"calibrate": True, "seeds": seeds}, self._limit + START_SECONDS)
        self._setup["calibrations"] = reply["calibrations"]
        self.close()
        return {label: Calibration(**calibration) for label, calibration in reply["calibrations"].items()}

    def close(self) -> None:
        """End the judge's process: one that is idle ends by itself when nothing can be asked any more."""
        if self._process:
            with contextlib.suppress(OSError, ValueError):
                self._process.stdin.close()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(END_SECONDS)
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                with contextlib.suppress(OSError):
                    pipe.close()
            self._process = None

    def _start(self) -> None:
        if self._process and self._process.poll() is None:
            return
        self.close()
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "dlcourse.classroom.referee"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", start_new_session=True, env=_environment(),
        )  # fmt: skip
        self._ask(self._setup, START_SECONDS)

    def _ask(self, request: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Send a line, wait for a line; the process is ended when it does not answer in time."""
        answer: queue.SimpleQueue[str] = queue.SimpleQueue()
        process = self._process

        def exchange() -> None:
            try:
                process.stdin.write(json.dumps(request) + "\n")
                process.stdin.flush()
                answer.put(process.stdout.readline())
            except (OSError, ValueError):
                answer.put("")

        threading.Thread(target=exchange, daemon=True).start()
        try:
            line = answer.get(timeout=seconds)
            reply = json.loads(line) if line else None
        except (queue.Empty, ValueError):
            reply = None
        if reply is None:
            process.kill()
            self.close()
            raise JudgeError(_GONE)
        if "sentence" in reply:
            raise CourseError(reply["sentence"])
        return reply


def _environment() -> dict[str, str]:
    """The judge finds the package where we found it; nothing in the environment may switch its asserts off."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    threads = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}
    return {
        **kept,
        **threads,
        "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
        "MPLBACKEND": "agg",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "DLCOURSE_OFFLINE": "1",
        "DLCOURSE_PROFILE": "smoke",
    }


def serve() -> None:
    """The judge's process: what checks print goes nowhere, so that standard output carries the replies alone."""
    requests, replies = sys.stdin, os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)

    def reply(data: dict[str, Any]) -> None:
        print(json.dumps(data), file=replies, flush=True)

    setup = json.loads(requests.readline())
    assignment, limits = problems.from_data(setup["assignment"]), Limits(**setup["limits"])
    _bound_memory(JUDGE_MEMORY + limits.memory)
    try:
        mine = judge.Judge(assignment, limits, {label: Calibration(**calibration) for label, calibration in setup["calibrations"].items()})
    except Exception as error:  # noqa: BLE001 - the cell is the instructor's, who must be told
        reply({"sentence": f"The imports of {assignment.name}, on which its checks rely, fail: {type(error).__name__}: {error}"})
        return
    reply({"ready": True})
    for line in requests:
        request = json.loads(line)
        try:
            reply(_answer(mine, assignment, limits, request))
        except CourseError as error:
            reply({"sentence": str(error)})


def _answer(mine: judge.Judge, assignment: Assignment, limits: Limits, request: dict[str, Any]) -> dict[str, Any]:
    if "calibrate" in request:
        roomy = replace(limits, seconds=max(limits.seconds, 60.0))
        calibrations = judge.calibrate(assignment, roomy, request["seeds"])
        return {"calibrations": {label: asdict(calibration) for label, calibration in calibrations.items()}}
    cells = [Cell(cell["number"], cell["source"], tuple(cell["ids"])) for cell in request["cells"]]
    result = mine.grade(cells, request["seeds"])
    return {"result": judge.result_data(result), "spent": mine.is_spent}


def _bound_memory(total_bytes: int) -> None:
    """What students return is limited; what a check makes of it must not take the machine down."""
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (total_bytes, resource.getrlimit(resource.RLIMIT_DATA)[1]))


if __name__ == "__main__":
    serve()
