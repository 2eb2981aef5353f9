"""What a run leaves on the disk: parts that are whole or not there, and a manifest of those that are whole.

A folder for each table holds ``part-00000.parquet`` and so on; each is written under another name, made safe on the
disk and then renamed. ``manifest.json`` tells what was run on what, and the SHA-256 of every file.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Literal, NamedTuple

from .tables import Table

if TYPE_CHECKING:
    import pyarrow as pa

Format = Literal["parquet", "jsonl", "csv"]
FORMATS: tuple[Format, ...] = ("parquet", "jsonl", "csv")
MANIFEST = "manifest.json"
VERSION = 2
_TEMPORARY = ".unfinished"
_ENDS = 1 << 20  # bytes at the start and at the end of an input that tell it from another


class RunProblem(RuntimeError):  # noqa: N818  (Problem is the word of the house)
    """A run that cannot begin or go on: the message says why and what to do."""


class Part(NamedTuple):
    """Documents ``first`` up to ``stop``, written whole: for each file its SHA-256.

    ``read`` is the digest of all documents up to there: a run goes on only with the same ones.
    """

    first: int
    stop: int
    errors: int
    read: str
    files: dict[str, str]


class Manifest(NamedTuple):
    """What a run is made of (``plan``: whatever the results depend on), and how far it has come."""

    plan: dict[str, Any]
    parts: tuple[Part, ...] = ()
    complete: bool = False

    @property
    def documents(self) -> int:
        """How many documents are done."""
        return self.parts[-1].stop if self.parts else 0

    @property
    def errors(self) -> int:
        """How many of them have no result."""
        return sum(part.errors for part in self.parts)


def read_manifest(folder: Path) -> Manifest | None:
    """Return the manifest of a folder; None where there is none. Raises RunProblem for one that is damaged."""
    path = folder / MANIFEST
    if not path.exists():
        return None
    try:
        data = json.loads(path.read_text("utf-8"))
        if data["version"] != VERSION:
            raise RunProblem(f"{path}: written by another version of relex; start again in another folder")
        parts = tuple(Part(*(part[name] for name in Part._fields)) for part in data["parts"])
        return Manifest(data["plan"], parts, data["complete"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RunProblem(f"{path}: damaged ({error}); start again in another folder") from None


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write a manifest so that the old one or the new one is there, whatever happens."""
    parts = [part._asdict() for part in manifest.parts]
    data = {"version": VERSION, "complete": manifest.complete, "plan": manifest.plan, "parts": parts}
    with _finished(folder / MANIFEST) as file:
        file.write((json.dumps(data, indent=1) + "\n").encode())


def check_same(old: dict[str, Any], new: dict[str, Any], folder: Path) -> None:
    """Raise RunProblem that names what differs between the plan of a run and that of its continuation."""
    for name in sorted({*old, *new}):
        if old.get(name) != new.get(name):
            raise RunProblem(
                f"{folder}: cannot go on, {name} changed: {_brief(old.get(name))} before, {_brief(new.get(name))} now; "
                "undo that, or start again in another folder"
            )


def _brief(value: object) -> str:
    text = json.dumps(value, default=str)
    return text if len(text) <= 120 else f"{text[:117]}..."


def check_files(folder: Path, parts: Iterable[Part]) -> None:
    """Raise RunProblem where a file of a finished part is gone or is not what was written."""
    for part in parts:
        for name, digest in part.files.items():
            path = folder / name
            if not path.is_file() or _digest(path) != digest:
                raise RunProblem(f"{path}: not as it was written; start again in another folder")


def fingerprint(path: Path) -> dict[str, Any]:
    """Return what tells an input from another: its name, its size, the SHA-256 of its two ends."""
    size = path.stat().st_size
    state = hashlib.sha256()
    with path.open("rb") as file:
        state.update(file.read(_ENDS))
        file.seek(max(0, size - _ENDS))
        state.update(file.read(_ENDS))
    return {"file": str(path), "bytes": size, "ends": state.hexdigest()}


def write_part(
    folder: Path, number: int, tables: dict[str, pa.Table], described: Iterable[Table], form: Format
) -> dict[str, str]:
    """Write the tables of one part, each into its file; return the SHA-256 of every file by its name."""
    write = _WRITERS[form]
    digests: dict[str, str] = {}
    for table in described:
        name = f"{table.name}/part-{number:05d}.{form}"
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        with _finished(path) as file:
            write(tables[table.name], file)
        digests[name] = _digest(path)
    return digests


def remove_unfinished(folder: Path) -> None:
    """Remove what a run that died left half written."""
    for path in folder.rglob(f"*{_TEMPORARY}"):
        path.unlink(missing_ok=True)


@contextmanager
def _finished(path: Path) -> Iterator[IO[bytes]]:
    """A file that has its name only when it is whole and on the disk."""
    temporary = path.with_name(path.name + _TEMPORARY)
    try:
        with temporary.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_parquet(table: pa.Table, file: IO[bytes]) -> None:
    import pyarrow.parquet as parquet

    parquet.write_table(table, file, compression="zstd")


def _write_jsonl(table: pa.Table, file: IO[bytes]) -> None:
    for row in table.to_pylist():
        file.write((json.dumps(row, ensure_ascii=False, default=str) + "\n").encode())


def _write_csv(table: pa.Table, file: IO[bytes]) -> None:
    import csv
    import io

    text = io.TextIOWrapper(file, "utf-8", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(table.schema.names)
    for row in table.to_pylist():
        writer.writerow(map(harmless, row.values()))
    text.detach()


def harmless(value: object) -> object:
    """Return a value as a cell that no spreadsheet takes for a formula: such text gets an apostrophe before it.

    >>> harmless("=1+1"), harmless("Rome"), harmless(-1)
    ("'=1+1", 'Rome', -1)
    """
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    if isinstance(value, bool):
        return str(value).lower()
    return value


_WRITERS: dict[Format, Callable[[Any, IO[bytes]], None]] = {
    "parquet": _write_parquet,
    "jsonl": _write_jsonl,
    "csv": _write_csv,
}
