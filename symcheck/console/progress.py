"""How far a run is, while it lasts."""

from __future__ import annotations

import contextlib
import sys
import threading
import time


class Progress:
    """How far a run is, on stderr if that is a terminal, from the second second on; gone when the run ends."""

    DELAY, EVERY = 1.0, 0.2

    def __init__(self, quiet: bool, what: str = "claims") -> None:
        self._what = what
        self._over = threading.Event()
        self._shown = False
        self._done, self._total = 0, 0
        self._start = time.monotonic()
        self._thread: threading.Thread | None = None
        if not quiet and sys.stderr.isatty():
            self._thread = threading.Thread(target=self._draw, daemon=True)

    def __call__(self, done: int, total: int) -> None:
        self._done, self._total = done, total

    def __enter__(self) -> Progress:
        if self._thread is not None:
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        if self._thread is not None:
            self._thread.join()
            if self._shown:
                with contextlib.suppress(OSError):
                    sys.stderr.write("\r\x1b[K")
                    sys.stderr.flush()

    def _draw(self) -> None:
        wait = self.DELAY
        while not self._over.wait(wait):
            wait = self.EVERY
            seconds = time.monotonic() - self._start
            count = f"{self._done} of {self._total} {self._what}" if self._total else "starting"
            with contextlib.suppress(OSError):
                sys.stderr.write(f"\r\x1b[K{count}, {seconds:.0f} s")
                sys.stderr.flush()
            self._shown = True
