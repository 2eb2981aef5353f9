"""Who said what: quoted stretches and reported clauses with the mention that points to their speaker."""

from __future__ import annotations

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
            inside = tuple(q for q in stretches if content[0] <= q.start and q.stop <= content[1] + 1)
            kept.append(Attribution(match.found.rule, content, inside, cue, speaker))
    kept.sort(key=lambda attribution: attribution.start)
    return [_with_figure(reading, cast, attribution, kept) for attribution in kept]


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


def _with_figure(
    reading: Reading, cast: Cast, attribution: Attribution, others: Sequence[Attribution]
) -> Attribution:
    """Resolve the speaker's mention; a rule without one ("adding that") takes the sentence's speaker so far."""
    mention = attribution.mention
    if mention is None:
        sentence = reading.sentence(reading.base, attribution.cue[0] if attribution.cue else attribution.start)
        before = [
            other.mention
            for other in others
            if other.mention and other is not attribution and sentence[0] <= other.mention[0] < attribution.start
        ]
        mention = before[-1] if before else None
    if mention is None:
        return attribution
    figures = cast.within(*mention)
    return replace(attribution, mention=mention, figure=figures[0] if figures else None)


def _continued(
    matcher: Matcher, reading: Reading, found: list[Attribution], stretches: Sequence[Quoted]
) -> tuple[Attribution, ...]:
    """Give the stretches that no rule reached the speaker who is still speaking."""
    covered = {quoted for attribution in found for quoted in attribution.quoted}
    paragraphs = [n for n, symbol in enumerate(reading.base.symbols) if symbol == matcher.alphabet.paragraph]
    result = list(found)
    for quoted in stretches:
        if quoted in covered:
            continue
        if not _may_stand_alone(reading, quoted):
            continue
        before = _speaking(result, quoted, paragraphs)
        if before is None:
            continue
        attribution, certain = before
        result.append(
            Attribution("continued", quoted.inner, (quoted,), None, attribution.mention, attribution.figure, certain)
        )
        result.sort(key=lambda other: other.start)
    return tuple(result)


def _may_stand_alone(reading: Reading, quoted: Quoted) -> bool:
    start, stop = quoted.inner
    words = sum(reading.offsets.shape(token) != "mark" for token in range(start, stop))
    return is_speech(reading, quoted) and words >= _SHORTEST_UNATTRIBUTED


def _speaking(
    found: Sequence[Attribution], quoted: Quoted, paragraphs: Sequence[int]
) -> tuple[Attribution, bool] | None:
    """The last attribution before a stretch, and whether it is certain that its speaker goes on."""
    earlier = [other for other in found if other.start < quoted.start and other.mention]
    if not earlier:
        return None
    last = earlier[-1]
    between = sum(last.start < paragraph < quoted.start for paragraph in paragraphs)
    open_end = any(not stretch.closed for stretch in last.quoted)
    if between == 0 or between == 1 and open_end:
        return last, True
    return (last, False) if between <= 2 and last.quoted else None
