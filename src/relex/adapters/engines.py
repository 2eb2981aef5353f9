"""Dask and Spark as engines of a run: the same batches, read elsewhere, with the same results."""

from __future__ import annotations

import itertools
import pickle
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

from ..corpus.documents import Record
from ..corpus.jobs import Job, Outcome, packed, read_batch
from ..corpus.run import Engine

Batch = tuple[Record, ...]
_AHEAD = 4  # batches for each core of the cluster that wait or are read
_ROUND = 8  # batches for each core that Spark is given at once


def dask(scheduler: str | None = None) -> Engine:
    """Return the engine that reads on the Dask cluster at an address, or on a new local one where there is none.

    A worker that dies costs a batch another try elsewhere; a batch that keeps killing workers is halved until the
    document is found, which becomes an error row. Needs ``relex[dask]``, here and on the workers.
    """

    def results(job: Job, batches: Iterator[Batch]) -> Iterator[list[bytes]]:
        client = _client(scheduler)
        try:
            cores = sum(client.ncores().values()) or 1
            waiting: deque[tuple[Batch, Any]] = deque()
            for batch in batches:
                waiting.append((batch, client.submit(read_batch, job, batch, pure=False)))
                if len(waiting) >= _AHEAD * cores:
                    yield _gathered(client, job, *waiting.popleft())
            while waiting:
                yield _gathered(client, job, *waiting.popleft())
        finally:
            client.close()

    return results


def _client(scheduler: str | None) -> Any:
    try:
        from distributed import Client
    except ImportError:
        raise ImportError("the engine dask needs pip install 'relex[dask]'") from None
    make: Any = Client  # its own annotations are incomplete
    return make(scheduler, set_as_default=False) if scheduler else make(set_as_default=False)


def _gathered(client: Any, job: Job, batch: Batch, future: Any) -> list[bytes]:
    """The results of a batch, in pieces where it had to be halved."""
    from distributed.scheduler import KilledWorker

    try:
        return [future.result()]
    except KilledWorker as error:
        if len(batch) == 1:
            return [packed(job, [Outcome(batch[0], None, f"the worker that read it ended: {error}")])]
        half = len(batch) // 2
        several = [(part, client.submit(read_batch, job, part, pure=False)) for part in (batch[:half], batch[half:])]
        return [piece for part, later in several for piece in _gathered(client, job, part, later)]


def spark(master: str | None = None) -> Engine:
    """Return the engine that reads on the Spark cluster at an address, or on this machine where there is none.

    Needs ``relex[spark]`` and Java, and relex on the executors.
    """

    def results(job: Job, batches: Iterator[Batch]) -> Iterator[list[bytes]]:
        context = _context(master)
        try:
            size = _ROUND * context.defaultParallelism
            while several := [pickle.dumps(batch) for batch in itertools.islice(batches, size)]:
                for body in context.parallelize(several, len(several)).map(_Reads(job)).collect():
                    yield [bytes(body)]
        finally:
            context.stop()

    return results


class _Reads:
    """Reads a pickled batch: what Spark sends to its executors."""

    def __init__(self, job: Job) -> None:
        self._job = job

    def __call__(self, batch: bytes) -> bytes:
        return read_batch(self._job, pickle.loads(batch))  # noqa: S301  from the driver


def _context(master: str | None) -> Any:
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise ImportError("the engine spark needs pip install 'relex[spark]' and Java") from None
    builder = SparkSession.builder.appName("relex").config("spark.ui.showConsoleProgress", "false")
    return builder.master(master or "local[*]").getOrCreate().sparkContext


ENGINES: dict[str, Callable[[str | None], Engine]] = {"dask": dask, "spark": spark}
