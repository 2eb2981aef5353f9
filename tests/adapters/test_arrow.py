"""One function from batch to batch, used as it is by every engine that speaks Arrow."""

from __future__ import annotations

import pyarrow as pa
import pytest

import relex
from relex import arrow

TEXT = "Foreign Minister Wang Yi met Badr Abdelatty in Cairo on Tuesday."


def test_a_batch_in_a_batch_out() -> None:
    batch = pa.RecordBatch.from_pydict({"text": [TEXT, None, "a\0"], "date": ["2026-11-25", None, "no date"]})
    found = arrow.extract_batch(batch)
    assert found.schema == arrow.schema()
    rows = found.to_pylist()
    assert [(row["id"], row["status"], row["error"]) for row in rows] == [
        ("0", "ok", None),
        ("1", "error", "no text"),
        ("2", "error", "holds a zero byte: no text"),
    ]
    assert rows[0]["meetings"][0]["date_timex"] == "2026-11-24"


def test_no_rows_are_the_same_schema() -> None:
    empty = pa.RecordBatch.from_pydict({"text": pa.array([], pa.string())})
    assert arrow.extract_batch(empty).schema == arrow.schema()
    assert arrow.extract_batch(empty).num_rows == 0


def test_a_batch_without_text_is_refused() -> None:
    with pytest.raises(KeyError, match="no column 'text'"):
        arrow.extract_batch(pa.RecordBatch.from_pydict({"body": ["a"]}))


def test_batches_fall_apart_into_the_tables_of_an_extraction() -> None:
    found = relex.extract(TEXT, date="2026-11-25")
    batch = pa.RecordBatch.from_pydict({"id": [""], "text": [TEXT], "date": ["2026-11-25"]})
    tables = arrow.tables([arrow.extract_batch(batch)])
    assert {name: table.to_pylist() for name, table in tables.items()} == {
        name: table.to_pylist() for name, table in found.to_arrow().items()
    }


def test_frames() -> None:
    found = relex.extract(TEXT, date="2026-11-25")
    assert list(found.to_pandas()["meetings"]["place"]) == ["Cairo"]
    assert found.to_polars()["meetings"]["place"].to_list() == ["Cairo"]
