"""A text and its white-space chunks: from token numbers back to characters."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate

from ..model import Span
from .folding import Folded, fold
from .tokens import STARTERS, Piece, split_chunk

_short_pieces = lru_cache(maxsize=1 << 16)(split_chunk)
_long_pieces = lru_cache(maxsize=16)(split_chunk)
_LONGEST_KEPT = 64


def pieces(chunk: str) -> tuple[Piece, ...]:
    """Return the tokens of a chunk; those of common chunks are remembered, those of endless ones hardly."""
    return _short_pieces(chunk) if len(chunk) <= _LONGEST_KEPT else _long_pieces(chunk)


def chunks_of(folded: str) -> tuple[list[str], list[int]]:
    """Return the text's chunks, and for each line the number of chunks up to its end.

    A chunk is what stands between two blanks or line ends; it may be empty. Every chunk but the last is followed by
    exactly one character that belongs to none.
    """
    chunks: list[str] = []
    line_ends: list[int] = []
    for line in folded.split("\n"):
        chunks += line.split(" ")
        line_ends.append(len(chunks))
    return chunks, line_ends


# "SOCHI, Russia (AP) -", "BEIJING, Dec. 29 (Xinhua) --", "Moscow (AFP) -": who wrote where. A place in capitals or an
# agency in brackets must be there, else every dash after a capital would be taken for the end of one.
_DATELINE = re.compile(
    r"^[ ]*(?=[^\n]{0,20}[A-Z]{4}|[^\n(]{1,60}\([A-Z][\w&./ ]{1,30}\))(?:[A-Z][\w.'’-]{0,30}[,/]?[ ]{1,2}){1,6}"
    r"(?:[0-9]{1,4},?[ ]{1,2}){0,2}(?:\([A-Z][\w&./ ]{1,30}\)[ ]{0,2})?(?:--?|[–—_])(?= )"
    # Without a dash: "WASHINGTON The United States ...".
    rf"|^[ ]*[A-Z]{{4,20}}(?:[ ][A-Z]{{4,20}}){{0,2}}(?:,[ ][A-Z][a-z]{{1,15}}\.?)?(?=[ ](?:{'|'.join(sorted(STARTERS))})[ ])",
    re.MULTILINE,
)
_FIRST_LINES = 1500  # characters in which a dateline may stand


def dateline_chunks(folded: str) -> list[int]:
    """Return the chunks that end a dateline: it is no part of the sentence behind it.

    >>> dateline_chunks("SOCHI, Russia (AP) - Talks began.")
    [3]
    """
    found = (match.end() for match in _DATELINE.finditer(folded, 0, _FIRST_LINES))
    return [folded.count(" ", 0, stop) + folded.count("\n", 0, stop) for stop in found]


class Offsets:
    """From a token's number to its characters; counts tell how many tokens each chunk holds."""

    __slots__ = ("_character_starts", "_chunks", "_folded", "_token_starts")

    def __init__(self, folded: Folded, chunks: Sequence[str], counts: Sequence[int]) -> None:
        self._folded = folded
        self._chunks = chunks
        self._character_starts = list(accumulate((len(chunk) + 1 for chunk in chunks), initial=0))
        self._token_starts = list(accumulate(counts, initial=0))

    def _piece(self, token: int) -> tuple[int, Piece | None]:
        """The first character of the token's chunk, and the token in it (None: a mark of zero width at its end)."""
        chunk = bisect_right(self._token_starts, token) - 1
        if chunk >= len(self._chunks):
            return len(self._folded.text), None
        inside = token - self._token_starts[chunk]
        found = pieces(self._chunks[chunk])
        at = self._character_starts[chunk]
        if inside < len(found):
            return at, found[inside]
        return at + len(self._chunks[chunk]), None

    def start(self, token: int) -> int:
        """Return the first character of a token, in the original text."""
        at, piece = self._piece(token)
        return self._folded.origin(at + piece.start if piece else at)

    def stop(self, token: int) -> int:
        """Return the end of a token, in the original text."""
        at, piece = self._piece(token)
        if piece is None:
            return self._folded.origin(at)
        return self._folded.origin(at + piece.stop - 1) + 1

    def form(self, token: int) -> str:
        """Return the token's folded form, empty for a mark of zero width."""
        piece = self._piece(token)[1]
        return piece.form if piece else ""

    def shape(self, token: int) -> str:
        """Return the token's shape, empty for a mark of zero width."""
        piece = self._piece(token)[1]
        return piece.shape if piece else ""

    def span(self, first: int, after: int) -> Span:
        """Return the characters of tokens ``first`` up to, not including, ``after``."""
        start = self.start(first)
        return Span(start, max(start, self.stop(after - 1))) if after > first else Span(start, start)


__all__ = ["Offsets", "Piece", "chunks_of", "fold", "pieces"]


def words(text: str) -> Iterator[Piece]:
    """Yield the tokens of a short text such as a lexicon row or a pattern's literal."""
    for chunk in text.split():
        yield from pieces(chunk)
