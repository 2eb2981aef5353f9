r"""Marked text: an answer drawn on the words it is about.

``[place Cairo]`` draws a span, ``[place=EG Cairo]`` says its value too, ``[reason="a test" ...]`` a value with spaces.
Marks nest. ``[Meeting#2.place Cairo]`` tells one of several events by type and number, and
``[Meeting.participants,Quote.speaker Wang Yi]`` is one span that plays two parts. ``\[``, ``\]`` and ``\\`` are the
plain characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


class MarkError(ValueError):
    """Raised for marked text that cannot be read; ``position`` is the character of it that is wrong."""

    def __init__(self, message: str, position: int) -> None:
        self.message = message
        self.position = position
        super().__init__(f"character {position}: {message}")

    def __reduce__(self) -> tuple[type[MarkError], tuple[str, int]]:
        return MarkError, (self.message, self.position)


@dataclass(frozen=True, slots=True)
class Part:
    """What a span is: a role, or a label; ``type`` and ``number`` tell of which event.

    >>> str(Part("place", type="Meeting", number=2))
    'Meeting#2.place'
    """

    role: str
    type: str | None = None
    number: int | None = None

    def __str__(self) -> str:
        number = "" if self.number is None else f"#{self.number}"
        return f"{self.role}{number}" if self.type is None else f"{self.type}{number}.{self.role}"


@dataclass(frozen=True, slots=True)
class Mark:
    """A drawn span: its parts, its value if one is drawn, and its characters in the plain text.

    >>> str(Mark((Part("place"), Part("City")), 6, 11, value="EG"))
    'place,City=EG'
    """

    parts: tuple[Part, ...]
    start: int
    stop: int
    value: str | None = None

    def __str__(self) -> str:
        path = ",".join(map(str, self.parts))
        return path if self.value is None else f"{path}={_written(self.value)}"


_NAME = r"[^\W\d][\w-]*"
_PART = rf"{_NAME}(?:\#\d+)?(?:\.{_NAME})?"
_VALUE = r"\"(?P<quoted>(?:[^\"\\]|\\.)*)\"|(?P<bare>[^\s\"\[\]\\]+)"
_HEAD = re.compile(rf"\[(?P<parts>{_PART}(?:,{_PART})*)(?:=(?:{_VALUE}))? ", re.DOTALL)
_BARE = re.compile(r"[^\s\"\[\]\\]+")
_PLAIN = re.compile(r"[^\[\]\\]+")
_WORDS = re.compile(r"(?:[^\[\]\\]|\\.)+", re.DOTALL)


def parse(marked: str) -> tuple[str, tuple[Mark, ...]]:
    r"""Return the plain text and its marks, in the order in which they open.

    >>> text, marks = parse("Wang Yi [trigger met] the minister in [place=EG Cairo].")
    >>> text
    'Wang Yi met the minister in Cairo.'
    >>> [(str(mark), text[mark.start : mark.stop]) for mark in marks]
    [('trigger', 'met'), ('place=EG', 'Cairo')]
    >>> parse("in [place Cairo")
    Traceback (most recent call last):
    relex.marks.MarkError: character 3: this mark is never closed; write \[ for a plain bracket
    """
    plain: list[str] = []
    marks: list[Mark | None] = []
    opened: list[tuple[int, int, re.Match[str]]] = []
    length = at = 0
    while at < len(marked):
        if run := _PLAIN.match(marked, at):
            plain.append(run[0])
            length += len(run[0])
            at = run.end()
        elif marked[at] == "\\":
            plain.append(_escaped(marked, at))
            length += 1
            at += 2
        elif marked[at] == "[":
            head = _head(marked, at)
            opened.append((len(marks), length, head))
            marks.append(None)
            at = head.end()
        else:
            if not opened:
                raise MarkError("nothing is open that this could close; write \\] for a plain bracket", at)
            place, start, head = opened.pop()
            if start == length:
                raise MarkError("this mark draws no words", head.start())
            marks[place] = Mark(_parts(head), start, length, _value(head))
            at += 1
    if opened:
        raise MarkError("this mark is never closed; write \\[ for a plain bracket", opened[-1][2].start())
    return "".join(plain), tuple(mark for mark in marks if mark)


def draw(text: str, marks: Iterable[Mark]) -> str:
    """Return the text with the marks drawn on it: what ``parse`` turns back into the two.

    Of two marks on the same span the first stands outside. Marks that cross or that hold no characters of the text
    cannot be drawn: ValueError.

    >>> draw("in Cairo", [Mark((Part("place"),), 3, 8, value="EG")])
    'in [place=EG Cairo]'
    """
    pieces: list[str] = []
    opened: list[Mark] = []
    at = 0
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.stop)):
        if not (0 <= mark.start < mark.stop <= len(text) and mark.parts):
            raise ValueError(f"{mark!r} holds no characters of the text")
        at = _close(text, pieces, opened, at, mark.start)
        if opened and mark.stop > opened[-1].stop:
            raise ValueError(f"{mark!r} crosses {opened[-1]!r}")
        pieces.append(f"[{mark} ")
        opened.append(mark)
    _close(text, pieces, opened, at, len(text))
    return "".join(pieces)


def pieces(marked: str) -> Iterator[tuple[str, str]]:
    """Yield marked text in pieces, each with what it is: ``open`` (the head of a mark), ``words`` or ``close``.

    >>> list(pieces("in [place=EG Cairo]."))
    [('words', 'in '), ('open', '[place=EG '), ('words', 'Cairo'), ('close', ']'), ('words', '.')]
    """
    at = 0
    while at < len(marked):
        if marked[at] == "[":
            head = _head(marked, at)
            yield "open", head[0]
            at = head.end()
        elif marked[at] == "]":
            yield "close", "]"
            at += 1
        else:
            run = _WORDS.match(marked, at)
            words = run[0] if run else marked[at]
            yield "words", words
            at += len(words)


def _head(marked: str, at: int) -> re.Match[str]:
    head = _HEAD.match(marked, at)
    if head is None:
        raise MarkError("a mark begins like [role words] or [role=value words]; write \\[ for a plain bracket", at)
    return head


def _escaped(marked: str, at: int) -> str:
    character = marked[at + 1 : at + 2]
    if character not in ("[", "]", "\\"):
        raise MarkError("a backslash stands only before a bracket or a backslash; write \\\\ for a plain one", at)
    return character


def _parts(head: re.Match[str]) -> tuple[Part, ...]:
    return tuple(_part(path) for path in head["parts"].split(","))


def _part(path: str) -> Part:
    owner, dot, role = path.rpartition(".")
    name, _, number = (owner if dot else role).partition("#")
    counted = int(number) if number else None
    return Part(role, name, counted) if dot else Part(name, None, counted)


def _value(head: re.Match[str]) -> str | None:
    quoted: str | None = head["quoted"]
    if quoted is None:
        bare: str | None = head["bare"]
        return bare
    return re.sub(r"\\(.)", r"\1", quoted, flags=re.DOTALL)


def _written(value: str) -> str:
    if _BARE.fullmatch(value):
        return value
    inner = re.sub(r"([\"\\])", r"\\\1", value)
    return f'"{inner}"'


def _close(text: str, pieces: list[str], opened: list[Mark], at: int, until: int) -> int:
    """Write the text from ``at`` to ``until`` and the brackets that close in it; return ``until``."""
    while opened and opened[-1].stop <= until:
        stop = opened.pop().stop
        pieces.append(_plain(text[at:stop]) + "]")
        at = stop
    pieces.append(_plain(text[at:until]))
    return until


def _plain(text: str) -> str:
    return re.sub(r"([\[\]\\])", r"\\\1", text)
