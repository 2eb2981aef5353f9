"""Generated articles whose marks, order of clauses and speakers are known: every quote is found, its text the slice."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

import relex

PERSONS = {
    "Kari Solberg": "Norwegian Foreign Minister Kari Solberg",
    "Selim Aydin": "Turkish President Selim Aydin",
    "Igor Melnik": "Ukrainian Prime Minister Igor Melnik",
    "Maria Schmidt": "German Defence Minister Maria Schmidt",
}
SUBJECTS = ["The bridge", "Our road", "The old treaty", "This river", "The next round"]
PREDICATES = ["will be open by spring", "was never closed", "has cost us nothing", "belongs to both towns"]
MARKS = [("“", "”"), ('"', '"'), ("``", "''"), ("''", "''"), ("«", "»")]
ORDERS = [
    "{open}{words},{close} {name} said.",
    "{open}{words},{close} said {name}.",
    "{name} said: {open}{words}.{close}",
    "{name} said, {open}{words}.{close}",
    "{open}{words},{close} {name} told reporters on Tuesday.",
    "{open}{words},{close} {name} added after the meeting.",
    "In a statement, {name} said: {open}{words}.{close}",
]

REPORTS = [
    "{name} said {clause}.",
    "{name} said on Monday that {clause}.",
    "{sentence}, {name} said.",
    "{sentence}, said {name}.",
    "{name} told reporters that {clause}.",
    "{sentence}, {name} told reporters.",
    "According to {name}, {clause}.",
    "{sentence}, according to {name}.",
    "{name} left, adding that {clause}.",
    "{name} came and said that {clause}.",
]

# What is said stands between bars; of one line, it is all one speaker's.
CONSTRUCTIONS = [
    "“|{sentence},|” {name} said. “|It {predicate}.|”",
    "“|{sentence},|” {name} said, “|and it {predicate}.|”",
    "“|{sentence},|” said {name}, who had come by train.",
    "{name} called |the treaty “a road that {predicate}”|.",
    "{name}, who said |{clause}|, left.",
    "As {name} noted, |{clause}|.",
    "After saying that |{clause}|, {name} left.",
    "{name} left, telling reporters |{clause}|.",
    "{name} was quoted as saying that |{clause}|.",
    "{name} denied that |{clause}|.",
    "{name} asked |whether {clause}|.",
    "{name} wrote on Twitter that |{clause}|.",
    "{name} went on to say that |{clause}|.",
    "They had heard {name}'s claim that |{clause}|.",
    "In a letter, {name} wrote that |{clause}|, but he did not sign it.",
    "{name} said that |{clause}| and told reporters that |it {predicate}|.",
    "{name} had one answer: “|{sentence}.|”",
    "“|{sentence},|” {name} said.\n\n“|It {predicate}, and that is all.|”",
    "{name} told reporters:\n\n“|{sentence}.|”",
    "“|{sentence}, and ‘the end’ {predicate},|” {name} said.",
    "{name} said: “|{sentence}.|",
    "{name} said: “|{sentence}.|\n\n“|It {predicate}.|”",
    "{name}: “|{sentence}.|”",
    "Still, {name} said, |{clause}|.",
    "|{sentence}|, as {name} noted on Monday.",
    "{name} argued that, |while it is late, {clause}|.",
    "{name}, who is always glad to speak of the past and of those who built the town, said |{clause}|.",
]

PIECES = [*"“”\"'‘’,.:?", "\n\n", "said", "Melnik", "he", "that", "told", "adding", "the deal"]

sentences = st.tuples(st.sampled_from(SUBJECTS), st.sampled_from(PREDICATES)).map(" ".join)
sayings = st.tuples(sentences, st.sampled_from(sorted(PERSONS)), st.sampled_from(ORDERS))
articles = st.tuples(st.lists(sayings, min_size=1, max_size=5), st.sampled_from(MARKS))


@settings(max_examples=60, deadline=None)
@given(articles)
def test_every_quote_is_found_with_its_speaker(article: tuple[list[tuple[str, str, str]], tuple[str, str]]) -> None:
    told, (opening, closing) = article
    introduction = " ".join(f"{full} came to the meeting." for full in PERSONS.values())
    lines = [
        order.format(open=opening, close=closing, words=words, name=name.split()[-1]) for words, name, order in told
    ]
    text = "\n\n".join([introduction, *lines])
    found = relex.extract(text)
    assert [(quote.text.rstrip(",."), quote.speaker and quote.speaker.name) for quote in found.quotes] == [
        (words, name) for words, name, _ in told
    ]
    for quote in found.quotes:
        assert quote.text == text[quote.span.start : quote.span.stop]
        assert quote.kind == "direct"
        assert [text[span.start : span.stop] for span in quote.quoted] == [quote.text]


reports = st.tuples(st.sampled_from(SUBJECTS), st.sampled_from(PREDICATES), st.sampled_from(sorted(PERSONS)))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(reports, st.sampled_from(REPORTS), st.booleans()), min_size=1, max_size=5))
def test_every_reported_clause_is_found_with_its_speaker(told: list[tuple[tuple[str, str, str], str, bool]]) -> None:
    introduction = " ".join(f"{full} came to the meeting." for full in PERSONS.values())
    lines, expected = [introduction], []
    for (subject, predicate, name), report, marked in told:
        words = f"“{predicate}”" if marked else predicate
        sentence = f"{subject} {words}"
        clause = sentence[0].lower() + sentence[1:]
        lines.append(report.format(name=name.split()[-1], clause=clause, sentence=sentence))
        expected.append((sentence if "{sentence}" in report else clause, "mixed" if marked else "indirect", name))
    text = "\n\n".join(lines)
    found = relex.extract(text).quotes
    assert [(quote.text, quote.kind, quote.speaker and quote.speaker.name) for quote in found] == expected
    assert all(quote.text == text[quote.span.start : quote.span.stop] for quote in found)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(PIECES)))
def test_any_marks_and_cues_give_slices_in_order(pieces: list[str]) -> None:
    text = " ".join(pieces)
    found = relex.extract(text).quotes
    for quote in found:
        assert quote.text == text[quote.span.start : quote.span.stop]
        assert all(quote.span.start <= span.start and span.stop <= quote.span.stop for span in quote.quoted)
    assert [quote.span.start for quote in found] == sorted(quote.span.start for quote in found)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(reports, st.sampled_from(CONSTRUCTIONS)), min_size=1, max_size=4))
def test_every_construction_is_found_with_its_speaker(told: list[tuple[tuple[str, str, str], str]]) -> None:
    text = " ".join(f"{full} came to the meeting." for full in PERSONS.values())
    expected = []
    for (subject, predicate, name), construction in told:
        sentence, family = f"{subject} {predicate}", name.split()[-1]
        clause = sentence[0].lower() + sentence[1:]
        drawn = construction.format(sentence=sentence, clause=clause, predicate=predicate, name=family)
        text += "\n\n" + drawn.replace("|", "")
        expected += [(words.rstrip("."), name) for words in drawn.split("|")[1::2]]
    found = relex.extract(text).quotes
    assert [(quote.text.rstrip("."), quote.speaker and quote.speaker.name) for quote in found] == expected
    assert all(quote.text == text[quote.span.start : quote.span.stop] for quote in found)
