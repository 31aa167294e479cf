"""What the pages, the report and the exports of ASOCA show: frozen rows, made by `queries`. Words are in the active language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from tanggap.asoca.ahp import Weights
from tanggap.asoca.ranking import Ranked, Ranking


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A board in a list. `leader` is the text of the strategy that ranks first, empty before an order is there to be shown."""

    id: int
    title: str
    purpose: str
    area: str
    area_label: str
    first: date
    last: date
    state: str
    state_label: str
    version: int
    edition: int
    previous: int | None
    is_example: bool
    made_by: str
    made_at: datetime
    opened_at: datetime | None
    closed_at: datetime | None
    elements: int
    assessors: int
    actions: int

    @property
    def is_draft(self) -> bool:
        """Return whether it can be written on."""
        return self.state == "draft"

    @property
    def is_open(self) -> bool:
        """Return whether it can be judged."""
        return self.state == "open"

    @property
    def is_closed(self) -> bool:
        """Return whether its order stands and it is acted on."""
        return self.state == "closed"


@dataclass(frozen=True, slots=True)
class LinkRow:
    """What an element rests on. Of a document `address` is where it opens, empty for one that is only named (`target`).

    Of an indicator `said` is the figure as it was when it was linked, with n and interval in words; `target` is its query id.
    """

    id: int
    kind: str
    title: str
    target: str
    address: str
    indicator: str
    value: float | None
    n: int | None
    low: float | None
    high: float | None
    unit: str
    said: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ElementRow:
    """An element with what it rests on; `key` names it in every edition ("Ab1")."""

    key: str
    group: str
    text: str
    links: tuple[LinkRow, ...]


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One of the five groups; `side` is "internal" or "external"."""

    letter: str
    name: str
    question: str
    side: str
    elements: tuple[ElementRow, ...]


@dataclass(frozen=True, slots=True)
class StrategyRow:
    """One of the six strategies; `ranked` is None until there is an order that may be shown."""

    pair: str
    name: str
    internal: str
    external: str
    text: str
    ranked: Ranked | None
    actions: tuple["ActionRow", ...]


@dataclass(frozen=True, slots=True)
class AssessorRow:
    """A judge: how much of the board is judged, and whether it is the reader; `staff` None has no account (entered from paper)."""

    id: int
    name: str
    staff: int | None
    username: str
    version: int
    given: int
    wanted: int
    is_me: bool

    @property
    def is_complete(self) -> bool:
        """Return whether everything was judged."""
        return self.given == self.wanted


@dataclass(frozen=True, slots=True)
class PairRow:
    """One comparison as a form shows it: `field` is its name there, `step` what was chosen (None: nothing yet)."""

    field: str
    among: str
    first: str
    second: str
    first_label: str
    second_label: str
    step: int | None
    said: str


@dataclass(frozen=True, slots=True)
class MendRow:
    """The one comparison to look at again: `said` now, `better` what agrees best with the others, `cr` the ratio that follows."""

    first_label: str
    second_label: str
    said: str
    better: str
    cr: float


@dataclass(frozen=True, slots=True)
class SetRow:
    """What is compared among one another, of one assessor or of all together; `weights` by name in the order of `things`."""

    among: str
    label: str
    things: tuple[tuple[str, str], ...]
    pairs: tuple[PairRow, ...]
    weights: Weights | None
    mend: MendRow | None

    @property
    def weighed(self) -> list[tuple[str, str, float]]:
        """Return (name, label, weight) of each thing, empty before it is judged."""
        if self.weights is None:
            return []
        return [(name, label, weight) for (name, label), weight in zip(self.things, self.weights.values, strict=True)]


@dataclass(frozen=True, slots=True)
class RatingRow:
    """One rating as a form shows it: `field` is its name there, `score` what was chosen (None: nothing yet)."""

    field: str
    key: str
    group: str
    text: str
    score: int | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one assessor judges: every comparison and rating, with how consistent they are so far."""

    board: BoardRow
    assessor: AssessorRow
    sets: tuple[SetRow, ...]
    ratings: tuple[RatingRow, ...]
    may_write: bool


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """A comparison on which the assessors lie far apart: `spread` is the geometric standard deviation of their ratios (1: all agree)."""

    among: str
    first_label: str
    second_label: str
    spread: float
    said: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ActionRow:
    """An action. `owner_label` is the unit, `owner_role` who answers; `needs` are (number, text, state) of what comes before it."""

    id: int
    pair: str
    text: str
    owner: str
    owner_label: str
    owner_role: str
    budget: int | None
    budget_said: str
    due_on: date
    state: str
    state_label: str
    note: str
    started_on: date | None
    ended_on: date | None
    is_late: bool
    version: int
    needs: tuple[tuple[int, str, str], ...]
    followings: tuple["FollowingRow", ...]
    may_report: bool


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """What a following said on a day; `said` is its sentence then."""

    on: date
    verdict: str
    verdict_label: str
    said: str
    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class FollowingRow:
    """How an effect is followed: the number, of what, by which method, from which day; `latest` what was read last."""

    id: int
    action: int
    indicator: str
    name: str
    unit: str
    selection: Mapping[str, str]
    selection_label: str
    control: Mapping[str, str]
    control_label: str
    method: str
    method_label: str
    first: date
    at: date
    readings: tuple[ReadingRow, ...]

    @property
    def latest(self) -> ReadingRow | None:
        """Return what was read last, None before anything was."""
        return self.readings[-1] if self.readings else None


@dataclass(frozen=True, slots=True)
class BoardView:
    """A whole board for one reader. `is_revealed`: everybody has judged, or the board is closed, so judgements and order are shown.

    Before that `ranking` is None, `sets` is empty, and `assessors` tell only how far each is. `missing`: what a draft still lacks before
    it can be opened, or an open board before it can be closed; `my_assessor` is the reader's own number among the assessors.
    """

    board: BoardRow
    groups: tuple[GroupRow, ...]
    strategies: tuple[StrategyRow, ...]
    assessors: tuple[AssessorRow, ...]
    is_revealed: bool
    ranking: Ranking | None
    sets: tuple[SetRow, ...]
    differences: tuple[DifferenceRow, ...]
    missing: tuple[str, ...]
    editions: tuple[tuple[int, int, str], ...]
    my_assessor: int | None
    may_edit: bool
