"""How a run goes on, on the standard error: a bar for people, nothing in pipes."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol


class Told(Protocol):
    """What a run tells: documents that are done, how many of them have no result, which share of all they are."""

    @property
    def documents(self) -> int: ...
    @property
    def errors(self) -> int: ...
    @property
    def share(self) -> float: ...


@contextmanager
def progress_of() -> Iterator[Callable[[Told], None]]:
    """A function to be told how far a run is; it shows documents, rate, time left and failures."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.fields[documents]:,} documents"),
        BarColumn(),
        TextColumn("{task.fields[rate]:,.0f}/s  {task.fields[errors]:,} failed"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    began = time.monotonic()
    first: list[int] = []
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=1.0, documents=0, rate=0.0, errors=0)

        def tell(told: Told) -> None:
            first[:] = first or [told.documents]  # a resumed run has documents that this one did not read
            rate = (told.documents - first[0]) / max(time.monotonic() - began, 1e-9)
            bar.update(task, completed=told.share, documents=told.documents, rate=rate, errors=told.errors)

        yield tell
