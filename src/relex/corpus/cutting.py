"""How the documents of a run are cut into batches and parts, and how it is known that they are still the same."""

from __future__ import annotations

import hashlib
import itertools
from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from .documents import Record
from .jobs import Batch

BATCH = 32
PART = 1000
_BATCH_CHARS = 500_000  # a batch ends when its texts have as many
_PART_CHARS = 30_000_000  # and a part, so that a run holds little whatever its documents are


class End(NamedTuple):
    """Where a part ends: how many documents are in it, and the digest of all that were read up to there."""

    documents: int
    digest: str


class Cutter:
    """Cuts documents into batches, none of which reaches into the next part; tells where parts ended."""

    def __init__(self, documents: Iterator[Record], *, batch: int = BATCH, part: int = PART) -> None:
        self._documents = documents
        self._batch = batch
        self._part = part
        self._state = hashlib.sha256()
        self._ends: deque[End] = deque()

    def skip(self, count: int) -> str:
        """Leave out so many documents that are done already; return the digest of all that were read."""
        for record in itertools.islice(self._documents, count):
            self._look(record)
        return self._state.hexdigest()

    def batches(self) -> Iterator[Batch]:
        """Yield batches until there are no more documents."""
        batch: list[Record] = []
        batch_chars = documents = chars = 0
        for record in self._documents:
            batch.append(record)
            size = self._look(record)
            documents, chars, batch_chars = documents + 1, chars + size, batch_chars + size
            full = documents == self._part or chars >= _PART_CHARS
            if full:
                self._ends.append(End(documents, self._state.hexdigest()))
                documents = chars = 0
            if full or len(batch) == self._batch or batch_chars >= _BATCH_CHARS:
                yield tuple(batch)
                batch.clear()
                batch_chars = 0
        if batch:
            yield tuple(batch)

    def end_of(self, documents: int, *, last: bool = False) -> End | None:
        """Return the end of the part being read if it has no more than so many documents, as the last one has."""
        if self._ends and self._ends[0].documents == documents:
            return self._ends.popleft()
        return End(documents, self._state.hexdigest()) if last and documents else None

    def _look(self, record: Record) -> int:
        """Take in a record; return how large it is."""
        self._state.update(repr(record[1:]).encode())
        return len(record.text or record.page or "")
