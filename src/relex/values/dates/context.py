"""What the words around a phrase tell: that it is no date at all, or that it looks ahead."""

from __future__ import annotations

import re

# All are asked of words in small letters: to look for either case takes three times as long.
# What numbers are numbers of: laws and the like, and what stands inside mark-up.
_SENATE = re.compile(r"\bS\.\s*$")
_FIGURE = re.compile(
    r"(?:\b(?:u\.s\.c\.?|c\.f\.r\.?|h\.r\.|stat\.|nos?\.|sec\.|resolutions?|unscr|sections?|articles?|"
    r"orders?|decrees?|rules?|flights?|rooms?|routes?|highways?|channel|radio|fm|boeing|airbus|hotline|numbers?|pages?|"
    r"pp?\.|box|apartment|suite|project|covid|size|width|height|ext\.|tel\.?|phone|fax|zip|postal code)|"
    r"[$£€¥#=/@+&]|=[\"'])\s*$",
)
_LISTED_FIGURE = re.compile(r"\b(?:resolutions?|sections?|articles|orders|flights)\b[\s\d),and-]*$")
# What is counted or measured, unless the words before make the number a year: "the 2012 deaths".
_MEASURED = re.compile(
    r"\s*(?:[-–]?\s*(?:%|°|(?:px|percent|per cent|pct|cents?|dollars?|euros?|pounds?|rubles?|roubles?|yuan|yen|miles?|"
    r"mi|kilomet\w+|km|met(?:er|re)s?|feet|foot|inch(?:es)?|hectares?|acres?|square|cubic|tons?|tonnes?|kilos?|kilograms?|"
    r"kg|grams?|megawatts?|mw|barrels?|lit(?:er|re)s?|gallons?|calories|degrees?|volts?|people|persons?|men|women|"
    r"children|troops|soldiers|police\w*|officers|workers|members|employees|jobs|students|refugees|civilians|residents|"
    r"victims|deaths|dead|cases|patients|houses|homes|families|missiles|tanks|weapons|warheads|aircraft|vehicles|"
    r"votes|seats|points|pages|copies|times|units|shares|items|schools|hospitals|villages|cities|towns|companies|"
    r"countries|sites|years?|months?|days?|hours?|minutes?|seconds?|rpm|mm|cm|gmt|utc|million|billion|w)\b)|"
    r"\([a-z\d]\)|\s+et\s+seq)",
)
_A_YEAR = re.compile(r"(?:\b(?:in|since|the|a|an|its|his|her|their|our|that|this|of|by|until)|['’‘]s?)\s*$")
# What may stand before a number that is a year, of those long ago.
_BEFORE_OLD_YEAR = re.compile(
    r"\b(?:in|of|since|by|until|till|from|to|and|between|before|after|during|through|around|about|circa|the|early|late|"
    r"mid|year|a|its|his|her|their|january|february|march|april|may|june|july|august|september|october|november|"
    r"december)\W*$",
)
_BARE_YEAR = re.compile(r"\d{4}")
_MISLEADING = frozenset(["may", "march", "sun", "sat", "mar", "wed", "mon", "fri", "dec", "fall", "second"])

_PAST_VERBS = (
    r"said|says|told|announced|called|ruled|added|reported|after|since|had|was|were|wasn|did|gathered|closed|got|met|filed|"
    r"began|came|took|went|held|signed|left|won|lost|rose|fell|died|killed|agreed|arrived|became"
)
_AHEAD = re.compile(
    r"\b(?:will|shall|won't|'ll|is to|are to|scheduled|due|expect(?:s|ed|ing)?|plan(?:s|ned|ning)?|slated|"
    r"set (?:to|for)|ahead of|until|till|as (?:early|soon|late) as|intend(?:s|ed|ing)?|ready to|going to|"
    r"hop(?:e|es|ing) to|would be|postponed|has called|upcoming|deadline|to be|(?:decided|agreed|agreement|pledged|"
    r"promised|vowed|proposed|offered|wants?|seeks?|aims?|invited|intention|deal|proposal) (?:\w+ ){0,4}?to)\b"
    rf"(?!.*\b(?:{_PAST_VERBS})\b)",
    re.DOTALL,
)
_LOOKED_BACK = re.compile(r"\bhad (?:been |originally )?\w+|\bpreviously\b|\boriginally\b")
_BOUND = re.compile(r"(?:\bby|\bbefore|(?<!year )\bthrough)\s*$")
_ENDED = re.compile(r"\b(?:ended|since|until recently)\s*$")


def vetoed(words: str, before: str, after: str) -> bool:
    """Tell whether words that could be a time expression are none where they stand.

    >>> vetoed("1929", "under Resolution ", " of the Council"), vetoed("1929", "since ", ".")
    (True, False)
    """
    if words in _MISLEADING or (words == "this day" and re.search(r"\bto\s+$", before)):
        return True
    if not _BARE_YEAR.fullmatch(words):
        return False
    small = before.lower()
    if _FIGURE.search(small) or _LISTED_FIGURE.search(small) or _SENATE.search(before):
        return True
    if _MEASURED.match(after.lower()) and not _A_YEAR.search(small):
        return True
    return words < "1900" and not _BEFORE_OLD_YEAR.search(small)


def looks_ahead(before: str) -> bool:
    """Tell whether the words before a weekday or month speak of what is still to come.

    >>> looks_ahead("Our club hopes to sail from Oslo on "), looks_ahead("He said on ")
    (True, False)
    """
    small = before.lower()
    return bool(_AHEAD.search(small)) and not _LOOKED_BACK.search(small)


def is_bound(before: str) -> bool:
    """Tell whether the words before make the phrase a term: by May."""
    return bool(_BOUND.search(before.lower()))


def is_over(before: str) -> bool:
    """Tell whether the words before put the phrase into the past: the year ended March 31."""
    return bool(_ENDED.search(before.lower()))


_OF_A_LENGTH = re.compile(
    r"\b(?:for|in|within|after|over|than|about|under|nearly|almost|around|only|just|barely|last|lasted|take|takes|took|"
    r"spent|spend|every|least|most|during|by|follow\w*|give\w*|gave|wait\w*|earn\w*|serv\w*|is|was|be|been)\s*$",
)


def is_rate(before: str) -> bool:
    """Tell whether "a year" is a rate where it stands: two million dollars a year.

    >>> is_rate("It earns $33 million "), is_rate("He stayed for ")
    (True, False)
    """
    return bool(re.search(r"[\w%]\s*$", before)) and not _OF_A_LENGTH.search(before.lower())
