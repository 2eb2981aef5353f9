"""Odd characters made plain, without losing a single offset."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

_BLANKS = (
    "\t\x0b\x0c\r\x1c\x1d\x1e\x1f\xa0\u1680"
    "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
_INVISIBLE = (
    "\xad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f"
    "\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)
_LINES = "\x85\u2028\u2029"

# Letters of other alphabets that look just like a Latin one. They are changed only
# inside words that hold Latin letters too: a Greek or Russian word stays itself.
_LOOKALIKES = dict(
    zip(
        "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαιοντυχАВЕЅІЈКМНОРСТУХаеіјорсухѕԁԛԝ",
        "ABEZHIKMNOPTYXaiovtuxABESIJKMHOPCTYXaeijopcyxsdqw",
        strict=True,
    )
)
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_PLAIN = str.maketrans(
    dict.fromkeys(_BLANKS, " ") | dict.fromkeys(_LINES, "\n") | {chr(k): chr(v) for k, v in _FULL_WIDTH.items()}
)
_NEEDS_PLAIN = re.compile(f"[{_BLANKS}{_LINES}\uff01-\uff5e]")
_NEEDS_REMOVAL = re.compile(f"[{_INVISIBLE}]")
_FOREIGN = re.compile("[\u0370-\u052f]")
_ODD = re.compile(f"[{_BLANKS}{_LINES}\uff01-\uff5e{_INVISIBLE}\u0370-\u052f]")
_ODD_ASCII = tuple(character for character in _BLANKS if character.isascii())
_MIXED_WORD = re.compile(r"[^\W\d_]*(?:[A-Za-z][\u0370-\u052f]|[\u0370-\u052f][A-Za-z])[^\W\d_]*")

# A line that an editor broke for width goes on in lower case; one that ends a paragraph does not.
_SOFT_BREAK = re.compile(r"\n(?<=[a-z,]\n)(?=[a-z])")


class Folded(NamedTuple):
    """A text fit for matching; ``origins`` maps its offsets to the original's (None: they are the same)."""

    text: str
    origins: Sequence[int] | None = None

    def origin(self, offset: int) -> int:
        """Return where the character at ``offset`` stands in the original text."""
        return offset if self.origins is None else self.origins[offset]


def with_lines(folded: Folded, kept: Iterable[tuple[int, int]]) -> Folded:
    r"""Return some lines of a text (in order, apart), as if it had no others; each character keeps its origin.

    >>> with_lines(fold("One.\nTwo.\nThree."), [(0, 4), (10, 16)])
    Folded(text='One.\nThree.', origins=[0, 1, 2, 3, 4, 10, 11, 12, 13, 14, 15, 16])
    """
    text, origins = folded
    if origins is None:
        origins = range(len(text) + 1)
    lines: list[str] = []
    places: list[int] = []
    for start, stop in kept:
        lines.append(text[start:stop])
        places += origins[start : stop + 1]  # with the line's end, or the text's
    return Folded("\n".join(lines), places)


def fold(text: str) -> Folded:
    r"""Return the text with blanks, line ends, look-alike letters and invisible characters made plain.

    >>> fold("\u0392efore the\u00a0Council").text
    'Before the Council'
    >>> folded = fold("Pu\u200btin"); folded.text, folded.origin(2)
    ('Putin', 3)
    """
    origins: list[int] | None = None
    if any(character in text for character in _ODD_ASCII) if text.isascii() else _ODD.search(text):
        if _NEEDS_REMOVAL.search(text):
            origins = [at for at, character in enumerate(text) if character not in _INVISIBLE]
            origins.append(len(text))
            text = _NEEDS_REMOVAL.sub("", text)
        if _NEEDS_PLAIN.search(text):
            text = text.translate(_PLAIN)
        if _FOREIGN.search(text):
            text = _MIXED_WORD.sub(_latin, text)
    if "\n" in text:
        text = _join_wrapped_lines(text)
    return Folded(text, origins)


def _latin(match: re.Match[str]) -> str:
    return "".join(_LOOKALIKES.get(character, character) for character in match.group())


def _join_wrapped_lines(text: str) -> str:
    """Turn line ends that only wrap a paragraph into blanks; every offset stays."""
    text = _SOFT_BREAK.sub(" ", text)
    if "\n\n" not in text:
        return text
    # Paragraphs stand apart by empty lines. Where the lines inside them are of an editor's width, all single
    # breaks are wrapping; a list or an address has short or very uneven lines.
    lines = [len(line) for line in text.split("\n") if line]
    wrapped = [length for length in lines if 50 <= length <= 100]
    if len(lines) > 5 and max(lines) <= 110 and len(wrapped) * 2 > len(lines):
        return re.sub(r"(?<=[^\n]{40})\n(?=[^\n])", " ", text)
    return text
