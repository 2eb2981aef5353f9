"""Whom short names, offices and pronouns mean."""

from __future__ import annotations

import pytest

import relex


def speakers(text: str) -> list[str | None]:
    return [quote.speaker.name if quote.speaker else None for quote in relex.extract(text).quotes]


def test_the_subject_of_the_sentence_before_is_meant() -> None:
    assert speakers("Igor Melnik met Selim Aydin. “It was a good talk,” he said.") == ["Igor Melnik"]


def test_a_pronoun_agrees_in_gender() -> None:
    text = "Maria Schmidt met Igor Melnik. “It was a good talk,” he said. “It was long,” she said."
    assert speakers(text) == ["Igor Melnik", "Maria Schmidt"]


def test_words_between_marks_bring_nobody_to_the_fore() -> None:
    text = "Igor Melnik left. “Selim Aydin and Tom Berg will come here,” he said. “They know the way,” he added."
    assert set(speakers(text)) == {"Igor Melnik"}


def test_an_office_means_who_holds_it() -> None:
    text = "Russian Foreign Minister Igor Melnik met Turkish President Selim Aydin. “Late,” the foreign minister said."
    assert speakers(text) == ["Igor Melnik"]


def test_an_office_under_another_word() -> None:
    text = "Finnish President Anna Korpi came to Oslo. “It is late,” the head of state said."
    assert speakers(text) == ["Anna Korpi"]


def test_a_country_tells_two_holders_apart() -> None:
    text = "Russian President Igor Melnik met Turkish President Selim Aydin. “It is late,” the Turkish president said."
    assert speakers(text) == ["Selim Aydin"]


def test_the_north_is_the_state_whose_name_begins_so() -> None:
    text = "North Korean troops held drills. The North said that they would go on."
    assert speakers(text) == ["North Korea"]
    assert speakers("Igor Melnik came from the coast. The North said that they would go on.") == ["North"]


def test_the_secretary_is_the_secretary_of_state() -> None:
    opening = "Secretary of State Igor Melnik met with Turkish Foreign Minister Selim Aydin. "
    assert speakers(opening + "The Secretary said that gas would flow.") == ["Igor Melnik"]
    assert names(opening + "The Secretary and Foreign Minister said that gas would flow.") == [
        "Igor Melnik",
        "Selim Aydin",
    ]


def test_somebody_unnamed_is_described() -> None:
    assert speakers("“It is late,” a Western diplomat said.") == ["a Western diplomat"]


def test_a_family_name_that_is_a_place_too() -> None:
    assert speakers("French Foreign Minister Anne Laval came. “It is late,” Laval said.") == ["Anne Laval"]


@pytest.mark.parametrize(
    "text", ["They bought the S-400 from Russia.", "Sputnik V was sold abroad.", "The T-72 came late."]
)
def test_types_and_products_are_no_persons(text: str) -> None:
    found = relex.extract("Igor Melnik came. " + text + " He said nothing would change.")
    assert {speaker.name for speaker in found.speakers} <= {"Igor Melnik"}


def names(text: str) -> list[str]:
    return [speaker.name for speaker in relex.extract(text).speakers]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“It is late,” witnesses said.", "witnesses"),
        ("“It is late,” one man, who gave no name, said by telephone.", "one man"),
        ("“It is late,” Melnik's sister said.", "Melnik's sister"),
        ("“It is late,” Melnik's spokesman Selim Aydin said.", "Selim Aydin"),
        ("“It is late,” relatives of the victims said.", "relatives of the victims"),
        ("“It is late,” people close to the talks said.", "people close to the talks"),
    ],
)
def test_whom_no_name_or_office_names_is_described(text: str, expected: str) -> None:
    assert speakers(text) == [expected]


@pytest.mark.parametrize("text", ["“It is late,” another said.", "“It is late,” local newspapers said."])
def test_nobody_is_described(text: str) -> None:
    assert speakers(text) == [None]


def test_a_statement_is_its_owners() -> None:
    assert speakers("“It is late,” the Turkish ministry's statement said.") == ["Turkish ministry"]


def test_it_is_the_body_that_spoke() -> None:
    assert speakers("The Chilean government said it was late. It added: “We will wait.”") == ["Chilean government"] * 2


def test_they_are_the_several_who_spoke() -> None:
    assert (
        speakers("Arab foreign ministers said it was late. They said: “We will wait.”")
        == ["Arab foreign ministers"] * 2
    )


def test_a_body_is_named_shortly() -> None:
    text = "The United Nations Security Council met. “It is late,” the council said."
    assert speakers(text) == ["United Nations Security Council"]


def test_a_name_between_commas_is_whom_the_office_means() -> None:
    text = "The president of the meetings, Chilean Vice Foreign Minister Pedro Lira, said it was late."
    assert names(text) == ["Pedro Lira"]


def test_an_office_told_before_the_name() -> None:
    text = "Chile's finance minister said it was late. “We will wait,” Pedro Lira told the agency."
    assert speakers(text) == ["Pedro Lira"] * 2


def test_two_leaders_speak_together() -> None:
    text = "French President Anne Laval met Finnish President Anna Korpi. The leaders stressed that it was late."
    assert names(text) == ["Anne Laval", "Anna Korpi"]


@pytest.mark.parametrize("text", ["Chile and Peru said it was late.", "The United States and Peru said it was late."])
def test_all_of_a_list_speak(text: str) -> None:
    assert len(names(text)) == 2


def test_who_is_cited_speaks_and_not_who_passes_it_on() -> None:
    text = "The plant had closed, the agency reported late on Monday, citing a diplomat."
    assert names(text) == ["a diplomat"]


def test_the_ministers_are_a_minister_and_the_counterpart() -> None:
    text = (
        "Romanian Foreign Minister Radu Pop met his Chilean counterpart, Pedro Lira. “It is late,” the ministers said."
    )
    assert names(text) == ["Radu Pop", "Pedro Lira"]


def test_a_state_that_only_blames_states_nothing() -> None:
    found = relex.extract("Chile criticized the deal. Peru said that it was late.")
    assert [speaker.name for speaker in found.speakers] == ["Peru"]
    assert [quote.speaker.name for quote in found.quotes if quote.speaker] == ["Chile", "Peru"]


def test_a_line_of_a_transcript_in_capitals() -> None:
    assert names("Secretary Tom Berg met the press.\n\nSECRETARY BERG: We are late today.") == ["Tom Berg"]


def test_the_president_of_a_country_is_no_other() -> None:
    text = (
        "Vladimir Putin called President of France Anne Laval. "
        "The President of Russia stressed that it was late. The president of the Senate said: “No, we will wait.”"
    )
    assert speakers(text)[-2:] == ["Vladimir Putin", "The president"]


def test_an_adverb_is_no_part_of_a_description() -> None:
    assert speakers("The dockers repeatedly warned: “The quay is not safe for us.”") == ["The dockers"]


@pytest.mark.parametrize("text", ["The storm said it was late.", "An affidavit said it was late."])
def test_things_do_not_speak(text: str) -> None:
    assert relex.extract(text).speakers == ()


def test_the_person_is_the_one_described_before() -> None:
    text = "A person familiar with the plan said it was late. “We will wait,” the person said."
    assert speakers(text) == ["A person familiar with the plan"] * 2


def test_who_spoke_goes_on_speaking() -> None:
    text = "Chilean President Pedro Lira will come on Friday, envoy Tom Berg announced here. It will be late, he added."
    assert set(speakers(text)) == {"Tom Berg"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Chilean army said it was late. “We will wait,” the statement said.", "Chilean army"),
        ("The Chilean army left. “We will wait,” the agreement says.", None),
        ("“We will wait,” said a diplomatic note.", "a diplomatic note"),
        ("“We will wait,” said school teacher Anna Korpi.", "Anna Korpi"),
        ("King Jan of Norway came. “We will wait,” the king said.", "Jan"),
        ("“We will wait,” police said.", "police"),
    ],
)
def test_who_speaks_in_statements_and_behind_trades(text: str, expected: str | None) -> None:
    assert speakers(text)[-1] == expected


def test_presidents_who_speak_are_the_two_of_whom_the_text_tells() -> None:
    text = "Vladimir Putin called President of Finland Anna Korpi. It rained. The presidents stressed that it was late."
    assert set(names(text)) == {"Vladimir Putin", "Anna Korpi"}


@pytest.mark.parametrize(
    "text",
    [
        "The hospital bought a machine. “It is loud,” said a 71-year-old.",
        "Doctors said so. X-rays said he was well.",
        "Evacuee Cher Buys said it was late.",
    ],
)
def test_a_piece_of_a_word_or_of_a_name_speaks_for_nobody(text: str) -> None:
    assert speakers(text)[-1] is None


def imposers(text: str) -> list[list[str | None]]:
    return [[one.actor for one in sanction.imposers] for sanction in relex.extract(text).sanctions]


def test_it_is_the_body_that_acted_before() -> None:
    assert imposers("Canada condemned the coup. It imposed sanctions on Chad.") == [["CA"]]


def test_it_is_the_subject_of_its_sentence() -> None:
    assert imposers("Canada left, even after it lifted sanctions on Chad.") == [["CA"]]


def test_it_is_nobody_where_a_person_is_the_subject() -> None:
    assert imposers("Norway left. Igor Melnik said that it should impose sanctions on Chad.") == [[]]


def test_who_said_nothing_is_no_speaker() -> None:
    assert names("Anna Korpi did not mention the deal. Pedro Lira said that it was late.") == ["Pedro Lira"]


def test_what_an_aside_denies_is_said() -> None:
    assert names("A Chilean diplomat, who asked not to be named, said that it was late.") == ["A Chilean diplomat"]


def test_the_year_old_is_who_spoke() -> None:
    text = "Chilean President Pedro Lira said it was late. “We will wait,” said the 67-year-old."
    assert speakers(text) == ["Pedro Lira"] * 2


def test_every_field_of_a_speaker_is_filled() -> None:
    text = (
        "Chilean Foreign Minister Maria Lira met Igor Melnik. “It is late,” Lira told reporters on Monday. "
        "She added that they would wait. Jana Kovac, a spokeswoman for the United Nations, said it was dark."
    )
    minister, spokeswoman = relex.extract(text).speakers
    assert (minister.name, minister.role, minister.gender, minister.quotes) == (
        "Maria Lira",
        "Foreign Minister",
        "f",
        2,
    )
    assert minister.country is not None
    assert (minister.country.alpha_2, minister.actor) == ("CL", "CL")
    assert [text[start:stop] for start, stop in minister.mentions] == [
        "Chilean Foreign Minister Maria Lira",
        "Lira",
        "She",
    ]
    assert (spokeswoman.name, spokeswoman.role, spokeswoman.actor) == (
        "Jana Kovac",
        "spokeswoman for the United Nations",
        "UN",
    )


def test_two_of_one_family_are_told_apart() -> None:
    text = "Pedro Lira met Maria Lira. “It is late,” said Maria Lira. “We will wait,” Pedro Lira said."
    assert speakers(text) == ["Maria Lira", "Pedro Lira"]


def test_a_family_name_that_is_a_given_name_too() -> None:
    found = relex.extract("Peter Ruby left early. “It is late,” Ruby said.")
    assert [speaker.name for speaker in found.speakers] == ["Peter Ruby"]


LEAD = "Peru and Chile talk\n\nPeru will hold talks with Chile, {} said on Monday.\n\n{} said they would last.{}"


@pytest.mark.parametrize(
    ("unnamed", "named", "rest", "expected"),
    [
        ("an official", "Envoy Jana Kovac", "", ["Jana Kovac"]),
        ("a spokesman", "Foreign ministry spokesman Igor Melnik", "", ["Igor Melnik"]),
        ("a farmer", "Envoy Jana Kovac", "", ["a farmer", "Jana Kovac"]),
        ("a Chilean official", "Peruvian envoy Jana Kovac", "", ["a Chilean official", "Jana Kovac"]),
        ("an official", "Envoy Jana Kovac", "\n\nShe left.\n\nThe official said no.", ["an official", "Jana Kovac"]),
    ],
)
def test_whom_a_report_opens_with_is_whom_it_names_next(
    unnamed: str, named: str, rest: str, expected: list[str]
) -> None:
    assert sorted(names(LEAD.format(unnamed, named, rest))) == sorted(expected)


def test_a_state_that_speaks_only_as_its_capital_is_named_so() -> None:
    assert names("Chile tested a rocket. Santiago said it would not stop.") == ["Santiago"]
    assert names("Chile said it had tested a rocket. Santiago said it would not stop.") == ["Chile"]


def test_an_office_behind_a_name_and_a_comma_is_its_bearers() -> None:
    assert names("Jana Kovac, the mayor of Springville town, where it burned, told reporters that it was out.") == [
        "Jana Kovac"
    ]


def test_of_two_persons_with_a_name_it_means_whose_family_name_it_is() -> None:
    assert names("Envoy Anna Lira met Pedro Lira Korpi. “It is late,” wrote Lira.") == ["Anna Lira"]


@pytest.mark.parametrize("again", ["The HNC", "The committee", "The Committee", "HNC"])
def test_a_body_is_called_by_its_initials_or_its_last_word(again: str) -> None:
    text = f"The Higher Negotiation Committee (HNC) met in Oslo. {again} said that it was late."
    assert names(text) == ["Higher Negotiation Committee"]


@pytest.mark.parametrize("again", ["The organization", "It"])
def test_a_body_is_called_again_by_the_head_of_its_name(again: str) -> None:
    text = f"The International Organization for Migration said it was late. {again} said that more was needed."
    assert names(text) == ["International Organization for Migration"]


def test_initials_of_nobody_named_stand_for_themselves() -> None:
    assert names("The Higher Negotiation Committee met in Oslo. The RCC said that it was late.") == ["The RCC"]


def test_an_office_and_a_leaders_family_name_tell_the_state() -> None:
    (meeting,) = relex.extract("President Biden met Prime Minister Trudeau in Oslo.").meetings
    assert [party.country.alpha_2 for party in meeting.participants if party.country] == ["US", "CA"]


@pytest.mark.parametrize("text", ["Ms. Biden said it was late.", "Judge Biden said it was late."])
def test_a_leaders_family_name_alone_tells_no_state(text: str) -> None:
    (speaker,) = relex.extract(text).speakers
    assert speaker.country is None


def participants(text: str) -> list[list[str]]:
    return [[one.name for one in event.participants] for event in relex.extract(text).meetings]


def test_who_wrote_the_text_meets_nobody() -> None:
    title = "Premier fights for his post by Miguel Orten"
    assert participants(f"{title}\n\nHe met rebel leader Paul Kasongo.") == []


def test_an_office_between_commas_tells_the_state() -> None:
    text = "Li Ming, Chilean ambassador to Peru, left."
    (person,) = [figure for figure in relex.load().analyse(text).cast.figures if figure.kind == "Person"]
    assert person.code == "CL"


def test_whoever_is_named_behind_another_office_is_not_who_meets_him() -> None:
    text = "The Chilean leader will meet the head of the bank, Finnish Prime Minister Anna Korpi, and others."
    assert participants(text) == [["The Chilean leader", "Anna Korpi"]]


def test_the_two_sides_are_rather_two_states_than_somebody_of_whom_no_state_is_told() -> None:
    text = "Delegates of Chile and Peru sat down, said a member of the Peruvian delegation, Juan Orten. "
    assert participants(text + "The two sides held talks in Rome.") == [["Chile", "Peru"]]


def test_the_two_are_rather_persons_and_the_two_countries_rather_states() -> None:
    text = "US Secretary of State Ann Lee and the Lama Tenzin Dorje praised trade of Chile and Peru, they said. "
    assert participants(text + "The two held talks in Rome.") == [["Ann Lee", "Tenzin Dorje"]]
    assert participants(text + "The two countries held talks in Rome.") == [["Chile", "Peru"]]
