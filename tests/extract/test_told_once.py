"""What is told of quotes within quotes, and of who speaks for whom."""

from __future__ import annotations

import relex


def test_a_quoted_stretch_is_told_once() -> None:
    found = relex.extract("“We agree to the whole plan,” Igor Melnik said, smiling, according to video of the event.")
    stretches = [span for quote in found.quotes for span in quote.quoted]
    assert len(stretches) == len(set(stretches)) == 1
    holder = next(quote for quote in found.quotes if quote.quoted)
    assert holder.speaker is not None
    assert holder.speaker.name == "Igor Melnik"


def test_who_speaks_for_somebody_is_not_that_somebody() -> None:
    found = relex.extract("President Igor Melnik left. Spokesmen for Melnik noted that the plan had failed twice.")
    assert [quote.speaker.name for quote in found.quotes if quote.speaker] == ["Spokesmen"]


def test_a_participle_takes_the_subject_not_the_name_beside_it() -> None:
    found = relex.extract("Igor Melnik praised Donald Kerr, adding: “We will be back soon.”")
    quote = next(quote for quote in found.quotes if quote.quoted)
    assert quote.speaker is not None
    assert quote.speaker.name == "Igor Melnik"


def test_what_a_title_tells_without_saying_when_is_as_the_text_says() -> None:
    title = "Statement on the visit of President Peter Rice of Chile"
    text = "President Anna Korpi of Finland looks forward to welcoming President Peter Rice to Helsinki on December 10."
    assert [event.status for event in relex.extract(f"{title}\n\n{text}").meetings] == ["planned"]


def test_one_holder_of_an_office_whose_name_is_spelt_in_two_ways() -> None:
    title = "President Anna Korpi's call with President Andr1e Lopez of Peru"
    text = "President Anna Korpi of Finland spoke today with President Andrea Lopez of Peru."
    assert len(relex.extract(f"{title}\n\n{text}").meetings) == 1


def test_who_visits_a_state_meets_nobody_in_a_town_of_another() -> None:
    text = "US Vice President Ann Lee will meet Israeli Prime Minister Noam Katz in Jerusalem on Wednesday. "
    found = relex.extract(text + "Katz cancelled a visit to the United States.").meetings
    assert [event.status for event in found] == ["planned", "cancelled"]
