"""Pairing quotation marks, as newspapers really set them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from .tokens import CLOSE, CLOSE_SINGLE, OPEN, OPEN_SINGLE, STRAIGHT

_NESTED_MARKS = 12  # marks among which the quotation around a quotation must end
_LONGEST_SINGLE = 80  # tokens: an apostrophe far away closes nothing


# One class comes first, past all other characters a search is quick. A single mark opens where no letter is before it.
_MAY_QUOTE = re.compile(
    r"[\"“”„‟«»‘`'’](?:(?<=[\"“”„‟«»‘])|(?<=`)`|(?<=')'|(?<=’)’|(?<!\w.)(?=\w))",
)
_BLANKS = " \n"


class Mark(NamedTuple):
    """A quotation mark: its token, its form, and whether it follows a stop or a comma."""

    token: int
    form: str
    after_stop: bool


class Quoted(NamedTuple):
    """A stretch between marks: tokens ``start`` up to ``stop``, the marks included.

    ``opened`` and ``closed`` tell whether its first and last token are marks: a paragraph that goes on with a quotation
    may lack the first, one that is continued in the next lacks the last.
    """

    start: int
    stop: int
    opened: bool = True
    closed: bool = True
    single: bool = False

    @property
    def inner(self) -> tuple[int, int]:
        """The tokens between the marks."""
        return self.start + self.opened, self.stop - self.closed


def may_quote(folded: str) -> bool:
    """Tell whether a folded text may have a quoted stretch; where it has none, that is seen without its tokens.

    >>> may_quote("The ministers' talks didn't end."), may_quote("They 'ended'.")
    (False, True)
    """
    return _MAY_QUOTE.search(folded) is not None


def near_quotes(folded: str) -> list[tuple[int, int]]:
    r"""Return the lines (in order, apart) that may have a quoted stretch, and those before such, blank lines aside.

    >>> near_quotes("It rained.\nHe left:\n\n“I am wet.”\nIt rained.")
    [(11, 19), (21, 32)]
    """
    found: list[tuple[int, int]] = []
    after = 0
    while match := _MAY_QUOTE.search(folded, after):
        start, stop = folded.rfind("\n", 0, match.start()) + 1, folded.find("\n", match.start())
        before = start
        while before > after and folded[before - 1] in _BLANKS:
            before -= 1
        if before > after:
            found.append((folded.rfind("\n", 0, before) + 1, before))
        found.append((start, stop if stop >= 0 else len(folded)))
        after = found[-1][1]
    return found


def pair_marks(marks: Sequence[Mark], start: int, stop: int) -> list[Quoted]:
    """Return the outermost quoted stretches of one paragraph, tokens ``start`` up to ``stop``, in order.

    A mark that is never closed reaches to the paragraph's end; a closing mark with nothing open belongs to a quotation
    that an earlier paragraph opened, if nothing else stands before it.

    >>> pair_marks([Mark(0, "“", False), Mark(4, "”", True)], 0, 8)
    [Quoted(start=0, stop=5, opened=True, closed=True, single=False)]
    """
    doubles = _pair_doubles([mark for mark in marks if mark.form in (OPEN, CLOSE, STRAIGHT)], start, stop)
    singles = [mark for mark in marks if mark.form in (OPEN_SINGLE, CLOSE_SINGLE)]
    if not singles:
        return doubles
    return sorted(doubles + [found for found in _pair_singles(singles) if not _crosses(found, doubles)])


def _pair_doubles(marks: Sequence[Mark], start: int, stop: int) -> list[Quoted]:
    found: list[Quoted] = []
    opened: int | None = None
    inner = 0  # quotations inside the quotation that are open
    for number, mark in enumerate(marks):
        opens = mark.form == OPEN or mark.form == STRAIGHT and opened is None
        if opens and opened is None:
            opened = mark.token
        elif opens and (inner or _is_nested(marks, number)):
            inner += 1
        elif opens and opened is not None and mark.after_stop:  # the first was never closed
            found.append(Quoted(opened, mark.token, closed=False))
            opened = mark.token
        elif not opens and inner:
            inner -= 1
        elif not opens and opened is not None:
            found.append(Quoted(opened, mark.token + 1))
            opened = None
        elif not opens and not found and mark.token > start:
            found.append(Quoted(start, mark.token + 1, opened=False))
    if opened is not None and opened + 1 < stop:
        found.append(Quoted(opened, stop, closed=False))
    return found


def _is_nested(marks: Sequence[Mark], number: int) -> bool:
    """Tell whether a mark that opens inside a quotation is closed before it: as many marks close as open."""
    depth = 1
    for mark in marks[number : number + _NESTED_MARKS]:
        depth += 1 if mark.form == OPEN else -1
        if depth == 0:
            return True
    return False


def _pair_singles(marks: Sequence[Mark]) -> list[Quoted]:
    """Pair single marks; an apostrophe after a plural closes only where no better mark follows."""
    found: list[Quoted] = []
    at = 0
    while at < len(marks):
        if marks[at].form != OPEN_SINGLE:
            at += 1
            continue
        close = _closing(marks, at)
        if close is None:
            at += 1
            continue
        found.append(Quoted(marks[at].token, marks[close].token + 1, single=True))
        at = close + 1
    return found


def _closing(marks: Sequence[Mark], opening: int) -> int | None:
    first: int | None = None
    for at in range(opening + 1, len(marks)):
        if marks[at].form == OPEN_SINGLE or marks[at].token - marks[opening].token > _LONGEST_SINGLE:
            break
        if marks[at].after_stop:
            return at
        first = at if first is None else first
    return first


def _crosses(single: Quoted, doubles: Sequence[Quoted]) -> bool:
    return any(single.start < double.stop and double.start < single.stop for double in doubles)
