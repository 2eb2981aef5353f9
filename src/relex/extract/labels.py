"""What gathering the cast asks of the labels of a rule set."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from ..match.alphabet import Kind
from ..match.matcher import Matcher
from ..rules.ruleset import LexiconRow

DESCRIBED = ""  # the label of a speaker whom no mention names
STATEMENT = " "  # the label of a statement that speaks for whoever spoke last
_OFFICES = ("Title", "TitlePlural", "SameOffice")  # what rows of lexicons name offices
_MUTE = ("Document", "Outlet", "Nobody", "Function")  # words that are nobody's description

#: How mentions are linked, by the label that stands above theirs: the first of these that does.
KINDS = {
    "Person": "person",
    "Nominal": "nominal",
    "Unnamed": "unnamed",
    "Pronoun": "pronoun",
    "Definite": "definite",
    "Neuter": "neuter",
    "Pair": "pair",
    "Country": "country",
    "Proper": "proper",
    "Group": "group",
    "Actor": "country",
}
KIND_LABELS = tuple(KINDS)


class Labels:
    """Sets of labels, and for each symbol whether what it stands for has one of some."""

    def __init__(self, matcher: Matcher) -> None:
        below = matcher.alphabet.below

        def any_of(*labels: str) -> frozenset[str]:
            return frozenset().union(*map(below, labels))

        def told(*labels: str) -> Mapping[str, bool]:
            return matcher.labelled(any_of(*labels))

        self.kinds = _kinds_of_labels(matcher)
        self.actors = below("Actor")
        self.countries = below("Country")
        self.couples = below("Pair")
        self.sides = below("Sides")
        self.lists = below("List")
        self.offices = any_of(*_OFFICES)
        self.own_offices = below("OwnOffice")
        self.leader_names = below("LeaderName")
        self.told_by_office = any_of("Actor", "OwnOffice")
        self.pronouns = below("Pronoun")
        self.days = below("Date")
        self.gendered = matcher.gendered
        self.of_persons = self.offices | self.told_by_office | self.gendered  # what a mention of somebody may tell
        self.is_saying = told("Say", "Tell")
        self.is_day = told("Date")
        self.is_determiner = told("Determiner")
        self.is_document = told("Document")
        self.is_statement = told("Statement")
        self.is_outlet = told("Outlet")
        self.is_collective = told("Collective")
        self.is_mute = told(*_MUTE)
        self.is_no_noun = told(*_MUTE, "Determiner")
        self.is_preposition = told("Preposition")
        self.is_byline = told("Byline")
        self.is_sender = told("Sender")
        self.is_onward = told("Onward")
        self.is_known = told("Known")
        self.is_known_or_owned = told("Known", "Owned")
        self.label_of = _FirstLabels(self.kinds, matcher.alphabet.kinds)
        #: for a word or phrase of a lexicon, its first row of an actor, and of a pronoun
        self.actor_rows = matcher.table(partial(_first_row, matcher, self.actors))
        self.pronoun_rows = matcher.table(partial(_first_row, matcher, self.pronouns))


class _FirstLabels(dict[str, str]):
    """From a symbol to the first label of what it stands for that has a kind."""

    def __init__(self, linked: Mapping[str, str], kinds: Mapping[str, Kind]) -> None:
        super().__init__()
        self._linked, self._kinds = linked, kinds

    def __missing__(self, symbol: str) -> str:
        found = self[symbol] = next(label for label in self._kinds[symbol].labels if label in self._linked)
        return found


def _first_row(matcher: Matcher, labels: frozenset[str], forms: tuple[str, ...]) -> LexiconRow | None:
    return next((row for row in matcher.rows(forms) if row.label in labels), None)


def _kinds_of_labels(matcher: Matcher) -> dict[str, str]:
    """For every label, how its mentions are linked."""
    result: dict[str, str] = {DESCRIBED: "description", STATEMENT: "statement"}
    for kind, way in KINDS.items():
        for label in matcher.alphabet.below(kind):
            result.setdefault(label, way)
    return result
