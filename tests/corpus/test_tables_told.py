"""docs/tables.md tells of every column of every table; RELEX_GOLDEN=write writes it anew."""

from __future__ import annotations

import os
from pathlib import Path

from relex.corpus.tables import Table, tables_of
from relex.diplomacy import Found

HEAD = """# Tables

What `relex run` writes ([corpora](corpora.md)), `to_arrow()` returns and the lists of `relex.arrow.extract_batch` hold,
for the shipped rules; a rule set of your own has a table for each of its own event types. Columns are added in new
versions, never renamed or given another meaning. Everything but `document` and `id` may be null.
"""


def told(table: Table) -> str:
    rows = "\n".join(f"| `{column.name}` | {column.type} | {column.why} |" for column in table.columns)
    return f"## {table.name}\n\n{table.why}\n\n| column | type | |\n|---|---|---|\n{rows}\n"


def test_every_column_is_told(root: Path) -> None:
    text = "\n".join((HEAD, *map(told, tables_of(Found))))
    path = root / "docs/tables.md"
    if os.environ.get("RELEX_GOLDEN") == "write":
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")


def test_columns_have_names_of_their_own() -> None:
    for table in tables_of(Found):
        names = [column.name for column in table.columns]
        assert len(set(names)) == len(names)
