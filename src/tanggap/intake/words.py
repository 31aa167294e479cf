"""What every channel hands to the one door."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tanggap.reports.photos import Upload
from tanggap.reports.words import Origin, Visibility


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who reports, as far as told; all of it optional, all of it sealed at once.

    `handle` is the person's address at the channel that the report came by (E.164, an e-mail address, a platform's id), and `account`
    the code of that channel's account: an answer goes back the same way. They are the channel's word, not the person's: they find no
    report by `intake.finding`, `email` and `phone` do.
    """

    name: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    channel: str = ""
    handle: str = field(default="", repr=False)
    account: str = ""

    def __bool__(self) -> bool:
        return bool(self.name or self.email or self.phone or self.handle)


@dataclass(frozen=True, slots=True)
class InboundReport:
    """A complaint as a channel understood it.

    `external_id` is the channel's own id or the form's idempotency key; (channel, external_id) is accepted once.
    `lon`/`lat` are WGS 84 degrees; `area` a leaf area's code when the place was chosen by name. `raw` is the payload as it came.
    """

    channel: str
    text: str
    external_id: str = ""
    category: str | None = None
    lon: float | None = None
    lat: float | None = None
    area: str | None = None
    address: str = ""
    reporter: Reporter = field(default_factory=Reporter)
    visibility: str = Visibility.PUBLIC
    details: Mapping[str, str] = field(default_factory=dict)
    is_complete_form: bool = False
    occurred_at: datetime | None = None
    photos: Sequence[Upload] = ()
    language: str = ""
    origin: str = Origin.LIVE
    raw: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the citizen gets back: the code, who has it, and what is promised.

    `token` opens the private link `/laporan/<code>/<token>/`. It is empty when a report is asked for again, late, under a key that
    could have been guessed (`intake.actions.accept`).
    """

    code: str
    token: str
    state: str
    unit: str
    unit_code: str
    area: str | None
    place: str
    answer_due_at: datetime
    resolve_due_at: datetime
    visibility: str
    is_new: bool

    @property
    def track_path(self) -> str:
        """Return the public address of the report."""
        return f"/laporan/{self.code}/"

    @property
    def private_path(self) -> str:
        """Return the reporter's own address of the report, empty when it may not be told again."""
        return f"/laporan/{self.code}/{self.token}/" if self.token else ""
