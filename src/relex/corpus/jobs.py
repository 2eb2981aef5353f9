"""What a worker does with a batch of documents, whoever calls it: process, Dask or Spark."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from ..extractor import Extractor, load
from ..model import Extraction
from .documents import Record
from .tables import Row, document_row, rows_of

Form = Literal["objects", "columns"]


class Job(NamedTuple):
    """How documents are read: by which rules, and in which form the results are wanted."""

    rules: str | None = None
    form: Form = "columns"


class Outcome(NamedTuple):
    """A document with what was found in it, or with why nothing was."""

    record: Record
    found: Extraction | None
    error: str | None = None

    @property
    def id(self) -> str:
        """The document's id."""
        return self.record.id


@cache
def extractor_of(rules: str | None) -> Extractor:
    """Return the extractor of this process for some rules."""
    return load(rules)


def outcome_of(extractor: Extractor, record: Record) -> Outcome:
    """Return what is found in one document; no document raises."""
    if record.text is None:
        return Outcome(record, None, record.error or "no text")
    try:
        return Outcome(record, extractor(record.text, record.date))
    except ValueError as error:  # a date that is none
        return Outcome(record, None, str(error))
    except MemoryError:
        return Outcome(record, None, "out of memory")
    except RecursionError:
        return Outcome(record, None, "nested too deeply")


def read_batch(job: Job, batch: Iterable[Record], told: Callable[[int], None] | None = None) -> bytes:
    """Return the outcomes of a batch as bytes in the job's form; ``told`` is called before each document."""
    extractor = extractor_of(job.rules)
    outcomes: list[Outcome] = []
    for record in batch:
        if told:
            told(record.number)
        outcomes.append(outcome_of(extractor, record))
    return packed(job, outcomes)


def packed(job: Job, outcomes: list[Outcome]) -> bytes:
    """Return outcomes as bytes: pickled, or as a batch of Arrow columns."""
    if job.form == "objects":
        return pickle.dumps(outcomes, protocol=5)
    from .columns import batch_of, bytes_of

    kind = extractor_of(job.rules).kind
    return bytes_of(batch_of(kind, map(rows_of_outcome, outcomes)))


def rows_of_outcome(outcome: Outcome) -> tuple[Row, Mapping[str, list[Row]]]:
    """Return a document's own row, and its rows of the other tables by their names."""
    record, found, error = outcome
    row = document_row(record.number, record.id, record.source, record.date, found or error or "no result")
    return row, rows_of(found, record.number, record.id) if found else {}


def rules_path(rules: str | None) -> str | None:
    """Return the place of some rules as another process finds them: a folder absolute, a shipped name as it is."""
    return str(Path(rules).resolve()) if rules and Path(rules).exists() else rules
