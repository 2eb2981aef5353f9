"""A compiled rule set, and what it finds in a text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from functools import partial
from itertools import accumulate, chain
from sys import intern
from typing import Any, NamedTuple, TypeVar

from ..model import Span
from ..rules.pattern import Constraint, Edge, Node
from ..rules.ruleset import BUILT_IN_LABELS, QUOTE, Cue, LexiconRow, Rule, RuleSet, Side
from ..text.document import Offsets, chunks_of, dateline_chunks, numbers, steps_of
from ..text.folding import Folded, fold
from ..text.tokens import NUMBERED, QUOTATION_MARKS, split_chunk, word_shape
from .alphabet import Alphabet
from .compile import Compiled, character_class, compile_pattern, constraints_of, split_literals, strata
from .expressions import expression, forget
from .heads import need
from .plan import Entry, Plan, Sets

Key = TypeVar("Key")
Known = TypeVar("Known")
Fact = TypeVar("Fact")
Hit = tuple[int, int, LexiconRow]  # the tokens of a word or phrase, and a lexicon row of it
Watch = Callable[[str, re.Pattern[str], bool], re.Pattern[str]]

# Twice as many are held: those asked for lately, and those before them.
_CACHED_CHUNKS, _CACHED_WORDS, _CACHED, _CACHED_ROWS = 32_000, 20_000, 10_000, 3_000
_UNCHANGED = ("lower", "mark")  # shapes of what is written without a capital
_REMEMBERED = ("_chunks", "_facts", "_labelled", "_openings", "_phrases", "_rows", "_splits", "shapes", "telling")
_SYMBOLS = 2_000  # what is known of them is soon found again
_LONGEST_CACHED = 40
_FEW_TOKENS = 2  # of a chunk: such are spaced as many others
_WHERE = frozenset(("in", "at"))  # what stands behind tells where rather than who
GENDERS = ("m", "f")  # ids of rows
_DIVIDERS = frozenset(", ; : — ( ) “ ”".split())


_new = tuple.__new__  # makes a named tuple of its fields without a call of a function in Python


class Found(NamedTuple):
    """One match: tokens ``start`` up to ``stop``, and the tokens of each role."""

    rule: str
    label: str
    start: int
    stop: int
    roles: tuple[tuple[str, int, int], ...] = ()


class Candidate(NamedTuple):
    """A match of an entity rule that others may overlap: its symbols ``start`` up to ``stop``."""

    start: int
    stop: int
    found: Found


class Decision(NamedTuple):
    """A candidate that lost: to which match, and why."""

    dropped: Found
    kept: Found
    why: str


class Stream(NamedTuple):
    """A text at one level: a string of symbols, and for each symbol (and the end) the token at which it starts."""

    symbols: str
    starts: Sequence[int]

    def index(self, token: int) -> int:  # type: ignore[override]
        """Return the symbol that holds a token."""
        return bisect_right(self.starts, token) - 1


# A stretch between blanks: its symbols, the folded forms of its tokens with blanks between them, and how far these are
# from one another. A plain tuple: many thousands are remembered, and the collector of garbage passes over plain ones.
Chunk = tuple[str, str, tuple[int, ...]]


def _closed(chunk: Chunk, symbol: str) -> Chunk:
    """Return a chunk with a mark of zero width behind it, which takes the place of the blank."""
    symbols, forms, steps = chunk
    return symbols + symbol, f"{forms} " if steps else "", (*steps[:-1], steps[-1] - 1, 1) if steps else (1,)


class Table(dict[Key, Known]):
    """What was looked up lately, bounded, so that no corpus can fill the memory.

    Where it is full it is set aside, and what is asked for again is taken back from there: what is common stays.
    """

    def __init__(self, most: int, made: Callable[[Key], Known]) -> None:
        super().__init__()
        self._most, self._made = most, made
        self._aside: dict[Key, Known] = {}

    def __missing__(self, key: Key) -> Known:
        aside = self._aside
        found = aside[key] if key in aside else self._made(key)
        if len(self) >= self._most:
            self._aside = dict(self)
            self.clear()
        self[key] = found
        return found


class _Chunks(Table[str, Chunk]):
    """From a chunk to its symbols and tokens."""

    def __init__(self, alphabet: Alphabet) -> None:
        super().__init__(_CACHED_CHUNKS, self._chunk)
        self._symbol, self._paragraph = alphabet.symbol, alphabet.paragraph
        self._words: Table[str, str] = Table(_CACHED_WORDS, lambda word: alphabet.word_symbol(word, word_shape(word)))
        self._steps: dict[tuple[int, ...], tuple[int, ...]] = {}  # many chunks have the same: held once
        self._marked: dict[str, str] = {}  # and so have many words with one mark
        self._alone = [(length + 1,) for length in range(_LONGEST_CACHED + 1)]  # those of a word without marks

    def __missing__(self, chunk: str) -> Chunk:
        return Table.__missing__(self, chunk) if len(chunk) <= _LONGEST_CACHED else self._chunk(chunk)

    def _chunk(self, chunk: str) -> Chunk:
        if chunk.isalpha() and len(chunk) <= _LONGEST_CACHED:  # half of what is not known: a word
            return self._words[chunk], chunk, self._alone[len(chunk)]
        if chunk.endswith("\n"):
            return _closed(self._chunk(chunk[:-1]), self._paragraph)
        tokens = split_chunk(chunk)
        steps = steps_of(chunk, tokens)
        if len(chunk) > _LONGEST_CACHED:
            return "".join(map(self._symbol, tokens)), " ".join([each.form for each in tokens]), steps
        # A word stands in many chunks, with one mark and another.
        words = self._words
        symbols = "".join([words[each.form] if each.form.isalpha() else self._symbol(each) for each in tokens])
        if len(tokens) <= _FEW_TOKENS:
            steps = self._steps.setdefault(steps, steps)
            if len(self._marked) >= _SYMBOLS:
                self._marked.clear()
            symbols = self._marked.setdefault(symbols, symbols)
        return symbols, " ".join([each.form for each in tokens]), steps


class _Labelled(dict[str, bool]):
    """From a symbol to whether what it stands for has one of some labels."""

    def __init__(self, labels: frozenset[str], alphabet: Alphabet) -> None:
        super().__init__()
        self._labels, self._kinds = labels, alphabet.kinds

    def __missing__(self, symbol: str) -> bool:
        if len(self) >= _SYMBOLS:
            self.clear()
        found = self[intern(symbol)] = not self._labels.isdisjoint(self._kinds[symbol].labels)
        return found


class _Telling(_Labelled):
    """From a symbol to whether what it stands for has one of some labels, or may open a phrase that has one."""

    def __missing__(self, symbol: str) -> bool:
        found = super().__missing__(symbol) or not self._labels.isdisjoint(self._kinds[symbol].opens)
        self[intern(symbol)] = found
        return found


class _Tellings(dict[frozenset[str], _Telling]):
    """From some labels to which symbols tell of them."""

    def __init__(self, alphabet: Alphabet) -> None:
        super().__init__()
        self._alphabet = alphabet

    def __missing__(self, labels: frozenset[str]) -> _Telling:
        found = self[labels] = _Telling(labels, self._alphabet)
        return found


class _Shapes(dict[str, str]):
    """From a symbol to the shape of what it stands for, empty for a mark of zero width."""

    def __init__(self, alphabet: Alphabet) -> None:
        super().__init__()
        self._kinds = alphabet.kinds
        self._bare = alphabet.paragraph, alphabet.full_stop

    def __missing__(self, symbol: str) -> str:
        if len(self) >= _SYMBOLS:
            self.clear()
        found = self[intern(symbol)] = self._kinds[symbol].shape if symbol not in self._bare else ""
        return found


class CompiledRule(NamedTuple):
    """A rule ready to run: its pattern, those of its roles, and those just before and just after its matches."""

    rule: Rule
    pattern: Compiled
    roles: tuple[tuple[str, Compiled], ...]
    sides: tuple[tuple[Side, Compiled], ...] = ()


class CompiledCue(NamedTuple):
    cue: Cue
    pattern: Compiled
    stops: Compiled | None


_WRITTEN = Edge(start=True)  # stands for a pattern that was compiled


def _slim(rule: Rule) -> Rule:
    return replace(rule, pattern=_WRITTEN, why="", roles=(), sides=(), finds=(), ignores=(), todo=())


def _slim_cue(cue: Cue) -> Cue:
    return replace(cue, pattern=_WRITTEN, stops=None, why="", finds=(), ignores=(), todo=())


class Match(NamedTuple):
    """A match of an event rule: its tokens, the rule, and its symbols ``start`` up to ``stop`` of the stream."""

    found: Found
    rule: CompiledRule
    start: int
    stop: int


class Reading:
    """One text as a matcher sees it: its offsets, its streams and its mentions."""

    __slots__ = (
        "_by_label",
        "_edges",
        "_hits",
        "_matcher",
        "_once",
        "_rows_at",
        "_sentence_spans",
        "_starting",
        "base",
        "dropped",
        "found",
        "mention_at",
        "offsets",
        "passed_over",
        "phrase_stops",
        "phrases",
        "text",
        "top",
    )

    def __init__(self, matcher: Matcher, text: str, offsets: Offsets, base: Stream) -> None:
        self._matcher = matcher
        self.text = text
        self.offsets = offsets
        self.base = base
        self.phrases = base
        self.top = base
        self.phrase_stops: dict[int, int] = {}
        self.found: list[Found] = []
        self.dropped: list[tuple[Candidate, Candidate]] = []  # candidates, each with the one that won over it
        self.passed_over: list[Decision] = []
        self.mention_at: dict[int, Found] = {}
        self._starting: dict[int, list[Found]] | None = None  # made when all have been found
        self._by_label: dict[str, list[Found]] | None = None
        self._edges: dict[int, tuple[Stream, list[int], int]] = {}
        self._hits: dict[tuple[int, int], tuple[Hit, ...]] = {}
        self._rows_at: dict[int, list[Hit]] = {}  # by its first token, the rows of a word or phrase
        self._sentence_spans: dict[int, Span] = {}
        self._once: dict[tuple[object, int, int], Any] = {}

    def only(self, stretches: Iterable[tuple[int, int]]) -> Reading:
        """Return the text as it was begun, to be read in some stretches of tokens (in order, apart) only."""
        other = Reading(self._matcher, self.text, self.offsets, self.base)
        other.top = within(self.base, stretches)
        return other

    def add(self, other: Reading) -> None:
        """Add what was found in other stretches of the same text."""
        self.phrase_stops.update(other.phrase_stops)
        self.found += other.found
        self.mention_at.update(other.mention_at)
        self._starting = self._by_label = None
        (symbols, starts), (more, places) = self.top, other.top
        both = sorted([*zip(starts, symbols, strict=False), *zip(places, more, strict=False)])
        self.top = Stream("".join([symbol for _, symbol in both]), [*(start for start, _ in both), starts[-1]])

    @property
    def matcher(self) -> Matcher:
        """The compiled rules that read the text."""
        return self._matcher

    def ends(self, stream: Stream) -> list[int]:
        """Return where the sentences of a stream end, as symbol numbers (half open)."""
        return self._edges_of(stream)[1][1:-1]

    def _edges_of(self, stream: Stream) -> tuple[Stream, list[int], int]:
        """Where the sentences of a stream begin, and where the last one ends, with the end of the stream."""
        # Streams are told apart by identity, and each is held so that no later one can have its place.
        known = self._edges.get(id(stream))
        if known is None:
            ends = map(re.Match.end, self._matcher.ending.finditer(stream.symbols))
            edges = [0, *ends, len(stream.symbols)]
            known = self._edges[id(stream)] = stream, edges, len(edges) - 1
        return known

    def sentence(self, stream: Stream, symbol: int) -> tuple[int, int]:
        """Return the first symbol of the sentence that holds ``symbol``, and the one after its last."""
        if stream is not self.top and stream is not self.phrases:
            _, edges, last = self._edges.get(id(stream)) or self._edges_of(stream)
            at = bisect_right(edges, symbol, 1, last)
            return edges[at - 1], edges[at]
        # No word, phrase or mention reaches over the end of a sentence: they end where they do in the text.
        starts, base = stream.starts, self.base
        _, edges, last = self._edges.get(id(base)) or self._edges_of(base)
        at = bisect_right(edges, starts[symbol], 1, last)
        return bisect_left(starts, edges[at - 1]), bisect_left(starts, edges[at])

    def words(self, first: int, after: int) -> str:
        """Return the text of tokens ``first`` up to ``after``, line ends and runs of blanks as one blank."""
        start, stop = self.offsets.span(first, after)
        return " ".join(self.text[start:stop].split())

    def forms(self, first: int, after: int) -> tuple[str, ...]:
        """Return the folded forms of tokens ``first`` up to ``after``."""
        return self.offsets.forms(first, after)

    def shape(self, token: int) -> str:
        """Return the shape of a token, empty for a mark of zero width."""
        symbols = self.base.symbols
        return self._matcher.shapes[symbols[token]] if token < len(symbols) else ""

    def hits(self, first: int, after: int) -> tuple[Hit, ...]:
        """Return the lexicon rows of the words and phrases among tokens ``first`` up to ``after``."""
        known = self._hits.get((first, after))
        if known is None:
            known = self._hits[first, after] = tuple(self._rows_among(first, after))
        return known

    def _rows_among(self, first: int, after: int) -> list[Hit]:
        known, phrases, symbols, bare = self._rows_at, self.phrase_stops, self.base.symbols, self._matcher.bare
        found: list[Hit] = []
        token = first
        while token < after:
            stop = phrases.get(token)
            if stop is None:
                stop = token + 1
                if symbols[token] in bare:
                    token = stop
                    continue
            elif stop > after:
                found += self._rows_of(token, after)
                break
            hits = known.get(token)
            if hits is None:
                hits = known[token] = self._rows_of(token, stop)
            found += hits
            token = stop
        return found

    def _rows_of(self, first: int, after: int) -> list[Hit]:
        return [(first, after, row) for row in self._matcher.rows(self.offsets.forms(first, after))]

    def may_tell(self, first: int, after: int, labels: frozenset[str]) -> bool:
        """Tell whether a word among some tokens has one of some labels, or may open a phrase that has one."""
        return True in map(self._matcher.telling[labels].__getitem__, self.base.symbols[first:after])

    def told(self, first: int, after: int, labels: frozenset[str]) -> Sequence[Hit]:
        """Return the lexicon rows with one of some labels, of those of the words and phrases among some tokens."""
        telling, symbols = self._matcher.telling[labels], self.base.symbols
        if True not in map(telling.__getitem__, symbols[first:after]):
            return ()
        phrases, known = self.phrase_stops, self._rows_at
        found: list[Hit] = []
        token = first
        while token < after:
            stop = phrases.get(token) or token + 1
            if telling[symbols[token]]:
                hits = known.get(token) if stop <= after else self._rows_of(token, after)
                if hits is None:
                    hits = known[token] = self._rows_of(token, stop)
                for hit in hits:
                    if hit[2].label in labels:
                        found.append(hit)
            token = stop
        return found

    def once(self, tell: Callable[[Reading, int, int], Fact], first: int, after: int) -> Fact:
        """Return what a stage asks of some tokens again and again, which is found once."""
        key = tell, first, after
        if key not in self._once:
            self._once[key] = tell(self, first, after)
        found: Fact = self._once[key]
        return found

    def row(self, first: int, after: int, labels: frozenset[str]) -> LexiconRow | None:
        """Return the first lexicon row, of those of some tokens, that has one of some labels."""
        told = self.told(first, after, labels)
        return told[0][2] if told else None

    @property
    def starting(self) -> Mapping[int, Sequence[Found]]:
        """The mentions that rules found, by their first tokens."""
        if self._starting is None:
            self._starting = {}
            for found in self.found:
                self._starting.setdefault(found.start, []).append(found)
        return self._starting

    def labelled(self, labels: Collection[str]) -> Iterator[Found]:
        """Yield the mentions that rules found with one of some labels, label by label."""
        if self._by_label is None:
            self._by_label = {}
            for found in self.found:
                self._by_label.setdefault(found[1], []).append(found)
        return chain.from_iterable(several for label, several in self._by_label.items() if label in labels)

    @property
    def decisions(self) -> list[Decision]:
        """Why some matches were dropped, those of entity rules first."""
        told = (Decision(each.found, kept.found, self._matcher.why(each, kept)) for each, kept in self.dropped)
        return [*told, *self.passed_over]

    def is_labelled(self, token: int, labels: frozenset[str]) -> bool:
        """Tell whether the word at a token has one of some labels by itself, as no part of a phrase."""
        return self._matcher.labelled(labels)[self.base.symbols[token]]

    def sentence_span(self, token: int) -> Span:
        """Return the characters of the sentence that holds a token."""
        first, after = self.sentence(self.base, token)
        known = self._sentence_spans.get(first)
        if known is None:
            last = after
            while last > first + 1 and not self.offsets.form(last - 1):
                last -= 1
            known = self._sentence_spans[first] = self.offsets.span(first, last)
        return known


class Matcher:
    """A compiled RuleSet: immutable, may be shared by threads.

    Where ``about`` names labels, a sentence that cannot hold a word or mention with one of them is not read at all.
    One that is ``tried`` is soon followed by others for changed rules, each of which is made ``like`` the one before:
    what both have in common is compiled once.
    """

    def __init__(
        self, rules: RuleSet, about: Sequence[str] = (), *, tried: bool = False, like: Matcher | None = None
    ) -> None:
        self.rules = rules
        known: dict[Node, Node] = like._splits if like else {}  # noqa: SLF001
        patterns = {id(node): node for node in _patterns(rules)}
        split = {at: known.get(node) or split_literals(node) for at, node in patterns.items()}
        self._splits: dict[Node, Node] = {node: split[at] for at, node in patterns.items()} if tried or like else {}
        types = {kind.name for kind in rules.types}
        entity_rules = [rule for rule in rules.rules if rule.emits not in types]
        event_rules = [rule for rule in rules.rules if rule.emits in types]
        near = Constraint("lower", tuple(sorted(_WHERE | _DIVIDERS)))  # words that the stages ask for
        constraints = [near, *chain.from_iterable(constraints_of(node) for node in split.values())]
        emitted = {rule.emits for rule in entity_rules} | set(BUILT_IN_LABELS)
        extended = like.alphabet.extended(rules, constraints, emitted) if like else None
        self.alphabet: Alphabet = extended or Alphabet(rules, constraints, emitted, spare=bool(tried or like))
        self._remember()
        self._finders: dict[tuple[str, ...], re.Pattern[str]] = {}
        self.marks = self._marks()

        def compiled(rule: Rule) -> CompiledRule:
            roles = tuple((name, self.compile(node)) for name, node in rule.roles)
            sides = tuple(
                (replace(side, pattern=_WRITTEN), self.compile(side.pattern, to_end=side.stands == "before"))
                for side in rule.sides
            )
            return CompiledRule(_slim(rule), self.compile(rule.pattern), roles, sides)

        def plan(rules: Iterable[Rule]) -> Plan[CompiledRule]:
            made = map(compiled, rules)
            return Plan(
                (Entry(one, split[id(r.pattern)], one.pattern.expression) for r, one in zip(rules, made, strict=True)),
                self.alphabet,
            )

        self._pattern_of = split
        below = {label: self.alphabet.below(label) for label in _labels(rules)}
        self.steps = tuple(map(plan, strata(entity_rules, below, rules.first)))
        self._events = plan([rule for rule in event_rules if rule.emits != QUOTE])
        self._quotes = plan([rule for rule in event_rules if rule.emits == QUOTE])
        self.cues = tuple(
            CompiledCue(_slim_cue(cue), self.compile(cue.pattern), self.compile(cue.stops) if cue.stops else None)
            for cue in rules.cues
        )
        # For a symbol, which cues it makes worth trying where it stands; those that only look at it, everywhere.
        needs = [self.alphabet.remembered(need, split[id(cue.pattern)]) for cue in rules.cues]
        self.cues_due = Sets([-1 if each.farthest is None else each.symbols for each in needs], self.alphabet)
        self.cue_reach = max((cue.within for cue in rules.cues), default=0)
        self.around = {
            (kind.name, role.name): self.compile(role.around)
            for kind in rules.types
            for role in kind.roles
            if role.around is not None
        }
        self.also = {
            (kind.name, role.name): self.compile(role.also)
            for kind in rules.types
            for role in kind.roles
            if role.also is not None
        }
        state_offices = self.alphabet.below("StateOffice")
        #: offices of state, each with the office that its holder's counterpart elsewhere has
        #: by label, whom its rows name: those whom a role does not seek
        self.ids_below = {
            label: frozenset(row.id for lexicon in rules.lexicons for row in lexicon.rows if row.label in below[label])
            for label in {label for kind in rules.types for role in kind.roles for label in role.unsought}
        }
        #: by label, the offices that its rows name, as they are told of their holders
        self.offices_below = {
            label: frozenset(
                row.id or row.surface for lexicon in rules.lexicons for row in lexicon.rows if row.label in below[label]
            )
            for label in {role.office for kind in rules.types for role in kind.roles if role.office is not None}
        }
        self.state_offices = {
            row.surface: row.id or row.surface
            for lexicon in rules.lexicons
            for row in lexicon.rows
            if row.label in state_offices
        }
        #: labels of the rows that tell whether a name or title is a man's or a woman's
        self.gendered = frozenset(row.label for lexicon in rules.lexicons for row in lexicon.rows if row.id in GENDERS)
        ours = self.alphabet.below("FirstPerson") | self.alphabet.below("Ours")
        self.ours = tuple(code for code, kind in self.alphabet.kinds.items() if not ours.isdisjoint(kind.labels))
        peers = self.alphabet.below("Peer")
        #: offices that whoever is spoken of holds, too
        self.peers = frozenset(
            row.id or row.surface for lexicon in rules.lexicons for row in lexicon.rows if row.label in peers
        )
        #: words for those who act against the state of their country, and for those who govern it
        self.opponents, self.ruling = self._surfaces("Opponent"), self._surfaces("Ruling")
        territories = self.alphabet.below("Territory")
        rows = (row for lexicon in rules.lexicons for row in lexicon.rows if row.label in territories and row.id)
        #: the codes of lands, each with that of the state that acts for it
        self.owners = {codes[0]: codes[1] for codes in (row.id.split() for row in rows) if len(codes) > 1}
        self.dividers = self._written_as(_DIVIDERS)
        self.ground = frozenset(self._symbols_below("Ground"))
        self.hostile = frozenset(self._symbols_below("Hostile"))
        self.aside = frozenset(self._symbols_below("Aside"))
        self.private = frozenset(self._symbols_below("Private"))
        self.prepositions = frozenset(self._symbols_below("Preposition"))
        self.where = self._written_as(_WHERE)
        self.ending = expression(character_class(self.alphabet.set_of(self.alphabet.ending), self.alphabet))
        paragraph = self.alphabet.paragraph
        self.paragraph_end = expression(f"{paragraph}(?!{paragraph})")  # the last mark between two paragraphs
        self._depth = _depths({**BUILT_IN_LABELS, **rules.labels})
        self._beats = frozenset((rule.id, other) for rule in rules.rules for other in rule.beats)
        self._prepare_sentences()
        self._prepare_phrases()
        self._about = self._prepare_about(about, entity_rules) if about else None
        self.bare = frozenset(code for code, kind in self.alphabet.kinds.items() if not kind.labels)
        # What is compiled needs neither the patterns nor the rows as they were written.
        self._pattern_of = {}
        types_only = tuple(
            replace(kind, roles=tuple(replace(role, around=None, also=None) for role in kind.roles))
            for kind in rules.types
        )
        self.rules = replace(rules, rules=(), cues=(), lexicons=(), types=types_only)
        forget()

    def _surfaces(self, label: str) -> frozenset[str]:
        """The words and phrases of the lexicons that bear a label."""
        below = self.alphabet.below(label)
        return frozenset(row.surface for lexicon in self.rules.lexicons for row in lexicon.rows if row.label in below)

    def _symbols_below(self, label: str) -> Iterator[str]:
        """The symbols of what has a label or one below it."""
        labels = self.alphabet.below(label)
        return (code for code, kind in self.alphabet.kinds.items() if not labels.isdisjoint(kind.labels))

    def __getstate__(self) -> dict[str, object]:
        return {name: value for name, value in vars(self).items() if name not in _REMEMBERED}

    def __setstate__(self, state: dict[str, object]) -> None:
        vars(self).update(state)
        self._splits = {}
        self._remember()

    def _remember(self) -> None:
        """Begin to remember, within bounds, what was looked up."""
        self._chunks = _Chunks(self.alphabet)
        self._openings = Table(_CACHED, self.alphabet.words.lengths)
        self._phrases = Table(_CACHED, self.alphabet.phrase_symbol)
        self._rows = Table(_CACHED_ROWS, self._rows_for)
        self.shapes = _Shapes(self.alphabet)
        self._labelled: dict[frozenset[str], _Labelled] = {}
        #: by labels, for each symbol, whether what it stands for has one of them or may open a phrase with one
        self.telling = _Tellings(self.alphabet)
        self._facts: dict[Callable[[Matcher], object], Any] = {}

    def _rows_for(self, key: tuple[str, ...]) -> tuple[LexiconRow, ...]:
        return tuple([row for _, row in self.alphabet.words.rows(key)])

    def fact(self, make: Callable[[Matcher], Fact]) -> Fact:
        """Return what a stage asks of the rules for each text, which is made once."""
        facts = self._facts
        if make not in facts:
            facts[make] = make(self)
        found: Fact = facts[make]
        return found

    def labelled(self, labels: frozenset[str]) -> Mapping[str, bool]:
        """Return, for each symbol, whether what it stands for has one of some labels."""
        found = self._labelled.get(labels)
        if found is None:
            found = self._labelled[labels] = _Labelled(labels, self.alphabet)
        return found

    def watched(self, watch: Watch) -> Matcher:
        """Return the matcher with every expression of a rule or cue replaced by what ``watch`` makes of it.

        ``watch`` is given the rule's id, the expression, and whether it is that of the rule itself, not of a role.
        """

        def part(owner: str, pattern: Compiled, *, own: bool = False) -> Compiled:
            return replace(pattern, expression=watch(owner, pattern.expression, own))

        def change(rule: CompiledRule, found: re.Pattern[str]) -> tuple[CompiledRule, re.Pattern[str]]:
            name = rule.rule.id
            roles = tuple((role, part(name, pattern)) for role, pattern in rule.roles)
            sides = tuple((side, part(name, pattern)) for side, pattern in rule.sides)
            return rule._replace(roles=roles, sides=sides), watch(name, found, True)

        other = copy(self)
        other._facts = {}  # noqa: SLF001
        other.steps = tuple(step.changed(change) for step in self.steps)
        vars(other).update(_events=self._events.changed(change), _quotes=self._quotes.changed(change))
        other.cues = tuple(cue._replace(pattern=part(cue.cue.id, cue.pattern, own=True)) for cue in self.cues)
        return other

    def finder(self, labels: tuple[str, ...]) -> re.Pattern[str]:
        """Return an expression for one mention with any of some labels, or one below them."""
        found = self._finders.get(labels)
        if found is None:
            source = character_class(self.alphabet.labelled(labels), self.alphabet)
            found = self._finders[labels] = expression(source)
        return found

    def _written_as(self, words: Collection[str]) -> tuple[str, ...]:
        """The symbols of words in small letters, and of marks."""
        own = {code: kind.form or kind.lower for code, kind in self.alphabet.kinds.items() if kind.shape in _UNCHANGED}
        return tuple(code for code, word in own.items() if word in words)

    def compile(self, node: Node, *, to_end: bool = False) -> Compiled:
        """Return a pattern of this rule set ready to run."""
        return self.alphabet.remembered(compile_pattern, self._pattern_of[id(node)], to_end)

    def _marks(self) -> re.Pattern[str]:
        """An expression for quotation marks."""
        alphabet = self.alphabet
        codes = {code for code, kind in alphabet.kinds.items() if kind.shape == "mark" and kind.form in QUOTATION_MARKS}
        return expression(character_class(alphabet.set_of(codes), alphabet))

    def _prepare_sentences(self) -> None:
        alphabet = self.alphabet
        lower = character_class(alphabet.shapes["lower"], alphabet)
        self._middle = alphabet.middle()
        marks = character_class(alphabet.set_of(map(chr, self._middle)), alphabet)
        number = character_class(alphabet.shapes["number"], alphabet)
        numbered = character_class(alphabet.characters(Constraint("word", NUMBERED)), alphabet)
        no_ends = (
            f"(?={lower})",
            f"(?<={numbered}{marks})(?={number})",
            f"(?<={alphabet.paragraph}{number}{marks})",  # "1. First", on a line of its own
        )
        self._false_end = expression(f"{marks}(?:{'|'.join(no_ends)})")
        may_end = character_class(alphabet.may_end, alphabet)
        self._hidden_end = expression(f"{may_end}(?={character_class(alphabet.starters, alphabet)})")

    def _prepare_phrases(self) -> None:
        """An expression for where a lexicon phrase may start: its first symbol before its second."""
        alphabet = self.alphabet
        self._second = character_class(alphabet.following, alphabet)
        self._phrase_start = expression(f"{character_class(alphabet.opening(), alphabet)}(?={self._second})")

    def _prepare_about(self, labels: Sequence[str], rules: Iterable[Rule]) -> re.Pattern[str]:
        """An expression for what a sentence holds if a word, phrase or mention with one of some labels is in it."""
        alphabet = self.alphabet
        found = alphabet.labelled(labels)
        pending, wanted = list(rules), set(labels)
        # A rule may need a mention that other rules find, and these again others.
        while ready := [rule for rule in pending if rule.emits in wanted]:
            pending = [rule for rule in pending if rule.emits not in wanted]
            for rule in ready:
                found |= need(self._pattern_of[id(rule.pattern)], alphabet).symbols
            mentions = alphabet.mention_symbols.items()
            wanted |= {label for label, symbol in mentions if alphabet.holds(found, symbol)}
        return expression("|".join((character_class(found, alphabet), *self._phrases_of(found))))

    def _phrases_of(self, found: int) -> tuple[str, ...]:
        """What begins a phrase whose symbol is in a set: its first symbol before any second, as an expression."""
        alphabet = self.alphabet
        labels = {label for code in alphabet.members(found) for label in alphabet.kinds[code].labels}
        first = alphabet.opening(labels)
        return (f"{character_class(first, alphabet)}(?={self._second})",) if first else ()

    def read(self, text: str) -> Reading:
        """Return the text with every mention that the entity rules find in it."""
        return self.completed(self.begun(text))

    def begun(self, text: str, folded: Folded | None = None) -> Reading:
        """Return the text as words and marks, in which no mention has been sought yet.

        It may be given ``folded``, and without some of its lines: then it has no words there.
        """
        folded = folded or fold(text)
        chunks = list(map(self._chunks.__getitem__, chunks_of(folded.text)))
        for dateline in dateline_chunks(folded):
            chunks[dateline] = _closed(chunks[dateline], self.alphabet.full_stop)
        symbols, forms, steps = zip(*chunks, strict=True)  # there is one chunk at least
        joined = "".join(symbols)
        hidden = self._hidden_ends(joined, symbols)
        if hidden:
            for chunk in hidden:
                chunks[chunk] = _closed(chunks[chunk], self.alphabet.full_stop)
            symbols, forms, steps = zip(*chunks, strict=True)
            joined = "".join(symbols)
        joined = self._false_end.sub(lambda match: self._middle[ord(match.group())], joined)
        offsets = Offsets(folded, forms, steps)
        reading = Reading(self, text, offsets, Stream(joined, range(len(joined) + 1)))
        if self._about:
            reading.top = _sentences_with(self._about, reading)
        return reading

    def completed(self, reading: Reading) -> Reading:
        """Find the phrases and mentions of a text that was begun, in those of its sentences that are to be read."""
        self._find_phrases(reading)
        for step in self.steps:
            self._find_mentions(reading, step)
        return reading

    def _hidden_ends(self, joined: str, symbols: Sequence[str]) -> list[int]:
        """The chunks that end in an abbreviation which ends its sentence as well; ``symbols`` are those of each."""
        tokens = [match.end() for match in self._hidden_end.finditer(joined)]
        if not tokens:
            return []
        stops = list(accumulate(map(len, symbols)))
        chunks = ((bisect_left(stops, token), token) for token in tokens)
        return [chunk for chunk, token in chunks if stops[chunk] == token]

    def _find_phrases(self, reading: Reading) -> None:
        symbols, starts = reading.top.symbols, reading.top.starts
        words = reading.offsets.words
        opened, phrases, ending, after = self._openings, self._phrases, self.alphabet.ending, 0
        hits: list[tuple[int, int, str]] = []
        for match in self._phrase_start.finditer(symbols):
            start = match.start()
            if start < after:
                continue
            token = starts[start]
            for length in opened[f"{words[token]} {words[token + 1]}"]:
                symbol = phrases[" ".join(words[token : token + length])]
                # The words of another sentence may stand there: its end is a symbol, but no word.
                if symbol is not None and ending.isdisjoint(symbols[start : start + length]):
                    after = start + length
                    hits.append((start, after, symbol))
                    break
        reading.phrase_stops = {starts[start]: starts[stop - 1] + 1 for start, stop, _ in hits}
        reading.phrases = reading.top = collapse(reading.top, hits)

    def _find_mentions(self, reading: Reading, step: Plan[CompiledRule]) -> None:
        stream = reading.top
        starts, words = stream.starts, reading.offsets.words
        candidates: list[Candidate] = []
        names: dict[str, frozenset[str]] = {}
        for tried, match in step.matches(stream.symbols, partial(reading.sentence, stream)):
            rule = tried.rule
            if rule.again:
                if rule.again not in names:
                    names[rule.again] = self._names(reading, rule.again)
                if words[starts[match.end()] - 1] not in names[rule.again]:
                    continue
            start, stop = match.span()
            if rule.shortens:
                key = f"{rule.shortens}…"
                if key not in names:
                    names[key] = self._short_names(reading, rule.shortens)
                if " ".join(words[starts[start] : starts[stop]]) not in names[key]:
                    continue
            candidates.append(_new(Candidate, (start, stop, found_of(rule, tried.pattern, match, starts))))
        kept = self.resolved(candidates, reading.dropped)
        found_here = [found for _, _, found in kept]
        reading.found += found_here
        reading.mention_at.update([(found[2], found) for found in found_here])
        symbol_of = self.alphabet.mention_symbols
        hits = [(start, stop, symbol_of[found[1]]) for start, stop, found in kept]
        reading.top = collapse(stream, hits)

    def _names(self, reading: Reading, label: str) -> frozenset[str]:
        """The last words of the names of several words that mentions with a label have."""
        below = self.alphabet.below(label)
        spans = (
            (start, stop)
            for found in reading.found
            if found.label in below
            for name, start, stop in found.roles
            if name == "name" and stop - start > 1
        )
        return frozenset(reading.offsets.form(stop - 1) for _, stop in spans)

    def _short_names(self, reading: Reading, label: str) -> frozenset[str]:
        """The first words, and the initials, of the names that mentions with a label have."""
        below = self.alphabet.below(label)
        result: set[str] = set()
        for found in reading.found:
            for name, start, stop in found.roles if found.label in below else ():
                if name == "name":
                    forms = reading.forms(start, stop)
                    result.update(" ".join(forms[:length]) for length in range(1, len(forms) + 1))
                    result.add(initials(forms))
        return frozenset(result)

    def resolved(self, candidates: list[Candidate], dropped: list[tuple[Candidate, Candidate]]) -> list[Candidate]:
        """Return, in their order, the best of overlapping candidates; note the others, each with what won over it.

        Longer wins, then earlier, then the more specific label, then what beats the other, then the rule id.
        """
        if len(candidates) < 2:
            return candidates
        candidates.sort()
        kept: list[Candidate] = []
        at, count = 0, len(candidates)
        while at < count:
            after, reach = at + 1, candidates[at].stop
            while after < count and candidates[after].start < reach:
                reach = max(reach, candidates[after].stop)
                after += 1
            if after == at + 1:
                kept.append(candidates[at])
            else:
                kept += self._best_of(candidates[at:after], dropped)
            at = after
        return kept

    def _best_of(self, group: list[Candidate], dropped: list[tuple[Candidate, Candidate]]) -> list[Candidate]:
        """Return, in their order, the best of candidates that overlap, directly or through others."""
        if len(group) == 2:
            best, other = group if self._goes_before(*group) else group[::-1]
            dropped.append((other, best))
            return [best]
        kept: list[Candidate] = []
        owner: dict[int, Candidate] = {}
        for candidate in self._by_rank(group):
            places = range(candidate.start, candidate.stop)
            winner = next(filter(None, map(owner.get, places)), None)
            if winner is None:
                kept.append(candidate)
                owner.update(dict.fromkeys(places, candidate))
            else:
                dropped.append((candidate, winner))
        kept.sort()
        return kept

    def _goes_before(self, one: Candidate, other: Candidate) -> bool:
        """Tell whether one candidate goes before another: as ``_by_rank`` orders them, for the two of most groups."""
        ranks = self._rank(one), self._rank(other)
        if ranks[0] != ranks[1]:
            return ranks[0] < ranks[1]
        rules = one.found.rule, other.found.rule
        beats = rules in self._beats
        return rules[0] < rules[1] if beats == (rules[::-1] in self._beats) else beats

    def _by_rank(self, group: list[Candidate]) -> Iterator[Candidate]:
        ranked = sorted([(self._rank(each), each.found.rule, number) for number, each in enumerate(group)])
        at, count = 0, len(ranked)
        while at < count:
            rank, after = ranked[at][0], at + 1
            while after < count and ranked[after][0] == rank:
                after += 1
            if after == at + 1:
                yield group[ranked[at][2]]
            else:
                yield from self._unbeaten_first([group[number] for *_, number in ranked[at:after]])
            at = after

    def _rank(self, candidate: Candidate) -> tuple[int, int, int]:
        start, stop, found = candidate
        return start - stop, start, -self._depth.get(found.label, 0)

    def _unbeaten_first(self, equal: list[Candidate]) -> Iterator[Candidate]:
        """Candidates of equal rank by `beats`, else by rule id; in a circle of three the ids decide."""
        while equal:
            rules = {each.found.rule for each in equal}
            free = (each for each in equal if not any((rule, each.found.rule) in self._beats for rule in rules))
            best = next(free, equal[0])
            yield best
            equal = [each for each in equal if each is not best]

    def why(self, dropped: Candidate, winner: Candidate) -> str:
        """Return why a candidate lost to another."""
        kept = winner.found
        ranks = self._rank(winner), self._rank(dropped)
        if ranks[0] == ranks[1]:
            reason = "beats it" if (kept.rule, dropped.found.rule) in self._beats else "comes first by its id"
        elif ranks[0][0] != ranks[1][0]:
            reason = "is longer"
        else:
            reason = "is earlier" if winner.start != dropped.start else f"has the more specific label {kept.label}"
        return f"overlaps {kept.rule}, which {reason}"

    def find_events(self, reading: Reading) -> list[Match]:
        """Return every match of an event rule in a text."""
        return self._find(reading, reading.top, self._events)

    def find_quotes(self, reading: Reading, outline: Stream) -> list[Match]:
        """Return every match of a rule for quotes in the outline of a text."""
        return self._find(reading, outline, self._quotes)

    def _find(self, reading: Reading, stream: Stream, plan: Plan[CompiledRule]) -> list[Match]:
        return [
            _new(Match, (found_of(rule.rule, rule.pattern, match, stream.starts), rule, *match.span()))
            for rule, match in plan.matches(stream.symbols, partial(reading.sentence, stream))
        ]

    def table(self, made: Callable[[tuple[str, ...]], Known]) -> Mapping[tuple[str, ...], Known]:
        """Return a bounded table of what is made of the forms of some tokens."""
        return Table(_CACHED, made)

    def rows(self, key: tuple[str, ...]) -> tuple[LexiconRow, ...]:
        """Return the lexicon rows for the forms of some tokens."""
        return self._rows[key]

    def rows_by_lexicon(self, key: tuple[str, ...]) -> tuple[tuple[str, LexiconRow], ...]:
        """Return the lexicon rows for the forms of some tokens, with their lexicon's name."""
        return self.alphabet.words.rows(key)


def _sentences_with(wanted: re.Pattern[str], reading: Reading) -> Stream:
    """The sentences of a text that hold one of some symbols."""
    whole = reading.base
    sentences: list[tuple[int, int]] = []
    after = 0
    for match in wanted.finditer(whole.symbols):
        if match.start() >= after:
            first, after = reading.sentence(whole, match.start())
            sentences.append((first, after))
    return within(whole, sentences)


def within(stream: Stream, stretches: Iterable[tuple[int, int]]) -> Stream:
    """Return some stretches of a stream (in order, apart), as if the text held nothing else."""
    symbols: list[str] = []
    starts = numbers(len(stream.starts))
    for first, after in stretches:
        symbols.append(stream.symbols[first:after])
        starts.extend(stream.starts[first:after])
    starts.append(stream.starts[-1])
    return Stream("".join(symbols), starts)


def initials(forms: Iterable[str]) -> str:
    """Return the initials of a name's capitalised words.

    >>> initials(("Riverside", "Club", "of", "Rowers"))
    'RCR'
    """
    return "".join(form[0] for form in forms if form[:1].isupper())


def found_of(rule: Rule, pattern: Compiled, match: re.Match[str], starts: Sequence[int]) -> Found:
    """Return a match of an expression as tokens."""
    start, stop = match.span()
    if not pattern.roles:
        return _new(Found, (rule.id, rule.emits, starts[start], starts[stop], ()))
    if len(pattern.roles) == 1:
        first, after = match.span(1)
        roles: tuple[tuple[str, int, int], ...] = (
            ((pattern.roles[0], starts[first], starts[after]),) if first < after else ()
        )
    else:
        roles = tuple(
            [
                (name, starts[first], starts[after])
                for name, (first, after) in zip(pattern.roles, match.regs[1:], strict=False)
                if first < after
            ]
        )
    return _new(Found, (rule.id, rule.emits, starts[start], starts[stop], roles))


def collapse(stream: Stream, hits: Iterable[tuple[int, int, str]]) -> Stream:
    """Return the stream with each stretch of symbols (in order, apart) as the one symbol given for it."""
    symbols: list[str] = []
    starts = numbers(len(stream.starts))
    at = 0
    for start, stop, symbol in hits:
        symbols.append(stream.symbols[at:start])
        symbols.append(symbol)
        starts.extend(stream.starts[at : start + 1])
        at = stop
    if not symbols:
        return stream
    symbols.append(stream.symbols[at:])
    starts.extend(stream.starts[at:])
    return Stream("".join(symbols), starts)


def _depths(labels: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """For every label, how many steps it stands below the top of the taxonomy, by the longest way."""
    depths: dict[str, int] = {}

    def depth(label: str, path: frozenset[str]) -> int:
        if label not in depths:
            above = [each for each in labels.get(label, ()) if each not in path]
            depths[label] = 1 + max((depth(each, path | {each}) for each in above), default=-1)
        return depths[label]

    for label in labels:
        depth(label, frozenset((label,)))
    return depths


def _patterns(rules: RuleSet) -> Iterable[Node]:
    for rule in rules.rules:
        yield rule.pattern
        for _, node in rule.roles:
            yield node
        for side in rule.sides:
            yield side.pattern
    for cue in rules.cues:
        yield cue.pattern
        if cue.stops is not None:
            yield cue.stops
    for kind in rules.types:
        for role in kind.roles:
            yield from (pattern for pattern in (role.around, role.also) if pattern is not None)


def _labels(rules: RuleSet) -> set[str]:
    labels = {rule.emits for rule in rules.rules} | set(rules.labels) | set(BUILT_IN_LABELS)
    labels |= {row.label for lexicon in rules.lexicons for row in lexicon.rows}
    return labels | {above for found in rules.labels.values() for above in found}
