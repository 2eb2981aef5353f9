"""The event types of the rule set diplomacy, as typed dataclasses. Written by `relex types`; do not edit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from relex.model import Argument, Event, Extraction


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Cooperation(Event):
    """A joint undertaking of parties from different countries with something that names it."""

    type: ClassVar[str] = "Cooperation"
    plural: ClassVar[str] = "cooperation"
    parties: tuple[Argument, ...] = ()
    name: Argument | None = None
    place: Argument | None = None
    date: Argument | None = None
    kind: Literal["agreement", "project", "aid", "trade", "military", "other"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Meeting(Event):
    """An encounter, in person or by wire, of at least two parties, one of which is an official or a body."""

    type: ClassVar[str] = "Meeting"
    plural: ClassVar[str] = "meetings"
    participants: tuple[Argument, ...] = ()
    place: Argument | None = None
    date: Argument | None = None
    form: Literal["meeting", "talks", "summit", "visit", "phone", "video", "session"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Sanction(Event):
    """A coercive measure of a state or body against a state, body, person or sector."""

    type: ClassVar[str] = "Sanction"
    plural: ClassVar[str] = "sanctions"
    imposers: tuple[Argument, ...] = ()
    targets: tuple[Argument, ...] = ()
    voices: tuple[Argument, ...] = ()
    reason: Argument | None = None
    date: Argument | None = None
    measure: Literal["sanctions", "embargo", "freeze", "ban", "tariff", "blacklist"] | None = None


class Found(Extraction):
    """An extraction with a property for each event type."""

    __slots__ = ()
    types: ClassVar[tuple[type[Event], ...]] = (Cooperation, Meeting, Sanction)

    @property
    def cooperation(self) -> tuple[Cooperation, ...]:
        """A joint undertaking of parties from different countries with something that names it."""
        return self.of(Cooperation)

    @property
    def meetings(self) -> tuple[Meeting, ...]:
        """An encounter, in person or by wire, of at least two parties, one of which is an official or a body."""
        return self.of(Meeting)

    @property
    def sanctions(self) -> tuple[Sanction, ...]:
        """A coercive measure of a state or body against a state, body, person or sector."""
        return self.of(Sanction)
