"""Fuzz extraction: no text may raise, and every span must be its slice.

python fuzz/extract.py -max_total_time=300
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["relex.text", "relex.extract", "relex.values"]):
    import relex

EXTRACTOR = relex.load()
# Words that lead into the deeper stages; the fuzzer joins them with what it makes up.
WORDS = (
    "said met Wang Yi President of Russia “ ” ‘ ’ \" '' `` , . \n \n\n Monday in 2016 sanctions on Iran agreed to build a "
    "bridge the two ministers he told reporters that according to U.S. -- (AP) - Dr. Michael Jordan \u200b \ufeff e\u0301"
).split(" ")


def one_input(data: bytes) -> None:
    """Read one text made of the bytes."""
    provider = atheris.FuzzedDataProvider(data)
    parts: list[str] = []
    while provider.remaining_bytes() and len(parts) < 200:
        if provider.ConsumeBool():
            parts.append(WORDS[provider.ConsumeIntInRange(0, len(WORDS) - 1)])
        else:
            parts.append(provider.ConsumeUnicode(provider.ConsumeIntInRange(0, 12)))
    text = " ".join(parts)
    found = EXTRACTOR(text, "2026-11-24" if provider.ConsumeBool() else None)
    for each in (*found.quotes, *found.countries, *found.dates, *found.events, *found.speakers):
        assert text[each.span.start : each.span.stop] == each.text, each
    assert type(found).from_dict(found.to_dict()) == found


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
