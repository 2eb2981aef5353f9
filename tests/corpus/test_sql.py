"""What a run writes opens in other programs; the question of the docs has its answer."""

from __future__ import annotations

import json
import re
from pathlib import Path

import duckdb
import pandas
import pytest

from relex.corpus.run import Plan, local, run_to_folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two runs over the same news: as Parquet and as CSV."""
    place = tmp_path_factory.mktemp("run")
    source = place / "a.jsonl"
    rows = [
        {"text": f"Chinese Foreign Minister Wang Yi met Egypt's Badr Abdelatty in {city} on Tuesday.", "date": day}
        for city, day in (
            ("Cairo", "2016-03-02"),
            ("Cairo", "2016-06-01"),
            ("Rome", "2016-06-01"),
            ("Rome", "2017-01-04"),
        )
    ]
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    run_to_folder(Plan((str(source),)), place / "events", local(1))
    run_to_folder(Plan((str(source),), form="csv"), place / "cells", local(1))
    return place


def answer(folder: Path, page: Path) -> list[tuple[object, ...]]:
    """Return what the query that a page shows finds in a run."""
    query = re.search(r"```sql\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    assert query
    return duckdb.execute(query[1].replace("'events/", f"'{folder}/events/")).fetchall()


def test_the_query_of_the_docs(folder: Path, root: Path) -> None:
    found = answer(folder, root / "docs/corpora.md")
    assert found == [("CN", "EG", "Cairo", 2), ("CN", "EG", "Rome", 1)]


def test_the_query_of_the_first_page(folder: Path, root: Path) -> None:
    found = answer(folder, root / "README.md")
    days = [("Cairo", "2016-03-01"), ("Cairo", "2016-05-31"), ("Rome", "2016-05-31")]
    assert sorted(found) == [("Wang Yi; Badr Abdelatty", *day) for day in days]


def test_cells_open_too(folder: Path) -> None:
    frame = pandas.read_csv(folder / "cells/meetings/part-00000.csv")
    assert list(frame["place_country"]) == ["EG", "EG", "IT", "IT"]
    counted = duckdb.execute(f"SELECT count(*) FROM '{folder}/cells/documents/*.csv'").fetchall()
    assert counted == [(4,)]
