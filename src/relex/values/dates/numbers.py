"""Number words in a phrase, written as digits."""

from __future__ import annotations

ONES = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
TENS = {
    word: 10 * number
    for number, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
ORDINALS = {
    word: number
    for number, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
        ],
        start=1,
    )
} | {"thirtieth": 30}


def in_digits(phrase: str) -> str:
    """Return a lower-case phrase with its number words written as digits, ordinals as ``1th``.

    Two numbers that cannot be one are read the way years are spoken. Plurals (``seconds``, ``twenties``) stay words,
    and so does ``second`` after a number.

    >>> in_digits("twenty five years")
    '25 years'
    >>> in_digits("the summer of nineteen ninety seven")
    'the summer of 1997'
    >>> in_digits("a hundred and twenty days after the second quarter")
    '120 days after the 2th quarter'
    """
    words = phrase.split()
    written: list[str] = []
    at = 0
    while at < len(words):
        number, after = _number(words, at)
        if after == at or (words[at] == "second" and _is_unit(written, words[at + 1 :])):
            written.append(words[at])
            at += 1
        else:
            written.append(number)
            at = after
    return " ".join(written)


def _is_unit(before: list[str], after: list[str]) -> bool:
    """Tell whether ``second`` between some words is the unit: 30 second, not the 1988 second quarter."""
    return bool(before) and before[-1].isdigit() and after[:1] not in (["quarter"], ["half"], ["fiscal"], ["period"])


def _number(words: list[str], at: int) -> tuple[str, int]:
    """Return the number that starts at a word and the place after it; the same place where there is none."""
    word = words[at]
    if word in ORDINALS:
        return f"{ORDINALS[word]}th", at + 1
    if word in ("a", "an") and at + 1 < len(words) and words[at + 1] in SCALES:
        return _sum(words, at + 1, 1)
    if word in SCALES:
        return _sum(words, at, 1)
    if _counts(word):
        return _sum(words, at, 0)
    if word.isdigit() and len(word) < 4 and at + 1 < len(words) and words[at + 1] in ("thousand", "million", "billion"):
        return str(int(word) * SCALES[words[at + 1]]), at + 2
    return "", at


def _sum(words: list[str], at: int, part: int) -> tuple[str, int]:
    """Add up number words from a place on; ``part`` is what stands before the first scale."""
    total = 0
    while at < len(words):
        word = words[at]
        if word in ORDINALS and part >= 20 and part % 10 == 0 and ORDINALS[word] < 10:
            return f"{total + part + ORDINALS[word]}th", at + 1
        if word == "hundred":
            part = (part or 1) * 100
        elif word in SCALES:
            total, part = total + (part or 1) * SCALES[word], 0
        elif _counts(word):
            value = ONES[word] if word in ONES else TENS[word]
            if _adds(part, value):
                part += value
            elif total == 0 and 10 <= part <= 20 and value >= 10:
                part = part * 100 + value
            else:
                break
        elif not (word == "and" and (part >= 100 or total) and at + 1 < len(words) and _counts(words[at + 1])):
            break
        at += 1
    return str(total + part), at


def _adds(part: int, value: int) -> bool:
    """Tell whether a number word goes on after another: ``twenty`` + ``five``, ``hundred`` + ``ten``."""
    if part % 100 == 0:
        return True
    return part % 10 == 0 and part % 100 >= 20 and 0 < value < 10


def _counts(word: str) -> bool:
    return word in ONES or word in TENS
