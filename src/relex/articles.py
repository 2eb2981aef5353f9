"""Articles in files: plain text, or JSON lines with a text, a date and an id."""

from __future__ import annotations

import datetime
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ENDINGS = (".txt", ".jsonl", ".jsonl.gz")


class Article(NamedTuple):
    """A text, the day on which it was written (ISO 8601) where that is known, and a name to tell it by."""

    id: str
    text: str
    date: str | None = None


def articles(path: str | Path) -> Iterator[Article]:
    """Yield the articles of a file, or of the files in a folder in the order of their names.

    A file is plain text (one article), or has a JSON object with "text" and perhaps "date" and "id" on each line, plain
    or gzipped. Raises ValueError, with file and line, for a line that is none, and OSError where nothing can be read.
    """
    path = Path(path)
    if not path.is_dir():
        yield from _articles_in(path)
        return
    for file in sorted(path.rglob("*")):
        if file.is_file() and file.name.endswith(ENDINGS):
            yield from _articles_in(file)


def _articles_in(file: Path) -> Iterator[Article]:
    if file.suffix in (".jsonl", ".gz"):
        with gzip.open(file, "rb") if file.suffix == ".gz" else file.open("rb") as stream:
            for number, line in enumerate(stream, 1):
                if line.strip():
                    yield _article(line, f"{file}:{number}")
    else:
        yield Article(file.name, file.read_text("utf-8", errors="replace"))


def _article(line: bytes, place: str) -> Article:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise ValueError(f"{place}: no JSON: {error}") from None
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise ValueError(f'{place}: an article is an object with a "text"')  # noqa: TRY004  a file is wrong, no call
    return Article(str(row.get("id") or place), row["text"], _day(row.get("date")))


def _day(written: object) -> str | None:
    """The day of a date or time; None where it is none, as an article without a date is still an article."""
    try:
        return datetime.date.fromisoformat(str(written)[:10]).isoformat()
    except ValueError:
        return None
