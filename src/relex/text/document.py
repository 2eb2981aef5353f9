"""A text and its white-space chunks: from token numbers back to characters."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, chain, pairwise

from ..model import Span
from .folding import Folded, fold
from .tokens import STARTERS, Piece, split_chunk

_LONGEST_KEPT = 64
_MANY = 5_000  # tokens: a text of more is a long one
_short_pieces = lru_cache(maxsize=1 << 14)(split_chunk)


def pieces(chunk: str) -> tuple[Piece, ...]:
    """Return the tokens of a chunk; those of common chunks are remembered, those of endless ones are not."""
    return _short_pieces(chunk) if len(chunk) <= _LONGEST_KEPT else split_chunk(chunk)


def chunks_of(folded: str) -> list[str]:
    r"""Return the text's chunks: what stands between two blanks, with the line's end where it is the last of a line.

    The text's last line ends as well. A chunk may be empty.

    >>> chunks_of("Talks began.\nThe")
    ['Talks', 'began.\n', 'The\n']
    """
    return (folded.replace("\n", "\n ") + "\n").split(" ")


# "SOCHI, Russia (AP) -", "BEIJING, Dec. 29 (Xinhua) --", "Moscow (AFP) -": who wrote where. A place in capitals or an
# agency in brackets must be there, else every dash after a capital would be taken for the end of one.
_DATELINE = re.compile(
    r"\n[ ]*+(?=[A-Z])(?:"
    r"(?=[^\n]{0,20}[A-Z]{4}|[^\n(]{1,60}\([A-Z][\w&./ ]{1,30}\))(?:[A-Z][\w.'’-]{0,30}[,/]?[ ]{1,2}){1,6}"
    r"(?:[0-9]{1,4},?[ ]{1,2}){0,2}(?:\([A-Z][\w&./ ]{1,30}\)[ ]{0,2})?(?:--?|[–—_])(?= )"
    # Without a dash: "WASHINGTON The United States ...".
    r"|[A-Z]{4,20}(?:[ ][A-Z]{4,20}){0,2}(?:,[ ][A-Z][a-z]{1,15}\.?)?"
    rf"(?=[ ](?:{'|'.join(sorted(STARTERS))})[ ]))"
)
_FIRST_LINES = 1500  # characters in which a dateline may stand


def dateline_chunks(folded: Folded) -> list[int]:
    """Return the chunks that end a dateline: it is no part of the sentence behind it.

    >>> dateline_chunks(fold("SOCHI, Russia (AP) - Talks began."))
    [3]
    """
    text, origins = folded
    beginning = "\n" + text[: _FIRST_LINES if origins is None else bisect_left(origins, _FIRST_LINES)]
    ends = map(re.Match.end, _DATELINE.finditer(beginning))
    return [beginning.count(" ", 0, end) + beginning.count("\n", 1, end) for end in ends]


_BLANKS = " \n"


class Offsets:
    """From a token's number to its characters.

    ``forms`` are the tokens of each chunk, with blanks between them; ``steps`` tell how far it is from each token's
    first character to that of the next.
    """

    __slots__ = ("_forms", "_last", "_origins", "_starts", "_text")

    def __init__(self, folded: Folded, forms: Sequence[str], steps: Sequence[tuple[int, ...]]) -> None:
        self._text, self._origins = folded.text, folded.origins
        opening = 0
        if () in steps:  # chunks without tokens
            forms = [form for form, known in zip(forms, steps, strict=True) if known]
            opening, steps = _closed_up(list(steps))
        self._forms = _split(forms)
        self._last = len(self._forms)
        self._starts = numbers(self._last)
        self._starts.extend(accumulate(chain.from_iterable(steps), initial=opening))
        self._starts[-1] = len(folded.text)

    @property
    def words(self) -> Sequence[str]:
        """The folded forms of all tokens."""
        return self._forms

    def start(self, token: int) -> int:
        """Return the first character of a token, in the original text."""
        return self._origin(self._starts[min(token, self._last)])

    def form(self, token: int) -> str:
        """Return the token's folded form, empty for a mark of zero width."""
        return self._forms[token] if token < self._last else ""

    def forms(self, first: int, after: int) -> tuple[str, ...]:
        """Return the folded forms of some tokens."""
        return tuple(self._forms[first:after])

    def span(self, first: int, after: int) -> Span:
        """Return the characters of tokens ``first`` up to, not including, ``after``."""
        starts, text = self._starts, self._text
        if not first < after <= self._last:
            return self._span_of_none(first, after)
        # No token holds a blank; but one or more may stand behind it.
        start, stop = starts[first], starts[after]
        if text[stop - 1 : stop] in _BLANKS and stop > (place := starts[after - 1]):
            stop -= 1
            if text[stop - 1] in _BLANKS and stop > place:
                stop = place + len(text[place:stop].rstrip(_BLANKS))
        origins = self._origins
        if origins is not None:
            start, stop = origins[start], origins[stop - 1] + 1 if self._forms[after - 1] else origins[stop]
            stop = max(start, stop)
        return _new(Span, (start, stop))

    def _span_of_none(self, first: int, after: int) -> Span:
        """The place where tokens would stand that are none, or end behind the text."""
        starts, last = self._starts, self._last
        start, stop = starts[min(first, last)], starts[last if after > first else min(first, last)]
        return Span(self._origin(start), max(self._origin(start), self._origin(stop)))

    def _origin(self, offset: int) -> int:
        return offset if self._origins is None else self._origins[offset]


_new = tuple.__new__


def numbers(count: int) -> list[int] | array[int]:
    """Return an empty row for numbers; where it will hold many, they take no object each."""
    return [] if count < _MANY else array("I")


def _split(forms: Sequence[str]) -> list[str]:
    """The tokens of chunks; in a long text, each word is held once."""
    if len(forms) < _MANY:
        return " ".join(forms).split(" ") if forms else []
    found: list[str] = []
    known: dict[str, str] = {}
    for at in range(0, len(forms), _MANY):
        several = " ".join(forms[at : at + _MANY]).split(" ")
        found.extend(map(known.setdefault, several, several))
    return found


def _closed_up(steps: list[tuple[int, ...]]) -> tuple[int, list[tuple[int, ...]]]:
    """Let each token before chunks that hold none (between two blanks) reach over these; return how many open the text.

    >>> _closed_up([(), (2,), (), ()])
    (1, [(), (4,), (), ()])
    """
    opening, before = 0, -1
    for at, known in enumerate(steps):
        if known:
            before = at
        elif before < 0:
            opening += 1
        else:
            steps[before] = (*steps[before][:-1], steps[before][-1] + 1)
    return opening, steps


def steps_of(chunk: str, tokens: Sequence[Piece]) -> tuple[int, ...]:
    """Return how far it is from each token of a chunk to the next, from the last to the chunk behind the blank.

    >>> steps_of("talks.", split_chunk("talks."))
    (5, 2)
    """
    starts = [piece.start for piece in tokens[1:]]
    return tuple([after - before for before, after in pairwise([0, *starts, len(chunk) + 1])]) if tokens else ()


__all__ = ["Offsets", "Piece", "chunks_of", "fold", "pieces"]


def words(text: str) -> Iterator[Piece]:
    """Yield the tokens of a short text such as a lexicon row or a pattern's literal."""
    for chunk in text.split():
        yield from pieces(chunk)
