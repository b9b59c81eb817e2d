"""What a person sees while notebooks run: a live display in a terminal, plain lines elsewhere."""

from __future__ import annotations

import threading
import time
from types import TracebackType

from rich.console import Console
from rich.live import Live
from rich.text import Text

REFRESH_PER_SECOND = 4


class Progress:
    """Reports on ``total`` notebooks. Its methods may be called from any thread."""

    def __init__(self, total: int, console: Console | None = None):
        self.total, self.finished = total, 0
        self.console = console or Console(highlight=False, soft_wrap=True)
        self._running: dict[str, float] = {}
        self._lock = threading.Lock()
        self._live = Live(get_renderable=self._status, console=self.console, refresh_per_second=REFRESH_PER_SECOND, transient=True)

    def __enter__(self) -> Progress:
        if self.console.is_terminal and self.total:
            self._live.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self._live.stop()

    def started(self, docname: str) -> None:
        with self._lock:
            self._running[docname] = time.monotonic()
        if not self.console.is_terminal:
            self.console.print(f"  running  {docname}", markup=False)

    def ended(self, docname: str, note: str, *, ok: bool) -> None:
        """``note`` says how it went: the seconds it took, or why it failed."""
        with self._lock:
            self._running.pop(docname, None)
            self.finished += 1
        word, style = ("passed", "green") if ok else ("FAILED", "red")
        line = Text.assemble((f"  {word}   ", style), f"{docname}  {note}  ", (f"{self.total - self.finished} left", "dim"))
        self.console.print(line)

    def say(self, line: str) -> None:
        self.console.print(line, markup=False)

    def _status(self) -> Text:
        with self._lock:
            now = time.monotonic()
            running = [f"  running  {docname}  {now - since:.0f} s" for docname, since in self._running.items()]
            waiting = self.total - self.finished - len(running)
        return Text("\n".join([*running, f"  {self.finished} of {self.total} done, {max(0, waiting)} waiting"]), style="dim")
