from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relex.rules.pattern import (
    Choice,
    Constraint,
    Edge,
    Look,
    Node,
    PatternProblem,
    Repeat,
    Role,
    Sequence,
    Token,
    can_be_empty,
    parse_pattern,
    read_pattern,
    unparse,
    width,
)


def word(text: str) -> Token:
    return Token((Constraint("lower" if text == text.lower() else "word", (text,)),))


def label(name: str) -> Token:
    return Token((Constraint("label", (name,)),))


def constrained(attribute: str, *values: str) -> Token:
    return Token((Constraint(attribute, values),))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("talks", word("talks")),
        ("Party", constrained("word", "Party")),
        ("co-operation", word("co-operation")),
        ("U.S.", constrained("word", "U.S.")),
        ("'s", word("'s")),
        ("10:30", word("10:30")),
        ("1,000.5", word("1,000.5")),
        ("21st", word("21st")),
        (",", word(",")),
        ('","', word(",")),
        ('"("', word("(")),
        ('"?"', word("?")),
        ('"\\""', word('"')),
        ("-", word("-")),
        ("—", word("—")),
        ("said , that", Sequence((word("said"), word(","), word("that")))),
        ("[]", Token()),
        ("[word=Party|party]", constrained("word", "Party", "party")),
        ("[ lemma = hold | have ]", constrained("lemma", "hold", "have")),
        ('[lower="|"]', constrained("lower", "|")),
        ("[lower=\\|]", constrained("lower", "|")),
        ('[regex="\\d{4}|\\w"]', constrained("regex", "\\d{4}|\\w")),
        ("[regex=\\d+]", constrained("regex", "\\d+")),
        (
            "[shape=capital !lower=the]",
            Token((Constraint("shape", ("capital",)), Constraint("lower", ("the",), negated=True))),
        ),
        ("@Place", label("Place")),
        ("@Place-based", Sequence((label("Place"), word("-"), word("based")))),
        ("place:@Place", Role("place", label("Place"))),
        ("names:@Person+", Role("names", Repeat(label("Person"), 1, 30))),
        ("trigger:(a b)+", Role("trigger", Repeat(Sequence((word("a"), word("b"))), 1, 30))),
        ("a | b c", Choice((word("a"), Sequence((word("b"), word("c")))))),
        ("a* b", Sequence((Repeat(word("a"), 0, 30), word("b")))),
        ("a+? b", Sequence((Repeat(word("a"), 1, 30, lazy=True), word("b")))),
        ("a{2,4}", Repeat(word("a"), 2, 4)),
        ("a{3}", Repeat(word("a"), 3, 3)),
        ("a{,3} b", Sequence((Repeat(word("a"), 0, 3), word("b")))),
        ("a ... b", Sequence((word("a"), Repeat(Token(), 0, 10, lazy=True), word("b")))),
        ("a...{4} b", Sequence((word("a"), Repeat(Token(), 0, 4, lazy=True), word("b")))),
        ("a (?= b)", Sequence((word("a"), Look(word("b"), ahead=True, negated=False)))),
        ("a (?! b)", Sequence((word("a"), Look(word("b"), ahead=True, negated=True)))),
        ("(?<= b) a", Sequence((Look(word("b"), ahead=False, negated=False), word("a")))),
        ("(?<! b) a", Sequence((Look(word("b"), ahead=False, negated=True), word("a")))),
        ("^ a $", Sequence((Edge(start=True), word("a"), Edge(start=False)))),
    ],
)
def test_a_text_reads_as_this_tree(text: str, tree: Node) -> None:
    assert parse_pattern(text) == tree
    assert parse_pattern(unparse(tree)) == tree


def test_a_macro_stands_for_its_tree() -> None:
    aux = parse_pattern("has | have")
    assert parse_pattern("$Aux? held", macros={"Aux": aux}) == Sequence((Repeat(aux, 0, 1), word("held")))


def test_macros_cannot_grow_without_end() -> None:
    macros: dict[str, Node] = {"M0": parse_pattern("a b")}
    for number in range(13):
        macros[f"M{number + 1}"] = parse_pattern(f"$M{number} $M{number}", macros=macros)
    with pytest.raises(PatternProblem) as raised:
        parse_pattern("$M13 $M13", macros=macros)
    assert raised.value.name == "too-large"


def test_macros_cannot_nest_without_end() -> None:
    macros: dict[str, Node] = {"M0": parse_pattern("a b")}
    for number in range(146):
        macros[f"M{number + 1}"] = parse_pattern(f"($M{number}) b", macros=macros)
    with pytest.raises(PatternProblem) as raised:
        parse_pattern("(($M146) b) b", macros=macros)
    assert raised.value.name == "too-deep"
    assert pickle.loads(pickle.dumps(macros["M146"])) == macros["M146"]


@pytest.mark.parametrize(
    ("text", "name", "marked"),
    [
        ('@Party [word="brief talks"] x', "never-matches", '[word="brief talks"]'),
        ("[lower=a|Party]", "never-matches", "Party"),
        ("[word=six-party]", "never-matches", "[word=six-party]"),
        ("[shape=lower word=Party]", "never-matches", "[shape=lower word=Party]"),
        ("[shape=upper word=Party]", "never-matches", "[shape=upper word=Party]"),
        ("[shape=mark lower=party]", "never-matches", "[shape=mark lower=party]"),
        ("[lower=party !lower=party]", "never-matches", "[lower=party !lower=party]"),
        ("[word=Party lower=talks]", "never-matches", "[word=Party lower=talks]"),
        ("[lower=a lower=b]", "never-matches", "[lower=a lower=b]"),
        ('[regex="a b"]', "never-matches", '"a b"'),
        ("[regexp=a]", "unknown-attribute", "regexp"),
        ("a [shape=captial]", "unknown-shape", "captial"),
        ("a $Aux b", "unknown-macro", "$Aux"),
        ("a (b", "unclosed", "("),
        ("a b)", "unopened", ")"),
        ("a{4,2}", "bad-count", "{4,2}"),
        ("a{2,}", "bad-count", "{2,}"),
        ("a{101}", "bad-count", "{101}"),
        ("a{0}", "bad-count", "{0}"),
        ("a{x}", "bad-count", "{x}"),
        ("a?? ?", "nothing-to-repeat", "?"),
        ("a*+", "bad-count", "+"),
        ("a ...? b", "bad-count", "?"),
        ("^? a", "bad-count", "?"),
        ("place: @Place", "loose-role", "place:"),
        ("place:", "loose-role", "place:"),
        ("(place:)", "loose-role", None),
        ("a | | b", "empty-choice", "|"),
        ("()", "empty-choice", ")"),
        ("  ", "empty-pattern", None),
        ("a?", "matches-nothing", "a?"),
        ("^", "matches-nothing", "^"),
        ("a ...", "idle-gap", "..."),
        ("(?<! a?) b", "lookbehind-width", "(?<! a?)"),
        ("(?<! a | b c) b", "lookbehind-width", "(?<! a | b c)"),
        ("(?<! a-b | c) b", "lookbehind-width", "(?<! a-b | c)"),
        ("a (?= x:b)", "role-in-look", "(?= x:b)"),
        ('[regex="(a+)+"]', "slow-regex", '"(a+)+"'),
        ('[regex="(a)\\1"]', "slow-regex", '"(a)\\1"'),
        ('[regex="("]', "bad-regex", '"("'),
        ('[regex="a*"]', "bad-regex", '"a*"'),
        ("a … b", "reserved-mark", "…"),
        ("$100", "reserved-mark", "$"),
        ("[party]", "bad-test", "party"),
        ("[lower=]", "bad-value", "lower="),
        ('[lower=""]', "empty-value", '""'),
        ("(" * 65 + "a" + ")" * 65, "too-deep", None),
        ("((a{100}){100}){100}", "too-large", None),
    ],
)
def test_a_mistake_marks_its_characters(text: str, name: str, marked: str | None) -> None:
    with pytest.raises(PatternProblem) as raised:
        parse_pattern(text)
    problem = raised.value
    assert problem.name == name
    assert problem.message
    assert problem.advice
    if marked is not None:
        assert text[problem.start : problem.stop] == marked


def test_names_are_noted_where_they_stand() -> None:
    text = "place:@Place [lexicon=verbs label=Act|Deed] $Aux"
    reading = read_pattern(text, macros={"Aux": read_pattern("x:@Other", macros={})})
    assert [(each.kind, each.name) for each in reading.references] == [
        ("role", "place"),
        ("label", "Place"),
        ("lexicon", "verbs"),
        ("label", "Act"),
        ("label", "Deed"),
        ("macro", "Aux"),
    ]
    assert all(each.name in text[each.start : each.stop] for each in reading.references)


# Trees of every kind, such as a text can tell: an option or an item is never alone, a literal is one token.

_WORDS = st.sampled_from(
    ["talks", "Party", "US", "'s", "10", "co-operation", ",", "(", "?", "|", '"', "\\", "$", "—", "…"]
)
_NAMES = st.sampled_from(["Place", "Party", "City"])
_TESTS = st.one_of(
    st.builds(Constraint, st.just("label"), st.lists(_NAMES, min_size=1, unique=True).map(tuple), st.booleans()),
    st.builds(Constraint, st.just("shape"), st.sampled_from([("lower",), ("capital", "upper")])),
    st.builds(Constraint, st.just("lemma"), st.sampled_from([("hold", "have"), ("meet",)])),
    st.builds(Constraint, st.just("regex"), st.sampled_from([("\\d{4}",), ("a|b", '\\"x')])),
    st.builds(Constraint, st.just("lexicon"), st.just(("verbs-of-speech",)), st.booleans()),
)
_TOKENS = st.one_of(st.just(Token()), _WORDS.map(word), _NAMES.map(label), _TESTS.map(lambda test: Token((test,))))


def _counts(item: Node) -> st.SearchStrategy[Node]:
    bounds = st.tuples(st.integers(0, 4), st.integers(1, 30)).filter(lambda pair: pair[0] <= pair[1])
    return st.builds(lambda pair, lazy: Repeat(item, pair[0], pair[1], lazy), bounds, st.booleans())


def _larger(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    countable = inner.filter(lambda node: not isinstance(node, Edge | Look))
    return st.one_of(
        st.builds(Sequence, several),
        st.builds(Choice, several),
        countable.flatmap(_counts),
        st.builds(Role, st.sampled_from(["place", "trigger"]), inner),
    )


_LOOKS = st.builds(Look, _TOKENS, st.booleans(), st.booleans())
TREES = st.recursive(st.one_of(_TOKENS, _LOOKS, st.builds(Edge, st.booleans())), _larger, max_leaves=8)


@given(TREES)
def test_a_written_tree_reads_as_itself(tree: Node) -> None:
    try:
        again = read_pattern(unparse(tree), macros={}, may_be_empty=True).node
    except PatternProblem as problem:
        assert problem.name == "too-large"
    else:
        assert again == tree


@given(TREES)
def test_what_takes_no_token_has_no_width(tree: Node) -> None:
    tokens = width(tree)
    if tokens:
        assert not can_be_empty(tree)
    if tokens == 0:
        assert can_be_empty(tree)


_SNIPPETS = st.sampled_from(
    ["a", "Wang", "(", ")", "[", "]", "|", "?", "*", "+", "{2,4}", "{", "}", "...", "@Place", "place:", "$Aux", "$",
     "^", '"', "\\", "(?=", "(?<!", "lower=", "!", "=", "regex=", " ", "\n", "’s", "é", "\x00", "10", ",", ":", "."]
)  # fmt: skip


@given(st.one_of(st.text(max_size=40), st.lists(_SNIPPETS, max_size=25).map("".join)))
def test_any_text_reads_or_is_refused_within_its_bounds(text: str) -> None:
    try:
        tree = parse_pattern(text)
    except PatternProblem as problem:
        assert 0 <= problem.start < problem.stop <= max(1, len(text) + 1)
        assert problem.name
        assert problem.message
        assert problem.advice
    else:
        assert parse_pattern(unparse(tree)) == tree
