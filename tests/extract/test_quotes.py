"""Who is found to have said what: orders of clauses, where reported words end, and who goes on speaking."""

from __future__ import annotations

import pytest

import relex
from relex.model import Quote

INTRODUCED = "Norwegian Foreign Minister Kari Solberg met Selim Aydin in Oslo. "


def quotes(text: str) -> tuple[Quote, ...]:
    return relex.extract(text, date="2026-11-24").quotes


def told(text: str) -> list[tuple[str, str | None]]:
    """The words and the speaker's name of every quote."""
    return [(quote.text, quote.speaker.name if quote.speaker else None) for quote in quotes(text)]


@pytest.mark.parametrize(
    "sentence",
    [
        "“We will sign it soon,” Solberg said.",
        "“We will sign it soon,” said Solberg.",
        "Solberg said: “We will sign it soon.”",
        "Solberg said, “We will sign it soon.”",
        "In a letter, Solberg wrote: “We will sign it soon.”",
        "“We will sign it soon,” the minister said on Tuesday.",
        "“We will sign it soon,” the Norwegian minister told reporters.",
        "“We will sign it soon,” Solberg, who came by train, said.",
        '"We will sign it soon," she said.',
        "``We will sign it soon,'' Solberg said.",
    ],
)
def test_direct_words_in_every_order_have_their_speaker(sentence: str) -> None:
    found = told(INTRODUCED + sentence)
    assert len(found) == 1
    assert found[0][0].rstrip(",.") == "We will sign it soon"
    assert found[0][1] == "Kari Solberg"


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Solberg said that the bridge was open.", "the bridge was open"),
        ("Solberg said the bridge was open, adding that the road was not.", "the bridge was open"),
        ("Solberg said the bridge was open, but she did not name a day.", "the bridge was open"),
        ("Solberg said the bridge was open and urged drivers to wait for a week.", "the bridge was open"),
        ("The bridge was open at last, Solberg said.", "The bridge was open at last"),
        ("The bridge was open at last, according to Solberg.", "The bridge was open at last"),
        ("According to Solberg, the bridge was open at last.", "the bridge was open at last"),
        ("Solberg told the council that the bridge was open.", "the bridge was open"),
        ("Solberg was quoted as saying that the bridge was open.", "the bridge was open"),
        ("Solberg declined to comment on the bridge.", "to comment on the bridge"),
    ],
)
def test_reported_words_end_where_the_report_does(sentence: str, words: str) -> None:
    first = quotes(INTRODUCED + sentence)[0]
    assert (first.text, first.kind) == (words, "indirect")
    assert first.speaker is not None
    assert first.speaker.name == "Kari Solberg"


def test_a_mixed_quote_holds_the_whole_clause_and_its_stretch() -> None:
    text = "Solberg said the bridge was “as good as new” after the repair."
    (quote,) = quotes(text)
    assert (quote.text, quote.kind) == ("the bridge was “as good as new” after the repair", "mixed")
    assert [text[span.start : span.stop] for span in quote.quoted] == ["as good as new"]


def test_words_on_both_sides_of_the_cue_are_two_quotes_of_one_speaker() -> None:
    assert told("The bridge, Kari Solberg said, would be open by spring.") == [
        ("The bridge", "Kari Solberg"),
        ("would be open by spring", "Kari Solberg"),
    ]


def test_the_speaker_goes_on_in_the_paragraph() -> None:
    assert told("“It is open,” Kari Solberg said. “Nobody had to wait for it.”")[1] == (
        "Nobody had to wait for it.",
        "Kari Solberg",
    )


def test_a_quotation_goes_on_in_the_next_paragraph() -> None:
    found = quotes("“It is open,” Kari Solberg said. “Nobody had to wait.\n\n“We will do it again next year.”")
    assert [quote.text for quote in found][-1] == "We will do it again next year."
    assert found[-1].certain
    assert found[-1].speaker is not None


def test_a_line_before_announces_a_quotation() -> None:
    assert told("Kari Solberg smiled and had this to add:\n\n“Nobody had to wait for it.”") == [
        ("Nobody had to wait for it.", "Kari Solberg")
    ]


def test_a_question_goes_on_behind_its_mark() -> None:
    assert told("“Why would anybody wait for it?” Kari Solberg asked.") == [
        ("Why would anybody wait for it?", "Kari Solberg")
    ]


def test_a_participle_has_the_sentences_speaker() -> None:
    found = told("Kari Solberg left at noon, saying that the bridge was open.")
    assert found == [("the bridge was open", "Kari Solberg")]


def test_words_within_reported_words_have_their_own_speaker() -> None:
    found = dict(told("Selim Aydin said the bridge was open, according to Kari Solberg."))
    assert found["the bridge was open"] == "Selim Aydin"
    assert "Kari Solberg" in found.values()


def test_a_transcript_and_a_title_name_their_speakers() -> None:
    assert told("President of Finland Anna Korpi: We are glad to be here with you.")[0][1] == "Anna Korpi"
    assert told("Remarks by President Anna Korpi at the opening of the bridge")[0][1] == "Anna Korpi"


def test_the_fields_of_a_quote_point_into_the_text() -> None:
    text = "On Monday, Kari Solberg told reporters that the bridge was open."
    (quote,) = quotes(text)
    assert quote.verb == "tell"
    assert quote.addressee is not None
    assert quote.addressee.text == "reporters"
    assert quote.date is not None
    assert quote.date.text == "Monday"
    assert quote.mention is not None
    assert text[quote.mention.start : quote.mention.stop] == "Kari Solberg"
    assert quote.cue_span is not None
    assert text[quote.cue_span.start : quote.cue_span.stop] == quote.cue


def test_an_agency_passes_words_on_and_is_no_speaker() -> None:
    found = relex.extract("TASS reported that the bridge was open.")
    assert found.speakers == ()
    assert found.quotes[0].via is not None
    assert found.quotes[0].via.name == "TASS"


@pytest.mark.parametrize(
    "text",
    [
        "The so-called “deal” was lost.",
        "She read “The Old Bridge and the River” in the train.",
        "“The Old Bridge” won three prizes.",
        "The bridge was open.",
    ],
)
def test_marks_alone_make_no_quote(text: str) -> None:
    assert quotes(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        '"There is a "Green Plan" for us. We must wait," said Anna Korpi.',
        '"This is the essence of a "Green Plan"," Anna Korpi said.',
        '"The "Green Plan" and the "Blue Plan" are late," Anna Korpi said.',
    ],
)
def test_marks_within_marks(text: str) -> None:
    (quote,) = relex.extract(text).quotes
    assert quote.kind == "direct"
    assert quote.text == text[1 : text.rindex('"')]


def test_a_quotation_that_opens_anew() -> None:
    found = relex.extract('"It is late in Rome. "We will wait for them," Anna Korpi said.')
    assert found.quotes[-1].text == "We will wait for them,"


@pytest.mark.parametrize(
    "text",
    [
        "“It is late,” the newspaper quoted Anna Korpi as saying.",
        "“It is late,” Anna Korpi was quoted by the newspaper as saying.",
        "The newspaper quoted Anna Korpi as saying: “It is late.”",
    ],
)
def test_who_passes_words_on_does_not_speak(text: str) -> None:
    (quote,) = relex.extract(text).quotes
    assert quote.speaker is not None
    assert (quote.speaker.name, quote.via and quote.via.text.lower()) == ("Anna Korpi", "the newspaper")


def test_words_that_somebody_was_led_to_say() -> None:
    (quote,) = relex.extract("The delay led Anna Korpi to say that it was late.").quotes
    assert quote.speaker is not None
    assert (quote.speaker.name, quote.text) == ("Anna Korpi", "it was late")


def test_a_speaker_who_is_only_likely_is_not_certain() -> None:
    text = "“It is late,” Anna Korpi said.\n\n“We will wait for them in the harbour.”"
    first, second = relex.extract(text).quotes
    assert (first.certain, second.certain) == (True, False)
    assert second.speaker is not None
    assert second.speaker.name == "Anna Korpi"


@pytest.mark.parametrize(
    ("text", "speaker", "words"),
    [
        ("PARIS A French bank will wait, Anna Korpi said.", "Anna Korpi", "A French bank will wait"),
        ("NEW YORK/LONDON British police said it was late.", "British police", "it was late"),
        ("NATO Secretary General Anna Korpi said it was late.", "Anna Korpi", "it was late"),
    ],
)
def test_a_dateline_without_a_dash_is_neither_said_nor_speaks(text: str, speaker: str, words: str) -> None:
    (quote,) = relex.extract(text).quotes
    assert quote.speaker is not None
    assert (quote.speaker.name, quote.text) == (speaker, words)


@pytest.mark.parametrize(
    "text",
    [
        "Envoys who met her in Rome said they had agreed.",
        "Envoys working in Rome told Anna Korpi they had agreed.",
        "In Rome, envoys who know her said that they had agreed.",
    ],
)
def test_words_between_a_speaker_and_the_verb_hold_no_speaker(text: str) -> None:
    (quote,) = relex.extract(text).quotes
    assert quote.speaker is not None
    assert (quote.speaker.name.lower(), quote.text) == ("envoys", "they had agreed")
