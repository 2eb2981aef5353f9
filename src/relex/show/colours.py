"""The colours of kinds in a terminal: the same for a kind in tables and in the text."""

from __future__ import annotations

from ..model import Extraction

COLOURS = ("cyan", "yellow", "green", "bright_blue", "bright_red", "bright_green", "bright_yellow", "bright_cyan")
QUOTE, COUNTRY, DATE = "Quote", "Country", "Date"  # the kinds that every extraction has
SPEAKER = "Speaker"


def colours_of(found: Extraction) -> dict[str, str]:
    """Return the colour of each kind by its name: of event types in their order, of quotes, countries and dates.

    >>> colours_of(Extraction(text="", date=None, rules=""))
    {'Quote': 'magenta', 'Speaker': 'magenta', 'Country': 'blue', 'Date': 'red'}
    """
    events = {kind.type: COLOURS[number % len(COLOURS)] for number, kind in enumerate(found.types)}
    return events | {QUOTE: "magenta", SPEAKER: "magenta", COUNTRY: "blue", DATE: "red"}
