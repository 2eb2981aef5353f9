"""The examples of docs/corpora.md for other programs, run as they stand there."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from .test_engines import needs

TEXT = "Foreign Minister Wang Yi met Badr Abdelatty in Cairo on Tuesday."
CHECK = """
import sys
counts = dict(zip(result["id"], result["event_count"]))
assert {str(key): int(value) for key, value in counts.items()} == {"a": 1, "b": 0, "c": 1}, counts
"""


@pytest.mark.parametrize(
    "program",
    [
        pytest.param("dask", marks=needs("dask")),
        pytest.param("spark", marks=needs("pyspark", "java")),
        pytest.param("ray", marks=needs("ray")),
        pytest.param("duckdb", marks=needs("duckdb")),
    ],
)
def test_the_example(program: str, tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = re.search(rf"```python {program}\n(.*?)```", (root / "docs/corpora.md").read_text("utf-8"), re.DOTALL)
    assert found
    rows: dict[str, list[str | None]] = {
        "id": ["a", "b", "c"],
        "text": [TEXT, "Nothing.", TEXT],
        "date": ["2026-11-25", None, None],
    }
    parquet.write_table(pa.table(rows), tmp_path / "news.parquet")
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    (tmp_path / "example.py").write_text(found[1] + CHECK, "utf-8")
    done = subprocess.run(
        [sys.executable, "example.py"], cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
