"""Dask and Spark as engines of a run: the same batches, read elsewhere, with the same results."""

from __future__ import annotations

import itertools
import pickle
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from ..corpus.jobs import Batch, Engine, Job, Outcome, Profile, Reading, packed, profile_of
from ..corpus.supervisor import Limits
from ..corpus.tasks import leave, read_supervised

_AHEAD = 4  # batches for each core of the cluster that wait or are read
_ROUND = 8  # batches for each core that Spark is given at once


def dask(scheduler: str | None = None, limits: Limits = Limits()) -> Engine:  # noqa: B008  (a frozen tuple)
    """Return the engine that reads on the Dask cluster at an address, or on a new local one where there is none.

    Each thread of a worker of Dask has a process of its own that reads: a document that crashes it, or takes more time
    or memory than ``limits``, becomes an error row, as on one machine. Where a worker of Dask dies itself, its batches
    go elsewhere; a batch that keeps killing workers is halved until the document is found. Needs ``relex[dask]``, here
    and on the workers.
    """

    @contextmanager
    def engine(job: Job) -> Iterator[Reading]:
        client = _client(scheduler)
        try:
            yield _Dask(client, job, limits, profile_of(job.rules))
        finally:
            client.run(leave, job, limits, on_error="ignore")
            client.close()

    return engine


@dataclass(frozen=True, slots=True)
class _Dask:
    client: Any
    job: Job
    limits: Limits
    profile: Profile

    def results(self, batches: Iterator[Batch]) -> Iterator[list[bytes]]:
        cores = sum(self.client.ncores().values()) or 1
        waiting: deque[tuple[Batch, Any]] = deque()
        for batch in batches:
            waiting.append((batch, self._sent(batch)))
            if len(waiting) >= _AHEAD * cores:
                yield self._gathered(*waiting.popleft())
        while waiting:
            yield self._gathered(*waiting.popleft())

    def _sent(self, batch: Batch) -> Any:
        return self.client.submit(read_supervised, self.job, self.limits, batch, pure=False)

    def _gathered(self, batch: Batch, future: Any) -> list[bytes]:
        """The results of a batch, in pieces where it had to be halved."""
        from distributed.scheduler import KilledWorker

        try:
            return list(future.result())
        except KilledWorker as error:
            if len(batch) == 1:
                lost = Outcome(batch[0]._replace(page=None), None, f"the worker that read it ended: {error}")
                return [packed(self.profile, [lost])]
            half = len(batch) // 2
            several = [(part, self._sent(part)) for part in (batch[:half], batch[half:])]
            return [piece for part, later in several for piece in self._gathered(part, later)]


def _client(scheduler: str | None) -> Any:
    try:
        from distributed import Client
    except ImportError:
        raise ImportError("the engine dask needs pip install 'relex[dask]'") from None
    make: Any = Client  # its own annotations are incomplete
    return make(scheduler, set_as_default=False) if scheduler else make(set_as_default=False)


def spark(master: str | None = None, limits: Limits = Limits()) -> Engine:  # noqa: B008  (a frozen tuple)
    """Return the engine that reads on the Spark cluster at an address, or on this machine where there is none.

    Each Python worker of Spark has a process of its own that reads, with ``limits`` for a document as on one machine.
    Needs ``relex[spark]`` and Java, and relex on the executors.
    """

    @contextmanager
    def engine(job: Job) -> Iterator[Reading]:
        context = _context(master)
        try:
            yield _Spark(context, job, limits, profile_of(job.rules))
        finally:
            context.stop()

    return engine


@dataclass(frozen=True, slots=True)
class _Spark:
    context: Any
    job: Job
    limits: Limits
    profile: Profile

    def results(self, batches: Iterator[Batch]) -> Iterator[list[bytes]]:
        size = _ROUND * self.context.defaultParallelism
        while several := [pickle.dumps(batch) for batch in itertools.islice(batches, size)]:
            reads = _Reads(self.job, self.limits)
            for pieces in self.context.parallelize(several, len(several)).map(reads).collect():
                yield list(map(bytes, pieces))


class _Reads:
    """Reads a pickled batch: what Spark sends to its executors."""

    def __init__(self, job: Job, limits: Limits) -> None:
        self._job = job
        self._limits = limits

    def __call__(self, batch: bytes) -> list[bytes]:
        return read_supervised(self._job, self._limits, pickle.loads(batch))  # noqa: S301  from the driver


def _context(master: str | None) -> Any:
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise ImportError("the engine spark needs pip install 'relex[spark]' and Java") from None
    builder = SparkSession.builder.appName("relex").config("spark.ui.showConsoleProgress", "false")
    return builder.master(master or "local[*]").getOrCreate().sparkContext


ENGINES: dict[str, Callable[[str | None, Limits], Engine]] = {"dask": dask, "spark": spark}
