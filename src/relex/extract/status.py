"""The status layer: what the words around a trigger say about whether the event took place."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import NamedTuple

from ..match.matcher import CompiledCue, Matcher, Stream
from ..rules.ruleset import NOTHING

_LONGEST = 12  # tokens of a cue


class Status(NamedTuple):
    """An event's status and the cue that gave it (None: the rule's or the type's own)."""

    name: str
    cue: str | None


def status_of(
    matcher: Matcher, stream: Stream, event: str, trigger: tuple[int, int], sentence: tuple[int, int], default: str
) -> Status:
    """Return the status that the strongest cue in reach gives; triggers and sentences are symbols.

    A cue that another in reach beats says nothing; of the rest one that tells of no event wins, then the longest, then
    the nearest, then the first id.
    """
    found: dict[str, tuple[int, int, CompiledCue]] = {}
    reach = matcher.cue_reach + _LONGEST
    near = stream.symbols[max(sentence[0], trigger[0] - reach) : min(sentence[1], trigger[1] + reach)]
    due = reduce(or_, map(matcher.cues_due.__getitem__, near), 0) & matcher.fact(_cues_on).get(event, 0)
    while due:
        bit = due & -due
        due ^= bit
        cue = matcher.cues[bit.bit_length() - 1]
        nearest = _reach(cue, stream, trigger, sentence)
        if nearest is not None:
            found[cue.cue.id] = (-nearest[1], nearest[0], cue)
    if not found:
        return Status(default, None)
    beaten = {other for _, _, cue in found.values() for other in cue.cue.beats}
    left = [
        (cue.cue.gives != NOTHING, length, far, name)
        for name, (length, far, cue) in found.items()
        if name not in beaten
    ]
    if not left:
        return Status(default, None)
    best = min(left)[3]
    return Status(found[best][2].cue.gives, best)


def _cues_on(matcher: Matcher) -> dict[str, int]:
    """The numbers (as bits) of the cues for each type of event."""
    found: dict[str, int] = {}
    for number, cue in enumerate(matcher.cues):
        for event in cue.cue.on:
            found[event] = found.get(event, 0) | 1 << number
    return found


def _reach(
    cue: CompiledCue, stream: Stream, trigger: tuple[int, int], sentence: tuple[int, int]
) -> tuple[int, int] | None:
    """The distance to a cue's nearest match in reach and its length, or None."""
    within, stands = cue.cue.within, cue.cue.stands
    windows: list[tuple[int, int]] = []
    if stands in ("before", "around"):
        # A cue may hold the first words of the trigger itself: "will meet".
        windows.append((max(sentence[0], trigger[0] - within - _LONGEST), trigger[1]))
    if stands in ("after", "around"):
        windows.append((trigger[0], min(sentence[1], trigger[1] + within + _LONGEST)))
    found: list[tuple[int, int]] = []
    for start, stop in windows:
        for match in cue.pattern.expression.finditer(stream.symbols, start, stop):
            first, after = match.span()
            gap = (after, trigger[0]) if after <= trigger[0] else (trigger[1], first)
            if gap[1] - gap[0] > within:
                continue
            if gap[1] > gap[0] and cue.stops and cue.stops.expression.search(stream.symbols, *gap):
                continue
            found.append((max(0, gap[1] - gap[0]), after - first))
    return min(found, default=None)
