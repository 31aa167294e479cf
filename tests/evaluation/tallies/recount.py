"""The evaluation's numbers once more, slowly, from the reports' rows and events: what the tallies are held against.

It shares no code with `evaluation.tallies.story`: each number is one sentence about one report's history.
"""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from tests.insight.recount import ANSWERS, OPEN, Story, all_stories, day

from tanggap.reports.models import Event, Report

Number = tuple[date, str, str, str, str, bool, str]
WITH_WORDS = {
    "reports.coordinate", "reports.disposition", "reports.start", "reports.reject", "reports.claim_done", "verification.reject",
    "reports.contest", "feedback.grant_reopen", "feedback.refuse_reopen", "reports.change", "reports.hand_back", "reports.decide",
    "reports.refer", "reports.give_up", "deadlines.extend", "planning.propose", "planning.admit", "planning.follow", "planning.return",
    "planning.build",
}  # fmt: skip
CLAIMS = {"reports.claim_done", "planning.build"}
MONTH = timedelta(days=30)


class Told(Story):
    """One report and its events, first to last."""

    def recount(self) -> None:
        self.receipt()
        self.acts()
        self.watch()
        if (end := self.end()) is not None and self.is_live and end.door != "triage.merge":
            self.ended(end)

    def end(self) -> Event | None:
        """Return the event that ended the report, None while it is open or when it was never open here."""
        if self.report.state in OPEN or self.events[0].state_after not in OPEN:
            return None
        return [b for a, b in pairwise(self.events) if a.state_after in OPEN and b.state_after not in OPEN][-1]

    def receipt(self) -> None:
        area, category, _unit, _channel = self.here
        for name, holds in (
            ("received", True), ("with_area", area), ("with_category", category), ("complete", area and category)
        ):  # fmt: skip
            self.count(name, self.report.received_at, number=int(bool(holds)))

    def acts(self) -> None:
        closed = [one for one in self.events if one.door == "verification.accept"]
        for one in self.events:
            words = bool(one.payload.get("message"))
            if one.actor_kind in ("staff", "guest") and one.kind in WITH_WORDS:
                self.count("moves_public", one.at, self.before(one))
                self.count("moves_told", one.at, self.before(one), int(words))
        for one in closed:
            earlier = [e for e in self.events if e.version < one.version]
            claim = [e for e in earlier if e.door in CLAIMS][-1]
            is_other = one.actor_unit_id not in {*(e.unit_id for e in earlier), claim.actor_unit_id}
            self.count("closures", one.at, self.before(one))
            self.count("independent", one.at, self.before(one), int(is_other))
            self.count("checked_in_field", one.at, self.before(one), int(one.payload["check"] == "field"))
        self.appeals()

    def appeals(self) -> None:
        favour = {"reports.start", "reports.disposition", *CLAIMS}
        refusing = {"reports.reject", "reports.refer", "reports.give_up"}
        for appeal in (one for one in self.events if one.door == "feedback.appeal"):
            later = [e for e in self.events if e.version > appeal.version]
            against = refusing | ({"planning.admit"} if appeal.state_before == "planned" else set())
            decided = next((e for e in later if e.door in favour | against | {"triage.merge"}), None)
            if decided is not None and decided.door != "triage.merge":
                self.count("appeals_decided", decided.at, self.before(decided))
                self.count("appeals_upheld", decided.at, self.before(decided), int(decided.door in favour))

    def watch(self) -> None:
        end = self.end()
        if not self.is_live or (end is not None and end.door in ("triage.merge", "reports.reject")):
            return
        received = self.report.received_at
        first = next(
            (
                b.at
                for a, b in pairwise(self.events)
                if a.state_after in OPEN and b.state_after not in OPEN | {"merged"}
            ),
            None,
        )
        until = min(first or received + MONTH, received + MONTH)
        children = [e.payload["child"] for e in self.events if e.kind == "triage.adopt"]
        came = [Report.objects.get(code=code).received_at for code in children]
        repeats = sum(received < at <= until for at in came)
        supports = sum(e.kind == "reports.support" and received < e.at <= until for e in self.events)
        minutes = (until - received) // timedelta(minutes=1)
        for name, number in (
            ("incidents", 1), ("repeats", repeats), ("repeats_squares", repeats**2), ("supports", supports), ("watch_minutes", minutes)
        ):  # fmt: skip
            self.count(name, received, number=number)

    def ended(self, end: Event) -> None:
        until = [one for one in self.events if one.version <= end.version]
        acts = [
            e
            for e in until
            if e.actor_kind in ("staff", "guest")
            and e.kind not in ("reports.read", "deadlines.acknowledge", "planning.follow")
        ]
        moved = [b for a, b in pairwise(until) if a.unit_id != b.unit_id and b.kind != "reports.move"]
        strayed = [e for e in until if e.kind in ("reports.hand_back", "reports.decide")]
        strayed += [e for e in moved if e.kind == "reports.change"]
        checks = [
            e for e in until if e.kind in ("verification.accept", "verification.reject", "verification.send_to_field")
        ]
        reopened = any(a.state_after not in OPEN and b.state_after in OPEN for a, b in pairwise(until))
        is_solved = end.door == "verification.accept"
        numbers: dict[str, Any] = {
            "ends": 1,
            "solved": is_solved,
            "touches": len(acts),
            "hand_overs": len(moved),
            "units_had": len({e.unit_id for e in until}),
            "work_minutes": sum(self.stays(until)),
            "checks": len(checks),
            "visits": sum(e.payload.get("check") == "field" for e in checks),
            "questions": sum(e.kind == "reports.ask" for e in until),
            "routed_right": not strayed,
            "first_time": is_solved and not reopened and sum(e.door in CLAIMS for e in until) == 1,
            "trail_whole": is_solved and self.is_told(until),
        }
        numbers |= {
            f"{name}_squares": numbers[name] ** 2 for name in ("touches", "hand_overs", "work_minutes", "visits")
        }
        numbers["touches_visits"] = numbers["touches"] * numbers["visits"]
        for name, number in numbers.items():
            self.count(name, end.at, self.before(end), int(number))

    @staticmethod
    def stays(until: list[Event]) -> list[int]:
        """Return how many minutes each stay in progress lasted."""
        found, begun = [], until[0].at
        for before, one in pairwise(until):
            if one.state_after == "in_progress" and before.state_after != "in_progress":
                begun = one.at
            elif before.state_after == "in_progress" and one.state_after != "in_progress":
                found.append((one.at - begun) // timedelta(minutes=1))
        return found

    @staticmethod
    def is_told(until: list[Event]) -> bool:
        def words(kinds: set[str]) -> list[bool]:
            return [bool(e.payload.get("message")) and e.kind in WITH_WORDS for e in until if e.door in kinds]

        return words(ANSWERS)[0] and any(words({"reports.start", "planning.admit"})) and words(CLAIMS)[-1]


def recounted() -> tuple[Counter[Number], Counter[tuple[object, ...]]]:
    """Return every number of all reports there are, but those of the study's years, and which are still watched."""
    numbers: Counter[Number] = Counter()
    watched: Counter[tuple[object, ...]] = Counter()
    for plain in all_stories():
        story = Told(plain.report, plain.events)
        story.recount()
        numbers.update(story.numbers)
        was_open_ever_since = all(e.state_after in OPEN | {"merged"} for e in story.events)
        if story.is_live and story.report.state in OPEN and was_open_ever_since:
            watched[day(story.report.received_at), *story.here, story.is_public] += 1
    return Counter({key: number for key, number in numbers.items() if number}), watched
