"""What the register's pages, exports and the leaders read: frozen rows, one audience each. Words are in the active language.

Staff's rows may name reports that the public does not see, and only to who may see these (`queries`). The public's rows begin with
`Public` and come from `planning.queries.public` alone: nothing of a report that is not public is in them, not even that it exists.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from tanggap.planning.words import ProposalState


@dataclass(frozen=True, slots=True)
class LevelRow:
    """A level of deliberation; `number` counts from 0, the lowest."""

    code: str
    label: str
    number: int
    accepts: bool


@dataclass(frozen=True, slots=True)
class YearRow:
    """A year that can be planned for: proposals are admitted until and with the day `admits`, decided on until `decides`."""

    year: int
    admits: date
    decides: date


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """The money: `amount` in whole units of the currency; `source_label` where it comes from."""

    code: str
    name: str
    amount: int
    source: str
    source_label: str
    year: int
    builder: str
    builder_label: str
    set_at: datetime
    is_live: bool


@dataclass(frozen=True, slots=True)
class NeedPart:
    """One part of the need: `value` in its own unit (None: not known), `said` in words, `share` 0 to 1 of its full value, `weight`.

    `code` is people, voices, severity or waiting.
    """

    code: str
    label: str
    value: float | None
    said: str
    share: float | None
    weight: int


@dataclass(frozen=True, slots=True)
class Need:
    """How much a proposal is needed, 0 to 100, and of what that is made. It is shown, it decides nothing (`planning.need`)."""

    score: float
    parts: tuple[NeedPart, ...]


@dataclass(frozen=True, slots=True)
class RankedRow:
    """A proposal in the order of need. Equal needs share a `rank`; between `best` and `worst` it stands when weights are halved or
    doubled one at a time, and with what is not known taken as nothing or as all."""

    rank: int
    is_tied: bool
    best: int
    worst: int
    need: Need
    proposal: "ProposalRow"


@dataclass(frozen=True, slots=True)
class Ranking:
    """The order, and how it is made; of more than `queries.MOST_RANKED` the longest waiting are ranked, and `is_cut` says so."""

    rows: tuple[RankedRow, ...]
    formula: str
    is_cut: bool


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A proposal in a list. `reports` counts those it stands for now; `waited_days` since it was proposed, `state_days` in this state."""

    id: int
    code: str
    title: str
    state: str
    reason: str
    cost: int
    level: str
    level_label: str
    year: int
    area: str
    area_label: str
    category: str
    category_label: str
    icon: str
    unit: str
    unit_label: str
    keeper: str
    keeper_label: str
    builder: str | None
    builder_label: str
    supporters: int
    reports: int
    proposed_at: datetime
    changed_at: datetime
    waited_days: int
    state_days: int

    @property
    def state_label(self) -> str:
        """Return the state's word."""
        return str(ProposalState(self.state).label)


@dataclass(frozen=True, slots=True)
class LinkedReport:
    """A report of a proposal, for staff who may see it. `end` is why it is no longer part, empty while it is; `is_public` as it stands.

    `joined` is the code of the joined report in whose place it came.
    """

    code: str
    state: str
    state_label: str
    category_label: str
    place: str
    words: str
    received_at: datetime
    supporters: int
    joined_reports: int
    is_public: bool
    joined: str
    end: str
    lon: float | None
    lat: float | None


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step as staff read it. `who` is empty for the system."""

    number: int
    step: str
    label: str
    state_from: str
    state_to: str
    level_label: str
    year: int
    who: str
    unit_label: str
    at: datetime
    message: str
    note: str
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung of the ladder proposed → … → checked. `state` is done, now, ahead or skipped (of one that ended before)."""

    code: str
    label: str
    at: datetime | None
    state: str
    by: str


@dataclass(frozen=True, slots=True)
class Act:
    """Something that can be done next: its step, whether this person may, else why not. `is_primary`: the one next act."""

    step: str
    label: str
    allowed: bool
    why_not: str = ""
    is_primary: bool = False


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """Everything about one proposal, for one member of staff. `unseen` counts its reports that this person may not read."""

    row: ProposalRow
    version: int
    problem: str
    reason_label: str
    refusal_label: str
    need: Need
    programme: ProgrammeRow | None
    earlier_programmes: tuple[ProgrammeRow, ...]
    reports: tuple[LinkedReport, ...]
    unseen: int
    steps: tuple[StepRow, ...]
    ladder: tuple[Rung, ...]
    acts: tuple[Act, ...]
    open_again: int


@dataclass(frozen=True, slots=True)
class Chip:
    """What a report's page at the desk says of its proposal; `is_live` False: of the last one, which ended."""

    code: str
    title: str
    state: str
    state_label: str
    level_label: str
    year: int
    is_live: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """Reports of one kind close together that no repair has ended: what a unit could propose. `voices` counts joined and repeated ones."""

    category: str
    category_label: str
    area: str
    area_label: str
    reports: tuple[str, ...]
    voices: int
    first_at: datetime
    span_metres: int
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Choices:
    """What a form of the register offers, and the bounds of money (whole units of `currency`)."""

    levels: tuple[LevelRow, ...]
    years: tuple[YearRow, ...]
    reasons: tuple[tuple[str, str], ...]
    refusals: tuple[tuple[str, str], ...]
    sources: tuple[tuple[str, str], ...]
    builders: tuple[tuple[str, str], ...]
    currency: str
    least: int
    most: int
    most_reports: int


@dataclass(frozen=True, slots=True)
class Made:
    """What came of proposing or adding: `instead` maps codes of joined reports to the parent that was taken in their place."""

    code: str
    version: int
    reports: tuple[str, ...]
    instead: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a step: the proposal's new `version` and `state`; `moved` reports, and `left` out ones by why (a `LinkEnd`)."""

    code: str
    version: int
    state: str
    moved: tuple[str, ...] = ()
    left: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PublicReportRow:
    """A public report of a proposal; its point as everybody may see it."""

    code: str
    state: str
    state_label: str
    category_label: str
    icon: str
    place: str
    words: str
    received_at: datetime
    supporters: int
    lon: float | None
    lat: float | None
    cover: UUID | None


@dataclass(frozen=True, slots=True)
class PublicProposalRow:
    """A proposal in a public list. `reports` counts its public reports alone. `lon`/`lat` is the middle of their public points."""

    id: int
    code: str
    title: str
    state: str
    level_label: str
    year: int
    area: str
    area_label: str
    category: str
    category_label: str
    icon: str
    cost: int
    currency: str
    supporters: int
    reports: int
    proposed_at: datetime
    changed_at: datetime
    lon: float | None
    lat: float | None

    @property
    def state_label(self) -> str:
        """Return the state's word."""
        return str(ProposalState(self.state).label)


@dataclass(frozen=True, slots=True)
class PublicStepRow:
    """One step as everybody reads it: the unit, never a person."""

    number: int
    step: str
    label: str
    level_label: str
    year: int
    unit_label: str
    at: datetime
    message: str


@dataclass(frozen=True, slots=True)
class PublicProposalPage:
    """Everything that everybody may read of one proposal. `can_support`: it still gains from support."""

    row: PublicProposalRow
    problem: str
    reason_label: str
    refusal_label: str
    unit_label: str
    keeper_label: str
    builder_label: str
    programme: ProgrammeRow | None
    need: Need
    reports: Sequence[PublicReportRow]
    steps: Sequence[PublicStepRow]
    ladder: Sequence[Rung]
    can_support: bool
    version: int


@dataclass(frozen=True, slots=True)
class PublicCourse:
    """What the tracking page of a public report shows of its proposal: the same ladder, its last words, its money."""

    code: str
    title: str
    state: str
    state_label: str
    level_label: str
    year: int
    is_live: bool
    ladder: Sequence[Rung]
    message: str
    programme: ProgrammeRow | None
    supporters: int
