"""What a run reads: one record for every document of its input, also for what cannot be read."""

from __future__ import annotations

import csv
import glob
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from .bounded import bounded_lines, opened

MAX_CHARS = 1_000_000
_EXTRA_BYTES = 65_536  # for what a line of JSON holds beside the text


class Record(NamedTuple):
    """One document of the input: its text, or why there is none."""

    number: int
    id: str
    source: str
    text: str | None
    date: str | None = None
    error: str | None = None


class Found(NamedTuple):
    """A document as its reader gives it; without an id it is named after its place."""

    text: str | None
    id: str | None = None
    date: str | None = None
    error: str | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Fields:
    """Which columns or keys hold what; ``day`` is the date of documents that give none."""

    text: str = "text"
    id: str = "id"
    date: str = "date"
    day: str | None = None
    max_chars: int = MAX_CHARS


Reader = Callable[[Path, Fields], Iterator[Found]]


class InputProblem(ValueError):  # noqa: N818  (Problem is the word of the house)
    """An input that is not there or of no known kind."""


def files_of(inputs: list[str]) -> list[Path]:
    """Return the files that some paths, folders and globs name, each once, in the order of their names.

    Raises InputProblem for what names none, and for a file of no known kind.
    """
    found: dict[Path, None] = {}
    for name in inputs:
        path = Path(name)
        if path.is_dir():
            several = sorted(each for each in path.rglob("*") if each.is_file() and _reader(each))
        elif path.is_file():
            several = [path]
        else:
            several = sorted(each for each in map(Path, _named(name)) if each.is_file())
        if not several:
            raise InputProblem(f"{name}: no such file, and no folder or pattern with readable files")
        for each in several:
            if _reader(each) is None:
                raise InputProblem(f"{each}: of no known kind; known are {', '.join(sorted(READERS))}, .gz and .zst")
            found[each] = None
    return list(found)


def _named(pattern: str) -> list[str]:
    return glob.glob(pattern, recursive=True)  # noqa: PTH207  (a pattern may be absolute)


def records(files: list[Path], fields: Fields) -> Iterator[Record]:
    """Yield every document of some files, numbered from 0; what cannot be read is a record that says why."""
    number = 0
    for path in files:
        reader = _reader(path)
        assert reader is not None
        for found in _guarded(reader, path, fields):
            yield _record(number, path, found, fields)
            number += 1


def _guarded(reader: Reader, path: Path, fields: Fields) -> Iterator[Found]:
    """What a reader yields, and where it fails one last document that tells why: the rest of the file is lost."""
    try:
        yield from reader(path, fields)
    except Exception as error:  # noqa: BLE001  whatever a damaged file leads to, in whichever library reads it
        yield Found(None, error=f"the rest of the file cannot be read: {_reason(error)}", place="end")


def _reason(error: Exception) -> str:
    return " ".join(str(error).split())[:300] or type(error).__name__


def _record(number: int, path: Path, found: Found, fields: Fields) -> Record:
    source = str(path)
    place = f":{found.place}" if found.place else ""
    name = clean(found.id) if found.id else f"{clean(source)}{place}"
    text, error = found.text, found.error
    if text is not None and not error:
        error = trouble(text, fields.max_chars)
    date = found.date or fields.day
    return Record(number, name, clean(source), None if error else text, clean(date) if date else None, error)


def clean(text: str) -> str:
    """Return a short text as it can be written: what no encoding knows is replaced."""
    return text.encode(errors="replace").decode()


def trouble(text: str, max_chars: int) -> str | None:
    """Return why a text is not read; None where it is."""
    if len(text) > max_chars:
        return f"{len(text):,} characters; at most {max_chars:,} are read (--max-chars)"
    if "\0" in text:
        return "holds a zero byte: no text"
    try:
        text.encode()
    except UnicodeEncodeError as error:
        return f"holds half of a character (a lone surrogate) at character {error.start}"
    return None


def _lines(path: Path, fields: Fields) -> Iterator[tuple[int, bytes | None]]:
    """Every line with its number; None for one that is too long."""
    with opened(path) as file:
        yield from bounded_lines(file, 6 * fields.max_chars + _EXTRA_BYTES)


def _read_jsonl(path: Path, fields: Fields) -> Iterator[Found]:
    for number, line in _lines(path, fields):
        place = str(number)
        if line is None:
            yield Found(None, error=f"a line too long for a text of {fields.max_chars:,} characters", place=place)
        elif line.strip():
            yield _from_json(line, place, fields)


def _from_json(line: bytes, place: str, fields: Fields) -> Found:
    try:
        row = json.loads(line)
    except UnicodeDecodeError as error:
        return Found(None, error=f"byte {error.start} is not UTF-8", place=place)
    except (ValueError, RecursionError) as error:
        return Found(None, error=f"no JSON: {_reason(error)}", place=place)
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


def _read_csv(path: Path, fields: Fields) -> Iterator[Found]:
    csv.field_size_limit(max(fields.max_chars * 2, 131_072))
    with opened(path) as file, io.TextIOWrapper(file, "utf-8", errors="surrogateescape", newline="") as text:
        for number, row in enumerate(csv.DictReader(text), 1):
            row.pop(None, None)  # cells beyond the heading
            yield _from_row(dict(row), str(number), fields)


def _read_text(path: Path, fields: Fields) -> Iterator[Found]:
    limit = 4 * fields.max_chars
    with opened(path) as file:
        content = file.read(limit + 1)
    if len(content) > limit:
        yield Found(None, error=f"more than {limit:,} bytes for a text of {fields.max_chars:,} characters")
        return
    try:
        yield Found(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        yield Found(None, error=f"byte {error.start} is not UTF-8")


def _read_parquet(path: Path, fields: Fields) -> Iterator[Found]:
    from .columns import arrow

    lib = arrow()
    import pyarrow.parquet as parquet

    try:
        with parquet.ParquetFile(path) as file:
            have = set(file.schema_arrow.names)
            wanted = [name for name in (fields.text, fields.id, fields.date) if name in have]
            number = 0
            for batch in file.iter_batches(batch_size=256, columns=wanted):
                for row in batch.to_pylist():
                    number += 1
                    yield _from_row(row, str(number), fields)
    except lib.ArrowException as error:
        raise ValueError(_reason(error)) from None


_FEED_ITEM = ("item", "entry")
_FEED_TEXT = ("encoded", "content", "description", "summary")
_FEED_DATE = ("pubDate", "published", "updated", "date")


def _read_feed(path: Path, _fields: Fields) -> Iterator[Found]:
    """RSS and Atom: a document an item; its text without markup."""
    from xml.etree import ElementTree

    with opened(path) as file:
        content = file.read(_FEED_LIMIT + 1)
    if len(content) > _FEED_LIMIT:
        raise ValueError(f"a feed of more than {_FEED_LIMIT:,} bytes")
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise ValueError("a feed that declares entities is not read")
    try:
        root = ElementTree.fromstring(content)  # noqa: S314  entities are refused above
    except ElementTree.ParseError as error:
        raise ValueError(f"no feed: {error}") from None
    items = (each for each in root.iter() if _tag(each.tag) in _FEED_ITEM)
    for number, item in enumerate(items, 1):
        told = {_tag(child.tag): "".join(child.itertext()) for child in item}
        body = next((told[name] for name in _FEED_TEXT if told.get(name)), "")
        text = "\n\n".join(part for part in (told.get("title", "").strip(), plain(body)) if part)
        date = next((told[name] for name in _FEED_DATE if told.get(name)), None)
        yield Found(text, told.get("guid") or told.get("id") or told.get("link"), iso_day(date), place=str(number))


_FEED_LIMIT = 64_000_000


def _tag(name: object) -> str:
    return str(name).rpartition("}")[2]


_BLOCK = re.compile(r"</?(?:p|div|br|li|ul|ol|h[1-6]|tr|table|blockquote|section|article)\b[^>]*>", re.IGNORECASE)
_HIDDEN = re.compile(r"<(script|style)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_ANY_TAG = re.compile(r"<[^<>]{0,2000}>")


def plain(markup: str) -> str:
    r"""Return the words of a piece of HTML, paragraphs apart.

    >>> plain("<p>Talks &amp; tea.</p><p>Rome.</p>")
    'Talks & tea.\n\nRome.'
    """
    import html

    text = html.unescape(_ANY_TAG.sub("", _BLOCK.sub("\n\n", _HIDDEN.sub(" ", markup))))
    return re.sub(r"\s*\n\s*\n\s*", "\n\n", text).strip()


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


def _read_warc(path: Path, fields: Fields) -> Iterator[Found]:
    """Web archives: a document a page, the article's text taken out of its HTML."""
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType
        from trafilatura import extract as text_of
    except ImportError as error:
        raise ValueError(f"web archives need pip install 'relex[warc,html]' ({error})") from None
    limit = 4 * fields.max_chars
    with path.open("rb") as file:
        for record in ArchiveIterator(file, record_types=WarcRecordType.response):
            kind = (record.http_content_type or "").lower()
            if kind not in ("text/html", "application/xhtml+xml"):
                continue
            address = str(record.headers.get("WARC-Target-URI") or record.record_id)
            content = record.reader.read(limit + 1)
            date = str(record.headers.get("WARC-Date") or "")[:10] or None
            if len(content) > limit:
                yield Found(None, address, date, f"a page of more than {limit:,} bytes")
                continue
            text = text_of(content)
            yield Found(text, address, date, None if text else "no article in the page")


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


def _reader(path: Path) -> Reader | None:
    suffixes = path.suffixes
    if suffixes and suffixes[-1] in (".gz", ".zst"):
        suffixes = suffixes[:-1]
    return READERS.get(suffixes[-1].lower()) if suffixes else None


__all__ = ["MAX_CHARS", "Fields", "InputProblem", "Record", "clean", "files_of", "records", "trouble"]
