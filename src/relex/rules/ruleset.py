"""A rule set as values: what the loader makes and the matcher compiles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from ..errors import Location
from .pattern import Node

# Labels that relex itself gives a meaning. Person, Group and Country mentions open entities; Nominal, Pronoun and
# Unnamed ones point to or describe one, FirstPerson to whoever speaks or writes, of whom Ours speaks as well; the
# members of a List fill a role each; a lexicon row below Actor has the code of a country or body as its id; nothing
# inside an Opaque mention is found by itself; who holds a StateOffice is known to act for a state, an Opponent against
# it, which Ruling bodies govern; a lexicon row below Closed names in its id who alone is sought as a party; a nation
# before a Ground ("border") tells where, before a Hostile word ("invasion") who is no partner, before a Private one
# ("firm") whose it is; behind an Aside ("unlike") somebody is only spoken of; a Territory names in its id its own code
# and that of the state that acts for it.
# A Proper body is called again by the first words or the initials of its name, and by a Definite ("the club").
# Terms with one id are one where tellings are compared; an Amount has a number and a unit.
# Speech and Fragment are stretches between quotation marks, seen by the rules that emit Quote.
BUILT_IN_LABELS: Mapping[str, tuple[str, ...]] = {
    "Person": (),
    "Group": (),
    "Country": ("Actor",),
    "Actor": (),
    "Nominal": (),
    "Pronoun": (),
    "FirstPerson": (),
    "Ours": (),
    "Proper": (),
    "Definite": (),
    "Unnamed": (),
    "List": (),
    "Opaque": (),
    "StateOffice": (),
    "OwnOffice": (),
    "Opponent": (),
    "Ruling": (),
    "Territory": (),
    "Closed": (),
    "Term": (),
    "Amount": (),
    "Ground": (),
    "Hostile": (),
    "Aside": (),
    "Private": (),
    "Date": (),
    "Words": (),
    "Quoted": (),
    "Speech": ("Quoted",),
    "Fragment": ("Quoted",),
}
# Labels of rows that relex looks at where a rule set has them; no pattern need name them.
READ_LABELS = frozenset(
    "AboutPersons Afterwards Agency AnyOffice Byline Capital Demonym Determiner Document Given Known LeaderName"
    " Meanwhile Name NationalBody Nobody Onward Outlet Owned Pair Peer People Preposition Relative SameOffice Say"
    " Sender Sharing SpeechVerb Subclause Surname Tell Title TitlePlural".split()
)
# Where an actor whom a pattern did not bind may be found.
SEEK = (
    *("sentence", "clause", "sole", "events", "subject", "paragraph", "before", "document", "usual", "theme"),
    *("foes", "speaker", "addressee", "partner"),
)
NOTHING = "nothing"  # what a cue gives to what is no event at all: denied, forbidden, merely wished
QUOTE = "Quote"  # the event type whose rules read a text with each quoted stretch as one token


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence beside a rule; ``marked`` is in the notation of relex.marks."""

    marked: str
    location: Location


@dataclass(frozen=True, slots=True)
class Side:
    """Where an event rule looks for a role beside its own match: just ``before`` or just ``after`` it."""

    role: str
    stands: str
    pattern: Node


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule; one that ``recalls`` may speak again of an event told before ("the talks"), and then needs no roles.

    What ``lasts`` may go on for days, so that its day tells it from no other event. The status of what ``yields`` gives
    way to that of other tellings; it is told only where all who are needed are found for it.

    ``least``, ``known`` and ``differ`` say of roles how many fill them, ``seek`` where else they are sought, where that
    is not what the type says; ``among`` the labels of those who alone are sought.
    """

    id: str
    emits: str
    why: str
    pattern: Node
    location: Location
    roles: tuple[tuple[str, Node], ...] = ()
    set: tuple[tuple[str, str], ...] = ()
    status: str | None = None
    beats: tuple[str, ...] = ()
    finds: tuple[Example, ...] = ()
    ignores: tuple[Example, ...] = ()
    todo: tuple[Example, ...] = ()
    sides: tuple[Side, ...] = ()
    least: tuple[tuple[str, int], ...] = ()
    known: tuple[tuple[str, int], ...] = ()
    differ: frozenset[str] = frozenset()
    seek: tuple[tuple[str, tuple[str, ...]], ...] = ()
    among: tuple[tuple[str, tuple[str, ...]], ...] = ()  # of roles, the labels of those who alone are sought
    recalls: bool = False
    yields: bool = False
    lasts: bool = False
    each: str | None = None  # a role: where a list fills it, each of its members is an event of its own
    again: str | None = None  # a label: only words that end the `name` of a mention with it, elsewhere in the text
    shortens: str | None = None  # a label: only words that begin such a name, or are its initials


@dataclass(frozen=True, slots=True)
class Cue:
    """A rule of the status layer: ``stands`` is before, after or around the trigger.

    Where the cue is found, those that it ``beats`` say nothing.
    """

    id: str
    gives: str
    on: tuple[str, ...]
    pattern: Node
    stands: str
    within: int
    stops: Node | None
    location: Location
    finds: tuple[Example, ...] = ()
    ignores: tuple[Example, ...] = ()
    why: str = ""
    todo: tuple[Example, ...] = ()
    beats: tuple[str, ...] = ()


class LexiconRow(NamedTuple):
    surface: str
    label: str
    id: str
    line: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Lexicon:
    name: str
    file: str
    rows: tuple[LexiconRow, ...]


@dataclass(frozen=True, slots=True)
class RoleType:
    """A role of an event type; ``around`` is where to look for it when a rule's own pattern does not bind it.

    ``back`` is in how many sentences before its own to look besides; ``known`` how many who fill the role must have a
    country, a body or an office that the text or a lexicon tells.
    ``seek`` names the places, in order, in which an actor is looked for when the sentence's words do not tell it.
    Where its fillers must ``differ``, those who act for one state or body count as one; where they must be
    ``identified``, nobody fills it of whom the text tells neither for whom they act nor a full name. ``usual`` are the
    codes of those who usually fill it; whom a lexicon has with an ``unsought`` label fills it only
    where a rule binds it.
    ``also`` is where in the sentence others stand who fill it besides; where it may ``stay`` open, an event has it from
    one that lasts (a visit) on which who takes part is. Of what took place, the day and the place of the news may
    ``lead``.
    """

    name: str
    label: str
    many: bool = False
    least: int = 0
    around: Node | None = None
    back: int = 0
    known: int = 0
    seek: tuple[str, ...] = ()
    differ: bool = False
    identified: bool = False
    usual: tuple[str, ...] = ()
    also: Node | None = None
    stay: bool = False
    lead: bool = False
    unsought: tuple[str, ...] = ()
    sought: str | None = None  # the label of those who are sought; else actors whose country or body is known
    alone: tuple[str, ...] = ()  # codes of those one of whom is enough: bodies whose members are several
    behind: tuple[str, ...] = ()  # words behind which those in one list stand on one side, and another is sought
    office: str | None = None  # a label: who fills it without such an office, told anywhere, has no one `sought` beside
    without: tuple[str, ...] = ()  # values of attributes of events that nothing fills it of: a phone call is nowhere


@dataclass(frozen=True, slots=True)
class EventType:
    name: str
    plural: str
    why: str
    roles: tuple[RoleType, ...]
    attributes: tuple[tuple[str, tuple[str, ...]], ...]
    statuses: tuple[str, ...]
    status: str
    merge: tuple[str, ...]  # roles in which tellings of one event agree
    apart: tuple[str, ...]  # roles, or "status", that tell events apart
    location: Location
    ahead: tuple[str, ...] = ()  # statuses of what has not taken place: they do not tell events apart
    unstated: tuple[str, ...] = ()  # statuses that an event may have of which a telling states none
    aged: tuple[tuple[str, str], ...] = ()  # what a status has become if the event's day is long past
    clash: tuple[str, ...] = ()  # values of attributes of which one event has one
    worded: tuple[tuple[str, str], ...] = ()  # attributes that rows with a label give, by their ids
    future: str | None = None  # the status of what is dated after the day of writing, if no cue says otherwise


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Everything a folder of rules says; ``labels`` maps a label to the labels directly above it."""

    name: str
    rules: tuple[Rule, ...] = ()
    cues: tuple[Cue, ...] = ()
    lexicons: tuple[Lexicon, ...] = ()
    types: tuple[EventType, ...] = ()
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    digest: str = ""
    first: tuple[str, ...] = ()  # labels whose mentions are found before those that they do not need
