"""What a run has left on the disk, read back part by part, whatever its format and its rule set."""

from __future__ import annotations

import csv
import datetime
import json
import sys
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from .columns import arrow
from .parts import MANIFEST, Format, Manifest, Part, RunProblem, read_manifest
from .tables import ARGUMENTS, DOCUMENTS, Row

EVENT_COLUMNS = frozenset(("event", "trigger", "status"))  # what tells the table of an event type from the others
_FORMULA = ("'=", "'+", "'-", "'@", "'\t", "'\r")  # as parts.harmless writes them


class Stored(NamedTuple):
    """A folder with the tables of a run, and the manifest that says which parts of them are whole."""

    folder: Path
    manifest: Manifest

    @property
    def form(self) -> Format:
        """The format of its files."""
        form: Format = self.manifest.plan["form"]
        return form

    def tables(self) -> tuple[str, ...]:
        """Return the names of its tables, in the order in which they were written."""
        files = self.manifest.parts[0].files if self.manifest.parts else {}
        return tuple(dict.fromkeys(name.split("/")[0] for name in files))

    def columns(self, table: str) -> tuple[str, ...]:
        """Return the columns of a table; none where no row tells of them."""
        for part in self.manifest.parts:
            columns: tuple[str, ...] = _told(_COLUMNS[self.form], self._file(table, part))
            if columns:
                return columns
        return ()

    def event_tables(self) -> tuple[str, ...]:
        """Return the names of the tables that hold the events of a type."""
        others = (DOCUMENTS, ARGUMENTS)
        return tuple(name for name in self.tables() if name not in others and set(self.columns(name)) >= EVENT_COLUMNS)

    def rows(self, table: str, part: Part, wanted: Collection[str]) -> Iterator[Row]:
        """Yield the rows of a table in one part: of their columns those that are wanted, each there, if only as None.

        Numbers and days come back as what they were. Raises RunProblem for a file that is gone or damaged.
        """
        path = self._file(table, part)
        for row in _told(lambda place: _ROWS[self.form](place, wanted), path):
            yield {name: row.get(name) for name in wanted}

    def _file(self, table: str, part: Part) -> Path:
        for name in part.files:
            if name.split("/")[0] == table:
                return self.folder / name
        raise RunProblem(f"{self.folder / MANIFEST}: damaged (a part has no {table}); start again in another folder")


def stored(folder: Path) -> Stored:
    """Return what a run has left in a folder; raise RunProblem where that is nothing."""
    manifest = read_manifest(folder)
    if manifest is None:
        raise RunProblem(f"{folder / MANIFEST}: not there; a folder that `relex run` has written is wanted")
    if manifest.plan.get("form") not in _ROWS:
        raise RunProblem(f"{folder / MANIFEST}: damaged (no known format); start again in another folder")
    return Stored(folder, manifest)


def _told(read: Callable[[Path], Any], path: Path) -> Any:
    """What is read from a file; RunProblem where it cannot be."""
    try:
        found = read(path)
        return found if isinstance(found, tuple) else list(found)
    except (OSError, ValueError, KeyError, TypeError, csv.Error) as error:
        raise RunProblem(f"{path}: cannot be read ({' '.join(str(error).split())[:200]})") from None


def _parquet_columns(path: Path) -> tuple[str, ...]:
    import pyarrow.parquet as parquet

    return tuple(parquet.read_schema(path).names)


def _parquet_rows(path: Path, wanted: Collection[str]) -> Iterator[Row]:
    import pyarrow.parquet as parquet

    arrow()
    with parquet.ParquetFile(path) as file:
        there = [name for name in file.schema_arrow.names if name in wanted]
        for batch in file.iter_batches(columns=there):
            yield from batch.to_pylist()


def _line_columns(path: Path) -> tuple[str, ...]:
    with path.open(encoding="utf-8") as file:
        first = file.readline()
    return tuple(json.loads(first)) if first.strip() else ()


def _line_rows(path: Path, wanted: Collection[str]) -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            row = json.loads(line)
            yield {name: _value(name, row[name]) for name in wanted if name in row}


def _csv_columns(path: Path) -> tuple[str, ...]:
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(next(csv.reader(file), ()))


def _csv_rows(path: Path, wanted: Collection[str]) -> Iterator[Row]:
    csv.field_size_limit(sys.maxsize if sys.maxsize < 2**31 else 2**31 - 1)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield {name: _value(name, _cell(row[name])) for name in wanted if name in row}


def _cell(value: str) -> str | None:
    return (value[1:] if value.startswith(_FORMULA) else value) or None


def _value(name: str, value: Any) -> Any:
    """A value as it was before it was written as text, by what the columns of that name hold."""
    if value is None or not isinstance(value, str):
        return value
    if name in _DAYS:
        return datetime.date.fromisoformat(value)
    return int(value) if name in _NUMBERS else value


_NUMBERS = frozenset(("document", "event", "start", "stop", "sentence_start", "event_count", "quote_count"))
_DAYS = frozenset(("date_start", "date_stop"))
_COLUMNS: dict[Format, Callable[[Path], tuple[str, ...]]] = {
    "parquet": _parquet_columns, "jsonl": _line_columns, "csv": _csv_columns,
}  # fmt: skip
_ROWS: dict[Format, Callable[[Path, Collection[str]], Iterator[Row]]] = {
    "parquet": _parquet_rows, "jsonl": _line_rows, "csv": _csv_rows,
}  # fmt: skip
