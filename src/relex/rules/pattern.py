"""The pattern language: text to a tree of frozen nodes, and back.

The language itself is told in docs/rules.md. A mistake is a PatternProblem that names the characters of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple, TypeAlias

from ..errors import did_you_mean

STAR_LIMIT = 30
GAP_LIMIT = 10
COUNT_LIMIT = 100
DEPTH_LIMIT = 64
TREE_LIMIT = 150  # what recursion over a tree, pickling too, bears without further care
SIZE_LIMIT = 20_000

ATTRIBUTES = ("word", "lower", "lemma", "shape", "regex", "lexicon", "label")
SHAPES = ("lower", "capital", "upper", "mixed", "number", "ordinal", "mark", "initial", "word")


@dataclass(frozen=True, slots=True)
class Constraint:
    """One test of a token: ``attribute`` is word, lower, lemma, shape, regex, lexicon or label."""

    attribute: str
    values: tuple[str, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Token:
    """One token (or one mention) for which all constraints hold; none at all: any token."""

    constraints: tuple[Constraint, ...] = ()


@dataclass(frozen=True, slots=True)
class Sequence:
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    options: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    item: Node
    least: int
    most: int
    lazy: bool = False


@dataclass(frozen=True, slots=True)
class Role:
    name: str
    item: Node


@dataclass(frozen=True, slots=True)
class Look:
    item: Node
    ahead: bool
    negated: bool


@dataclass(frozen=True, slots=True)
class Edge:
    """The start or the end of a sentence."""

    start: bool


Node: TypeAlias = Token | Sequence | Choice | Repeat | Role | Look | Edge


@dataclass(slots=True, eq=False)
class PatternProblem(Exception):  # noqa: N818  (Problem is the word of the house)
    """A mistake in a pattern: the characters of the pattern it concerns, what is wrong and what to do."""

    start: int
    stop: int
    name: str
    message: str
    advice: str

    def __str__(self) -> str:
        return f"{self.start}-{self.stop}: {self.message}: {self.advice}"


@dataclass(frozen=True, slots=True)
class Reference:
    """A name that a pattern uses: ``kind`` is label, lexicon, role, regex or macro."""

    kind: str
    name: str
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A pattern that was read: its tree, how deep and (written out) how large it is, the names in its own text."""

    node: Node
    depth: int
    size: int
    references: tuple[Reference, ...] = ()


def parse_pattern(text: str, *, macros: Mapping[str, Node] | None = None) -> Node:
    """Return the tree of a pattern; raise PatternProblem where it is none, or none that could ever match.

    >>> parse_pattern("held talks?")  # doctest: +NORMALIZE_WHITESPACE
    Sequence(items=(Token(constraints=(Constraint(attribute='lower', values=('held',), negated=False),)),
        Repeat(item=Token(constraints=(Constraint(attribute='lower', values=('talks',), negated=False),)),
            least=0, most=1, lazy=False)))
    """
    readings = {
        name: _measured(node) if f"${name}" in text else Reading(node, 1, 1) for name, node in (macros or {}).items()
    }
    return read_pattern(text, macros=readings).node


def read_pattern(text: str, *, macros: Mapping[str, Reading], may_be_empty: bool = False) -> Reading:
    """Return a pattern with what the checks of a rule set need to know of it.

    ``may_be_empty`` is for macros, which are only a part of a pattern.

    >>> [reference.name for reference in read_pattern("talks with @Party", macros={}).references]
    ['Party']
    """
    reading = _Reader(macros, _lexemes(text)).pattern()
    if not may_be_empty:
        _refuse_idle(text, reading.node)
    return reading


def unparse(node: Node) -> str:
    """Return a text that reads as the same tree.

    >>> unparse(parse_pattern("trigger:( [lemma=meet]  | met ) with?"))
    'trigger:([lemma=meet] | met) with?'
    """
    match node:
        case Token(constraints):
            return _written_token(constraints)
        case Sequence(items):
            return " ".join(_grouped(item, Sequence, Choice) for item in items)
        case Choice(options):
            return " | ".join(_grouped(option, Choice) for option in options)
        case Repeat(Token(()), 0, most, True):
            return "..." if most == GAP_LIMIT else f"...{{{most}}}"
        case Repeat(item, least, most, lazy):
            return _grouped(item, Sequence, Choice, Repeat, Role) + _written_count(least, most) + "?" * lazy
        case Role(name, item):
            return f"{name}:{_grouped(item, Sequence, Choice)}"
        case Look(item, ahead, negated):
            return f"(?{'' if ahead else '<'}{'!' if negated else '='} {unparse(item)})"
        case Edge(start):
            return "^" if start else "$"


def children(node: Node) -> tuple[Node, ...]:
    """Return the nodes directly below a node.

    >>> children(Repeat(Edge(start=True), 0, 1))
    (Edge(start=True),)
    """
    match node:
        case Sequence(below) | Choice(below):
            return below
        case Repeat(item) | Role(_, item) | Look(item):
            return (item,)
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """Give a node and all nodes below it, from left to right.

    >>> [type(each).__name__ for each in walk(parse_pattern("a | b"))]
    ['Choice', 'Token', 'Token']
    """
    rest = [node]
    while rest:
        yield (this := rest.pop())
        rest += reversed(children(this))


def role_names(node: Node) -> frozenset[str]:
    """Return the roles that a pattern can bind.

    >>> sorted(role_names(parse_pattern("who:@Person trigger:left")))
    ['trigger', 'who']
    """
    return frozenset(each.name for each in walk(node) if isinstance(each, Role))


def always_binds(node: Node, role: str) -> bool:
    """Tell whether every way to match the pattern binds the role.

    >>> always_binds(parse_pattern("trigger:met | talks"), "trigger")
    False
    """
    match node:
        case Role(name, item):
            return name == role or always_binds(item, role)
        case Sequence(items):
            return any(always_binds(item, role) for item in items)
        case Choice(options):
            return all(always_binds(option, role) for option in options)
        case Repeat(item, least):
            return least > 0 and always_binds(item, role)
        case _:
            return False


def can_be_empty(node: Node) -> bool:
    """Tell whether the pattern matches where no token is.

    >>> can_be_empty(parse_pattern("in the?")), can_be_empty(Repeat(Token(), 0, 1))
    (False, True)
    """
    match node:
        case Token():
            return False
        case Sequence(items):
            return all(can_be_empty(item) for item in items)
        case Choice(options):
            return any(can_be_empty(option) for option in options)
        case Repeat(item, least):
            return least == 0 or can_be_empty(item)
        case Role(_, item):
            return can_be_empty(item)
        case _:
            return True


def width(node: Node) -> int | None:
    """Return how many tokens the pattern takes, or None where that varies.

    >>> width(parse_pattern("in the (north | south)"))
    3
    """
    match node:
        case Token():
            return _literal_width(node)
        case Sequence(items):
            widths = [width(item) for item in items]
            return None if None in widths else sum(each for each in widths if each)
        case Choice(options):
            different = {width(option) for option in options}
            return different.pop() if len(different) == 1 else None
        case Repeat(item, least, most):
            each = width(item)
            return each * least if each is not None and least == most else None
        case Role(_, item):
            return width(item)
        case _:
            return 0


# How a text is read: cut into lexemes, then by descent. Each method of the reader reads what it is named for.


class _Lexeme(NamedTuple):
    kind: str
    text: str
    start: int
    stop: int


_WORD = r"(?:['’]?[^\W_](?:[\w'’]|[-‐‑&/](?=[^\W_])|(?<=\d)[,:](?=\d)|\.(?!\.))*)"
_QUOTED = r'"(?:[^"\\]|\\.)*"'
_VALUE = rf'(?:{_QUOTED}|(?:[^\s|\[\]"\\=]|\\.)+)'
_LEXEME = re.compile(
    rf"""
      (?P<space>\s+)
    | (?P<role>[A-Za-z_]\w*:(?=\S))
    | (?P<word>{_WORD})
    | (?P<label>@[A-Za-z]\w*)
    | (?P<macro>\$[A-Za-z]\w*)
    | (?P<gap>\.\.\.(?:\{{[^{{}}]*\}})?)
    | (?P<open>\((?:\?<?[=!])?)
    | (?P<close>\))
    | (?P<bar>\|)
    | (?P<bracket>\[(?:{_QUOTED}|[^\]"\\]|\\.)*\])
    | (?P<quoted>{_QUOTED})
    | (?P<count>[?*+]|\{{[^{{}}]*\}})
    | (?P<edge>[\^$](?!\w))
    | (?P<mark>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_CONSTRAINT = re.compile(rf"\s*(!?)\s*([A-Za-z_]\w*)\s*=\s*({_VALUE}(?:\s*\|\s*{_VALUE})*)(?=[\s\]!])", re.DOTALL)
_ONE_VALUE = re.compile(_VALUE, re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_COUNT = re.compile(r"\{\s*(\d{0,9})\s*(,?)\s*(\d{0,9})\s*\}", re.ASCII)
_BARE = re.compile(_WORD)
_HYPHEN = re.compile(r"(?<=[^\W_])[-‐‑](?=[^\W\d_])|(?<=[^\W\d_])[-‐‑](?=[^\W_])")
_SIMPLE_VALUE = re.compile(r"[\w'’.,;:-]+")
_LOOKS = {"(?=": (True, False), "(?!": (True, True), "(?<=": (False, False), "(?<!": (False, True)}

# Marks that mean something elsewhere in the language: silence about them would hide a slip of the pen.
_RESERVED = {
    "!": 'negation stands in brackets: `[label=Place !label=City]`; for the mark write "!"',
    "#": 'a pattern holds no comments: put it into `why`; for the mark write "#"',
    "=": 'tests stand in brackets: `[lemma=hold]`; for the mark write "="',
    "\\": "a backslash escapes only inside brackets and quotes",
    "[": "add the `]` that ends it",
    "]": 'there is no `[` before it; for the mark write "]"',
    "{": 'a count is `{2,4}`; for the mark write "{"',
    "}": 'a count is `{2,4}`; for the mark write "}"',
    "@": 'a label follows directly: `@Place`; for the mark write "@"',
    "$": 'a macro is `$Name`, the end of the sentence `$`; for the mark write "$"',
    "^": 'the start of the sentence is `^` with a space after it; for the mark write "^"',
    '"': 'add the `"` that ends the quotation',
    "…": 'a gap is three full stops; for the mark write "…"',
}


def _lexemes(text: str) -> list[_Lexeme]:
    found: list[_Lexeme] = []
    for match in _LEXEME.finditer(text):
        kind = str(match.lastgroup)
        if kind == "space":
            continue
        found.append(_Lexeme(kind, match[0], match.start(), match.end()))
    end = len(text.rstrip())
    found.append(_Lexeme("end", "", end, end))
    return found


def _refuse_reserved(mark: _Lexeme, before: _Lexeme | None) -> None:
    if mark.text in '["':
        raise _problem(mark, "unclosed", f"this `{mark.text}` has no end", _RESERVED[mark.text])
    if mark.text in _RESERVED:
        raise _problem(mark, "reserved-mark", f"`{mark.text}` means nothing here", _RESERVED[mark.text])
    if mark.text == ":" and before is not None and before.kind == "word" and before.stop == mark.start:
        name = before.text
        message = f"`{name}:` is read neither as a role nor as a word"
        raise PatternProblem(
            before.start,
            mark.stop,
            "loose-role",
            message,
            'a role stands directly before what it names: `place:@Place`; for the mark write ":"',
        )


def _problem(place: _Lexeme, name: str, message: str, advice: str) -> PatternProblem:
    return PatternProblem(place.start, max(place.stop, place.start + 1), name, message, advice)


@dataclass(slots=True)
class _Reader:
    macros: Mapping[str, Reading]
    lexemes: list[_Lexeme]
    at: int = 0
    references: list[Reference] = field(default_factory=list)

    @property
    def next(self) -> _Lexeme:
        return self.lexemes[self.at]

    @property
    def last(self) -> _Lexeme:
        return self.lexemes[self.at - 1]

    def touches(self) -> bool:
        return self.next.start == self.last.stop

    def refer(self, kind: str, name: str, start: int, stop: int) -> None:
        self.references.append(Reference(kind, name, start, stop))

    def pattern(self) -> Reading:
        if self.next.kind == "end":
            raise _problem(self.next, "empty-pattern", "the pattern is empty", "write what it matches")
        whole = self.choice(0)
        if self.next.kind == "close":
            raise _problem(self.next, "unopened", "this bracket closes nothing", "remove it, or add the `(`")
        return Reading(whole.node, whole.depth, whole.size, tuple(self.references))

    def choice(self, depth: int) -> Reading:
        options = [self.sequence(depth)]
        while self.next.kind == "bar":
            self.at += 1
            options.append(self.sequence(depth))
        if len(options) == 1:
            return options[0]
        return self.joined(Choice(tuple(option.node for option in options)), options)

    def sequence(self, depth: int) -> Reading:
        items: list[Reading] = []
        while self.next.kind not in ("bar", "close", "end"):
            items.append(self.item(depth))
        if not items:
            raise _problem(
                self.next, "empty-choice", "there is nothing to match here", "for something optional write `( ... )?`"
            )
        if len(items) == 1:
            return items[0]
        return self.joined(Sequence(tuple(item.node for item in items)), items)

    def item(self, depth: int) -> Reading:
        if depth > DEPTH_LIMIT:
            raise _problem(
                self.next,
                "too-deep",
                f"groups are nested deeper than {DEPTH_LIMIT}",
                "take a part out into a macro",
            )
        lexeme = self.next
        if lexeme.kind != "role":
            return self.repeated(depth)
        self.at += 1
        name = lexeme.text[:-1]
        self.refer("role", name, lexeme.start, lexeme.stop - 1)
        if self.next.kind in ("bar", "close", "end"):
            raise _problem(
                lexeme, "loose-role", f"the role '{name}' names nothing", f"write what it names: `{name}:@Label`"
            )
        named = self.item(depth + 1)
        return self.joined(Role(name, named.node), [named])

    def repeated(self, depth: int) -> Reading:
        is_gap = self.next.kind == "gap"
        item = self.atom(depth)
        if self.next.kind != "count" or not self.touches():
            return item
        count = self.next
        if is_gap:
            raise _problem(count, "bad-count", "a gap has its own bound", "write `...{4}` for at most four tokens")
        if isinstance(item.node, Edge | Look):
            raise _problem(count, "bad-count", "what takes no token cannot be repeated", "remove the count")
        least, most = _bounds(count, _COUNT.fullmatch(count.text))
        self.at += 1
        lazy = self.next.text == "?" and self.touches()
        self.at += lazy
        if self.next.kind == "count" and self.touches():
            raise _problem(self.next, "bad-count", "two counts follow each other", "group the first: `(a{2})?`")
        return self.joined(Repeat(item.node, least, most, lazy), [item])

    def atom(self, depth: int) -> Reading:
        lexeme = self.next
        self.at += 1
        match lexeme.kind:
            case "word":
                return Reading(_bare(lexeme.text), 1, 1)
            case "mark":
                _refuse_reserved(lexeme, self.lexemes[self.at - 2] if self.at > 1 else None)
                return Reading(_bare(lexeme.text), 1, 1)
            case "label":
                self.refer("label", lexeme.text[1:], lexeme.start, lexeme.stop)
                return Reading(_label(lexeme.text[1:]), 1, 1)
            case "bracket":
                return Reading(self.constraints(lexeme), 1, 1)
            case "quoted":
                return Reading(_quoted(lexeme), 1, 1)
            case "gap":
                least, most = _gap_bounds(lexeme)
                return Reading(Repeat(Token(), least, most, lazy=True), 2, most)
            case "edge":
                return Reading(Edge(start=lexeme.text == "^"), 1, 1)
            case "macro":
                return self.macro(lexeme)
            case "open":
                return self.group(lexeme, depth)
        raise _problem(
            lexeme,
            "nothing-to-repeat",
            f"nothing stands directly before `{lexeme.text}`",
            f'remove the space before it; for the mark write "{lexeme.text}"',
        )

    def macro(self, lexeme: _Lexeme) -> Reading:
        name = lexeme.text[1:]
        self.refer("macro", name, lexeme.start, lexeme.stop)
        if name not in self.macros:
            advice = did_you_mean(name, self.macros, "add it under `macros:`, or import the rule set that has it")
            raise _problem(lexeme, "unknown-macro", f"no macro named '{name}'", advice)
        return self.joined(self.macros[name].node, [self.macros[name]])

    def group(self, opening: _Lexeme, depth: int) -> Reading:
        inner = self.choice(depth + 1)
        if self.next.kind != "close":
            raise _problem(opening, "unclosed", "this bracket has no end", "add the `)` where the group ends")
        self.at += 1
        if opening.text == "(":
            return inner
        ahead, negated = _LOOKS[opening.text]
        place = _Lexeme("look", "", opening.start, self.last.stop)
        if role_names(inner.node):
            message = "what is only looked at cannot fill a role"
            raise _problem(place, "role-in-look", message, "put the role outside, or take its name away")
        if not ahead and width(inner.node) is None:
            message = "what is looked for behind must always be equally many tokens"
            raise _problem(place, "lookbehind-width", message, "write one look for each number of tokens")
        return self.joined(Look(inner.node, ahead, negated), [inner])

    def constraints(self, bracket: _Lexeme) -> Token:
        position = 1
        found: list[Constraint] = []
        while match := _CONSTRAINT.match(bracket.text, position):
            found.append(self.constraint(bracket, match))
            position = match.end()
        if bracket.text[position:-1].strip():
            raise _bracket_problem(bracket, position)
        _refuse_contradiction(bracket, found)
        return Token(tuple(found))

    def constraint(self, bracket: _Lexeme, match: re.Match[str]) -> Constraint:
        attribute = match[2]
        if attribute not in ATTRIBUTES:
            start = bracket.start + match.start(2)
            raise PatternProblem(
                start,
                start + len(attribute),
                "unknown-attribute",
                f"a token has no attribute '{attribute}'",
                did_you_mean(attribute, ATTRIBUTES, f"it has {', '.join(ATTRIBUTES)}"),
            )
        values: list[str] = []
        for each in _ONE_VALUE.finditer(bracket.text, match.start(3), match.end(3)):
            value = _plain_value(attribute, each[0])
            place = _Lexeme("value", each[0], bracket.start + each.start(), bracket.start + each.end())
            _refuse_value(attribute, value, place, bracket)
            if attribute in ("label", "lexicon", "regex"):
                self.refer(attribute, value, place.start, place.stop)
            values.append(value)
        return Constraint(attribute, tuple(values), bool(match[1]))

    def joined(self, node: Node, parts: list[Reading]) -> Reading:
        times = max(1, node.most) if isinstance(node, Repeat) else 1
        size = sum(part.size for part in parts) * times
        depth = max(part.depth for part in parts) + 1
        if size > SIZE_LIMIT:
            message = f"written out, this is more than {SIZE_LIMIT} tokens"
            raise _problem(self.last, "too-large", message, "lower the counts, or put the alternatives into a lexicon")
        if depth > TREE_LIMIT:
            message = "with groups, roles, counts and macros inside one another, this is nested too deep"
            raise _problem(self.last, "too-deep", message, "write a part of it flat, or as another rule")
        return Reading(node, depth, size)


def _bounds(place: _Lexeme, count: re.Match[str] | None) -> tuple[int, int]:
    short = {"?": (0, 1), "*": (0, STAR_LIMIT), "+": (1, STAR_LIMIT)}.get(place.text)
    if short is not None:
        return short
    if count is None or not (count[1] or count[3]):
        raise _problem(place, "bad-count", f"`{place.text}` is no count", "write `{2}` or `{2,4}`")
    if count[2] and not count[3]:
        raise _problem(place, "bad-count", "the count has no upper bound", f"write `{{{count[1]},{STAR_LIMIT}}}`")
    most = int(count[3] or count[1])
    least = int(count[1] or 0) if count[2] else most
    if most > COUNT_LIMIT:
        raise _problem(place, "bad-count", f"a count goes up to {COUNT_LIMIT}", "a sentence is hardly longer")
    if least > most:
        raise _problem(place, "bad-count", "the lower bound is above the upper", f"write `{{{most},{least}}}`")
    if most == 0:
        raise _problem(place, "bad-count", "this never takes anything", "remove it, or count from one")
    return least, most


def _gap_bounds(gap: _Lexeme) -> tuple[int, int]:
    count = gap.text[3:]
    if not count:
        return 0, GAP_LIMIT
    place = _Lexeme("count", count, gap.start + 3, gap.stop)
    least, most = _bounds(place, _COUNT.fullmatch(count))
    return (least, most) if "," in count else (0, most)


def _bare(text: str) -> Token:
    lower = text.lower()
    return Token((Constraint("lower" if text == lower else "word", (text,)),))


def _label(name: str) -> Token:
    return Token((Constraint("label", (name,)),))


def _quoted(lexeme: _Lexeme) -> Token:
    value = _plain_value("lower", lexeme.text)
    plain = " ".join(value.split())
    if not plain:
        raise _problem(lexeme, "never-matches", "a token is never empty", "write a word or a mark between the quotes")
    if plain != value or " " in plain:
        raise _problem(lexeme, "never-matches", "a token never contains a space", f"write `{plain}` without quotes")
    return _bare(value)


def _plain_value(attribute: str, written: str) -> str:
    inner = written[1:-1] if written.startswith('"') else written
    # A regex has its own use for backslashes, and there too \" and \| are the plain characters.
    return inner if attribute == "regex" or "\\" not in inner else _ESCAPED.sub(r"\1", inner)


def _bracket_problem(bracket: _Lexeme, position: int) -> PatternProblem:
    rest = bracket.text[position:-1]
    start = bracket.start + position + len(rest) - len(rest.lstrip())
    stop = start + len(rest.strip())
    attribute = re.match(r"!?\s*([A-Za-z_]\w*)\s*(=?)", rest.strip())
    if attribute and attribute[2]:
        advice = f'put a value with marks of its own between quotes: `{attribute[1]}="..."`'
        return PatternProblem(start, stop, "bad-value", f"the value of '{attribute[1]}' cannot be read", advice)
    word = attribute[1] if attribute else rest.strip()
    otherwise = "a test looks like `lower=of|in`; words without one stand outside brackets: `(of | in)`"
    advice = did_you_mean(word, ATTRIBUTES, otherwise)
    return PatternProblem(start, stop, "bad-test", f"`{rest.strip()}` is no test of a token", advice)


def _refuse_value(attribute: str, value: str, place: _Lexeme, bracket: _Lexeme) -> None:
    if attribute == "shape" and value not in SHAPES:
        advice = did_you_mean(value, SHAPES, f"shapes are {', '.join(SHAPES)}")
        raise _problem(place, "unknown-shape", f"no shape named '{value}'", advice)
    if attribute == "regex":
        _refuse_regex(value, place)
    if attribute in ("word", "lower", "lemma"):
        _refuse_literal(attribute, value, place, bracket)
    if not value:
        raise _problem(place, "empty-value", f"the value of '{attribute}' is empty", "write what it should be")


def _refuse_literal(attribute: str, value: str, place: _Lexeme, bracket: _Lexeme) -> None:
    plain = " ".join(value.split())
    whole = bracket if "|" not in bracket.text and "!" not in bracket.text else place
    if " " in plain:
        advice = f"write `{plain}` without brackets"
        raise _problem(whole, "never-matches", "a token never contains a space", advice)
    if plain != value:
        raise _problem(place, "never-matches", "a token never contains a space", "remove it")
    if "|" in value and any(character.isalnum() for character in value):
        advice = f"alternatives need no backslash: write `{attribute}={value}`"
        raise _problem(place, "never-matches", "a token with letters never contains a `|`", advice)
    if _HYPHEN.search(value):
        advice = f"words with hyphens are several tokens: write `{value}` without brackets"
        raise _problem(whole, "never-matches", "a token never contains a hyphen", advice)
    if attribute != "word" and value != value.lower():
        advice = f"write `{attribute}={value.lower()}`" + (f" or `word={value}`" if attribute == "lower" else "")
        raise _problem(place, "never-matches", f"'{attribute}' compares with small letters only", advice)


# A group that repeats something repeated: the one common way to make an expression take forever.
_NESTED_REPEAT = re.compile(r"\((?:[^()\\]|\\.)*(?:[*+]|\{\d*,\d*\})(?:[^()\\]|\\.)*\)(?:[*+]|\{\d*,\d*\})", re.DOTALL)


def _refuse_regex(value: str, place: _Lexeme) -> None:
    import regex  # only rule sets that use expressions pay for it

    try:
        compiled = regex.compile(value)
    except (regex.error, ValueError, OverflowError, RecursionError) as error:
        raise _problem(
            place, "bad-regex", f"the expression cannot be read: {error}", "mend it, or use `lower=`"
        ) from None
    if compiled.fullmatch(""):
        raise _problem(place, "bad-regex", "the expression matches the empty text", "a token has a character at least")
    if re.search(r"\\s|\\n| ", value) and not re.search(r"\[\^[^]]*(\\s|\\n| )", value):
        raise _problem(place, "never-matches", "a token never contains a space", "write one test for each token")
    if _NESTED_REPEAT.search(value) or re.search(r"\\[1-9gk]|\(\?[P<]?[=!&R(]|\(\?[0-9R&]", value):
        advice = "leave out repeats inside repeats, looks and references back"
        raise _problem(place, "slow-regex", "the expression may take very long", advice)


def _refuse_contradiction(bracket: _Lexeme, constraints: list[Constraint]) -> None:
    for index, first in enumerate(constraints):
        for second in constraints[index + 1 :]:
            if _contradict(first, second) or _contradict(second, first):
                message = f"`{_written_constraint(first)}` and `{_written_constraint(second)}` never hold together"
                raise _problem(bracket, "never-matches", message, "remove one of them")


def _contradict(first: Constraint, second: Constraint) -> bool:
    if first.negated:
        return False
    if first.attribute == second.attribute:
        if second.negated:
            return set(first.values) <= set(second.values)
        return first.attribute in ("word", "lower") and not set(first.values) & set(second.values)
    match first.attribute, second.attribute:
        case "word", "lower":
            return all((value.lower() in second.values) == second.negated for value in first.values)
        case "lower", "word":
            return second.negated is False and not {value.lower() for value in second.values} & set(first.values)
        case "word", "shape":
            return all(_never_shaped(_word_shapes(value), second) for value in first.values)
        case "lower", "shape":
            return all(_never_shaped(_lower_shapes(value), second) for value in first.values)
        case _:
            return False


def _never_shaped(shapes: frozenset[str], shape: Constraint) -> bool:
    if not shapes:
        return False
    if shape.negated:
        return shapes <= set(shape.values)
    return not shapes & set(shape.values)


# The shapes that a text could have, empty where this module had better not say.
@cache
def _word_shapes(word: str) -> frozenset[str]:
    if not any(character.isalnum() for character in word):
        return frozenset(["mark"])
    if not word.isalpha() or len(word) == 1:
        return frozenset()
    if word.islower():
        return frozenset(["lower", "word", "number", "ordinal"])
    if word.isupper():
        return frozenset(["upper", "word"])
    if word[0].isupper() and word[1:].islower():
        return frozenset(["capital", "word", "number", "ordinal"])
    return frozenset(["mixed", "word"])


@cache
def _lower_shapes(word: str) -> frozenset[str]:
    if not any(character.isalnum() for character in word):
        return frozenset(["mark"])
    return frozenset(SHAPES) - {"mark"} if word.isalpha() else frozenset()


def _refuse_idle(text: str, node: Node) -> None:
    whole = _Lexeme("pattern", text, len(text) - len(text.lstrip()), len(text.rstrip()))
    if can_be_empty(node):
        raise _problem(
            whole, "matches-nothing", "the pattern also matches where no token is", "make one part of it obligatory"
        )
    last = node.items[-1] if isinstance(node, Sequence) else node
    if isinstance(last, Repeat) and last.lazy and last.least == 0:
        raise _problem(
            _Lexeme("end", "", whole.stop - len(text.rsplit(maxsplit=1)[-1]), whole.stop),
            "idle-gap",
            "a lazy part at the end never takes anything",
            "remove it, or write what must follow it",
        )


# A literal with hyphens is several tokens: words and hyphens.
def _literal_width(token: Token) -> int:
    literals = [value for each in token.constraints if each.attribute in ("word", "lower") for value in each.values]
    return 2 * max((len(_HYPHEN.findall(value)) for value in literals), default=0) + 1


def _measured(node: Node) -> Reading:
    below = [_measured(child) for child in children(node)]
    times = max(1, node.most) if isinstance(node, Repeat) else 1
    size = sum(each.size for each in below) * times if below else 1
    return Reading(node, 1 + max((each.depth for each in below), default=0), size)


# How a tree is written.


def _grouped(node: Node, *kinds: type) -> str:
    return f"({unparse(node)})" if isinstance(node, kinds) else unparse(node)


def _written_count(least: int, most: int) -> str:
    short = {(0, 1): "?", (0, STAR_LIMIT): "*", (1, STAR_LIMIT): "+"}
    return short.get((least, most)) or (f"{{{most}}}" if least == most else f"{{{least},{most}}}")


def _written_token(constraints: tuple[Constraint, ...]) -> str:
    if len(constraints) == 1 and not constraints[0].negated and len(constraints[0].values) == 1:
        (attribute, (value,)) = (constraints[0].attribute, constraints[0].values)
        if attribute == "label" and re.fullmatch(r"[A-Za-z]\w*", value):
            return f"@{value}"
        if attribute == ("lower" if value == value.lower() else "word"):
            return value if _BARE.fullmatch(value) else _quote(value)
    return f"[{' '.join(map(_written_constraint, constraints))}]"


def _written_constraint(constraint: Constraint) -> str:
    def written(value: str) -> str:
        if constraint.attribute == "regex":
            return f'"{value}"'
        return value if _SIMPLE_VALUE.fullmatch(value) else _quote(value)

    return f"{'!' * constraint.negated}{constraint.attribute}={'|'.join(map(written, constraint.values))}"


def _quote(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
