"""What the files of each kind hold: one Found for every document, also for what cannot be read."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import chain, zip_longest
from typing import Any, NamedTuple

from .bounded import Input, bounded_lines
from .markup import Items, plain

MAX_CHARS = 1_000_000
_EXTRA_BYTES = 65_536  # for what a line holds beside the text
_ROWS = 16  # of a Parquet file at a time


class Found(NamedTuple):
    """A document as its reader gives it, as text or as a page of HTML; without an id it is named after its place."""

    text: str | None
    id: str | None = None
    date: str | None = None
    error: str | None = None
    place: str = ""
    page: bytes | None = None


@dataclass(frozen=True, slots=True)
class Fields:
    """Which columns or keys hold what; ``day`` is the date of documents that give none."""

    text: str = "text"
    id: str = "id"
    date: str = "date"
    day: str | None = None
    max_chars: int = MAX_CHARS


Reader = Callable[[Input, Fields], Iterator[Found]]


def reason(error: Exception) -> str:
    """Return what an error says, in one line."""
    return " ".join(str(error).split())[:300] or type(error).__name__


def _read_jsonl(source: Input, fields: Fields) -> Iterator[Found]:
    with source.opened() as file:
        for number, line in enumerate(bounded_lines(file, 6 * fields.max_chars + _EXTRA_BYTES), 1):
            if line is None:
                yield _long_line(number, fields)
            elif line.strip():
                yield _from_json(line, str(number), fields)


def _long_line(number: int, fields: Fields) -> Found:
    return Found(None, error=f"a line too long for a text of {fields.max_chars:,} characters", place=str(number))


def _from_json(line: bytes, place: str, fields: Fields) -> Found:
    try:
        row = json.loads(line)
    except UnicodeDecodeError as error:
        return Found(None, error=f"byte {error.start} is not UTF-8", place=place)
    except (ValueError, RecursionError) as error:
        return Found(None, error=f"no JSON: {reason(error)}", place=place)
    if not isinstance(row, dict):
        return Found(None, error="no JSON object", place=place)
    return _from_row(row, place, fields)


def _from_row(row: dict[str, Any], place: str, fields: Fields) -> Found:
    name, date, text = row.get(fields.id), row.get(fields.date), row.get(fields.text)
    known = None if name is None or name == "" else str(name)
    day = None if date is None or date == "" else str(date)
    if not isinstance(text, str):
        why = f"no {fields.text!r}" if text is None else f"{fields.text!r} is no text"
        return Found(None, known, day, f"{why}; it has {', '.join(map(str, list(row)[:8])) or 'nothing'}", place)
    return Found(text, known, day, place=place)


def _read_csv(source: Input, fields: Fields) -> Iterator[Found]:
    limit = 4 * fields.max_chars + _EXTRA_BYTES
    csv.field_size_limit(limit)
    with source.opened() as file:
        lines = _Lines(bounded_lines(file, limit))
        rows = csv.reader(lines)
        heading = [name.removeprefix("\ufeff") for name in next(rows, [])]
        for number, cells in enumerate(rows, 1):
            lost, spoilt = lines.lost, lines.spoilt
            lines.begin()
            if lost:
                yield _long_line(number, fields)
            if cells and not spoilt:
                yield _from_row(dict(zip_longest(heading, cells[: len(heading)])), str(number), fields)
        if lines.lost:
            yield _long_line(number + 1, fields)


class _Lines:
    """Lines for the reader of CSV: leaves out those that are too long, and knows whether that spoilt a row."""

    def __init__(self, lines: Iterator[bytes | None]) -> None:
        self._lines = lines
        self.begin()

    def begin(self) -> None:
        """A new row begins."""
        self.lost = self.spoilt = self._amid = False

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            if line is None:
                self.lost, self.spoilt = True, self._amid
            else:
                self._amid = True
                yield line.decode(errors="surrogateescape")


def _read_text(source: Input, fields: Fields) -> Iterator[Found]:
    limit = 4 * fields.max_chars
    with source.opened() as file:
        content = file.read(limit + 1)
    if len(content) > limit:
        yield Found(None, error=f"more than {limit:,} bytes for a text of {fields.max_chars:,} characters")
        return
    try:
        yield Found(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        yield Found(None, error=f"byte {error.start} is not UTF-8")


def _read_parquet(source: Input, fields: Fields) -> Iterator[Found]:
    from .columns import arrow

    lib = arrow()
    import pyarrow.parquet as parquet

    number = 0
    try:
        # A buffer of its own makes it read a column page by page, not a whole group of rows at once.
        with parquet.ParquetFile(source.path, buffer_size=1 << 20) as file:
            rows = max(1, file.metadata.num_rows)
            have = set(file.schema_arrow.names)
            wanted = [name for name in (fields.text, fields.id, fields.date) if name in have]
            with source.reading(lambda: source.size * number // rows):
                for batch in file.iter_batches(batch_size=_ROWS, columns=wanted, use_threads=False):
                    for row in batch.to_pylist():
                        number += 1
                        yield _from_row(row, str(number), fields)
    except lib.ArrowException as error:
        raise ValueError(reason(error)) from None


_FEED_TEXT = ("encoded", "content", "description", "summary")
_FEED_DATE = ("pubDate", "published", "updated", "date")
_PIECE = 1 << 16


def _read_feed(source: Input, fields: Fields) -> Iterator[Found]:
    """RSS and Atom: a document an item; its text without markup."""
    items = Items(4 * fields.max_chars)
    with source.opened() as file:
        pieces = iter(lambda: file.read(_PIECE), b"")
        for number, item in enumerate(chain.from_iterable(map(items.feed, pieces)), 1):
            yield _from_item(item, str(number))


def _from_item(item: dict[str, str], place: str) -> Found:
    body = next((item[name] for name in _FEED_TEXT if item.get(name)), "")
    text = "\n\n".join(part for part in (item.get("title"), plain(body)) if part)
    date = next((item[name] for name in _FEED_DATE if item.get(name)), None)
    return Found(text, item.get("guid") or item.get("id") or item.get("link"), iso_day(date), place=place)


def iso_day(date: str | None) -> str | None:
    """Return the day of a feed's date (RFC 822 or ISO 8601) as ISO 8601.

    >>> iso_day("Tue, 24 Nov 2026 08:00:00 GMT")
    '2026-11-24'
    """
    from email.utils import parsedate_to_datetime

    if not date:
        return None
    try:
        return parsedate_to_datetime(date).date().isoformat()
    except (ValueError, TypeError, IndexError):
        found = re.match(r"\s*(\d{4}-\d\d-\d\d)", date)
        return found[1] if found else None


def _read_warc(source: Input, fields: Fields) -> Iterator[Found]:
    """Web archives: a document a page; whoever reads it takes the article out of its HTML."""
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType
    except ImportError as error:
        raise ValueError(f"web archives need pip install 'relex[warc,html]' ({error})") from None
    if find_spec("trafilatura") is None:
        raise ValueError("web archives need pip install 'relex[warc,html]'")
    limit = 4 * fields.max_chars
    # It unpacks for itself, a record at a time, and must be able to seek.
    with source.path.open("rb") as file, source.reading(file.tell), _without_panic():
        for record in ArchiveIterator(file, record_types=WarcRecordType.response):
            kind = (record.http_content_type or "").lower()
            if kind not in ("text/html", "application/xhtml+xml"):
                continue
            address = str(record.headers.get("WARC-Target-URI") or record.record_id)
            content = record.reader.read(limit + 1)
            date = str(record.headers.get("WARC-Date") or "")[:10] or None
            if len(content) > limit:
                yield Found(None, address, date, f"a page of more than {limit:,} bytes")
            else:
                yield Found(None, address, date, page=content)


@contextmanager
def _without_panic() -> Iterator[None]:
    """Make a plain error of the panic that a damaged archive may lead fastwarc into, which no handler would catch."""
    try:
        yield
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise ValueError(f"fastwarc: {error}") from None
        raise


READERS: dict[str, Reader] = {
    ".csv": _read_csv,
    ".jsonl": _read_jsonl,
    ".ndjson": _read_jsonl,
    ".parquet": _read_parquet,
    ".txt": _read_text,
    ".atom": _read_feed,
    ".rss": _read_feed,
    ".xml": _read_feed,
    ".warc": _read_warc,
}
