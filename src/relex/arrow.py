"""Batches of Arrow in, batches of Arrow out: what Dask, Spark, Ray and DuckDB call.

>>> import pyarrow as pa
>>> batch = pa.RecordBatch.from_pydict({"id": ["a"], "text": ["Wang Yi met Badr Abdelatty in Cairo."], "date": [None]})
>>> extract_batch(batch).column("meetings")[0].as_py()[0]["participants"]
'Wang Yi; Badr Abdelatty'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .corpus.columns import batch_of, batch_schema, split
from .corpus.documents import MAX_CHARS, Record, clean, trouble
from .corpus.jobs import extractor_of, outcome_of, profile_of, rows_of_outcome

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyarrow as pa


def schema(rules: str | None = None) -> pa.Schema:
    """Return the schema of what ``extract_batch`` returns: a row a document, a list of structs a table."""
    return batch_schema(profile_of(rules).tables)


def extract_batch(batch: pa.RecordBatch, rules: str | None = None) -> pa.RecordBatch:
    """Return, for a batch of documents, a row for each with everything found in it; the schema is always the same.

    The batch has a column ``text``, and may have ``id``, ``date``, ``source`` and ``document`` (the number by which
    tables are joined; else the row's place in the batch). No document raises: one that cannot be read has the status
    "error" and the reason. Raises KeyError where there is no column ``text``.
    """
    extractor = extractor_of(rules)
    columns = {name: batch.column(name).to_pylist() for name in batch.schema.names if name in _COLUMNS}
    if "text" not in columns:
        raise KeyError("the batch has no column 'text'")
    records = [
        _record(number, **{name: values[number] for name, values in columns.items()})
        for number in range(batch.num_rows)
    ]
    return batch_of(profile_of(rules).tables, (rows_of_outcome(outcome_of(extractor, record)) for record in records))


_COLUMNS = ("document", "id", "source", "text", "date")


def _record(
    place: int,
    text: object,
    id: object = None,  # noqa: A002  (the column's name)
    date: object = None,
    source: object = None,
    document: object = None,
) -> Record:
    number = document if isinstance(document, int) else place
    name = str(number) if id is None else clean(str(id))
    error = trouble(text, MAX_CHARS) if isinstance(text, str) else "no text"
    read = None if error else str(text)
    return Record(number, name, str(source or ""), read, None if date is None else str(date), error)


def tables(batches: Iterable[pa.RecordBatch], rules: str | None = None) -> dict[str, pa.Table]:
    """Return what batches from ``extract_batch`` hold as the tables that ``relex run`` writes, by name."""
    return split(profile_of(rules).tables, batches)
