"""The outline of a text: each quoted stretch as one token, so that a rule reads `Speech, said Person`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from ..match.matcher import Matcher, Reading, Stream, collapse
from ..text.quotation import Mark, Quoted, pair_marks
from ..text.tokens import CLOSE, CLOSE_SINGLE, OPEN, OPEN_SINGLE

_NESTED = frozenset((OPEN_SINGLE, CLOSE_SINGLE, OPEN, CLOSE))  # marks of a quotation inside the quotation
_ASKING = frozenset(("?", "!"))
_STOPS = frozenset((",", ".", "!", "?", "…", "—"))


def quoted_stretches(matcher: Matcher, reading: Reading) -> tuple[Quoted, ...]:
    """Return every outermost stretch between quotation marks, paragraph by paragraph, as tokens."""
    symbols, words = reading.base.symbols, reading.offsets.words
    paragraph = matcher.alphabet.paragraph
    found: list[Quoted] = []
    marks: list[Mark] = []
    start = stop = 0
    for token in map(re.Match.start, matcher.marks.finditer(symbols)):
        if token >= stop:  # in another paragraph than the marks before
            found += pair_marks(marks, start, stop) if marks else ()
            start, stop, marks = symbols.rfind(paragraph, 0, token) + 1, symbols.find(paragraph, token), []
        marks.append(Mark(token, words[token], token > start and words[token - 1] in _STOPS))
    found += pair_marks(marks, start, stop) if marks else ()
    return tuple(found)


def paragraphs_with(matcher: Matcher, reading: Reading, places: Iterable[int], back: int = 0) -> list[tuple[int, int]]:
    """Return the paragraphs that hold some tokens (in order), or those ``back`` paragraphs before, each once."""
    ends = [0, *map(re.Match.end, matcher.paragraph_end.finditer(reading.base.symbols))]
    numbers = dict.fromkeys(bisect_right(ends, token) - 1 - back for token in places)
    return [(ends[number], ends[number + 1]) for number in numbers if number >= 0]


def outline_of(matcher: Matcher, reading: Reading, stretches: Sequence[Quoted]) -> Stream:
    """Return the top stream with each quoted stretch as one symbol: Speech (whole utterances) or Fragment.

    A closing mark that ends its sentence stays, as that sentence's end; but after a question the sentence may go on
    ("Why?" he asked).
    """
    symbols = matcher.alphabet.mention_symbols
    hits: list[tuple[int, int, str]] = []
    for quoted in stretches:
        start, stop = reading.top.index(quoted.start), reading.top.index(quoted.stop - 1) + 1
        last = reading.offsets.form(quoted.inner[1] - 1)
        if quoted.closed and last not in _ASKING and reading.base.symbols[quoted.stop - 1] in matcher.alphabet.ending:
            stop -= 1
        if stop <= start or hits and start < hits[-1][1]:
            continue
        hits.append((start, stop, symbols["Speech" if is_speech(reading, quoted) else "Fragment"]))
    return collapse(reading.top, hits)


def is_speech(reading: Reading, quoted: Quoted) -> bool:
    """Tell whether a stretch is an utterance of its own: it starts like a sentence and ends with a stop or comma."""
    start, stop = quoted.inner
    while start < stop and reading.offsets.form(start) in _NESTED:
        start += 1
    while start < stop and reading.offsets.form(stop - 1) in _NESTED:
        stop -= 1
    if stop <= start:
        return False
    first = reading.offsets.form(start)
    return first[:1].isupper() and (reading.offsets.form(stop - 1) in _STOPS or not quoted.closed)
