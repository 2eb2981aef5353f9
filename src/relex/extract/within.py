"""What stands within a mention: its roles, its head, the members of a list."""

from __future__ import annotations

from ..match.matcher import Found, Matcher, Reading


def roles_of(found: Found) -> dict[str, tuple[int, int]]:
    """Return the tokens of each role of a mention."""
    return {name: (start, stop) for name, start, stop in found.roles}


def head_of(matcher: Matcher, reading: Reading, mention: tuple[int, int]) -> tuple[int, int]:
    """Return the tokens of a mention before its first preposition: "spokesmen" of "spokesmen for Clinton"."""
    start, stop = mention
    if stop - start > 1:
        for token, _, _ in reading.told(start, stop, matcher.alphabet.below("Preposition")):
            if token > start:
                return start, token
    return mention


def members(matcher: Matcher, reading: Reading, found: Found) -> list[Found]:
    """Return what stands in a list: the longest mentions inside it, found by rules or named in lexicons."""
    lists, listed = matcher.alphabet.below("List"), matcher.fact(_listed)
    longest: dict[int, Found] = {}
    for token in range(found.start, found.stop):
        for other in reading.starting.get(token, ()):
            if other is not found and other.stop <= found.stop and other.label not in lists:
                longest[token] = max(longest.get(token, other), other, key=lambda each: each.stop)
    result: list[Found] = []
    token = found.start
    while token < found.stop:
        if token in longest:
            result.append(longest[token])
            token = longest[token].stop
            continue
        hits = [(stop, row.label) for start, stop, row in reading.hits(token, found.stop) if start == token]
        named = [(stop, label) for stop, label in hits if label in listed]
        if named:
            result.append(Found("", named[0][1], token, named[0][0]))
        token = max((stop for stop, _ in hits), default=token + 1)
    return result


def is_compound(reading: Reading, found: Found, whole: Found) -> bool:
    """Tell whether a name goes on with a hyphen and a common word: the "Russia-backed government" is not Russia."""
    behind = reading.offsets.words[found.stop : min(found.stop + 2, whole.stop)]
    return len(behind) > 1 and behind[0] in ("-", "–") and behind[1].islower()


def _listed(matcher: Matcher) -> frozenset[str]:
    """The labels of words that may be members of a list by themselves."""
    return matcher.alphabet.below("Actor") | matcher.alphabet.below("Pronoun")
