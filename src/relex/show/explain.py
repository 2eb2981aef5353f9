"""Why a text gave this answer, and why a rule gave none: the record of one run, told as trees.

Nothing is extracted anew: mentions, tellings and decisions are those of the analysis that gave the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from ..errors import Location, did_you_mean
from ..extract.outline import outline_of, quoted_stretches
from ..extract.quotes import Attribution
from ..extract.telling import Report, Slot, lacking
from ..extractor import Analysis, Extractor
from ..match.compile import constraints_of
from ..match.matcher import Decision, Found, Stream
from ..match.trace import Attempt, Wanted, best_attempt, is_telling, stream_for
from ..model import Extraction, Span
from ..rules.checks import labels_above
from ..rules.pattern import Constraint, Node, Token, unparse
from ..rules.ruleset import NOTHING, QUOTE, Cue, Lexicon, LexiconRow, Rule

WIDEST = 78  # characters before the column of places
NEAREST = 10  # rules that are told of a sentence in which none matched
WORDS_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Branch:
    """A line of an explanation, the place of the rule or row that it is due to, and what it rests on."""

    told: str
    place: str = ""
    branches: tuple[Branch, ...] = ()


def draw(trees: Iterable[Branch]) -> str:
    """Return trees as text: one below the other, places in a column of their own.

    >>> print(draw([Branch("Meeting held", "a.yaml:4 talks", (Branch('trigger "met"'), Branch('place "Rome"')))]))
    Meeting held  a.yaml:4 talks
    |- trigger "met"
    `- place "Rome"
    """
    lines = [line for tree in trees for line in _lines(tree, "", "")]
    width = max((len(left) for left, place in lines if place and len(left) <= WIDEST), default=0)
    return "\n".join(f"{left.ljust(width)}  {place}".rstrip() for left, place in lines)


def _lines(branch: Branch, first: str, rest: str) -> Iterator[tuple[str, str]]:
    yield first + branch.told, branch.place
    for number, each in enumerate(branch.branches, 1):
        last = number == len(branch.branches)
        yield from _lines(each, rest + ("`- " if last else "|- "), rest + ("   " if last else "|  "))


@dataclass(frozen=True, slots=True)
class Question:
    """What to explain: the answers of a rule, one event (counted from 1), what stands at a character, or everything."""

    rule: str | None = None
    event: int | None = None
    at: int | None = None
    why_not: bool = False


def explained(extractor: Extractor, text: str, date: str | None = None, question: Question = Question()) -> str:
    """Return why a text gave its answers, or (``why_not``) how far rules got that gave none.

    Raises ValueError where the question names a rule, an event or a character that is not there.

    >>> from ..extractor import load
    >>> explained(load("common"), "Come on Tuesday.", None, Question(at=8)).split()[:3]
    ['Date', '"Tuesday"', '8-15']
    """
    return draw(reasons(extractor, text, date, question)) or "nothing found"


def reasons(
    extractor: Extractor, text: str, date: str | None = None, question: Question = Question()
) -> tuple[Branch, ...]:
    """Return as trees what ``explained`` gives as text."""
    explainer = _Explainer(extractor, extractor.analyse(text, date))
    if question.rule is not None and question.rule not in explainer.owners:
        advice = did_you_mean(question.rule, explainer.owners)
        raise ValueError(f"no rule or cue with the id '{question.rule}'" + (f"; {advice}" if advice else ""))
    if question.at is not None and not 0 <= question.at < max(1, len(text)):
        raise ValueError(f"the text has {len(text)} characters; there is no character {question.at}")
    if question.event is not None and not 0 < question.event <= len(explainer.analysis.events):
        raise ValueError(f"the text gave {len(explainer.analysis.events)} events; there is no event {question.event}")
    return tuple(explainer.answer(question))


class Explained(NamedTuple):
    """What was found, and why: of every event and every quote, and where each rule stands."""

    found: Extraction
    events: tuple[str, ...]
    quotes: tuple[str, ...]
    places: Mapping[str, str]


def explained_each(extractor: Extractor, text: str, date: str | None = None) -> Explained:
    """Return what a text gave together with why each event and each quote was found, in their order."""
    found, analysis = extractor.analysed(text, date)
    explainer = _Explainer(extractor, analysis)
    events = tuple(draw([explainer.event(each)]) for each in explainer.analysis.events)
    quotes = tuple(draw([explainer.quote(each)]) for each in explainer.analysis.quotes)
    places = {name: _shown(owner.location) for name, owner in explainer.owners.items()}
    return Explained(found, events, quotes, places)


class Asked(NamedTuple):
    """The labels and lexicons for which a pattern asks."""

    labels: frozenset[str]
    lexicons: frozenset[str] = frozenset()


def asked_by(pattern: Node) -> Asked:
    """Return the labels and lexicons for which a pattern asks.

    >>> from ..rules.pattern import parse_pattern
    >>> sorted(asked_by(parse_pattern("@Person [label=Say !label=Tell]")).labels)
    ['Person', 'Say']
    """
    positive = [one for one in constraints_of(pattern) if not one.negated]
    labels, lexicons = (
        frozenset(value for one in positive if one.attribute == name for value in one.values)
        for name in ("label", "lexicon")
    )
    return Asked(labels, lexicons)


class _Explainer:
    """Tells the answers of one analysis, each with what it rests on."""

    def __init__(self, extractor: Extractor, analysis: Analysis) -> None:
        self.extractor = extractor
        self.analysis = analysis
        self.reading = analysis.reading
        self.rules = extractor.rules
        owners: tuple[Rule | Cue, ...] = (*self.rules.rules, *self.rules.cues)
        self.owners = {each.id: each for each in owners}
        self.types = {kind.name: kind for kind in self.rules.types}
        self._lexicons: dict[str, list[Lexicon]] = {}
        for each in self.rules.lexicons:
            self._lexicons.setdefault(each.name, []).append(each)

    def answer(self, question: Question) -> list[Branch]:
        if question.event is not None:
            report = self.analysis.events[question.event - 1]
            near = self._sentence(report.trigger[0])
            return [self.event(report), *self.dropped(lambda one: _touch(one.dropped, *near))]
        if question.rule is not None:
            found = self.by_rule(question.rule)
            if question.why_not and question.at is not None:
                return self.why_not(question.rule, question.at)
            return found if found and not question.why_not else found + self.why_not(question.rule, None)
        if question.at is not None:
            token = self._token(question.at)
            if question.why_not:
                return self.nearest(token)
            return self.standing_at(token)
        found = [self.event(report) for report in self.analysis.events]
        found += [self.quote(each) for each in self.analysis.quotes]
        found += self.left_out(lambda _: True)
        return found + self.dropped(lambda one: one.dropped.label in self.types)

    # What was found.

    def by_rule(self, rule: str) -> list[Branch]:
        if isinstance(self.owners[rule], Cue):
            return [self.event(each) for each in self.analysis.events if each.cue == rule]
        told = {each.trigger for each in self.analysis.told if each.rule == rule}
        found = [self.event(each) for each in self.analysis.events if told.intersection(each.tellings)]
        found += [self.quote(each) for each in self.analysis.quotes if each.rule == rule]
        return found + [self.mention(each) for each in self.reading.found if each.rule == rule]

    def standing_at(self, token: int) -> list[Branch]:
        found = [
            self.event(each)
            for each in self.analysis.events
            if each.start <= token < each.stop or any(a <= token < b for a, b in each.tellings)
        ]
        found += [self.quote(each) for each in self.analysis.quotes if each.content[0] <= token < each.content[1]]
        found += [self.mention(each) for each in self.reading.found if each.start <= token < each.stop]
        first, after = self._sentence(token)
        rows = [hit for hit in self.reading.hits(first, after) if hit[0] <= token < hit[1]]
        found += [self.row(*hit) for hit in rows]
        found += self.left_out(lambda report: report.start <= token < report.stop)
        return found + self.dropped(lambda one: one.dropped.start <= token < one.dropped.stop)

    def event(self, report: Report) -> Branch:
        number = self.analysis.events.index(report) + 1 if report in self.analysis.events else None
        parts = [Branch(f"trigger {self._words(*report.trigger)}")]
        for name, slots in report.slots:
            label = next((role.label for role in self.types[report.kind].roles if role.name == name), "")
            parts += [self.filler(name, slot, self._found(report, name, slot), label) for slot in slots]
        parts.append(self.status(report))
        parts += [Branch(f"{name} {value}") for name, value in report.attributes]
        parts += [self.telling(trigger) for trigger in report.tellings if trigger != report.trigger]
        name = f"{report.kind} {number}" if number else report.kind
        told = f"{name}, {report.status} {self._words(report.start, report.stop)}"
        return Branch(told, self._place(report.rule), tuple(parts))

    def status(self, report: Report) -> Branch:
        if report.cue:
            return Branch(f"status {report.status}", self._place(report.cue))
        rule = self.owners[report.rule]
        if isinstance(rule, Rule) and rule.status == report.status:
            return Branch(f"status {report.status}", self._place(rule.id))
        kind = self.types[report.kind]
        told = f"status {report.status}"
        return Branch(told, f"{_shown(kind.location)} {kind.name}" if kind.status == report.status else "")

    def telling(self, trigger: tuple[int, int]) -> Branch:
        rule = next((each.rule for each in self.analysis.told if each.trigger == trigger), "")
        return Branch(f"told again {self._words(*trigger)}", self._place(rule) if rule else "")

    def _found(self, report: Report, role: str, slot: Slot) -> str:
        """Where a role was found that the rule's own match does not hold."""
        if role in report.sought:
            return ", sought elsewhere"
        first, after = self._sentence(report.trigger[0])
        beside = first <= slot.start < after and not report.start <= slot.start < report.stop
        return ", beside the match" if beside else ""

    def filler(self, role: str, slot: Slot, note: str = "", label: str = "") -> Branch:
        told = f"{role} {self._words(slot.start, slot.stop)}"
        if slot.figure is not None:
            figure = self.analysis.cast.figures[slot.figure]
            told += f" -> {' '.join(figure.name.split())}" + (f" ({figure.code})" if figure.code else "")
        told += note
        found = self.reading.mention_at.get(slot.start)
        if found is None or found.stop > slot.stop:
            asked = Asked(frozenset((label,))) if label else None
            return Branch(told, "", tuple(self._parts(slot.start, slot.stop, asked)))
        if (found.start, found.stop) == (slot.start, slot.stop):
            return Branch(told, self._place(found.rule), self.mention(found).branches)
        return Branch(told, "", (self.mention(found),))

    def mention(self, found: Found) -> Branch:
        asked = asked_by(self.owners[found.rule].pattern) if found.rule in self.owners else None
        parts = [
            Branch(f"{name} {self._words(start, stop)}", "", tuple(self._parts(start, stop, asked, found)))
            for name, start, stop in found.roles
        ]
        covered = [(start, stop) for _, start, stop in found.roles]
        parts += [
            branch
            for start, branch in self._inside(found.start, found.stop, asked, found)
            if not any(a <= start < b for a, b in covered)
        ]
        return Branch(f"{found.label} {self._words(found.start, found.stop)}", self._place(found.rule), tuple(parts))

    def _parts(self, start: int, stop: int, asked: Asked | None, around: Found | None = None) -> list[Branch]:
        return [branch for _, branch in self._inside(start, stop, asked, around)]

    def _inside(
        self, start: int, stop: int, asked: Asked | None, around: Found | None = None
    ) -> Iterator[tuple[int, Branch]]:
        """The mentions that some tokens hold, and the lexicon rows for which the rule around them asks."""
        after = start
        for token in range(start, stop):
            if token < after:
                continue
            inner = [f for f in self.reading.starting.get(token, ()) if f.stop <= stop and f is not around]
            inner = [f for f in inner if around is None or f.stop - f.start < around.stop - around.start]
            if inner:
                widest = max(inner, key=lambda each: each.stop)
                after = widest.stop
                yield token, self.mention(widest)
                continue
            for hit in self.reading.hits(token, stop):
                if hit[0] == token and (asked is None or self._asks(asked, hit)):
                    after = max(after, hit[1])
                    yield token, self.row(*hit)

    def _asks(self, asked: Asked, hit: tuple[int, int, LexiconRow]) -> bool:
        above = labels_above(self.rules.labels, hit[2].label)
        return not above.isdisjoint(asked.labels) or self._lexicon(*hit) in asked.lexicons

    def _lexicon(self, start: int, stop: int, row: LexiconRow) -> str:
        known = self.reading.matcher.rows_by_lexicon(self.reading.forms(start, stop))
        return next((name for name, each in known if each == row), "")

    def row(self, start: int, stop: int, row: LexiconRow) -> Branch:
        lexicon = self._lexicon(start, stop, row)
        named = self._lexicons.get(lexicon, ())  # mostly one: there is no need to look at its rows
        holding = (each.file for each in named if len(named) == 1 or row in each.rows)
        note = f" -> {row.id}" if row.id else ""
        place = f"{next(holding, lexicon)}:{row.line}"
        return Branch(f"{row.label} {self._words(start, stop)}{note}", place)

    def quote(self, each: Attribution) -> Branch:
        parts = [Branch(f"cue {self._words(*each.cue)}")] if each.cue else []
        if each.mention:
            doubt = "" if each.certain else ", likely"
            branch = self.filler("speaker", Slot(*each.mention, each.figure))
            parts.append(Branch(branch.told + doubt, branch.place, branch.branches))
        for name, span in (("addressee", each.addressee), ("via", each.via)):
            parts += [Branch(f"{name} {self._words(*span)}")] if span else []
        return Branch(f"Quote {self._words(*each.content)}", self._place(each.rule), tuple(parts))

    # What was not.

    def dropped(self, wanted: Callable[[Decision], bool]) -> list[Branch]:
        lost = [
            Branch(
                f"{one.dropped.label} {self._words(one.dropped.start, one.dropped.stop)}",
                self._place(one.dropped.rule),
                (Branch(one.why, self._place(one.kept.rule)),),
            )
            for one in dict.fromkeys(self.reading.decisions)
            if wanted(one)
        ]
        return [Branch("dropped", "", tuple(lost))] if lost else []

    def left_out(self, wanted: Callable[[Report], bool]) -> list[Branch]:
        """Tellings that became no event: a role that they need is empty, or a cue says that it is none."""
        whole = {telling for event in self.analysis.events for telling in ((event.kind, t) for t in event.tellings)}
        found = []
        for report in self.analysis.told:
            if (report.kind, report.trigger) not in whole and wanted(report):
                branch = self.event(report)
                found.append(Branch(branch.told, branch.place, (*self.lacks(report), *branch.branches)))
        return [Branch("left out", "", tuple(found))] if found else []

    def lacks(self, report: Report) -> tuple[Branch, ...]:
        if report.status == NOTHING:
            return (Branch(f"{report.cue} tells that it is no event"),)
        kind = self.types[report.kind]
        found = lacking(self.reading.matcher, self.analysis.cast, report, kind)
        return tuple(
            Branch(f"lacks {one.role}: {one.has} of {one.needs}" + (" whose country or body is known" * one.known))
            for one in found
        )

    def why_not(self, rule: str, at: int | None) -> list[Branch]:
        """How far a rule got: in the sentence of a character, or, where it found nothing at all, anywhere."""
        owner = self.owners[rule]
        first, after = (0, len(self.reading.base.symbols)) if at is None else self._sentence(self._token(at))
        parts = self._lost(rule, first, after) if isinstance(owner, Rule) else []
        if not parts and (at is not None or not self.by_rule(rule)):
            parts = self._attempt(owner, None if at is None else self._token(at))
        if not parts:
            return []
        return [Branch(f"{rule} gave no answer" + (" here" * (at is not None)), self._place(rule), tuple(parts))]

    def _lost(self, rule: str, first: int, after: int) -> list[Branch]:
        """What a rule matched in vain among some tokens."""
        lost = self.dropped(lambda one: one.dropped.rule == rule and _touch(one.dropped, first, after))
        return lost + self.left_out(lambda report: report.rule == rule and first <= report.start < after)

    def _attempt(self, owner: Rule | Cue, token: int | None) -> list[Branch]:
        if isinstance(owner, Cue):
            attempt = self._best_on(self.reading.top, owner.pattern, token)
            return self._told(self.reading.top, attempt, "no trigger is in its reach, or another cue wins over it")
        return self._told(*self._best(owner, token))

    def nearest(self, token: int) -> list[Branch]:
        """The rules for events and quotes that get farthest in the sentence of a token, farthest first."""
        tried: list[tuple[bool, int, str, Branch]] = []
        for rule in self.rules.rules:
            if rule.emits in self.types:
                stream, attempt = self._best(rule, token)
                if attempt is not None and attempt.passed:
                    told = (
                        self._lost(rule.id, *self._sentence(token)) if attempt.matches else self._told(stream, attempt)
                    )
                    if not told:
                        continue  # it gave its answer
                    branch = Branch(f"{rule.emits} by {rule.id}", self._place(rule.id), tuple(told))
                    tried.append((rule.emits == QUOTE, -attempt.passed, rule.id, branch))
        return [branch for _, _, _, branch in sorted(tried, key=lambda each: each[:3])[:NEAREST]]

    @cached_property
    def _outline(self) -> Stream:
        matcher = self.reading.matcher
        return outline_of(matcher, self.reading, quoted_stretches(matcher, self.reading))

    def _best(self, rule: Rule, token: int | None) -> tuple[Stream, Attempt | None]:
        stream = stream_for(rule.id, self.rules, self.reading, self._outline)
        return stream, self._best_on(stream, rule.pattern, token)

    def _best_on(self, stream: Stream, pattern: Node, token: int | None) -> Attempt | None:
        matcher = self.reading.matcher
        if token is not None:
            return best_attempt(pattern, matcher, stream, self.reading.sentence(stream, stream.index(token)))
        edges = [0, *self.reading.ends(stream), len(stream.symbols)]
        tried = (best_attempt(pattern, matcher, stream, window) for window in pairwise(edges))
        found = [attempt for attempt in tried if attempt is not None]
        return max(found, key=lambda each: (each.matches, each.passed, each.stop - each.start), default=None)

    def _told(self, stream: Stream, attempt: Attempt | None, met: str = "") -> list[Branch]:
        if attempt is None:
            return [Branch("there is nothing to try it on")]
        first, after = stream.starts[attempt.start], stream.starts[attempt.stop]
        if attempt.matches:
            told = met or "but a match of its own that begins earlier, or what it asks for besides, stands against it"
            return [Branch(f"its pattern matches {self._words(first, after)}", "", (Branch(told),))]
        got = [Branch(f"got as far as {self._words(first, after)}")] if after > first else [Branch("got nowhere")]
        telling = [one for one in attempt.wanted if is_telling(one.node)] or attempt.wanted
        wanted = dict.fromkeys(f"wanted {_told(one)}" for one in telling)
        stopped = f"stopped on {self._stopped_on(stream, attempt.stop)}"
        return [*got, Branch(stopped, "", tuple(map(Branch, wanted)))]

    def _stopped_on(self, stream: Stream, symbol: int) -> str:
        if symbol >= len(stream.symbols):
            return "the end of the text"
        first, after = stream.starts[symbol], stream.starts[symbol + 1]
        kind = self.reading.matcher.alphabet.kinds[stream.symbols[symbol]]
        words = self.reading.words(first, after)
        if kind.ends and not words.strip():
            return "the end of the sentence"
        labels = f", {' '.join('@' + label for label in kind.labels)}" if kind.labels else f", {kind.shape}"
        return f"{self._words(first, after)}{labels}" + (", the end of the sentence" if kind.ends else "")

    # Places and words.

    def _place(self, id_: str) -> str:
        owner = self.owners.get(id_)
        return f"{_shown(owner.location)} {id_}" if owner else id_

    def _sentence(self, token: int) -> tuple[int, int]:
        return self.reading.sentence(self.reading.base, token)

    def _words(self, start: int, stop: int) -> str:
        span: Span = self.analysis.span(start, stop)
        words = self.reading.words(start, stop)
        if len(words) > WORDS_SHOWN:
            words = f"{words[: WORDS_SHOWN // 2].rstrip()} ... {words[-WORDS_SHOWN // 2 :].lstrip()}"
        return f'"{words}" {span.start}-{span.stop}'

    def _token(self, at: int) -> int:
        """The token that holds a character, or the last before it."""
        low, high = 0, len(self.reading.base.symbols)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self.reading.offsets.span(middle, middle + 1).start <= at else (low, middle)
        return low


def _told(wanted: Wanted) -> str:
    roles = f" (in {' in '.join(reversed(wanted.roles))})" if wanted.roles else ""
    return f"{_written(wanted.node)}{roles}"


def _written(node: Node) -> str:
    match node:
        case Token(()):
            return "any word or mark"
        case Token((Constraint("lower" | "word", values, False),)):
            return " or ".join(f'"{value}"' for value in values[:8]) + (" ..." if len(values) > 8 else "")
    written = unparse(node)
    return written if len(written) <= WIDEST else f"{written[: WIDEST - 4]} ..."


def _shown(location: Location) -> str:
    return f"{location.file}:{location.line}"


def _touch(found: Found, start: int, stop: int) -> bool:
    return found.start < stop and start < found.stop
