"""One proposal of the simulated city through its story: each step by who may take it, at its time, in words that fit."""

import io
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tanggap.agencies import actions as agency_actions
from tanggap.agencies import queries as agencies
from tanggap.agencies.actions import Extra
from tanggap.agencies.models import Staff
from tanggap.agencies.words import Role
from tanggap.catalog import queries as catalog
from tanggap.catalog.routing import route
from tanggap.config.demo import checking, scenes
from tanggap.config.demo.chance import luck
from tanggap.config.demo.figures import Figures, Work
from tanggap.config.demo.people import Cast
from tanggap.config.demo.sayings import ACCEPTED, ADMITTED, PASSED_ON, PROBLEMS, PUT_OFF, REFUSED, Words
from tanggap.core import clock, ids
from tanggap.core.refusal import Refusal
from tanggap.places import queries as places
from tanggap.planning import actions, gathering, keepers
from tanggap.planning.models import Proposal
from tanggap.planning.rows import Done
from tanggap.planning.rules import rules
from tanggap.planning.words import Reason
from tanggap.reports.models import Report
from tanggap.reports.photos import Upload
from tanggap.verification import actions as verification
from tanggap.verification import checklist

SUPPORTERS = 8.0  # behind a proposal, on average
MILLION, ROUND = 1_000_000, 500_000
YEARS = (14, 4, 1)  # how many are for the first year that is open, for the next ones
LEVELS = (3, 4, 2)  # how many begin at the lowest level that there is, at the next ones


@dataclass(frozen=True, slots=True)
class Group:
    """Open reports of one kind at one unit, and when the last thing happened to any of them."""

    rows: tuple[Report, ...]

    @property
    def since(self) -> datetime:
        """Return from when on a story can be told of them."""
        return max(row.changed_at for row in self.rows)


class Told:
    """One proposal through its story, spread over the time between its reports' last event and the end of the simulation."""

    def __init__(self, known: Figures, cast: Cast, group: Group, number: int, until: datetime) -> None:
        self._cast, self._group, self._number, self._until = cast, group, number, until
        self._luck = luck("proposal", number)
        self._work = _work(known, group, self._luck)
        self._code, self._version = "", 0

    def go(self, story: Sequence[str]) -> None:
        """Propose, let people stand behind it, and go on as the story says, as far as the city lets it."""
        first, *times = self._times(len(story) + 1)
        with clock.at(first), ids.drawn_from(self._luck):
            self._propose(story)
        self._support(first, times[0] if times else self._until)
        with suppress(Refusal, LookupError):  # a year that closed meanwhile: the story ends there
            for step, at in zip(story, times, strict=True):
                act: Callable[[], None] = getattr(self, f"_{step}")
                with clock.at(at), transaction.atomic():
                    act()

    def _times(self, number: int) -> list[datetime]:
        """Return when the proposal is made and each step taken: in order, with some time before the first and after the last."""
        parts = [self._luck.uniform(0.5, 1.5) for _part in range(number + 1)]
        span = self._until - self._group.since
        return [self._group.since + span * (done / sum(parts)) for done in list(accumulate(parts))[:-1]]

    def _support(self, since: datetime, until: datetime) -> None:
        for one in range(round(self._luck.expovariate(1 / SUPPORTERS))):
            with clock.at(since + (until - since) * self._luck.uniform(0.05, 0.95)):
                actions.support(code=self._code, person=f"{self._code}-{one}")

    @property
    def _row(self) -> Proposal:
        return Proposal.objects.get(code=self._code)

    def _propose(self, story: Sequence[str]) -> None:
        rows, first = self._group.rows, self._group.rows[0]
        area = gathering.common_area([str(row.area_id) for row in rows])
        levels = keepers.fitting(area)
        level = self._luck.choices(range(len(LEVELS)), LEVELS)[0]
        cost = self._cost()
        made = actions.propose(
            by=self._cast.officer(first.unit_id),
            reports=[row.code for row in rows],
            reason=self._reason,
            cost=cost * 2 // 3 if "correct" in story else cost,
            level=levels[min(level, len(levels) - 1)].code,
            year=self._year(self._luck.choices(range(len(YEARS)), YEARS)[0]),
            message=_("This is more than our crews can mend. We have proposed it for the yearly planning."),
            **self._words(area),
        )
        self._code, self._version, self._costs = made.code, made.version, cost

    @property
    def _reason(self) -> str:
        return Reason.values[self._number % len(Reason.values)]

    def _words(self, area: str) -> dict[str, str]:
        """Return what the proposal says: what shall be built where, and why."""
        oldest = min(row.received_at for row in self._group.rows)
        kind = catalog.category(self._group.rows[0].category_id)
        row = places.area(area)
        what = (
            self._work.title
            if self._work
            else _("%(kind)s: rebuild instead of repair") % {"kind": kind.label if kind else ""}
        )
        return {
            "title": f"{what}, {row.name if row else area}",
            "problem": str(PROBLEMS[self._reason]) % {"day": f"{clock.local(oldest):%d-%m-%Y}"},
        }

    def _cost(self) -> int:
        """Return what the work costs, by chance between its bounds on a logarithmic scale."""
        least, most = (self._work.least, self._work.most) if self._work else (90, 2400)
        drawn: float = MILLION * least * (most / least) ** self._luck.random()
        here = rules()
        return min(here.most, max(here.least, ROUND * round(drawn / ROUND)))

    def _year(self, place: int = 0) -> int:
        years = self._open_years()
        return years[min(place, len(years) - 1)]

    def _open_years(self) -> tuple[int, ...]:
        return rules().open_years(clock.local(clock.now()).date())

    def _do(self, action: Callable[..., Done], by: Staff, **how: object) -> None:
        done = action(code=self._code, version=self._version, by=by, **how)
        self._version = done.version

    def _say(self, words: Sequence[Words]) -> str:
        return str(self._luck.choice(words))

    def _keeper(self) -> Staff:
        """Return who decides for the keeper of the level: somebody of that unit alone."""
        unit = keepers.of(self._row)
        name = f"{Role.SUPERVISOR.label} · {agencies.unit_label(unit)}"[: agency_actions.LONGEST_NAME]
        return agency_actions.add_extras([Extra(f"sim.{unit.lower()}.perencana", name, unit, Role.SUPERVISOR)])[0]

    def _correct(self) -> None:
        """The unit reckons anew before anybody has decided."""
        row = self._row
        words = {"title": row.title, "problem": row.problem, "reason": row.reason}
        self._do(actions.change, self._cast.officer(row.unit_id), **words, cost=self._costs, year=row.year)

    def _admit(self) -> None:
        self._do(actions.admit, self._keeper(), year=max(self._row.year, self._year()), message=self._say(ADMITTED))

    def _advance(self) -> None:
        self._do(actions.advance, self._keeper(), message=self._say(PASSED_ON))

    def _rise(self) -> None:
        """Go up to the level that can take it into the plan."""
        while not (level := rules().level(self._row.level)) or not level.accepts:
            self._advance()

    def _accept(self) -> None:
        self._do(actions.accept, self._keeper(), message=self._say(ACCEPTED))

    def _fund(self) -> None:
        row = self._row
        way = route(category=row.category_id, area=row.area_id)
        self._do(
            actions.fund,
            self._keeper(),
            programme=f"1.03.{self._number % 9 + 2:02d}.2.01.{self._luck.randrange(1, 99):04d}",
            name=_("Improvement: %(kind)s") % {"kind": getattr(catalog.category(row.category_id), "label", "")},
            amount=ROUND * round(row.cost * self._luck.uniform(0.88, 1.04) / ROUND),
            source=self._luck.choice(rules().sources).code,
            builder=way.competent or row.unit_id,
            message=_("The money is there, and the unit that builds is named."),
        )

    def _begin(self) -> None:
        self._do(actions.begin, self._cast.officer(str(self._row.builder_id)), message=_("The works have begun."))

    def _build(self) -> None:
        row = self._row
        kind = catalog.category(row.category_id)
        needed = int(kind.evidence.get("photos_after", 1)) if kind else 1
        self._do(
            actions.build,
            self._cast.officer(str(row.builder_id)),
            message=_("Built as planned; the photos show the result."),
            photos=[self._shot(f"built{one}") for one in range(max(1, needed))],
        )

    def _check(self) -> None:
        """Let every report be seen and checked; the proposal follows when the last one is."""
        words = checking.Words(
            _("It is not as planned."), _("We go on."), _("Mended."), _("As planned, seen on the spot.")
        )
        for row in self._group.rows:
            now = Report.objects.get(pk=row.pk)
            people = self._checkers(now)
            ticked = {checklist.key(point): True for point in checklist.points(str(now.category_id))}
            if now.field_required:
                papers: dict[str, Any] = {"code": row.code, "version": now.version, "checklist": ticked}
                verification.send_to_field(**papers, verifier=checking.free(people, row.code))
            checking.visit(
                row.code,
                people=people,
                officer=self._cast.officer(now.unit_id),
                ticked=ticked,
                words=words,
                shot=self._shot,
                needed=1,
                until=self._until,
            )
        self._look()

    def _fail(self) -> None:
        """Let the first report's check find that it is not as it should be."""
        now = Report.objects.get(pk=self._group.rows[0].pk)
        verifier = checking.free(self._checkers(now), now.code)
        message = _("Only a half of it is there. It is not as planned.")
        verification.reject(code=now.code, version=now.version, verifier=verifier, message=message)
        self._look()

    def _checkers(self, report: Report) -> list[Staff]:
        return self._cast.validators(str(report.verifier_id), self._number)

    def _look(self) -> None:
        """Let the proposal follow its reports as soon as the worker would."""
        last = max(
            Report.objects.filter(pk__in=[row.pk for row in self._group.rows]).values_list("changed_at", flat=True)
        )
        with clock.at(min(self._until, last + timedelta(minutes=1))):
            actions.look(code=self._code)

    def _defer(self) -> None:
        year = next((year for year in self._open_years() if year > self._row.year), 0)
        self._do(actions.defer, self._keeper(), year=year, message=self._say(PUT_OFF))

    def _refuse(self) -> None:
        reason, said = REFUSED[self._number % len(REFUSED)]
        self._do(actions.refuse, self._keeper(), reason=str(reason), message=str(said))

    def _withdraw(self) -> None:
        said = _("We found another way, and do it by ourselves.")
        self._do(actions.withdraw, self._cast.officer(self._row.unit_id), message=said)

    def _shot(self, name: str) -> Upload:
        kind, file = catalog.category(self._group.rows[0].category_id), io.BytesIO()
        icon = kind.icon if kind else "dots"
        picture = scenes.draw(icon, place=self._group.rows[0].code, shot=f"{self._code}-{name}", is_solved=True)
        picture.save(file, "JPEG", quality=85)
        return Upload(file.getvalue(), f"{name}.jpg")


def _work(known: Figures, group: Group, chance: Random) -> Work | None:
    """Return what is to be built for a group of reports, None where the figures do not say."""
    works = known.works.get(str(group.rows[0].category_id), ())
    return chance.choice(works) if works else None
