"""What a worker does with a batch of documents, whoever calls it: process, Dask or Spark."""

from __future__ import annotations

import pickle
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path
from typing import NamedTuple, Protocol

from ..extractor import Extractor, load
from ..model import Extraction
from .documents import Record, with_text
from .tables import Row, Table, document_row, rows_of, tables_of

Batch = tuple[Record, ...]


class Job(NamedTuple):
    """How documents are read: by which rules, whether columns or objects are wanted, whether it is timed."""

    rules: str | None = None
    columns: bool = True
    timed: bool = False


class Profile(NamedTuple):
    """What must be known of rules by whoever has others read by them: their digest, and the tables that come out."""

    digest: str
    tables: tuple[Table, ...]


class Reading(Protocol):
    """Workers ready to read: what they read by, and the results of batches, each in pieces, in their order."""

    @property
    def profile(self) -> Profile: ...
    def results(self, batches: Iterator[Batch]) -> Iterator[list[bytes]]: ...


Engine = Callable[[Job], AbstractContextManager[Reading]]


class Outcome(NamedTuple):
    """A document with what was found in it, or with why nothing was; the seconds it took where that was asked for."""

    record: Record
    found: Extraction | None
    error: str | None = None
    seconds: float | None = None

    @property
    def id(self) -> str:
        """The document's id."""
        return self.record.id


@cache
def extractor_of(rules: str | None) -> Extractor:
    """Return the extractor of this process for some rules."""
    return load(rules)


@cache
def profile_of(rules: str | None) -> Profile:
    """Return the profile of some rules, which this process loads for it."""
    extractor = extractor_of(rules)
    return Profile(extractor.digest, tables_of(extractor.kind))


def outcome_of(extractor: Extractor, record: Record) -> Outcome:
    """Return what is found in one document; no document raises."""
    try:
        record = with_text(record)
        if record.text is None:
            return Outcome(record, None, record.error or "no text")
        return Outcome(record, extractor(record.text, record.date))
    except ValueError as error:  # a date that is none
        return Outcome(record, None, str(error))
    except MemoryError:
        return Outcome(record, None, "out of memory")
    except RecursionError:
        return Outcome(record, None, "nested too deeply")


def read_batch(job: Job, batch: Iterable[Record], told: Callable[[int], None] | None = None) -> bytes:
    """Return the outcomes of a batch as the job wants them; ``told`` is called before each document."""
    extractor = extractor_of(job.rules)
    outcomes: list[Outcome] = []
    for record in batch:
        if told:
            told(record.number)
        began = time.perf_counter()
        outcome = outcome_of(extractor, record)
        outcomes.append(outcome._replace(seconds=time.perf_counter() - began) if job.timed else outcome)
    return packed(profile_of(job.rules) if job.columns else None, outcomes)


def packed(profile: Profile | None, outcomes: list[Outcome]) -> bytes:
    """Return outcomes as bytes: as a batch of Arrow columns in the tables of a profile, without one as objects."""
    if profile is None:
        return pickle.dumps(outcomes, protocol=5)
    from .columns import batch_of, bytes_of

    return bytes_of(batch_of(profile.tables, map(rows_of_outcome, outcomes)))


def rows_of_outcome(outcome: Outcome) -> tuple[Row, Mapping[str, list[Row]]]:
    """Return a document's own row, and its rows of the other tables by their names."""
    record, found, error, seconds = outcome
    row = document_row(record.number, record.id, record.source, record.date, found or error or "no result", seconds)
    return row, rows_of(found, record.number, record.id) if found else {}


def rules_path(rules: str | None) -> str | None:
    """Return the place of some rules as another process finds them: a folder absolute, a shipped name as it is."""
    return str(Path(rules).resolve()) if rules and Path(rules).exists() else rules
