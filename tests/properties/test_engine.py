"""The compiled engine finds what a plain search at every place finds."""

from __future__ import annotations

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.match.reference import Hit, Item, read, search_everywhere, sentences, with_mentions

from relex.errors import Location
from relex.match.matcher import Matcher
from relex.rules.pattern import (
    Choice,
    Constraint,
    Edge,
    Look,
    Node,
    Repeat,
    Role,
    Sequence,
    Token,
    can_be_empty,
    unparse,
    width,
)
from relex.rules.ruleset import EventType, Lexicon, LexiconRow, RoleType, Rule, RuleSet

HERE = Location("rules.yaml", 1, 1)
WORDS = [
    "talks", "Talks", "TALKS", "tAlks", "peace", "Peace", "met", "Met", "meeting", "the", "The", "Paris", "PARIS",
    "new", "New", "york", "York", "NATO", "Nato", "nato", "us", "US", "he's", "He’s", "U.S.", "u.s.", "J.", "4", "21st",
    "Inc.", "co-op", "Co-Op", "eBay", "ebay", "EBAY", "McCain", "of", "OF",
]  # fmt: skip
MARKS = [",", ".", "!", "?", "...", '"', "“", "”", "(", ")", "-", "'s", ";", "’"]
ROWS = [
    ("Paris", "City"), ("US", "Country"), ("U.S.", "Country"), ("new york", "Region"), ("New York", "City"),
    ("talks", "Noun"), ("peace talks", "Noun"), ("peace talks of the us", "Noun"), ("met", "Verb"), ("NATO", "Body"),
    ("eBay", "Body"), ("the", "Article"), ("the Paris talks", "Noun"), ("york's", "Region"), ("co-op", "Body"),
]  # fmt: skip
LEXICON = Lexicon("places", "places.tsv", tuple(LexiconRow(s, label, "", 1) for s, label in ROWS[:5]))
OTHERS = Lexicon("words", "words.tsv", tuple(LexiconRow(s, label, "", 1) for s, label in ROWS[5:]))
LABELS = {
    "City": ("Place",), "Country": ("Place", "Actor"), "Region": ("Place",), "Place": (), "Body": ("Actor",),
    "Noun": (), "Verb": (), "Article": (), "Person": ("Party",), "Party": (), "Actor": (),
}  # fmt: skip
NAME = Rule(
    "name",
    "Person",
    "",
    Repeat(Token((Constraint("shape", ("capital", "mixed")), Constraint("label", ("Place",), negated=True))), 2, 3),
    HERE,
)
TYPE = EventType(
    "Telling", "tellings", "", (RoleType("a", "Words"), RoleType("b", "Words")), (), ("held",), "held", (), (), HERE
)

VALUES = {
    "word": ["talks", "Talks", "TALKS", "Paris", "US", "he's", "McCain", "eBay", ".", "”", "-", "U.S.", "'s"],
    "lower": [
        "talks",
        "paris",
        "us",
        "he's",
        "mccain",
        "ebay",
        "nato",
        ".",
        ",",
        '"',
        "u.s.",
        "the",
        "of",
        "peace",
        "york",
    ],
    "lemma": ["talk", "meet", "be"],
    "shape": ["lower", "capital", "upper", "mixed", "number", "ordinal", "mark", "initial", "word"],
    "regex": [r"\d+", r"[A-Z]+", r"\w*s", r"\W"],
    "lexicon": ["places", "words"],
    "label": ["City", "Place", "Actor", "Person", "Party", "Noun", "Country"],
}


@st.composite
def constraints(draw: st.DrawFn) -> Constraint:
    attribute = draw(st.sampled_from(sorted(VALUES)))
    values = draw(st.lists(st.sampled_from(VALUES[attribute]), min_size=1, max_size=2, unique=True))
    return Constraint(attribute, tuple(values), negated=draw(st.integers(0, 3)) == 0)


tokens = st.lists(constraints(), max_size=2).map(lambda found: Token(tuple(found)))
literals = st.sampled_from(WORDS + MARKS).map(
    lambda word: Token((Constraint("lower" if word == word.lower() else "word", (word,)),))
)
leaves: st.SearchStrategy[Node] = st.one_of(tokens, literals, literals)


def grown(children: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(children, min_size=2, max_size=3).map(tuple)
    counts = st.tuples(st.integers(0, 2), st.integers(1, 3)).map(lambda pair: (min(pair), max(pair)))
    return st.one_of(
        several.map(Sequence),
        several.map(Choice),
        st.builds(
            lambda item, count, lazy: Repeat(item, count[0], count[1], lazy),
            children.filter(repeatable),
            counts,
            st.booleans(),
        ),
        st.builds(lambda most: Repeat(Token(), 0, most, lazy=True), st.integers(1, 4)),
        st.builds(Role, st.sampled_from("ab"), children),
    )


def repeatable(node: Node) -> bool:
    return not isinstance(node, (Look, Edge)) and not can_be_empty(node)


patterns = st.recursive(leaves, grown, max_leaves=6)


def without_roles(node: Node) -> Node:
    match node:
        case Role(_, item):
            return without_roles(item)
        case Sequence(items):
            return Sequence(tuple(map(without_roles, items)))
        case Choice(options):
            return Choice(tuple(map(without_roles, options)))
        case Repeat(item, least, most, lazy):
            return Repeat(without_roles(item), least, most, lazy)
    return node


looks = st.one_of(
    st.builds(lambda item, negated: Look(without_roles(item), True, negated), patterns, st.booleans()),
    st.builds(
        lambda item, negated: Look(without_roles(item), False, negated),
        patterns.filter(lambda node: width(node) is not None),
        st.booleans(),
    ),
    st.builds(Edge, st.booleans()),
)
whole_patterns = (
    st.lists(st.one_of(patterns, patterns, looks), min_size=1, max_size=4)
    .map(lambda items: Sequence(tuple(items)))
    .filter(lambda node: not can_be_empty(node))
)
DATELINES = ["", "", "", "TALKS The ", "PARIS - ", "NATO U.S. -- ", "PEACE TALKS, Inc. The "]
paragraphs = st.lists(
    st.tuples(st.sampled_from(WORDS + WORDS + MARKS), st.sampled_from([" ", " ", " ", " ", "", "\n\n"])), max_size=20
).map(lambda parts: "".join(word + gap for word, gap in parts))
texts = st.tuples(st.sampled_from(DATELINES), paragraphs).map("".join)


def rule_set(pattern: Node, emits: str) -> RuleSet:
    rule = Rule("rule", emits, "", pattern, HERE)
    return RuleSet("test", (NAME, rule), (), (LEXICON, OTHERS), (TYPE,), LABELS)


SETTINGS = settings(suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow], max_examples=100)


@SETTINGS
@given(whole_patterns, st.lists(texts, min_size=1, max_size=12))
@example(Token(), ["TALKS The "])
def test_an_event_rule_finds_what_a_plain_search_finds(pattern: Node, several: list[str]) -> None:
    rules = rule_set(pattern, "Telling")
    matcher = Matcher(rules)
    for text in several:
        reading = matcher.read(text)
        found = sorted((m.found.start, m.found.stop, sorted(m.found.roles)) for m in matcher.find_events(reading))
        items = read(text, rules)
        items = with_mentions(items, search_everywhere(NAME.pattern, items, rules), "Person")
        expected = []
        for first, after in sentences(items):
            hits = search_everywhere(pattern, items[:after], rules, first)
            expected += [told(items, hit) for hit in hits]
        assert found == sorted(expected), unparse(pattern)


@SETTINGS
@given(whole_patterns, st.lists(texts, min_size=1, max_size=12))
@example(Token(), ["TALKS The "])
def test_an_entity_rule_finds_what_a_plain_search_finds(pattern: Node, several: list[str]) -> None:
    asks = any(label in unparse(pattern) for label in ("Person", "Party"))
    rules = rule_set(pattern, "Outcome")
    matcher = Matcher(rules)
    for text in several:
        reading = matcher.read(text)
        found = sorted((f.start, f.stop, sorted(f.roles)) for f in reading.found if f.rule == "rule")
        items = read(text, rules)
        if asks:
            items = with_mentions(items, search_everywhere(NAME.pattern, items, rules), "Person")
            assert found == sorted(told(items, hit) for hit in search_everywhere(pattern, items, rules)), unparse(
                pattern
            )
        else:
            # Both rules stand on the same step and compete.
            lost = sorted(
                (d.dropped.start, d.dropped.stop, sorted(d.dropped.roles))
                for d in reading.decisions
                if d.dropped.rule == "rule"
            )
            expected = sorted(told(items, hit) for hit in search_everywhere(pattern, items, rules))
            assert sorted(found + lost) == expected, unparse(pattern)


def told(items: list[Item], hit: Hit) -> tuple[int, int, list[tuple[str, int, int]]]:
    return items[hit.first].start, items[hit.after - 1].stop, sorted(hit.roles)
