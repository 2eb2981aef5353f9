"""The articles of a corpus on which rules are tried: what can be read of it, in order."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from .documents import Fields, files_of, records, with_text


class Article(NamedTuple):
    """A text, the day on which it was written (ISO 8601) where that is known, and a name to tell it by."""

    id: str
    text: str
    date: str | None = None


def articles(path: str | Path, unread: list[str]) -> Iterator[Article]:
    """Yield the articles of a file or of the files in a folder, of the kinds that `relex run` reads.

    ``unread`` gets a line for each that cannot be read. Raises InputProblem, a ValueError, where there is nothing to
    read.
    """
    for record in map(with_text, records(files_of([str(path)]), Fields())):
        if record.text is None:
            unread.append(f"{record.id}: {record.error}")
        else:
            yield Article(record.id, record.text, _day(record.date))


def spread(found: Iterable[Article], count: int, among: int = 20_000) -> list[Article]:
    """Return so many articles, or all where there are fewer, in order and evenly spread over the first ``among``.

    No more than twice as many are kept in memory, however many are passed.
    """
    kept: list[Article] = []
    step = 1
    for number, article in enumerate(islice(found, among)):
        if number % step == 0:
            kept.append(article)
        if len(kept) == 2 * count:
            kept, step = kept[::2], 2 * step
    return [kept[place * len(kept) // count] for place in range(count)] if len(kept) > count else kept


def _day(written: str | None) -> str | None:
    """The day of a date or time; None where it is none, as an article without a date is still an article."""
    try:
        return datetime.date.fromisoformat((written or "")[:10]).isoformat()
    except ValueError:
        return None
