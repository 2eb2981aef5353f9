"""What a run reads: one record for every document of its input, also for what cannot be read."""

from __future__ import annotations

import glob
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from .bounded import Input
from .markup import article_of, is_page
from .readers import MAX_CHARS, READERS, Fields, Found, Reader, reason

_COMPACT = re.compile(r"\A(\d{4})(\d\d)(\d\d)(?:T?\d{6}Z?)?\Z")  # as GDELT writes dates


class Record(NamedTuple):
    """One document of the input: its text, or the page that holds it, or why there is none."""

    number: int
    id: str
    source: str
    text: str | None
    date: str | None = None
    error: str | None = None
    page: bytes | None = None


class InputProblem(ValueError):  # noqa: N818  (Problem is the word of the house)
    """An input that is not there or of no known kind."""


def files_of(inputs: list[str]) -> list[Input]:
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
    return list(map(Input, found))


def _named(pattern: str) -> list[str]:
    return glob.glob(pattern, recursive=True)  # noqa: PTH207  (a pattern may be absolute)


def _reader(path: Path) -> Reader | None:
    suffixes = path.suffixes
    if suffixes and suffixes[-1] in (".gz", ".zst"):
        suffixes = suffixes[:-1]
    return READERS.get(suffixes[-1].lower()) if suffixes else None


def records(inputs: Iterable[Input], fields: Fields) -> Iterator[Record]:
    """Yield every document of some files, numbered from 0; what cannot be read is a record that says why."""
    number = 0
    for source in inputs:
        for found in _guarded(source, fields):
            yield _record(number, str(source.path), found, fields)
            number += 1


def _guarded(source: Input, fields: Fields) -> Iterator[Found]:
    """What a reader yields, and where it fails one last document that tells why: the rest of the file is lost."""
    reader = _reader(source.path)
    assert reader is not None
    try:
        yield from reader(source, fields)
    except Exception as error:  # noqa: BLE001  whatever a damaged file leads to, in whichever library reads it
        yield Found(None, error=f"the rest of the file cannot be read: {reason(error)}", place="end")


def _record(number: int, source: str, found: Found, fields: Fields) -> Record:
    place = f":{found.place}" if found.place else ""
    name = clean(found.id) if found.id else f"{clean(source)}{place}"
    text, error = found.text, found.error
    if text is not None and not error:
        error = trouble(text, fields.max_chars)
    date = found.date or fields.day
    day = _COMPACT.sub(r"\1-\2-\3", clean(date)) if date else None
    return Record(number, name, clean(source), None if error else text, day, error, found.page)


def with_text(record: Record) -> Record:
    """Return a record with the article of its page, where it holds one: the dear part of reading web archives."""
    if record.page is None:
        return record
    text = article_of(record.page)
    return record._replace(page=None, text=text, error=None if text else "no article in the page")


def clean(text: str) -> str:
    """Return a short text as it can be written: what no encoding knows is replaced."""
    return text.encode(errors="replace").decode()


def trouble(text: str, max_chars: int) -> str | None:
    """Return why a text is not read; None where it is."""
    if len(text) > max_chars:
        return f"{len(text):,} characters; at most {max_chars:,} are read (--max-chars)"
    if "\0" in text:
        return "holds a zero byte: no text"
    if is_page(text):
        return "is a page of HTML, no text: take the article out of it first"
    try:
        text.encode()
    except UnicodeEncodeError as error:
        return f"holds half of a character (a lone surrogate) at character {error.start}"
    return None


__all__ = ["MAX_CHARS", "Fields", "InputProblem", "Record", "clean", "files_of", "records", "trouble", "with_text"]
