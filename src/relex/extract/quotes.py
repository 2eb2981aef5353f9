"""Who said what: quoted stretches and reported clauses with the mention that points to their speaker."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..match.matcher import Match, Matcher, Reading, Stream
from ..text.quotation import Quoted
from .cast import Cast
from .outline import is_speech

_SHORTEST_UNATTRIBUTED = 4  # words between marks that stand alone and are taken for speech


@dataclass(frozen=True, slots=True)
class Attribution:
    """A quote as tokens: its content, the quoted stretches in it, its cue, and where its speaker is named."""

    rule: str
    content: tuple[int, int]
    quoted: tuple[Quoted, ...] = ()
    cue: tuple[int, int] | None = None
    mention: tuple[int, int] | None = None
    figure: int | None = None
    certain: bool = True

    @property
    def start(self) -> int:
        return self.content[0]


def attributions(
    matcher: Matcher, reading: Reading, cast: Cast, outline: Stream, stretches: Sequence[Quoted]
) -> tuple[Attribution, ...]:
    """Return the quotes of a text in its order.

    Rules attribute; a quoted stretch that none reaches goes on with the speaker of the one before it in its paragraph, or,
    less certainly, of the paragraph before.
    """
    found = _from_rules(matcher, reading, cast, outline, stretches)
    return _continued(matcher, reading, found, stretches)


def _from_rules(
    matcher: Matcher, reading: Reading, cast: Cast, outline: Stream, stretches: Sequence[Quoted]
) -> list[Attribution]:
    matches = sorted(matcher.find_quotes(reading, outline), key=lambda match: _precedence(matcher, match))
    taken: set[int] = set()
    cues: set[int] = set()
    kept: list[Attribution] = []
    for match in matches:
        roles = match.found.roles
        cue = next(((a, b) for name, a, b in roles if name == "trigger"), None)
        if cue and not cues.isdisjoint(range(*cue)):
            continue
        contents = [_trimmed(reading, a, b) for name, a, b in roles if name == "content"]
        contents = [(a, b) for a, b in contents if b > a and taken.isdisjoint(range(a, b))]
        if not contents:
            continue
        speaker = next(((a, b) for name, a, b in roles if name == "speaker"), None)
        if cue:
            cues.update(range(*cue))
        for content in contents:
            taken.update(range(*content))
            kept.append(Attribution(match.found.rule, content, _inside(stretches, content), cue, speaker))
    kept.sort(key=lambda attribution: attribution.start)
    return _with_figures(reading, cast, kept)


def _inside(stretches: Sequence[Quoted], content: tuple[int, int]) -> tuple[Quoted, ...]:
    """The quoted stretches within a content (the list is in order)."""
    first = bisect_left(stretches, content[0], key=lambda quoted: quoted.start)
    after = bisect_left(stretches, content[1], key=lambda quoted: quoted.start)
    return tuple(quoted for quoted in stretches[first:after] if quoted.stop <= content[1] + 1)


def _precedence(matcher: Matcher, match: Match) -> tuple[int, int, int, str]:
    quoted = any(name == "content" for name, *_ in match.found.roles)
    return -(match.found.stop - match.found.start), match.found.start, not quoted, match.found.rule


def _trimmed(reading: Reading, start: int, stop: int) -> tuple[int, int]:
    """Cut marks of punctuation off a clause; quotation marks stay."""
    while stop > start and reading.offsets.form(stop - 1) in (",", ".", ";", ":", "—", "–", "-", ""):
        stop -= 1
    while stop > start and reading.offsets.form(start) in (",", ";", ":", "—", "–", "-"):
        start += 1
    return start, stop


def _with_figures(reading: Reading, cast: Cast, kept: Sequence[Attribution]) -> list[Attribution]:
    """Resolve the speakers' mentions; a rule without one ("adding that") takes the sentence's speaker so far."""
    speaking: tuple[int, tuple[int, int]] | None = None  # the sentence's first token and its speaker's mention
    result: list[Attribution] = []
    for attribution in kept:
        place = attribution.cue[0] if attribution.cue else attribution.start
        sentence = reading.sentence(reading.base, place)[0]
        mention = attribution.mention
        if mention is None and speaking and speaking[0] == sentence:
            mention = speaking[1]
        if mention is not None:
            speaking = sentence, mention
            figures = cast.within(*mention)
            attribution = replace(attribution, mention=mention, figure=figures[0] if figures else None)
        result.append(attribution)
    return result


def _continued(
    matcher: Matcher, reading: Reading, found: Sequence[Attribution], stretches: Sequence[Quoted]
) -> tuple[Attribution, ...]:
    """Give the stretches that no rule reached the speaker who is still speaking."""
    covered = {quoted for attribution in found for quoted in attribution.quoted}
    paragraphs = [n for n, symbol in enumerate(reading.base.symbols) if symbol == matcher.alphabet.paragraph]
    lost = [quoted for quoted in stretches if quoted not in covered and _may_stand_alone(reading, quoted)]
    result: list[Attribution] = []
    last: Attribution | None = None
    for item in sorted((*found, *lost), key=lambda item: item.start):
        if isinstance(item, Quoted):
            certain = _goes_on(last, item, paragraphs) if last else None
            if last is None or certain is None:
                continue
            item = Attribution("continued", item.inner, (item,), None, last.mention, last.figure, certain)
        result.append(item)
        last = item if item.mention else last
    return tuple(result)


def _may_stand_alone(reading: Reading, quoted: Quoted) -> bool:
    start, stop = quoted.inner
    words = sum(reading.offsets.shape(token) != "mark" for token in range(start, stop))
    return is_speech(reading, quoted) and words >= _SHORTEST_UNATTRIBUTED


def _goes_on(last: Attribution, quoted: Quoted, paragraphs: Sequence[int]) -> bool | None:
    """Tell whether a speaker goes on in a later stretch: surely, perhaps (False), or not (None)."""
    between = bisect_left(paragraphs, quoted.start) - bisect_left(paragraphs, last.start)
    open_end = any(not stretch.closed for stretch in last.quoted)
    if between == 0 or between == 1 and open_end:
        return True
    return False if between <= 2 and last.quoted else None
