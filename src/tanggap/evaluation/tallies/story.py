"""What one report adds to the evaluation's numbers: pure, so that counting live and counting anew are the same."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple, Self

from tanggap.core.clock import local
from tanggap.evaluation.tallies import years
from tanggap.evaluation.tallies.words import WATCH_DAYS
from tanggap.insight.counting import CLOSURE, CONTEST, ENDINGS, RETURN, SOLVED, quarter
from tanggap.insight.following import DayKey, Followed, Place, day_of
from tanggap.reports.events import KINDS, PUBLIC
from tanggap.reports.lifecycle import ANSWERING, CLAIMS
from tanggap.reports.outbox import About, Fact
from tanggap.reports.words import PENDING, State

WATCHED: Final = timedelta(days=WATCH_DAYS)
A_DAY: Final = timedelta(days=1)
STAFF: Final = frozenset({"staff", "guest"})
LOOKING: Final = frozenset({"reports.read", "deadlines.acknowledge", "planning.follow"})
"""What staff do to a report without working on it; a step of the planning is one act, told to all reports of its proposal."""
TELLING: Final = frozenset(kind.name for kind in KINDS.values() if kind.audience == PUBLIC and "message" in kind.public)
SENT_BACK: Final = frozenset({"reports.hand_back", "reports.decide"})
AFTER_APPEAL: Final = {
    "reports.start": True,
    "reports.disposition": True,
    "reports.claim_done": True,
    "planning.build": True,
    "reports.reject": False,
    "reports.refer": False,
    "reports.give_up": False,
}
"""Which doors decide an appeal, and whether in the reporter's favour. Asking another unit decides nothing yet, nor does the planning."""
PARTS: Final = {"tasks.decline": "parts_declined", "tasks.hand_back": "parts_declined", "tasks.answer": "parts_done"}
JOINED, REFUSED = "triage.merge", "reports.reject"
OBJECTION: Final = "objection"
"""An appeal against having to wait for the yearly planning: taken into it again, it was not upheld."""
TAKEN_OVER: Final = frozenset({JOINED, "intake.import_closed"})


class WatchKey(NamedTuple):
    """A report that is still watched for repeats: received on a local day, in the quarter of an hour from `at`."""

    on: date
    at: datetime
    place: Place


Key = DayKey | WatchKey


@dataclass(slots=True)
class Story(Followed):
    """What is counted of one report; the fields are those of `tallies.models.Memory`.

    `marks` hold sums from the receipt on (`sums`), the units it had, what the public was told (`told`), the rungs of its ladder, what
    awaits a decision, the end that holds (`end`: day, unit, door, and the sums as they were), when it first ended (`watched`), and how it
    stood at the end of the year of its receipt (`year`).
    """

    @classmethod
    def nothing(cls, about: About) -> Self:
        """Return what is known of a report of which no event has been seen."""
        found = super(Story, cls).nothing(about)
        if not found.is_live and about.closed_at:
            found.marks["closed_before"] = about.closed_at.isoformat()
        return found

    def add(self, fact: Fact, *, joined_at: datetime | None = None) -> None:
        """Count the report's next event; `joined_at` is when the report was received that it tells to have joined."""
        was = self.state
        doer = self.follow(fact)
        if fact.version == 1:
            self.marks |= {"sums": {}, "units": [fact.unit], "told": {}, "rungs": {}, "pending": []}
        self._work(fact, was, doer)
        self._tell(fact, doer)
        self._ask_others(fact)
        if fact.kind in (CLOSURE, RETURN, "verification.send_to_field"):
            self._check(fact, doer)
        self._decide(fact, was, doer)
        self._repeat(fact, joined_at)
        self._open_or_end(fact, was, doer)
        self._stand(fact)

    def _sum(self, name: str, number: int = 1) -> None:
        self.marks["sums"][name] = self.marks["sums"].get(name, 0) + number

    def _work(self, fact: Fact, was: str, doer: str) -> None:
        """Add up what it costs: acts, hand-overs, questions, time in progress."""
        if fact.actor_kind in STAFF and fact.kind not in LOOKING:
            self._sum("touches")
        if fact.unit not in self.marks["units"]:
            self.marks["units"].append(fact.unit)
        is_moved = fact.unit != doer and fact.kind != "reports.move"
        if is_moved:
            self._sum("hand_overs")
        if fact.kind in SENT_BACK or (is_moved and fact.kind == "reports.change"):
            self._sum("strayed")
        if fact.kind == "reports.ask":
            self._sum("questions")
        if fact.kind in CLAIMS:
            self._sum("claims")
        if self.state == State.IN_PROGRESS and was != State.IN_PROGRESS:
            self.marks["begun"] = fact.at.isoformat()
        elif was == State.IN_PROGRESS and self.state != State.IN_PROGRESS:
            self._sum("work_minutes", _minutes(fact.at - datetime.fromisoformat(self.marks["begun"])))

    def _tell(self, fact: Fact, doer: str) -> None:
        """Count what the public can read of what staff did, and remember which steps of the way had words."""
        has_words = bool(fact.payload.get("message"))
        if fact.actor_kind in STAFF and fact.kind in TELLING:
            self.count("moves_public", fact.at, doer)
            self.count_on(day_of(fact.at), doer, "moves_told", int(has_words))
        told = self.marks["told"]
        if fact.door in ANSWERING:
            told.setdefault("answer", has_words and fact.kind in TELLING)
        if fact.kind in ("reports.start", "planning.admit"):
            told["start"] = told.get("start", False) or has_words
        elif fact.kind in CLAIMS:
            told["claim"] = has_words

    def _ask_others(self, fact: Fact) -> None:
        """Count escalations and parts for the unit that was told or asked."""
        of = fact.payload
        if fact.kind == "deadlines.escalate":
            told_at = datetime.fromisoformat(of["tell_at"])
            self.marks["rungs"][str(of["step"])] = [told_at.isoformat(), of["unit"]]
            self.count("escalated", told_at, of["unit"])
        elif fact.kind == "deadlines.acknowledge" and (rung := self.marks["rungs"].pop(str(of["step"]), None)):
            told_at, unit = datetime.fromisoformat(rung[0]), rung[1]
            self.count("acknowledged", told_at, unit)
            self.count_on(day_of(told_at), unit, "acknowledged_in_day", int(fact.at - told_at <= A_DAY))
        elif fact.kind in ("tasks.ask", "tasks.decide"):
            self.marks.setdefault("asked", {})[str(of["task"])] = [day_of(fact.at), of["asked"]]
            self.count("parts_asked", fact.at, of["asked"])
        elif fact.kind in PARTS and (asked := self.marks.get("asked", {}).get(str(of["task"]))):
            day, unit = asked
            self.count_on(day, unit, PARTS[fact.kind], 1)

    def _check(self, fact: Fact, doer: str) -> None:
        is_visit = fact.payload.get("check") == "field"
        self._sum("checks")
        self._sum("visits", int(is_visit))
        if fact.kind == CLOSURE:
            self.count("closures", fact.at, doer)
            self.count_on(day_of(fact.at), doer, "checked_in_field", int(is_visit))
            is_other = bool(fact.actor_unit) and fact.actor_unit not in self.marks["units"]
            self.count_on(
                day_of(fact.at), doer, "independent", int(is_other and fact.actor_unit != self.marks.get("claimant"))
            )

    def _decide(self, fact: Fact, was: str, doer: str) -> None:
        """Count what was asked for and is decided now, for the unit that had the report until then."""
        pending = self.marks["pending"]
        if fact.kind in CLAIMS:
            self.marks["claimant"] = fact.actor_unit
        if fact.kind in (CLOSURE, RETURN) and CONTEST in pending:
            self._decided("contests", fact.at, doer, is_granted=fact.kind == CLOSURE)
            pending.remove(CONTEST)
        elif fact.kind == CONTEST:
            pending.append(CONTEST)
        elif fact.kind == "feedback.refuse_reopen" or (
            fact.kind == "feedback.grant_reopen" and fact.payload.get("because") == "request"
        ):
            self._decided("requests", fact.at, doer, is_granted=fact.kind == "feedback.grant_reopen")
        if fact.door == "planning.admit" and OBJECTION in pending:
            self._decided("appeals", fact.at, doer, is_granted=False)
            self.marks["pending"] = pending = [one for one in pending if one != OBJECTION]
        if fact.door in AFTER_APPEAL and {"feedback.appeal", OBJECTION} & set(pending):
            self._decided("appeals", fact.at, doer, is_granted=AFTER_APPEAL[fact.door])
        if fact.door in AFTER_APPEAL or fact.door == JOINED:
            self.marks["pending"] = [one for one in pending if one not in ("feedback.appeal", OBJECTION)]
        elif fact.door == "feedback.appeal":
            pending.append(OBJECTION if was == State.PLANNED else "feedback.appeal")
        if fact.kind == "deadlines.breach" and fact.payload["promise"] == "resolve":
            self.marks["is_late"] = True
        elif fact.kind == "deadlines.extend":
            self.count("put_off", fact.at, doer)
            self.count_on(day_of(fact.at), doer, "put_off_before", int(not self.marks.get("is_late")))

    def _decided(self, what: str, at: datetime, doer: str, *, is_granted: bool) -> None:
        self.count(f"{what}_decided", at, doer)
        good = {"requests": "granted"}.get(what, "upheld")
        self.count_on(day_of(at), doer, f"{what}_{good}", int(is_granted))

    def _repeat(self, fact: Fact, joined_at: datetime | None) -> None:
        """Count a report of the same problem, or a supporter, that came while this one was watched."""
        if fact.kind == "triage.adopt" and joined_at and self._watches(joined_at):
            self._mark("repeats")
        elif fact.kind == "reports.support" and self._watches(fact.at):
            self._mark("supports")

    def _mark(self, name: str) -> None:
        self.marks[name] = self.marks.get(name, 0) + 1

    def _watches(self, at: datetime) -> bool:
        until = self.marks.get("watched")
        end = datetime.fromisoformat(until) if until else self.received_at + WATCHED
        return self.received_at < at <= min(end, self.received_at + WATCHED)

    def _open_or_end(self, fact: Fact, was: str, doer: str) -> None:
        is_open, was_open = self.state in PENDING, was in PENDING
        if is_open and not was_open:
            self.marks.pop("end", None)
            self.marks["is_late"] = False
            if was:
                self._sum("opened_again")
        elif not is_open and (was_open or not was):
            self.marks["end"] = [day_of(fact.at), doer, fact.door, dict(self.marks["sums"]), len(self.marks["units"])]
            if fact.door != JOINED:  # the problem of a joined report goes on with the other one
                self.marks.setdefault("watched", fact.at.isoformat())

    def _stand(self, fact: Fact) -> None:
        """Remember how it stands as long as the year of its receipt lasts; what was closed elsewhere ended when it was closed there."""
        closed_before = self.marks.pop("closed_before", None)
        at = datetime.fromisoformat(closed_before) if closed_before else fact.at
        if local(at).year <= local(self.received_at).year:
            self.marks["year"] = self._standing()

    def _standing(self) -> str:
        return years.standing(self.marks["end"][2] if "end" in self.marks else None)

    def share(self) -> Counter[Key]:
        """Return what the report adds to each number of the rollups."""
        added: Counter[Key] = Counter()
        if not self.version:
            return added
        added.update(self.of_days())
        received_on, here = local(self.received_at).date(), self.place()
        numbers = {"received": 1, "with_area": int(bool(self.area)), "with_category": int(bool(self.category))}
        numbers["complete"] = numbers["with_area"] * numbers["with_category"]
        numbers |= self._watch() | years.numbers(self.marks.get("year", years.OPEN), self._standing())
        for name, number in numbers.items():
            added[DayKey(received_on, here, name)] += number
        if self.is_live and self.state in PENDING and "watched" not in self.marks:
            added[WatchKey(received_on, quarter(self.received_at), here)] = 1
        for name, number in self._end().items():
            day, unit = self.marks["end"][:2]
            added[DayKey(date.fromisoformat(day), self.place(unit), name)] += number
        return Counter({key: number for key, number in added.items() if number})

    def _watch(self) -> dict[str, int]:
        """Return what is known of its repeats; nothing of a report that is itself one, was refused, or came before this system.

        One that never ended is watched for all of its days in advance: what of them is to come, its `WatchKey` tells.
        """
        door = self.marks["end"][2] if "end" in self.marks else ""
        if not self.is_live or door in (JOINED, REFUSED):
            return {}
        repeats, until = self.marks.get("repeats", 0), self.marks.get("watched")
        watched = min(datetime.fromisoformat(until) - self.received_at, WATCHED) if until else WATCHED
        return {
            "incidents": 1,
            "repeats": repeats,
            "repeats_squares": repeats * repeats,
            "supports": self.marks.get("supports", 0),
            "watch_minutes": _minutes(watched),
        }

    def _end(self) -> Mapping[str, int]:
        """Return the numbers of the end that holds; of one that is joined or was closed elsewhere there are none."""
        if not self.is_live or "end" not in self.marks or self.marks["end"][2] in TAKEN_OVER:
            return {}
        sums: Mapping[str, Any] = self.marks["end"][3]
        of = {
            name: sums.get(name, 0)
            for name in ("touches", "hand_overs", "work_minutes", "checks", "visits", "questions")
        }
        is_solved = ENDINGS.get(self.marks["end"][2]) == SOLVED
        told = self.marks["told"]
        return {
            **of,
            **{f"{name}_squares": of[name] ** 2 for name in ("touches", "hand_overs", "work_minutes", "visits")},
            "touches_visits": of["touches"] * of["visits"],
            "ends": 1,
            "solved": int(is_solved),
            "units_had": self.marks["end"][4],
            "routed_right": int(not sums.get("strayed")),
            "first_time": int(is_solved and sums.get("claims") == 1 and not sums.get("opened_again")),
            "trail_whole": int(is_solved and all(told.get(step) for step in ("answer", "start", "claim"))),
        }


def _minutes(took: timedelta) -> int:
    return max(0, int(took.total_seconds() // 60))
