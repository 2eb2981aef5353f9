"""Runs the examples beside the rules, and the cases, and draws where the answer differs from the one expected.

In ``finds`` and in cases, what is drawn must be found; what is not drawn is not claimed. In ``ignores`` the rule must
find nothing. A ``todo`` must not work yet: one that does belongs among the ``finds``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from .errors import Location
from .extract.quotes import Attribution
from .extract.telling import Report
from .extractor import Analysis, Extractor
from .marks import Mark, MarkError, Part, draw, parse
from .model import Span
from .rules.checks import labels_above
from .rules.ruleset import NOTHING, QUOTE, Cue, Example, Rule, RuleSet

WIDEST_SHOWN = 240  # characters; of a longer text a failure shows the part around what is missing
AROUND = 40
NEAR_SHOWN = 3
QUOTATION_MARKS = "“”„‟\"«»‘’'`"
LEXICON = "a lexicon"


@dataclass(frozen=True, slots=True)
class Check:
    """One example: marked text, and the rule or cue that it stands beside (None for a case)."""

    kind: str
    marked: str
    location: Location
    owner: Rule | Cue | None = None
    date: str | None = None

    @property
    def id(self) -> str:
        """The id of the rule, or the name of the case's file."""
        return self.owner.id if self.owner else Path(self.location.file).stem


@dataclass(frozen=True, slots=True)
class Failure:
    """An example whose answer differs: ``expected`` and ``found`` are drawn on the text.

    ``found`` holds pairs of a rule and what it found, ``lost`` what the example's own rule matched in vain, and why;
    ``instead`` are the rules and cues that answered in its place.
    """

    check: Check
    reason: str
    expected: str = ""
    found: tuple[tuple[str, str], ...] = ()
    lost: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()

    def __str__(self) -> str:
        place = self.check.location
        lines = [f"{place.file}:{place.line}:{place.column}: {self.check.id}, {self.check.kind}: {self.reason}"]
        lines.append(f"  expected  {self.expected or self.check.marked}")
        lines += [f"  found     {drawn}   ({rule})" for rule, drawn in self.found]
        lines += [f"  lost      {why}" for why in self.lost]
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Filler:
    """What fills a role, and every way to write its value."""

    role: str
    span: Span
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """Something found: an event, a quote or a mention; ``names`` are its type, or its label and those above it."""

    name: str
    names: frozenset[str]
    rule: str
    fillers: tuple[Filler, ...]
    span: Span
    values: tuple[str, ...] = ()
    cue: str | None = None
    event: bool = False
    quoted: bool = False

    def fills(self, demand: Demand) -> bool:
        """Tell whether this answer has that part at those words, with the value if one is drawn.

        A mark around a list is filled by its members.
        """
        if demand.role == "":
            return self.span in demand.spans and demand.value in (None, *self.values)
        fillers = [filler for filler in self.fillers if filler.role == demand.role]
        if any(filler.span in demand.spans and demand.value in (None, *filler.values) for filler in fillers):
            return True
        outer = demand.spans[0]
        members = [one for one in fillers if outer.start <= one.span.start and one.span.stop <= outer.stop]
        return len(members) > 1 and demand.value is None


@dataclass(frozen=True, slots=True)
class Demand:
    """One part that is drawn: a role (empty for the whole of a mention), its words, its value if one is drawn.

    ``spans`` are the words as drawn, and the same without the article or the quotation marks around them.
    """

    role: str
    spans: tuple[Span, ...]
    value: str | None

    def told(self, text: str) -> str:
        words = text[self.spans[0].start : self.spans[0].stop]
        return f'{self.role} "{words}"'.strip() + (f" as {self.value}" if self.value is not None else "")


@dataclass(slots=True)
class Group:
    """The parts that one answer must fill; ``name`` is its type or label, None where any will do."""

    name: str | None
    demands: list[Demand] = field(default_factory=list)

    def best(self, answers: Sequence[Answer], rule: str | None) -> Answer | None:
        """Return the answer that fills most of it; of equals one by the rule, then the first."""
        fitting = [answer for answer in answers if self.name is None or self.name in answer.names]
        ranked = sorted(fitting, key=lambda answer: (-self.filled(answer), answer.rule != rule))
        return ranked[0] if ranked and self.filled(ranked[0]) else None

    def filled(self, answer: Answer) -> int:
        return sum(answer.fills(demand) for demand in self.demands)


def checks(rules: RuleSet, folder: Path | None = None) -> tuple[Check, ...]:
    """Return every example of a rule set, and those of the cases in its folder."""
    owners: tuple[Rule | Cue, ...] = (*rules.rules, *rules.cues)
    found = [check for owner in owners for check in _beside(owner)]
    for file in sorted((folder / "cases").glob("*.md")) if folder else ():
        found += case_checks(file)
    return tuple(found)


def case_checks(file: Path, text: str | None = None) -> Iterator[Check]:
    """Yield a check for each ```text block of a case; the last line ``date: ...`` before it gives the article's date.

    A block whose fence says ```text todo is known not to work yet. ``text`` is what the file says, if it is not saved.
    """
    date: str | None = None
    kind: str | None = None
    start = 0
    block: list[str] = []
    written = file.read_text("utf-8") if text is None else text
    for number, line in enumerate(written.splitlines(), 1):
        if kind is None:
            if said := re.fullmatch(r"date:\s*(\d{4}-\d{2}-\d{2})\s*", line):
                date = said[1]
            elif fence := re.fullmatch(r"```text(\s+todo)?\s*", line):
                kind, start, block = "todo" if fence[1] else "case", number + 1, []
        elif line.rstrip() == "```":
            yield Check(kind, "\n".join(block), Location(file.as_posix(), start, 1), date=date)
            kind = None
        else:
            block.append(line)


def failures(extractor: Extractor, examples: Iterable[Check]) -> Iterator[Failure]:
    """Yield a failure for every example whose answer differs."""
    for check in examples:
        failure = failure_of(extractor, check)
        if failure:
            yield failure


def failure_of(extractor: Extractor, check: Check) -> Failure | None:
    """Return how the answer differs from the one that is drawn, None where it does not."""
    try:
        text, marks = parse(check.marked)
    except MarkError as error:
        return Failure(check, str(error))
    # What a rule tells is looked at before tellings of one event are merged; a case speaks of the whole document.
    analysis = extractor.analyse(text, check.date)
    answers = answers_of(extractor.rules, analysis, merged=check.owner is None)
    if isinstance(check.owner, Cue) and check.owner.gives == NOTHING:
        answers = [answer for report in analysis.told for answer in _unreal(analysis, report)]
    if check.kind == "ignores":
        return _not_ignored(check, text, answers)
    failure = _not_found(extractor.rules, check, text, marks, answers)
    if check.kind == "todo":
        return None if failure else Failure(check, "this works now: move it to the finds")
    if failure is None:
        return None
    lost = list(_lost(analysis, check))
    instead = dict.fromkeys((*failure.instead, *(rule for rule, _ in lost)))
    return replace(failure, lost=tuple(why for _, why in lost), instead=tuple(instead))


def _beside(owner: Rule | Cue) -> Iterator[Check]:
    kinds: list[tuple[str, tuple[Example, ...]]] = [("finds", owner.finds), ("ignores", owner.ignores)]
    kinds.append(("todo", owner.todo if isinstance(owner, Rule) else ()))
    for kind, examples in kinds:
        for example in examples:
            yield Check(kind, example.marked, example.location, owner)


def _not_ignored(check: Check, text: str, answers: Sequence[Answer]) -> Failure | None:
    own = [answer for answer in answers if _is_by(answer, check.owner)]
    return Failure(check, "must find nothing", "", _drawn(text, own, Span(0, len(text)))) if own else None


def _not_found(
    rules: RuleSet, check: Check, text: str, marks: Sequence[Mark], answers: Sequence[Answer]
) -> Failure | None:
    groups = list(groups_of(rules, check.owner, text, marks))
    if not groups:
        return _not_silent(check, text, answers)
    left = list(answers)
    answered: list[Answer] = []
    for group in groups:
        answer = group.best(left, check.owner.id if check.owner else None)
        if answer is None or group.filled(answer) < len(group.demands):
            return _missing(check, text, group, answer, answers)
        answered.append(answer)
        # Two drawn events are two found ones; quotes that share a cue are one answer.
        if answer.event and QUOTE not in answer.names:
            left.remove(answer)
    if check.owner and not any(_is_by(answer, check.owner) for answer in answered):
        others = sorted({answer.cue or answer.rule for answer in answered})
        shown = _drawn(text, answered, Span(0, len(text)))
        return Failure(check, f"found by {' and '.join(others)} instead", "", shown, instead=tuple(others))
    return None


def _not_silent(check: Check, text: str, answers: Sequence[Answer]) -> Failure | None:
    """A passage on which nothing is drawn reports no event and holds no quote between marks."""
    if check.owner:
        return Failure(check, "nothing is drawn")
    told = [answer for answer in answers if answer.quoted or (answer.event and answer.name != QUOTE)]
    shown = _drawn(text, told, Span(0, len(text)))
    return Failure(check, "must find no event and no quote", "", shown) if told else None


def _missing(check: Check, text: str, group: Group, answer: Answer | None, answers: Sequence[Answer]) -> Failure:
    """Tell what a group lacks, and show what was found there instead."""
    name = group.name or "event"
    reason = f"no such {name} is found"
    if answer:
        unmet = [demand.told(text) for demand in group.demands if not answer.fills(demand)]
        reason = f"{name} lacks {', '.join(unmet)}"
    spans = [demand.spans[0] for demand in group.demands]
    window = window_of(text, spans)
    wanted = [Mark((Part(one.role or name),), *one.spans[0], value=one.value) for one in group.demands]
    near = [answer] if answer else [one for one in answers if any(_overlap(one.span, span) for span in spans)]
    near = [one for one in near if one.rule != LEXICON] or near
    return Failure(check, reason, drawn(text, wanted, window), _drawn(text, near[:NEAR_SHOWN], window))


def _lost(analysis: Analysis, check: Check) -> Iterator[tuple[str, str]]:
    """To which rules the example's own rule lost what it matched, and why."""
    for decision in analysis.reading.decisions:
        if check.owner and decision.dropped.rule == check.owner.id:
            span = analysis.span(decision.dropped.start, decision.dropped.stop)
            yield decision.kept.rule, f'"{analysis.reading.text[span.start : span.stop]}" {decision.why}'


def _is_by(answer: Answer, owner: Rule | Cue | None) -> bool:
    if isinstance(owner, Cue):
        return answer.cue == owner.id
    return owner is not None and answer.rule == owner.id


def groups_of(rules: RuleSet, owner: Rule | Cue | None, text: str, marks: Sequence[Mark]) -> Iterator[Group]:
    """Yield what must be found: a group for each event, quote and mention that the marks tell apart.

    A bare name with a capital is a label, or a type for the whole of an event; any other bare name is a role of what
    the owner emits, or of the label around it.
    """
    types = {kind.name for kind in rules.types}
    numbered: dict[tuple[str | None, int | None], Group] = {}
    labelled: list[tuple[Mark, Group]] = []
    bare: list[tuple[Mark, Part]] = []
    for mark in marks:
        for part in mark.parts:
            demand = Demand(part.role, _spans_of(text, mark), mark.value)
            if part.type is not None:
                group = numbered.setdefault((part.type, part.number), Group(part.type))
                group.demands.append(demand)
            elif part.role in types:
                group = numbered.setdefault((part.role, part.number), Group(part.role))
                group.demands.append(replace(demand, role=""))
            elif part.role[:1].isupper():
                labelled.append((mark, Group(part.role, [replace(demand, role="")])))
            else:
                bare.append((mark, part))
    own = owner.emits if isinstance(owner, Rule) else None
    for mark, part in bare:
        around = [group for outer, group in labelled if outer.start <= mark.start and mark.stop <= outer.stop]
        group = around[-1] if around else numbered.setdefault((own, part.number), Group(own))
        group.demands.append(Demand(part.role, _spans_of(text, mark), mark.value))
    yield from numbered.values()
    yield from (group for _, group in labelled)


def _spans_of(text: str, mark: Mark) -> tuple[Span, ...]:
    """The words of a mark as drawn, without an article before them, and without quotation marks around them."""
    words = text[mark.start : mark.stop]
    article = re.match(r"(?:the|an?)\s+(?=\S)", words, re.IGNORECASE)
    bare = words.strip(QUOTATION_MARKS)
    spans = [Span(mark.start, mark.stop)]
    if article:
        spans.append(Span(mark.start + article.end(), mark.stop))
    if bare != words and bare:
        start = mark.start + words.index(bare)
        spans.append(Span(start, start + len(bare)))
    return tuple(spans)


def answers_of(rules: RuleSet, analysis: Analysis, *, merged: bool) -> list[Answer]:
    """Return everything found in a text: events, quotes, and mentions by rules and by lexicons."""
    dates = {mention.span: mention.value for mention in analysis.dates}
    day_values = {
        span: tuple(filter(None, (value.timex, value.start.isoformat() if value.start else None)))
        for span, value in dates.items()
    }
    lasting = {(event.kind, telling) for event in analysis.events for telling in event.tellings}
    told = analysis.events if merged else [one for one in analysis.told if (one.kind, one.trigger) in lasting]
    answers = [_event_answer(analysis, report, day_values) for report in told]
    answers += _quote_answers(analysis)
    answers += _mention_answers(rules, analysis, day_values)
    return answers


def _unreal(analysis: Analysis, report: Report) -> Iterator[Answer]:
    """What a cue tells to be no event, as an answer of that cue."""
    if report.status == NOTHING:
        yield _event_answer(analysis, report, {})


def _event_answer(analysis: Analysis, report: Report, days: dict[Span, tuple[str, ...]]) -> Answer:
    fillers = [Filler("trigger", analysis.span(*report.trigger), (report.status,))]
    for role, slots in report.slots:
        for slot in slots:
            span = analysis.span(slot.start, slot.stop)
            acts = (slot.code,) if slot.code else ()
            values = (*days.get(span, ()), *acts, *_values(analysis, slot.start, slot.stop, slot.figure))
            fillers.append(Filler(role, span, values))
    span = analysis.span(report.start, report.stop)
    names = frozenset((report.kind,))
    return Answer(report.kind, names, report.rule, tuple(fillers), span, (report.status,), report.cue, event=True)


def _quote_answers(analysis: Analysis) -> Iterator[Answer]:
    """One answer for all the contents that share a rule, a cue and a speaker: `"A," he said, "B."`."""
    together: dict[tuple[object, ...], list[Attribution]] = {}
    for one in analysis.quotes:
        together.setdefault((one.rule, one.cue, one.mention), []).append(one)
    for attributions in together.values():
        first = attributions[0]
        fillers = [Filler("content", analysis.span(*one.content)) for one in attributions]
        # A content may be drawn whole or as the words between its quotation marks.
        inner = {analysis.span(*stretch.inner) for one in attributions for stretch in one.quoted}
        fillers += (Filler("content", span) for span in sorted(inner - {one.span for one in fillers}))
        if first.cue:
            fillers += [Filler("cue", analysis.span(*first.cue)), Filler("trigger", analysis.span(*first.cue))]
        if first.mention:
            values = _values(analysis, *first.mention, first.figure)
            fillers.append(Filler("speaker", analysis.span(*first.mention), values))
        others = ("addressee", first.addressee), ("via", first.via)
        fillers += (Filler(role, analysis.span(*tokens)) for role, tokens in others if tokens)
        span = Span(min(one.span.start for one in fillers), max(one.span.stop for one in fillers))
        quoted = any(one.quoted for one in attributions)
        yield Answer(QUOTE, frozenset((QUOTE,)), first.rule, tuple(fillers), span, event=True, quoted=quoted)


def _mention_answers(rules: RuleSet, analysis: Analysis, days: dict[Span, tuple[str, ...]]) -> Iterator[Answer]:
    reading = analysis.reading
    for found in reading.found:
        span = analysis.span(found.start, found.stop)
        figures = analysis.cast.at.get(found.start, ())
        values = (*days.get(span, ()), *_values(analysis, found.start, found.stop, next(iter(figures), None)))
        fillers = tuple(
            Filler(role, analysis.span(start, stop), _values(analysis, start, stop, None))
            for role, start, stop in found.roles
        )
        yield Answer(found.label, labels_above(rules.labels, found.label), found.rule, fillers, span, values)
    for start, stop, row in reading.hits(0, len(reading.base.symbols)):
        names = labels_above(rules.labels, row.label)
        yield Answer(row.label, names, LEXICON, (), analysis.span(start, stop), (row.id,))


def _values(analysis: Analysis, start: int, stop: int, figure: int | None) -> tuple[str, ...]:
    """The codes and names of some tokens: of the entity that they stand for, else of their lexicon rows."""
    rows = tuple(row.id for first, after, row in analysis.reading.hits(start, stop) if (first, after) == (start, stop))
    if figure is None:
        return tuple(filter(None, rows))
    known = analysis.cast.figures[figure]
    return tuple(filter(None, (known.code, known.name, *rows)))


def _drawn(text: str, answers: Iterable[Answer], window: Span) -> tuple[tuple[str, str], ...]:
    return tuple(
        (answer.rule + (f", status by {answer.cue}" if answer.cue else ""), drawn(text, marks_of(answer), window))
        for answer in answers
    )


def marks_of(answer: Answer) -> list[Mark]:
    """Return an answer as marks: the whole of a mention, and every role with the first of its values."""
    whole = [] if answer.event else [Mark((Part(answer.name),), *answer.span)]
    return whole + [
        Mark((Part(filler.role),), *filler.span, value=next(iter(filler.values), None))
        for filler in answer.fillers
        if filler.role != "cue" or "trigger" not in {other.role for other in answer.fillers}
    ]


def window_of(text: str, spans: Sequence[Span]) -> Span:
    """Return the part of a text to show around some spans: all of a short one."""
    if len(text) <= WIDEST_SHOWN:
        return Span(0, len(text))
    start, stop = min(span.start for span in spans) - AROUND, max(span.stop for span in spans) + AROUND
    return Span(max(0, text.rfind(" ", 0, max(start, 0)) + 1), min(len(text), stop))


def drawn(text: str, marks: Iterable[Mark], window: Span) -> str:
    """Draw marks on a part of a text, on one line; a mark that crosses another or the edge is left out."""
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.stop)):
        inside = window.start <= mark.start < mark.stop <= window.stop
        if inside and not any(other.start < mark.start < other.stop < mark.stop for other in kept):
            kept.append(replace(mark, start=mark.start - window.start, stop=mark.stop - window.start))
    before, after = "… " if window.start else "", " …" if window.stop < len(text) else ""
    return before + " ".join(draw(text[window.start : window.stop], kept).split()) + after


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.stop and other.start < one.stop
