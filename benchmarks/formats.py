"""What relex finds, written as the scorers of the development data read it; one function a kind of data.

Every function takes the extractor and one row of input and gives one row of predictions. Of a row only the text itself
and its date are read, never an answer that may stand beside them.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from relex.diplomacy import Cooperation, Found, Meeting, Sanction
from relex.extractor import Extractor
from relex.model import Argument, Country, Quote, Span, Speaker
from relex.values.countries import country

Row = Mapping[str, Any]
Prediction = dict[str, Any]

# A quote shorter than this is a scare quote or a title to those who labelled (GUIDE.md, "Quotes").
QUOTED_WORDS = 3
SENTENCE_LENGTH = 120
# What names no country but a place in it, a body of it or, as a noun, its people (England, Paris, the Kremlin, Turks).
NO_NAMES_OF_COUNTRIES = ("capital", "city", "seat", "part")
# The guide knows no refusal and no delay.
STATUSES = {"refused": "cancelled", "postponed": "planned"}
# What coders of events count in a sentence is wider than what an event desk enters.
KIND_OF_EVENT = {
    "Meeting": "meeting",
    "Consultation": "meeting",
    "Sanction": "sanction",
    "Pressure": "sanction",
    "Cooperation": "cooperation",
    "Goodwill": "cooperation",
}
# The last word of a name that means a state, as those who govern it.
GOVERNMENTS = ("government", "regime", "authorities", "state", "administration", "parliament", "leadership", "junta")
# What a verb that is the measure itself speaks of.
MEASURES = {"earned": "profit", "earns": "profit", "earn": "profit", "lost": "loss", "lose": "loss", "losing": "loss"}
FORMATS = {"phone": "phone", "video": "video", None: "unknown"}


def diplomacy(extractor: Extractor, row: Row) -> Prediction:
    """Return the document-level facts of one article, in the format of the diplomacy guide."""
    text = document(row)
    found = cast("Found", extractor(text, date=day(row)))
    return {
        "id": row.get("id"),
        "countries": sorted({mention.value.alpha_2 for mention in found.countries}),
        "speakers": [speaker(one) for one in found.speakers],
        "quotes": [words for quote in found.quotes for words in quoted_words(text, quote)],
        "meetings": [meeting(text, one) for one in found.meetings],
        "sanctions": [sanction(text, one) for one in found.sanctions],
        "cooperation": [undertaking(text, one) for one in found.cooperation],
    }


def quotes(extractor: Extractor, row: Row) -> Prediction:
    """Return the spans of attributed words with the mention of who said them."""
    found = extractor(str(row.get("text") or ""), date=day(row))
    return {"id": row.get("id"), "quotes": [attribution(quote) for quote in found.quotes]}


def dates(extractor: Extractor, row: Row) -> Prediction:
    """Return the time expressions with their TIMEX3 values and types."""
    found = extractor(str(row.get("text") or ""), date=day(row))
    rows = [
        {
            "start": mention.span.start,
            "end": mention.span.stop,
            "value": mention.value.timex,
            "type": mention.value.type,
        }
        for mention in found.dates
    ]
    return {"id": row.get("id"), "dates": rows}


def countries_cases(_: Extractor, row: Row) -> Prediction:
    """Return the country that a bare name stands for."""
    surface = str(row.get("surface") or "")
    found = country(surface)
    return {"surface": surface, "iso3": found.alpha_3 if found else None}


def countries_traps(extractor: Extractor, row: Row) -> Prediction:
    """Return the countries that one sentence speaks of; a capital that is a mere place speaks of none."""
    sentence = str(row.get("sentence") or "")
    found = [one.value for one in extractor(sentence).countries if one.value.via != "city"]
    return {"sentence": sentence, "iso3": sorted({one.alpha_3 for one in found})}


def countries_text(extractor: Extractor, row: Row) -> Prediction:
    """Return every name of a country in an article, but not the places, bodies and people that can stand for one."""
    found = extractor(str(row.get("text") or ""), date=day(row)).countries
    rows = [
        {"start": mention.span.start, "end": mention.span.stop, "iso3": mention.value.alpha_3}
        for mention in found
        if mention.value.via not in NO_NAMES_OF_COUNTRIES and mention.rule != "People"
    ]
    return {"id": row.get("id"), "countries": rows}


def sentences(extractor: Extractor, row: Row) -> Prediction:
    """Return the kinds of events that coders of CAMEO and PLOVER would count in one sentence."""
    found = extractor(str(row.get("text") or ""))
    kinds = {KIND_OF_EVENT[event.type] for event in found.events if event.type in KIND_OF_EVENT}
    return {"id": row.get("id"), "kinds": sorted(kinds)}


def companies(extractor: Extractor, row: Row) -> Prediction:
    """Return the document-level facts of one business article, in the format of the companies guide."""
    text = document(row)
    found: Any = extractor(text, date=day(row))
    return {
        "id": row.get("id"),
        "deals": [deal(text, one) for one in found.deals if one.status != "denied"],
        "appointments": [appointment(text, one) for one in found.appointments if is_told(one)],
        "earnings": [result(text, one) for one in found.earnings if one.status in ("reported", "forecast")],
        "launches": [launch(text, one) for one in found.launches],
    }


def deal(text: str, event: Any) -> Prediction:
    return {
        "acquirers": [one.name for one in event.acquirers if one.entity not in {each.entity for each in event.targets}],
        "targets": [one.name for one in event.targets],
        "amount": name(event.amount),
        "status": event.status,
        "trigger": event.trigger,
        "sentence": opening(text, event.sentence),
    }


def is_told(event: Any) -> bool:
    """Whether an appointment is more than thought of, and the person has a name."""
    return event.status != "proposed" and str(event.person.name)[:1].isupper()


def appointment(text: str, event: Any) -> Prediction:
    return {
        "person": event.person.name,
        "organisation": event.organisation.name,
        "role": name(event.role) or event.person.role,
        "change": event.change or ("appointed" if event.move == "comes" else "replaced"),
        "status": event.status,
        "trigger": event.trigger,
        "sentence": opening(text, event.sentence),
    }


def result(text: str, event: Any) -> Prediction:
    return {
        "company": event.company.name,
        "measure": "per share"
        if event.measure.amount
        else MEASURES.get(event.measure.text.lower(), event.measure.text),
        "amount": name(event.amount),
        "period": bare_date(event.period),
        "direction": event.direction,
        "trigger": event.trigger,
        "sentence": opening(text, event.sentence),
    }


def launch(text: str, event: Any) -> Prediction:
    return {
        "company": event.company.name,
        "product": event.product.text,
        "status": event.status,
        "trigger": event.trigger,
        "sentence": opening(text, event.sentence),
    }


KINDS: dict[str, Callable[[Extractor, Row], Prediction]] = {
    "diplomacy": diplomacy,
    "quotes": quotes,
    "dates": dates,
    "countries-cases": countries_cases,
    "countries-traps": countries_traps,
    "countries-text": countries_text,
    "sentences": sentences,
    "companies": companies,
}
# The rule set that reads a kind of data, where it is not the diplomacy set.
RULES = {"sentences": "plover", "companies": "companies"}


def document(row: Row) -> str:
    """Return the title, an empty line and the text; the text alone where there is no title."""
    title, text = str(row.get("title") or ""), str(row.get("text") or "")
    return f"{title}\n\n{text}" if title else text


def day(row: Row) -> str | None:
    """Return the article's day, ``date`` or ``dct``, as ISO 8601 writes it; None where neither is a day."""
    for key in ("date", "dct"):
        written = str(row.get(key) or "")[:10]
        try:
            return datetime.date.fromisoformat(written).isoformat()
        except ValueError:
            continue
    return None


def speaker(one: Speaker) -> Prediction:
    body = one.actor if one.actor != one.name else None
    return {"name": one.name, "role": one.role, "country": code(one.country, body)}


def quoted_words(text: str, quote: Quote) -> list[Prediction]:
    """Return the stretches between quotation marks that are long enough to count, each with the speaker."""
    if quote.speaker is None:
        return []
    spans = quote.quoted or ((quote.span,) if quote.kind == "direct" else ())
    stretches = [text[span.start : span.stop].strip("“”„\"«»‘’'` ") for span in spans]
    return [
        {"text": words, "speaker": quote.speaker.name}
        for words in stretches
        if len(re.findall(r"\w+", words)) >= QUOTED_WORDS
    ]


def attribution(quote: Quote) -> Prediction:
    row: Prediction = {"start": quote.span.start, "end": quote.span.stop}
    if quote.mention is not None:
        row |= {"speaker_start": quote.mention.start, "speaker_end": quote.mention.stop}
    return row | {"kind": quote.kind.upper()}


def meeting(text: str, event: Meeting) -> Prediction:
    return {
        "participants": [{"name": one.name, "country": code(one.country, one.actor)} for one in event.participants],
        "place": name(event.place),
        "date_text": bare_date(event.date),
        "status": STATUSES.get(event.status, event.status),
        "format": FORMATS.get(event.form, "in_person"),
        "trigger": event.trigger,
        "sentence": opening(text, event.sentence),
    }


def sanction(text: str, event: Sanction) -> Prediction:
    return {
        "imposers": actors(event.imposers),
        "targets": list(dict.fromkeys(map(target, event.targets))),
        "status": event.status,
        "trigger": event.trigger,
        "reason": event.reason.text if event.reason else None,
        "sentence": opening(text, event.sentence),
    }


def undertaking(text: str, event: Cooperation) -> Prediction:
    return {
        "parties": actors(event.parties),
        "name": event.name.text if event.name else event.trigger,
        "kind": event.kind or "other",
        "status": event.status,
        "trigger": event.trigger,
        "sentence": opening(text, event.sentence),
    }


def target(argument: Argument) -> str:
    """Return whom a measure hits: a country or its government by its code, a bank or a person of it by name."""
    governs = argument.name.rpartition(" ")[2].lower() in GOVERNMENTS
    if argument.entity is not None and argument.country and country(argument.name) is None and not governs:
        return argument.name
    return actors([argument])[0]


def actors(arguments: Sequence[Argument]) -> list[str]:
    """Return each actor once, by its code where it has one."""
    return list(dict.fromkeys(one.actor or code(one.country, None) or one.name for one in arguments))


def code(known: Country | None, actor: str | None) -> str | None:
    return known.alpha_2 if known else actor


def name(argument: Argument | None) -> str | None:
    return argument.text if argument else None


def bare_date(argument: Argument | None) -> str | None:
    """Return the date as written but for its preposition."""
    return re.sub(r"^(?:on|in|at|by|since|from)\s+", "", argument.text, flags=re.IGNORECASE) if argument else None


def opening(text: str, sentence: Span) -> str:
    return " ".join(text[sentence.start : sentence.stop].split())[:SENTENCE_LENGTH]
