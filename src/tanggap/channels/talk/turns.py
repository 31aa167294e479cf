"""What goes in and out of the dialogue: the draft of a report, the report that a thread is about, and a turn with its act."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person has told so far of something not yet filed. Personal data: kept sealed.

    `words` are the messages that tell it, oldest first; `has_what`: they say what is wrong. `area` is a leaf area's code, `lon` and
    `lat` a point that the sender gave, `address` the place in the sender's own words. `options` are the areas that a name (`hint`)
    left open, `elsewhere` a town outside the city that was named. `photos` counts attachments, which the frame keeps. `asked` is the
    last question's kind, `done` the needs no longer asked for, `puzzles` how many messages in a row were not understood, `turns` how
    many were heard.
    """

    began_at: datetime
    touched_at: datetime
    words: tuple[str, ...] = ()
    has_what: bool = False
    area: str | None = None
    lon: float | None = None
    lat: float | None = None
    address: str = ""
    options: tuple[str, ...] = ()
    hint: str = ""
    elsewhere: str = ""
    photos: int = 0
    asked: str = ""
    done: tuple[str, ...] = ()
    puzzles: int = 0
    turns: int = 0

    def as_json(self) -> dict[str, Any]:
        """Return the draft in JSON's own types."""
        told: dict[str, Any] = {each.name: getattr(self, each.name) for each in fields(self)}
        return told | {
            "began_at": self.began_at.isoformat(),
            "touched_at": self.touched_at.isoformat(),
            **{key: list(told[key]) for key in _TUPLES},
        }

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Self:
        """Return the draft that `as_json` gave, of this or another version: a key that is not known is left out.

        Raises KeyError, TypeError, ValueError on what is no draft.
        """
        known = {each.name for each in fields(cls)}
        values = {key: value for key, value in told.items() if key in known}
        values |= {key: tuple(values[key]) for key in _TUPLES if key in values}
        values |= {key: datetime.fromisoformat(values[key]) for key in ("began_at", "touched_at")}
        return cls(**values)


_TUPLES = ("words", "options", "done")


@dataclass(frozen=True, slots=True)
class Current:
    """The report that a thread is about, as far as its sender may be told.

    `is_asked`: its unit waits for the sender's answer. `may_rate`, `may_reopen`: it is closed, and the rules still allow that.
    `may_object`: it waits for the yearly planning, and the rules still allow to object to that.
    `area` and `category` tell what is said of it from what is said of something else.
    """

    code: str
    state: str
    is_asked: bool = False
    may_rate: bool = False
    may_reopen: bool = False
    may_object: bool = False
    area: str | None = None
    category: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """Something to say: a name of `dialogue.toml` and what fills its blanks. `words.say` makes a text of it."""

    kind: str
    blanks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class File:
    """Bring the draft to the one door. `area` is a leaf's code; without it, and without a point, a person completes the place.

    `lon`, `lat` only where the sender gave a point. `category` only where the words speak clearly for one.
    """

    text: str
    lon: float | None = None
    lat: float | None = None
    area: str | None = None
    address: str = ""
    category: str | None = None


@dataclass(frozen=True, slots=True)
class Cancel:
    """The sender takes back what is not filed yet."""


@dataclass(frozen=True, slots=True)
class Status:
    """Tell where a report stands, as far as anybody may know."""

    code: str


@dataclass(frozen=True, slots=True)
class Add:
    """Words for the current report: the answer to its unit's question when one is open, else an addition. Empty with photos alone."""

    text: str


@dataclass(frozen=True, slots=True)
class Rate:
    """A score (1 to 4) for the current report's closure, with what was said."""

    score: int
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Reopen:
    """The current report's closure is disputed."""

    text: str


@dataclass(frozen=True, slots=True)
class Object:
    """The sender objects to the current report's waiting for the yearly planning."""

    text: str


@dataclass(frozen=True, slots=True)
class Mute:
    """The sender wants no more messages from us."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """Nothing for a report. `reason` is one snake_case word, counted and shown."""

    reason: str


Act = File | Cancel | Status | Add | Rate | Reopen | Object | Mute | Quiet


@dataclass(frozen=True, slots=True)
class Turn:
    """What follows from a message: the draft to keep (None: there is none any more), what to say, and at most one act.

    `is_friendly`: what it says answers no more than a greeting or thanks; once a day is enough. `language` is the one in which the
    message was clearly written, empty when it was not clear.
    """

    draft: Draft | None = None
    says: tuple[Reply, ...] = ()
    act: Act | None = None
    is_friendly: bool = False
    language: str = ""
