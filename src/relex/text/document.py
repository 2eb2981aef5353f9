"""A text and its white-space chunks: from token numbers back to characters."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, chain

from ..model import Span
from .folding import Folded, fold
from .tokens import STARTERS, Piece, split_chunk

_LONGEST_KEPT = 64
_short_pieces = lru_cache(maxsize=1 << 14)(split_chunk)


def pieces(chunk: str) -> tuple[Piece, ...]:
    """Return the tokens of a chunk; those of common chunks are remembered, those of endless ones are not."""
    return _short_pieces(chunk) if len(chunk) <= _LONGEST_KEPT else split_chunk(chunk)


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
    r"|^[ ]*[A-Z]{4,20}(?:[ ][A-Z]{4,20}){0,2}(?:,[ ][A-Z][a-z]{1,15}\.?)?"
    rf"(?=[ ](?:{'|'.join(sorted(STARTERS))})[ ])",
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


_NOTHING = Piece(0, 0, "", "", False)


class Offsets:
    """From a token's number to its characters.

    ``tokens`` and ``forms`` are those of each chunk; each of ``marks`` is a chunk with a mark of zero width behind it.
    """

    __slots__ = ("_ends", "_firsts", "_forms", "_last", "_origins", "_pieces")

    def __init__(
        self,
        folded: Folded,
        chunks: Sequence[str],
        tokens: list[tuple[Piece, ...]],
        forms: list[tuple[str, ...]],
        marks: Iterable[int],
    ) -> None:
        self._origins = folded.origins
        for at in marks:
            end = len(chunks[at])
            tokens[at] += (Piece(end, end, "", "", False),)
            forms[at] += ("",)
        self._pieces: list[Piece] = [*chain.from_iterable(tokens), _NOTHING]
        self._forms: list[str] = list(chain.from_iterable(forms))
        # Before each chunk: how many characters stand in chunks, and how many tokens.
        self._ends = list(accumulate(map(len, chunks), initial=0))
        self._last = len(chunks) - 1
        self._firsts = list(accumulate(map(len, tokens), initial=0))

    def start(self, token: int) -> int:
        """Return the first character of a token, in the original text."""
        return self.span(token, token).start

    def form(self, token: int) -> str:
        """Return the token's folded form, empty for a mark of zero width."""
        return self._forms[token] if token < len(self._forms) else ""

    def shape(self, token: int) -> str:
        """Return the token's shape, empty for a mark of zero width."""
        return self._pieces[token].shape if token < len(self._pieces) else ""

    def forms(self, first: int, after: int) -> tuple[str, ...]:
        """Return the folded forms of some tokens."""
        return tuple(self._forms[first:after])

    def span(self, first: int, after: int) -> Span:
        """Return the characters of tokens ``first`` up to, not including, ``after``."""
        pieces, last = self._pieces, len(self._pieces) - 1
        start = self._chunk(first) + pieces[min(last, first)].start
        if after <= first:
            return Span(self._origin(start), self._origin(start))
        piece = pieces[min(last, after - 1)]
        stop = self._chunk(after - 1) + piece.stop
        if self._origins is not None:
            start, stop = self._origin(start), self._origin(stop - 1) + 1 if piece.form else self._origin(stop)
        return Span(start, max(start, stop))

    def _chunk(self, token: int) -> int:
        """The first character of the chunk that holds a token."""
        chunk = bisect_right(self._firsts, token) - 1
        # A blank stands behind each chunk but the last.
        return self._ends[chunk] + min(chunk, self._last)

    def _origin(self, offset: int) -> int:
        return offset if self._origins is None else self._origins[offset]


__all__ = ["Offsets", "Piece", "chunks_of", "fold", "pieces"]


def words(text: str) -> Iterator[Piece]:
    """Yield the tokens of a short text such as a lexicon row or a pattern's literal."""
    for chunk in text.split():
        yield from pieces(chunk)
