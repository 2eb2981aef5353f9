"""A pool of workers that may crash, hang, be killed or run out of memory, without losing a document.

Each worker is a process of its own (`worker`), given a few batches ahead. It tells the number of each document before
it reads it, so that when it dies or takes too long the culprit is known: the documents before and after it are read
again, and the culprit by itself; a culprit that fails so often even then becomes an error of its own.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, NamedTuple, Self, cast

from .jobs import Batch, Job, Outcome, Profile, packed
from .worker import AT, BATCH, DONE, FAILED, JOB, REFUSED, read_frame, write_frame

TRIES = 3  # how often a document may kill the worker that reads it alone: somebody else may have killed it
_SLOW_TRIES = 1  # how often it may take too long alone
_SLOW_START = 120.0  # seconds in which a worker must have loaded its rules
# Each worker has one core; libraries that start threads of their own for every core only get in the way.
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "ARROW_NUM_THREADS": "1"}
_AHEAD = 3  # batches that a worker has at once, so that it need not wait while parts are written
_STARTS, _KILLED_STARTS = 5, 50  # workers in a row that may end, or be killed, while they start


class WorkerProblem(RuntimeError):  # noqa: N818  (Problem is the word of the house)
    """Workers cannot be started at all, or cannot load the rules."""


class Limits(NamedTuple):
    """``timeout``: seconds for a document; ``memory``: bytes for a worker; None: as much as it wants."""

    timeout: float | None = 60.0
    memory: int | None = None


class _Work(NamedTuple):
    """Some documents of one batch; ``tries`` counts how often a document alone has failed already."""

    batch: int
    documents: Batch
    tries: int = 0


@dataclass(slots=True, eq=False)
class _Worker:
    process: subprocess.Popen[bytes]
    ready: bool = False
    work: deque[_Work] = field(default_factory=deque)  # the first of which it reads
    at: int | None = None  # the number of the document that it reads
    since: float = field(default_factory=time.monotonic)
    letters: queue.SimpleQueue[tuple[bytes, bytes] | None] = field(default_factory=queue.SimpleQueue)

    def give(self, work: _Work) -> None:
        """Have it read some documents when it is done with what it has."""
        if not self.work:
            self.at, self.since = None, time.monotonic()
        self.work.append(work)
        self.send(BATCH, pickle.dumps(work.documents, protocol=5))

    def send(self, kind: bytes, body: bytes) -> None:
        """Send a frame, waiting for nothing: a worker may be stopped amid reading it."""
        self.letters.put((kind, body))

    def post(self) -> None:
        """Write what is sent, one frame after the other, until the worker is gone, which its reader tells."""
        with contextlib.suppress(OSError, ValueError):
            while (letter := self.letters.get()) is not None:
                write_frame(cast("IO[bytes]", self.process.stdin), *letter)

    def end(self) -> None:
        """Kill the process; nothing waits for it to agree."""
        self.letters.put(None)
        self.process.kill()
        self.process.wait()
        with contextlib.suppress(OSError):
            cast("IO[bytes]", self.process.stdin).close()


class Supervisor:
    """Yields the results of batches in their order, with as many workers as wanted.

    Use it as a context: leaving it kills all workers.
    """

    def __init__(self, job: Job, workers: int, limits: Limits = Limits()) -> None:  # noqa: B008  (a frozen tuple)
        self._job = job
        self._limits = limits
        self._count = workers
        self._events: queue.SimpleQueue[tuple[_Worker, bytes, bytes]] = queue.SimpleQueue()
        self._workers: list[_Worker] = []
        self._waiting: deque[_Work] = deque()
        self._parts: dict[int, list[tuple[int, bytes]]] = {}
        self._missing: dict[int, int] = {}
        self._failed_starts = 0
        self._profile: Profile | None = None
        #: how many documents have an answer, and how many workers had to be replaced
        self.done = 0
        self.replaced = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.end()

    @property
    def profile(self) -> Profile:
        """What the rules make, as the first worker tells, so that they are loaded nowhere else.

        Raises RuleError where the rules are wrong.
        """
        while self._profile is None:
            if not self._workers:
                self._workers.append(self._started())
            self._listen()
        return self._profile

    def results(self, batches: Iterator[Batch]) -> Iterator[list[bytes]]:
        """Yield, for each batch in its order, the results of its pieces in their order.

        No more batches are taken than keep the workers busy, so that what waits does not grow with the input.
        Raises WorkerProblem where no worker comes to life.
        """
        told, given = 0, 0
        exhausted = False
        most = (_AHEAD + 1) * self._count + 2
        while True:
            while not exhausted and given - told < most and len(self._waiting) <= self._count:
                batch = next(batches, None)
                if batch is None:
                    exhausted = True
                else:
                    self._waiting.append(_Work(given, batch))
                    self._parts[given], self._missing[given] = [], len(batch)
                    given += 1
            while told < given and not self._missing[told]:
                pieces = sorted(self._parts.pop(told))
                del self._missing[told]
                told += 1
                yield [body for _, body in pieces]
            if exhausted and told == given:
                return
            if not exhausted and given - told < most and len(self._waiting) <= self._count:
                continue
            self._employ()
            self._listen()

    def _employ(self) -> None:
        """Start workers that are missing and give each something to do, those first that have least."""
        busy = sum(bool(worker.work) for worker in self._workers)
        wanted = min(self._count, busy + len(self._waiting))
        while len(self._workers) < wanted:
            self._workers.append(self._started())
        for held in range(_AHEAD):
            for worker in self._workers:
                if worker.ready and len(worker.work) == held and self._waiting:
                    worker.give(self._waiting.popleft())

    def _started(self) -> _Worker:
        command = [sys.executable, "-c", "from relex.corpus.worker import main; main()"]
        process = subprocess.Popen(  # noqa: S603
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **_ONE_THREAD},
            start_new_session=True,
        )
        worker = _Worker(process)
        threading.Thread(target=self._read, args=(worker,), daemon=True).start()
        threading.Thread(target=worker.post, daemon=True).start()
        worker.send(JOB, pickle.dumps((self._job, self._limits.memory), protocol=5))
        return worker

    def _read(self, worker: _Worker) -> None:
        """Pass on what a worker says; at the end, that it is gone."""
        with cast("IO[bytes]", worker.process.stdout) as stream:
            while (frame := read_frame(stream)) is not None:
                self._events.put((worker, *frame))
        self._events.put((worker, b"", b""))

    def _listen(self) -> None:
        """Take in one thing that a worker says, or find that one takes too long."""
        try:
            worker, kind, body = self._events.get(timeout=self._patience())
        except queue.Empty:
            self._stop_the_slow()
            return
        if worker not in self._workers:
            return
        if kind == AT:
            worker.at, worker.since = int.from_bytes(body, "big"), time.monotonic()
        elif kind == DONE and not worker.ready:
            self._welcome(worker, pickle.loads(body))  # noqa: S301  from a process that was started here
        elif kind == DONE and worker.work:
            self._take(worker.work.popleft(), body)
            worker.at, worker.since = None, time.monotonic()
        elif kind == REFUSED:
            raise pickle.loads(body)  # noqa: S301
        elif kind == FAILED and not worker.ready:
            raise WorkerProblem(body.decode())
        elif kind == FAILED:
            self._lose(worker, body.decode())
        else:
            self._bury(worker)

    def _welcome(self, worker: _Worker, profile: Profile) -> None:
        """A worker is ready."""
        self._profile = self._profile or profile
        if profile.digest != self._profile.digest:
            raise WorkerProblem("the rules were changed while documents were read by them; start again")
        worker.ready, self._failed_starts = True, 0

    def _patience(self) -> float:
        """Seconds until the first worker has taken too long."""
        now = time.monotonic()
        return max(0.01, min((self._due(worker) for worker in self._workers), default=now + 1.0) - now)

    def _due(self, worker: _Worker) -> float:
        if not worker.ready:
            return worker.since + _SLOW_START
        if not worker.work or self._limits.timeout is None:
            return time.monotonic() + 1.0
        return worker.since + self._limits.timeout

    def _stop_the_slow(self) -> None:
        now = time.monotonic()
        for worker in list(self._workers):
            if self._due(worker) <= now:
                why = f"took longer than {self._limits.timeout:g} s" if worker.ready else "did not start"
                self._lose(worker, why, _SLOW_TRIES)

    def _bury(self, worker: _Worker) -> None:
        """A worker is gone by itself or was killed."""
        code = worker.process.wait()
        if not worker.ready:
            self._failed_starts += 1 if code < 0 else _KILLED_STARTS // _STARTS
            if self._failed_starts >= _KILLED_STARTS:
                raise WorkerProblem(f"worker after worker ended while it started; exit code {code}")
        how = f"signal {-code}" if code < 0 else f"exit code {code}"
        self._lose(worker, f"the process that read it ended with {how}")

    def _lose(self, worker: _Worker, why: str, tries: int = TRIES) -> None:
        """Give up a worker; have what it read done by others."""
        worker.end()
        self._workers.remove(worker)
        self.replaced += 1
        if not worker.work:
            return
        work, *untouched = worker.work
        self._waiting.extendleft(reversed(untouched))
        documents = work.documents
        place = next((n for n, document in enumerate(documents) if document.number == worker.at), None)
        if len(documents) == 1:
            if work.tries + 1 >= tries:
                lost = Outcome(documents[0]._replace(page=None), None, why)
                self._take(work, packed(self._profile if self._job.columns else None, [lost]))
            else:
                self._waiting.appendleft(work._replace(tries=work.tries + 1))
            return
        if place is None:  # it fell before it began: somebody killed it, or it is one of these, unknown which
            half = len(documents) // 2
            rest: tuple[Batch, ...] = (documents[:half], documents[half:])
        else:
            rest = (documents[:place], documents[place : place + 1], documents[place + 1 :])
        self._waiting.extendleft(_Work(work.batch, each) for each in reversed(rest) if each)

    def _take(self, work: _Work, body: bytes) -> None:
        self._parts[work.batch].append((work.documents[0].number, body))
        self._missing[work.batch] -= len(work.documents)
        self.done += len(work.documents)
