"""Amounts: how much of what some words say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ..model import Amount

_FIGURES = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?|\.\d+")


def amount_of(numbers: Sequence[str], scales: Iterable[str], unit: str | None, per: str | None = None) -> Amount | None:
    """Return the amount that numbers (one, or the two of a range), scales and the ids of units tell.

    A number is written in figures or is a lexicon row's id; so are scales, which multiply. None where a number is none.

    >>> amount_of(["1.3", "1.5"], ["1000000"], "EUR")
    Amount(number=1300000.0, unit='EUR', upper=1500000.0)
    >>> amount_of(["80"], [], "USD", "share").unit
    'USD/share'
    """
    values = [float(number.replace(",", "")) for number in numbers if _FIGURES.fullmatch(number)]
    if not values or len(values) != len(numbers):
        return None
    for scale in scales:
        values = [value * float(scale) for value in values if _FIGURES.fullmatch(scale)]
    if not values:
        return None
    unit = f"{unit or ''}/{per}" if per else unit
    return Amount(values[0], unit, values[1] if len(values) > 1 else None)
