"""The day of writing that an agency puts before its text, as in NAIROBI, Aug. 21 (Xinhua)."""

from __future__ import annotations

import datetime
import re

from .meanings import Calendar
from .reading import read
from .resolution import Scene, value

_LONGEST = 600
_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?|"
    r"Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DAY = rf"(?P<day>{_MONTH} \d\d?(?:, \d{{4}})?|\d\d? {_MONTH}(?: \d{{4}})?)"
_PLACE = r"[A-Z][A-Z.'’ -]{1,40}[A-Z.](?:[,/] ?[\w.’' -]{2,30}){0,2}[,.:]? *[-–—]? *"
_AGENCY = r"\([A-Z][\w/ .-]{1,30}\)"
# A place in capitals and a day, then the agency or a dash; without a place, on the first line only.
_DATELINE = re.compile(rf"[ \t]*{_PLACE}{_DAY},? *(?:{_AGENCY}|--|[-–—]\s)")
_SHORT = re.compile(rf"\s*{_DAY} *(?:{_AGENCY}|--|[-–—]\s)")
# How far before the download an article may have been written; time zones put some a day after.
_LATE, _EARLY = datetime.timedelta(days=200), datetime.timedelta(days=1)


def dateline(text: str, *, reference: datetime.date | None = None) -> datetime.date | None:
    """Return the day that an article's dateline names, or None where it has none.

    ``reference`` is the day of publication or download: it tells the year. A day far from it is not believed.

    >>> dateline("NAIROBI, Aug. 21 (Xinhua) -- The envoy left.", reference=datetime.date(2016, 8, 23))
    datetime.date(2016, 8, 21)
    """
    found = _SHORT.match(text, 0, _LONGEST)
    line = 0
    while not found and 0 <= line < _LONGEST:
        found = _DATELINE.match(text, line, _LONGEST)
        line = text.find("\n", line, _LONGEST) + 1 or -1
    if not found:
        return None
    reading = read(found["day"])
    if reading is None or not isinstance(reading.meaning, Calendar):
        return None
    day = value(reading.meaning, Scene(reference)).start
    if day is None or reference is None or -_EARLY <= reference - day <= _LATE:
        return day
    return None
