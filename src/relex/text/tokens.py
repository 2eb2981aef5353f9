"""White-space chunks to tokens: words, numbers, marks, and which mark ends a sentence."""

from __future__ import annotations

import re
from typing import NamedTuple

# Forms of marks after folding: every opening double mark is one, every closing one too; a straight mark
# whose side only its pair tells is left straight.
OPEN, CLOSE, STRAIGHT = "“", "”", '"'
OPEN_SINGLE, CLOSE_SINGLE = "‘", "’"
QUOTATION_MARKS = (OPEN, CLOSE, STRAIGHT, OPEN_SINGLE, CLOSE_SINGLE)

ABBREVIATIONS = frozenset(
    "mr mrs ms messrs dr prof gen lt col capt cpl sgt maj adm cmdr brig sen rep gov st jr sr rev hon pres supt det "
    "insp amb sec dep asst atty inc corp ltd co bros plc vs art vol ed al et cf approx est dept univ assn "
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun "
    "ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore pa tenn "
    "tex va vt wash wis wyo".split()
)
# What may as well close a sentence ("at Apple Inc.", "in the U.S.") does so before one of these words.
FINAL_ABBREVIATIONS = frozenset(
    "inc. corp. ltd. co. bros. plc. jr. sr. al. etc. "
    "jan. feb. mar. apr. jun. jul. aug. sep. sept. oct. nov. dec. mon. tue. tues. wed. thu. thur. thurs. fri. sat. "
    "sun. ala. ariz. ark. calif. colo. conn. del. fla. ga. ill. ind. kan. ky. la. md. mass. mich. minn. mo. mont. neb. "
    "nev. okla. ore. pa. tenn. tex. va. vt. wash. wis. wyo.".split()
)
# "No. 5" is a number, "No." an answer.
NUMBERED = ("No", "Nos")
STARTERS = frozenset(
    "The A An In On At He She It They We I But And However This That These Those There As After Before When While If "
    "Meanwhile Since For With By To Not No Both Some Many Most Last Earlier Later His Her Their Its".split()
)

_TOKEN = re.compile(
    r"""
      (?P<url>(?:https?://|www\.)[^\s<>"“”]+[^\s<>"“”.,;:!?)\]'’])
    | (?P<dotted>(?:[^\W\d_]\.){2,})
    | (?P<number>\d{1,4}[-/]\d{1,2}[-/]\d{1,4}(?!\w) | \d{1,2}/\d{1,2}(?!\w) | \d{1,2}(?::\d\d){1,2}(?!\d)
        | \d+(?:,\d{3})*(?:\.\d+)?(?:st|nd|rd|th|s)?(?![^\W_])
        | ['’‘]\d\ds?(?!\w))
    | (?P<double>``|''|’’|‘‘|["“”„‟«»])
    | (?P<clitic>['’](?:s|S|ll|re|ve|d|m)(?!\w))
    | (?P<word>(?:[^\W_]++[\u0300-\u036f]*+)++(?:['’](?!(?:s|S|ll|re|ve|d|m)(?![^\W_]))[^\W\d_]+ | &[^\W\d_]+)*)
    | (?P<single>['’‘])
    | (?P<dots>\.\.+|…)
    | (?P<dash>--+)
    | (?P<mark>[^\w\s]|_)
    """,
    re.VERBOSE,
)
_CLOSERS = frozenset((CLOSE, STRAIGHT, CLOSE_SINGLE, ")", "]"))
_ENDERS = frozenset((".", "!", "?", "…"))
_OPENERS = frozenset("([{-–—/")
_PLAIN_MARKS = frozenset(",.:;")


class Piece(NamedTuple):
    """A token inside its chunk: where, its form after folding, its shape, and whether a sentence may end after it."""

    start: int
    stop: int
    form: str
    shape: str
    ends: bool


def split_chunk(chunk: str) -> tuple[Piece, ...]:
    """Return the tokens of a stretch without white space; offsets count from its first character.

    >>> [piece.form for piece in split_chunk("Turkey’s")]
    ['Turkey', "'s"]
    >>> [(piece.form, piece.ends) for piece in split_chunk('talks."')]
    [('talks', False), ('.', False), ('”', True)]
    """
    plain = _plain_tokens(chunk)
    if plain is not None:
        return plain
    found = [piece for match in _TOKEN.finditer(chunk) for piece in (_piece(chunk, match),)]
    pieces = _with_abbreviations(chunk, found)
    return _with_ends(chunk, pieces)


def _plain_tokens(chunk: str) -> tuple[Piece, ...] | None:
    """The tokens of a word of only letters, alone or before one common mark; None for any other chunk: few are."""
    if chunk.isalpha():
        return (Piece(0, len(chunk), chunk, word_shape(chunk), False),)
    word, mark = chunk[:-1], chunk[-1:]
    if mark not in _PLAIN_MARKS or not word.isalpha():
        return None
    size = len(word)
    piece = Piece(0, size, word, word_shape(word), False)
    if mark == "." and _owns_stop(chunk, piece):
        return None
    return piece, Piece(size, size + 1, mark, "mark", mark == ".")


def _piece(chunk: str, match: re.Match[str]) -> Piece:
    start, stop = match.span()
    text, kind = match.group(), match.lastgroup or "mark"
    if kind == "word":
        form = text.replace("’", "'")
        return Piece(start, stop, form, word_shape(form), False)
    if kind == "number":
        return Piece(start, stop, text, "ordinal" if text[-1] in "tdh" else "number", False)
    if kind == "double":
        return Piece(start, stop, _double_form(chunk, start, stop, text), "mark", False)
    if kind == "single":
        return Piece(start, stop, _single_form(chunk, start, stop, text), "mark", False)
    if kind == "clitic":
        return Piece(start, stop, "'" + text[1:].lower(), "mark", False)
    if kind == "dotted":
        return Piece(start, stop, text, "upper" if text.isupper() else "lower", False)
    if kind == "dots":
        return Piece(start, stop, "…", "mark", False)
    if kind == "dash":
        return Piece(start, stop, "—", "mark", False)
    if kind == "url":
        return Piece(start, stop, text, "other", False)
    return Piece(start, stop, text, "mark", False)


def word_shape(word: str) -> str:
    """Return lower, capital, upper, mixed, number or other for a word.

    >>> [word_shape(word) for word in ("talks", "Cairo", "EU", "McDonald", "B2")]
    ['lower', 'capital', 'upper', 'mixed', 'upper']
    """
    if word.islower():
        return "lower"
    if word.isupper():
        return "upper" if len(word) > 1 else "capital"
    if word[:1].isupper():
        return "capital" if word[1:].islower() else "mixed"
    if word[:1].isdigit():
        return "number" if word.isdigit() else "mixed"
    return "mixed" if any(character.isupper() for character in word) else "other"


_DOTTED = re.compile(r"(?:[^\W\d_]\.){2,}")
_NEVER_LAST = frozenset(("e.g.", "i.e."))


def is_dotted(form: str) -> bool:
    """Tell whether a token is an abbreviation like U.S. or p.m., whose stop may end a sentence as well.

    >>> [is_dotted(form) for form in ("U.S.", "p.m.", "i.e.", "Mr.")]
    [True, True, False, False]
    """
    return _DOTTED.fullmatch(form) is not None and form.lower() not in _NEVER_LAST


def _double_form(chunk: str, start: int, stop: int, text: str) -> str:
    before, after = chunk[start - 1 : start], chunk[stop : stop + 1]
    if text in ("“", "„", "«", "``", "‘‘"):
        # Typed the wrong way round: `talks,“ he said`.
        return CLOSE if before and before in ".,?!" and not after else OPEN
    opens = (not before or before in "([{-–—/:‘'") and after and (after.isalnum() or after in "'‘’$[(….#@")
    if text == "”":
        return OPEN if opens and not before else CLOSE
    if text == "»":
        return CLOSE
    if opens:
        return OPEN
    return CLOSE if before else STRAIGHT


def _single_form(chunk: str, start: int, stop: int, text: str) -> str:
    before, after = chunk[start - 1 : start], chunk[stop : stop + 1]
    if (not before or before in '([{-–—/:"“`') and after and after.isalnum():
        return OPEN_SINGLE
    return CLOSE_SINGLE if before or text != "‘" else OPEN_SINGLE


def _with_abbreviations(chunk: str, pieces: list[Piece]) -> list[Piece]:
    """Join a full stop to the abbreviation or initial that owns it."""
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if piece.form == "." and last and last.stop == piece.start and _owns_stop(chunk, last):
            initial = len(last.form) == 1
            shape = "initial" if initial else last.shape
            joined[-1] = Piece(last.start, piece.stop, last.form + ".", shape, False)
        else:
            joined.append(piece)
    return joined


def _owns_stop(chunk: str, word: Piece) -> bool:
    if word.shape == "mark":
        return False
    if len(word.form) == 1:
        return word.form.isupper() and word.form != "I" and (word.start == 0 or not chunk[word.start - 1].isalnum())
    lower = word.form.lower()
    # "Wash." and "Sun." are abbreviations, "the sun." is not.
    return lower in ABBREVIATIONS and (word.shape != "lower" or lower in ("vs", "et", "al", "cf", "approx"))


def _with_ends(chunk: str, pieces: list[Piece]) -> tuple[Piece, ...]:
    """Mark the last token of every stretch like `.`, `?"`, `.)` that may end a sentence."""
    result = list(pieces)
    at = 0
    while at < len(result):
        if result[at].form in _ENDERS:
            last = at
            while last + 1 < len(result) and (result[last + 1].form in _CLOSERS or result[last + 1].form in _ENDERS):
                last += 1
            if last + 1 == len(result) or _starts_sentence(chunk, result[at], result[last + 1]):
                result[last] = result[last]._replace(ends=True)
            at = last
        at += 1
    return tuple(result)


def _starts_sentence(chunk: str, stop: Piece, following: Piece) -> bool:
    """Tell whether a sentence goes on without white space: `ended.The next`."""
    glued = following.form in (OPEN, "[", "(") or following.shape == "capital"
    before = chunk[max(0, stop.start - 2) : stop.start]
    return glued and len(before) == 2 and before.islower()
