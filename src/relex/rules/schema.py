"""The JSON Schema (draft-07) of rule files: editors complete and check keys with it while a rule is written.

It tells the form alone; names, patterns and examples are checked by ``relex check``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .entries import STANDS, WITHIN_LIMIT
from .ruleset import SEEK

Schema = dict[str, Any]

_LANGUAGE = (
    "Token by token: `word`, `[lemma=hold|have]`, `[shape=capital]`, `[lexicon=name]`, `@Label`, `role:...`, `(a | b)`,"
    " `a?`, `a*`, `a{1,3}`, a gap of up to ten tokens `...`, looks `(?= a)` `(?! a)` `(?<= a)` `(?<! a)`, the start `^`"
    " and the end `$` of the sentence, `$Macro`."
)
_DRAWN = "Drawn as `[role words]`, `[role=value words]` or `[Label words]`."
_NAME = "^[A-Za-z][A-Za-z0-9_]*$"
_ID = "^[A-Za-z0-9][A-Za-z0-9_.-]*$"


def rule_schema() -> Schema:
    """Return the schema of a rule file as plain values, ready for ``json.dumps``.

    >>> sorted(rule_schema()["properties"])
    ['cues', 'disable', 'first', 'imports', 'labels', 'macros', 'rules', 'types']
    """
    file = _mapping(
        "A file of a relex rule set.",
        {
            "imports": _words("Other rule sets: a relative path (`../common`) or the name of a shipped one."),
            "labels": _named(
                _words("The labels above it: every mention with this label has those too."), "The taxonomy."
            ),
            "macros": _named(
                _pattern("A part of a pattern; `$Name` stands for it."), "Parts that several patterns share."
            ),
            "types": _named({"$ref": "#/definitions/type"}, "Event types; no other labels need one."),
            "rules": _several("#/definitions/rule", "Rules that find mentions (labels) or events (types)."),
            "cues": _several("#/definitions/cue", "The status layer: words that say whether an event took place."),
            "disable": _words("Ids of rules and cues, imported ones too, that are not to run."),
            "first": _words("Labels whose mentions are found first; what they take is open to no other rule."),
        },
    )
    head = {"$schema": "http://json-schema.org/draft-07/schema#", "title": "relex rules"}
    parts = {"rule": _rule(), "cue": _cue(), "type": _type(), "role": _role(), "search": _search()}
    return {**head, **file, "definitions": parts}


def _rule() -> Schema:
    keys = {
        "rule": _id("The id of the rule, unique in the rule set."),
        "extends": _id("Without an id of its own: the rule to change. With one: the rule to take all other keys from."),
        "emits": {**_text("The label, or the event type, of what it finds."), "pattern": _NAME},
        "why": _text("What the rule is for, and what it must not take."),
        "pattern": _pattern("What it matches; best in a block: `|` and a new line."),
        "roles": _named(
            {"anyOf": [_pattern("Found anywhere in the sentence."), {"$ref": "#/definitions/search"}]},
            "Of events: roles found around the trigger, in any order, within the clause.",
        ),
        "set": _named(_word("A value."), "Constants: attributes of the event, or of the mention."),
        "status": _word("The event's status if no cue says otherwise."),
        "recalls": {"type": "boolean", "description": "Whether it may speak again of an event that was told before."},
        "yields": {"type": "boolean", "description": "Whether its status gives way to that of another telling."},
        "again": _word("A label: matches only words that end the name of a mention with it elsewhere in the text."),
        "shortens": _word(
            "A label: matches only words that begin the name of a mention with it elsewhere, or are its initials."
        ),
        "lasts": {"type": "boolean", "description": "Whether it may go on for days: its day tells it from no other."},
        "each": _word("A role: where a list fills it, each of its members is an event of its own."),
        "beats": _words("Rules that lose against this one where both match equally well."),
        "finds": _words(f"Two sentences or more that it must find. {_DRAWN}"),
        "ignores": _words("One sentence or more in which it must find nothing."),
        "todo": _words("Sentences that it should find and does not yet."),
    }
    required = ["rule", "emits", "why", "pattern", "finds", "ignores"]
    return _mapping("A rule.", keys) | {"anyOf": [{"required": required}, {"required": ["extends"]}]}


def _cue() -> Schema:
    keys = {
        "cue": _id("The id of the cue, unique in the rule set."),
        "extends": _id("Without an id of its own: the cue to change. With one: the cue to take all other keys from."),
        "why": _text("What the cue is for."),
        "gives": _word("The status that it gives to the event; `nothing`: what stands so is no event."),
        "on": _words("The event types that it acts on."),
        "pattern": _pattern("The words of the cue."),
        "stands": {"enum": list(STANDS), "description": "Where the cue stands, seen from the trigger."},
        "within": _number("The most tokens between cue and trigger.", 0, WITHIN_LIMIT),
        "stops": _pattern("What ends the cue's reach."),
        "beats": _words("Cues that say nothing where this one is found."),
        "finds": _words("Sentences in which it must give its status, drawn: `[trigger=planned will meet]`."),
        "ignores": _words("Sentences in which it must not."),
        "todo": _words("Sentences that it should find and does not yet."),
    }
    required = ["cue", "gives", "on", "pattern", "stands", "within"]
    return _mapping("A cue.", keys) | {"anyOf": [{"required": required}, {"required": ["extends"]}]}


def _type() -> Schema:
    keys = {
        "extends": {
            **_word("Another type: its keys hold where these do not differ; under its own name it is changed itself."),
            "pattern": _NAME,
        },
        "why": _text("What counts as such an event, and what does not."),
        "plural": {
            **_text("The name of a list of them; without it, the name in small letters and an s."),
            "pattern": _NAME,
        },
        "roles": _named({"$ref": "#/definitions/role"}, "Who and what takes part; every event has a trigger besides."),
        "attributes": _named(_words("The values that it may have; an empty list: any."), "What is said in constants."),
        "statuses": _words("The statuses; where tellings of one event contradict, the first of these wins."),
        "status": _word("The status unless a rule or a cue says otherwise."),
        "merge": _words("Roles and attributes in which two tellings of one event agree."),
        "apart": _words("Roles, attributes or `status`: where these differ, there are two events."),
        "ahead": _words("Statuses of what has not taken place; between them `status` tells no events apart."),
        "unstated": _words("Statuses that an event may have of which a telling states none: they are one event."),
        "aged": _named(
            _word("The status that it has then."), "What a status has become a month after the event's day."
        ),
        "clash": _words("Values of attributes of which one event has only one: a visit is no phone call."),
        "worded": _named(_word("A label."), "Attributes that the lexicon rows with a label in the event's words give."),
        "future": _word("The status of what is dated after the day of writing, unless a cue says otherwise."),
    }
    return _mapping("An event type.", keys) | {"anyOf": [{"required": ["why"]}, {"required": ["extends"]}]}


def _role() -> Schema:
    keys = {
        "label": {**_text("The label of the mentions that fill it."), "pattern": _NAME},
        "many": {"type": "boolean", "description": "Whether several mentions may fill it."},
        "least": _number("How many must fill it for the event to count.", 0, 10),
        "known": _number("Of how many of these a country, a body or an office must be known.", 0, 10),
        "around": _pattern("Where to look for it when a rule's own pattern does not bind it."),
        "back": _number("In how many sentences before its own it is sought with `around`.", 0, 10),
        "seek": _places("Where to look, in this order, for actors that are still missing."),
        "sought": _word("The label of those who are sought, known to act for a state or body or not."),
        "office": _word("The label of the office that who fills it holds, if anybody is `sought` beside them."),
        "usual": _words("The codes of those who usually fill it; sought in the places `usual` and `theme`."),
        "unsought": _words("Labels of lexicon rows whom they name fills it only where a rule binds it."),
        "alone": _words("The codes of those one of whom is enough: bodies whose members are several."),
        "behind": _words("Words behind which those in one list are on one side: another is sought in the sentence."),
        "differ": {"type": "boolean", "description": "Whether those who act for one state or body count as one."},
        "identified": {
            "type": "boolean",
            "description": "Whether nobody fills it who has no full name and acts for nobody known.",
        },
        "also": _pattern("Where others stand in the sentence who fill it besides."),
        "stay": {"type": "boolean", "description": "Whether an event has it from a visit of who takes part."},
        "lead": {
            "type": "boolean",
            "description": "Whether what took place was on the day, or at the place, of the news, if no other.",
        },
        "without": _words("Values of attributes of events in which nothing fills it: a phone call is nowhere."),
    }
    return _mapping("A role of an event type.", keys, required=["label"])


def _search() -> Schema:
    keys = {
        "before": _pattern("It ends where the rule's own match starts."),
        "after": _pattern("It starts where the rule's own match ends."),
        "around": _pattern("Found anywhere in the sentence, the nearest behind the match first."),
        "least": _number("How many must fill the role, where that is not what the type says.", 0, 10),
        "known": _number("Of how many of these a country, a body or an office must be known.", 0, 10),
        "differ": {"type": "boolean", "description": "Whether those who act for one state or body count as one."},
        "seek": _places("Where to look for missing actors, where that is not what the type says."),
        "among": _words("The labels of those who alone are sought."),
    }
    return _mapping("Where a rule looks for a role.", keys)


def _places(description: str) -> Schema:
    return {"type": "array", "description": description, "items": {"enum": list(SEEK)}}


def _mapping(description: str, keys: Mapping[str, Schema], required: Iterable[str] = ()) -> Schema:
    found: Schema = {"type": "object", "description": description, "properties": dict(keys)}
    found["additionalProperties"] = False
    return found | ({"required": list(required)} if required else {})


def _named(value: Schema, description: str) -> Schema:
    return {
        "type": "object",
        "description": description,
        "propertyNames": {"pattern": _NAME},
        "additionalProperties": value,
    }


def _several(definition: str, description: str) -> Schema:
    return {"type": "array", "description": description, "items": {"$ref": definition}}


def _text(description: str) -> Schema:
    return {"type": "string", "minLength": 1, "description": description}


def _pattern(description: str) -> Schema:
    return _text(f"{description} {_LANGUAGE}")


def _id(description: str) -> Schema:
    return {**_word(description), "pattern": _ID}


# A value that YAML reads as a number or a flag is a text to relex: `form: 5` needs no quotes.
def _word(description: str) -> Schema:
    return {"type": ["string", "number", "boolean"], "description": description}


def _words(description: str) -> Schema:
    one: Schema = {"type": ["string", "number", "boolean"]}
    return {"description": description, "anyOf": [one, {"type": "array", "items": one}]}


def _number(description: str, least: int, most: int) -> Schema:
    return {"type": "integer", "minimum": least, "maximum": most, "description": description}
