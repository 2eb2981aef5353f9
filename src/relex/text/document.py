"""A text and its white-space chunks: from token numbers back to characters."""

from __future__ import annotations

import re
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
_MARK = ("",)


class Offsets:
    """From a token's number to its characters.

    ``tokens`` and ``forms`` are those of each chunk; each of ``marks`` is a chunk with a mark of zero width behind it.
    """

    __slots__ = ("_forms", "_last", "_origins", "_pieces", "_starts")

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
            forms[at] += _MARK
        self._pieces: list[Piece] = [*chain.from_iterable(tokens), _NOTHING]
        self._forms: list[str] = list(chain.from_iterable(forms))
        self._last = len(self._forms)
        # A blank stands behind each chunk.
        places = accumulate(map(len, chunks), lambda place, width: place + width + 1, initial=0)
        self._starts = [place + piece[0] for place, pieces in zip(places, tokens, strict=False) for piece in pieces]
        self._starts.append(len(folded.text))

    def start(self, token: int) -> int:
        """Return the first character of a token, in the original text."""
        return self._origin(self._starts[min(token, self._last)])

    def form(self, token: int) -> str:
        """Return the token's folded form, empty for a mark of zero width."""
        return self._forms[token] if token < self._last else ""

    def shape(self, token: int) -> str:
        """Return the token's shape, empty for a mark of zero width."""
        return self._pieces[token].shape if token < self._last else ""

    def forms(self, first: int, after: int) -> tuple[str, ...]:
        """Return the folded forms of some tokens."""
        return tuple(self._forms[first:after])

    def span(self, first: int, after: int) -> Span:
        """Return the characters of tokens ``first`` up to, not including, ``after``."""
        starts, last = self._starts, self._last
        start = starts[min(first, last)]
        if after <= first:
            return Span(self._origin(start), self._origin(start))
        final = after - 1 if after <= last else last
        piece = self._pieces[final]
        stop = starts[final] + piece[1] - piece[0]
        if self._origins is not None:
            start, stop = self._origin(start), self._origin(stop - 1) + 1 if piece.form else self._origin(stop)
        return Span(start, max(start, stop))

    def _origin(self, offset: int) -> int:
        return offset if self._origins is None else self._origins[offset]


__all__ = ["Offsets", "Piece", "chunks_of", "fold", "pieces"]


def words(text: str) -> Iterator[Piece]:
    """Yield the tokens of a short text such as a lexicon row or a pattern's literal."""
    for chunk in text.split():
        yield from pieces(chunk)
