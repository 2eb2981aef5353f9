"""Actors whom a sentence leaves unsaid, and tellings in brief: from plain texts to events."""

from __future__ import annotations

import pytest

from relex import extract
from relex.diplomacy import Cooperation, Meeting, Sanction


def sanctions(text: str, date: str | None = None) -> list[tuple[list[str | None], list[str | None], str]]:
    found = (event for event in extract(text, date=date).events if isinstance(event, Sanction))
    return [([one.actor for one in e.imposers], [one.actor for one in e.targets], e.status) for e in found]


def undertakings(text: str) -> list[tuple[set[str | None], str | None]]:
    found = (event for event in extract(text).events if isinstance(event, Cooperation))
    return [({one.actor for one in e.parties}, e.name.text if e.name else None) for e in found]


def meetings(text: str) -> list[list[str]]:
    return [[one.name for one in e.participants] for e in extract(text).events if isinstance(e, Meeting)]


def test_a_target_said_before_is_taken_over() -> None:
    text = "Canada imposed sanctions on Belarus. The EU welcomed the economic sanctions."
    assert sanctions(text) == [(["CA"], ["BY"], "imposed")]


def test_sanctions_of_two_authors_are_two() -> None:
    text = "Canada imposed sanctions on Belarus. Norway threatened sanctions against Belarus."
    assert sanctions(text) == [(["CA"], ["BY"], "imposed"), (["NO"], ["BY"], "threatened")]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The EU lifted sanctions against Belarus.", "lifted"),
        ("Belarus called on the EU to lift EU sanctions against Belarus.", "in_force"),
        ("The EU extended its sanctions against Belarus.", "extended"),
        ("Norway refused to impose sanctions on Belarus.", "rejected"),
        ("Norway called for EU sanctions against Belarus.", "proposed"),
    ],
)
def test_status_of_sanctions(text: str, status: str) -> None:
    assert [found for *_, found in sanctions(text)] == [status]


def test_the_usual_target_in_the_sentence_is_taken() -> None:
    text = "Norway spoke of Cuba. Japan said that Cuba wants the lifting of international sanctions."
    assert sanctions(text) == [([], ["CU"], "in_force")]


def test_the_usual_target_of_whom_a_text_speaks_is_taken() -> None:
    text = "Cuba is an island. Norway, Norway and Chile met. Canada imposed sanctions."
    assert sanctions(text) == [(["CA"], ["CU"], "imposed")]


def test_what_was_imposed_long_ago_is_in_force() -> None:
    text = "Canada imposed sanctions on Belarus {}."
    assert sanctions(text.format("in May 2014"), "2016-03-01") == [(["CA"], ["BY"], "in_force")]
    assert sanctions(text.format("on Monday"), "2016-03-01") == [(["CA"], ["BY"], "imposed")]


def test_a_telling_without_a_status_is_of_what_was_imposed() -> None:
    text = "Canada imposed sanctions on Belarus. The Canadian sanctions against Belarus are the fourth."
    assert sanctions(text) == [(["CA"], ["BY"], "imposed")]
    text = "Canada threatened sanctions against Belarus. The Canadian sanctions against Belarus hurt."
    assert [status for *_, status in sanctions(text)] == ["threatened", "in_force"]


def test_a_body_whose_members_are_several_needs_no_other_party() -> None:
    assert undertakings("ASEAN praised the joint exercise.") == [({"ASEAN"}, "joint exercise")]
    assert undertakings("Chad praised the joint exercise.") == []
    assert undertakings("ASEAN praised the joint exercise with Japan.") == [({"ASEAN", "JP"}, "joint exercise")]


def test_parties_are_sought_in_the_sentences_before() -> None:
    text = "Chad is poor.\n\nIt has hills.\n\nThe OSCE mission stays."
    assert undertakings(text) == [({"OSCE", "TD"}, "The OSCE mission")]
    assert undertakings(text.replace("hills.", "hills.\n\nIt is dry.\n\nIt is hot.")) == [
        ({"OSCE", "TD"}, "The OSCE mission")
    ]


def test_parties_are_sought_in_the_paragraph() -> None:
    text = "Peru and Chile are neighbours. A free trade agreement was signed on Monday."
    assert undertakings(text) == [({"PE", "CL"}, "free trade agreement")]


def test_a_party_is_joined_by_its_partner_in_what_else_is_told() -> None:
    pair = "Peruvian President Igor Melnik met {} in Lima."
    praise = " In Rome, Kenya won a match. Peru praised nuclear energy cooperation."
    chile, kenya = pair.format("Chilean President Selim Aydin"), pair.format("Kenyan President Ana Kamau")
    assert undertakings(chile + praise) == [({"PE", "CL"}, "nuclear energy cooperation")]
    assert not undertakings(f"{chile} {kenya}{praise}")  # who knows which of the two


def test_what_one_country_does_alone_is_no_cooperation() -> None:
    assert not undertakings("The Peruvian government signed a road maintenance contract with Peruvian builders.")


def test_one_matter_under_two_names_is_one() -> None:
    text = "Peru and Chile signed a gas supply deal. Chile praised the gas agreement with Peru."
    assert [parties for parties, _ in undertakings(text)] == [{"PE", "CL"}]


def test_the_deal_alone_is_the_one_told_before() -> None:
    text = "Peru and Chile signed a gas supply deal. The agreement was signed by Peru and Chile in Lima."
    assert [name for _, name in undertakings(text)] == ["gas supply deal"]
    text = "Peru and Chile signed a gas supply deal. Peru and Chile signed a treaty in May."
    assert [name for _, name in undertakings(text)] == ["gas supply deal", "treaty"]


def test_wishes_without_an_object_are_none() -> None:
    assert not undertakings("Peru and Chile want to boost cooperation and strengthen ties.")


def test_nobody_is_sought_who_takes_no_part_in_what_has_a_name() -> None:
    assert not undertakings("France and Chad spoke of the Oslo Accords.")
    assert undertakings("Israel told France that it keeps to the Oslo Accords with the Palestinians.") == [
        ({"IL", "PS"}, "Oslo Accords")
    ]


def test_whose_words_they_are_is_a_party() -> None:
    text = "“Our soldiers and Poland hold military exercises,” Lithuanian President Jonas Petraitis said."
    assert undertakings(text) == [({"LT", "PL"}, "military exercises")]


def test_where_something_is_takes_no_part() -> None:
    text = "Chile and Peru said a ceasefire agreement holds near the Bolivian border."
    assert undertakings(text) == [({"CL", "PE"}, "ceasefire agreement")]


def test_who_attacks_or_is_fought_is_no_partner() -> None:
    text = "Chile saw Peru's full-scale invasion of the south. Norway sent military aid to Chile."
    assert undertakings(text) == [({"NO", "CL"}, "military aid")]
    assert not undertakings("After Peru's unprovoked invasion, military aid to Chile is small.")
    assert not undertakings("They promise military aid to Chile against Peru.")


def test_one_sought_brings_those_who_stand_in_a_list_with_it() -> None:
    text = "Chile, Peru and Bolivia have a free trade agreement."
    assert undertakings(text) == [({"CL", "PE", "BO"}, "free trade agreement")]


def test_a_movement_nearby_is_no_party_unless_the_words_say_so() -> None:
    assert not undertakings("The Taliban are not in the ceasefire deal, Norway said.")
    assert undertakings("Norway signed a ceasefire agreement with the Taliban.") == [
        ({"NO", "Taliban"}, "ceasefire agreement")
    ]


def test_the_deal_of_a_firm_is_no_deal_of_who_stands_near() -> None:
    assert not undertakings("Chile and Peru fell. Gronval Metal Works said it signed a supply deal with Ann Lee.")


def test_whose_firm_it_is_tells_of_no_state() -> None:
    assert undertakings("Japan has a trade agreement, a Chilean minister said.")
    assert not undertakings("Japan has a trade agreement, a Chilean mobile phone company said.")
    assert not undertakings("Unlike Chile, Japan has a trade agreement.")


def test_those_in_a_list_behind_with_are_one_side() -> None:
    text = "Kenya signed trade agreements {} Chile and Peru."
    assert undertakings(text.format("with")) == [({"KE", "CL", "PE"}, "trade agreements")]
    text = "Kenya spoke of trade agreements {} Chile and Peru."
    assert undertakings(text.format("between")) == [({"CL", "PE"}, "trade agreements")]


def test_who_opens_the_sentence_is_nearer_than_who_stands_near() -> None:
    text = 'Kenya is, "as a rule", ready to send patrol boats to Chile after a long and bitter plea of Peru.'
    assert undertakings(text) == [({"KE", "CL"}, "patrol boats")]


def test_who_was_only_sought_gives_way_to_those_whom_words_bind() -> None:
    text = "Kenya praised the fishing treaty of Togo. The fishing treaty between Chile and Peru was kept."
    assert undertakings(text) == [({"CL", "PE"}, "fishing treaty")]


def test_the_host_of_a_mission_is_a_state() -> None:
    text = "A French soldier of the UN peacekeeping mission was hurt. He came to Togo."
    assert undertakings(text) == [({"UN", "TG"}, "the UN peacekeeping mission")]


def test_the_host_of_a_mission_that_has_a_name_is_known() -> None:
    text = "A soldier of {} was hurt when Kenya and Togo fought. He had left Lebanon."
    assert undertakings(text.format("UNIFIL")) == [({"UN", "LB"}, "UNIFIL")]


def test_a_land_and_the_state_that_acts_for_it_are_one_side() -> None:
    text = "{} and Puerto Rico signed a fishing agreement."
    assert undertakings(text.format("Chile")) == [({"CL", "PR"}, "fishing agreement")]
    assert not undertakings(text.format("The United States"))


def test_whom_a_pronoun_means_is_sought_in_no_clause() -> None:
    text = "Rosa Quispe of Peru spoke. Kenya said that with Togo {} had a fishing treaty."
    assert undertakings(text.format("Chile")) == [({"TG", "CL"}, "fishing treaty")]
    assert all("PE" not in parties for parties, _ in undertakings(text.format("she")))


def test_who_stands_in_another_clause_is_no_party_where_several_are_named() -> None:
    text = "Kenya and Togo have a fishing treaty that Chile, unlike Peru, dislikes."
    assert undertakings(text) == [({"KE", "TG"}, "fishing treaty")]
    assert not undertakings("Kenya dislikes a fishing treaty which is known in Chile, while Peru likes it.")


def test_both_sides_are_the_only_two_states_of_the_sentence() -> None:
    text = "Rosa Quispe said Peruvian troops came to Chile and both countries held a joint naval drill near Togo."
    assert undertakings(text) == [({"PE", "CL"}, "joint naval drill")]


def test_a_government_and_its_opponents_are_sought_for_peace_talks() -> None:
    text = "Chad is at war. {} fights the rebels. Peace talks will resume in Rome."
    assert meetings(text.format("The Chadian government")) == [["Chadian government", "the rebels"]]
    assert meetings(text.format("The Norwegian government")) == []
    assert meetings("The Chadian government is weak. Peace talks will resume in Rome.") == []


def test_who_backs_a_government_is_no_party() -> None:
    text = "Talks between the Russian-backed government of Chad and the rebels began in Rome."
    assert meetings(text) == [["government of Chad", "the rebels"]]


def test_the_delegation_is_the_one_told_before() -> None:
    text = "A Turkish delegation arrived. The delegation met Chilean President Anna Lira."
    assert ["A Turkish delegation", "Anna Lira"] in meetings(text)


TRANSCRIPT = """PRESIDENT MELNIK OF POLAND: {}

FOREIGN MINISTER AYDIN OF TURKEY: Thank you."""


def test_who_speaks_and_who_is_spoken_to_meet() -> None:
    both = ["AYDIN OF TURKEY", "MELNIK OF POLAND"]
    assert [sorted(names) for names in meetings(TRANSCRIPT.format("It is good to see you."))] == [both]
    assert meetings("PRESIDENT MELNIK OF POLAND: It is good to see you.") == []


def test_a_greeting_is_of_the_meeting_told_besides() -> None:
    text = (
        "Polish President Igor Melnik held talks with Turkish Foreign Minister Selim Aydin.\n\n"
        "PRESIDENT MELNIK: Good morning. I am glad to see you.\n\nFOREIGN MINISTER AYDIN: Thank you."
    )
    found = [event for event in extract(text).events if isinstance(event, Meeting)]
    assert [event.status for event in found] == ["held"]


@pytest.mark.parametrize(
    ("before", "again", "names"),
    [
        ("Italian and Albanian negotiators met in May.", "The negotiators will meet in Rome.", ["Italian", "Albanian"]),
        (
            "Prime Minister Igor Melnik of Poland and the Dalai Lama praised US-China ties.",
            "The two will meet in Rome.",
            ["Igor Melnik", "the Dalai Lama"],
        ),
        (
            "Polish Prime Minister Igor Melnik called Albanian Prime Minister Selim Aydin.",
            "The premiers will meet in Rome.",
            ["Igor Melnik", "Selim Aydin"],
        ),
    ],
)
def test_whom_a_word_for_several_means(before: str, again: str, names: list[str]) -> None:
    assert names in meetings(f"{before} {again}")


def test_who_walks_out_leaves_the_other_side() -> None:
    text = "The Chadian government and the opposition are at odds. Chad's opposition walked out of talks in Rome."
    assert ["Chad's opposition", "Chadian government"] in meetings(text)


def test_a_rebel_group_has_its_name_and_negotiators_of_two_are_two_sides() -> None:
    assert meetings("Talks between the Colombian government and the rebel group FARC began.") == [
        ["Colombian government", "FARC"]
    ]
    assert meetings("US and Taliban negotiators met in Rome.") == [["United States", "Taliban"]]
