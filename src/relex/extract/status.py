"""The status layer: what the words around a trigger say about whether the event took place."""

from __future__ import annotations

from typing import NamedTuple

from ..match.matcher import CompiledCue, Matcher, Stream


class Status(NamedTuple):
    """An event's status and the cue that gave it (None: the rule's or the type's own)."""

    name: str
    cue: str | None


def status_of(
    matcher: Matcher, stream: Stream, event: str, trigger: tuple[int, int], sentence: tuple[int, int], default: str
) -> Status:
    """Return the status that the strongest cue in reach gives; triggers and sentences are symbols.

    The longest cue wins, then the nearest, then the first by id.
    """
    best: tuple[tuple[int, int, str], str, str] | None = None
    for cue in matcher.cues:
        if event not in cue.cue.on:
            continue
        reach = _reach(cue, stream, trigger, sentence)
        if reach is not None:
            rank = (-reach[1], reach[0], cue.cue.id)
            if best is None or rank < best[0]:
                best = (rank, cue.cue.gives, cue.cue.id)
    return Status(best[1], best[2]) if best else Status(default, None)


def _reach(
    cue: CompiledCue, stream: Stream, trigger: tuple[int, int], sentence: tuple[int, int]
) -> tuple[int, int] | None:
    """The distance to a cue's nearest match in reach and its length, or None."""
    windows: list[tuple[int, int]] = []
    if cue.cue.stands in ("before", "around"):
        # A cue may hold the first words of the trigger itself: "will meet".
        windows.append((max(sentence[0], trigger[0] - cue.cue.within), trigger[1]))
    if cue.cue.stands in ("after", "around"):
        windows.append((trigger[0], min(sentence[1], trigger[1] + cue.cue.within)))
    found: list[tuple[int, int]] = []
    for start, stop in windows:
        for match in cue.pattern.expression.finditer(stream.symbols, start, stop):
            first, after = match.span()
            gap = (after, trigger[0]) if after <= trigger[0] else (trigger[1], first)
            if gap[1] > gap[0] and cue.stops and cue.stops.expression.search(stream.symbols, *gap):
                continue
            found.append((max(0, gap[1] - gap[0]), after - first))
    return min(found, default=None)
