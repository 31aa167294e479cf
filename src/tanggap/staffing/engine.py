"""One future, event by event: reports come, people on duty take them up in an order, work ends. Times are minutes from the start.

A discrete-event simulation of one pool of people with two queues, first answers and work. What somebody has begun is finished, in the next
shift if need be, and by the same person (non-preemptive, work resumes). Pure: all that chance decides comes in with the `Case`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

NEVER = 1e9
"""Later than the end of any period, in minutes: what is not answered or done."""


@dataclass(slots=True)
class Case:
    """The reports of one future, in the order in which somebody could take them up (`ready`), and the people.

    Each of the lists has an entry a report. `asks` tells whether it needs a first answer, which takes `answer_hands`; `solve_hands` is
    negative where no work follows. `solve_delay` passes after the work without hands. `answer_key` and `solve_key` say what is taken up
    first, the smallest; a key of None is the moment at which the task came. `people` have their times on duty as (begins, ends), and
    `is_reserved` those who take answers alone. `end` is when the period is over.
    """

    ready: Sequence[float]
    asks: Sequence[bool]
    answer_hands: Sequence[float]
    solve_hands: Sequence[float]
    solve_delay: Sequence[float]
    answer_key: Sequence[float] | None
    solve_key: Sequence[float] | None
    people: Sequence[tuple[Sequence[float], Sequence[float]]]
    is_reserved: Sequence[bool]
    end: float


@dataclass(slots=True)
class Course:
    """What became of each report: when it was answered, when its work was begun, when it was done; and minutes that hands worked."""

    answered: list[float]
    begun: list[float]
    done: list[float]
    busy: float


class _People:
    """Who works until when, and who stands idle. A person is known by the number in `Case.people`."""

    def __init__(self, case: Case) -> None:
        self.begins = [list(begins) for begins, _ends in case.people]
        self.ends = [list(ends) for _begins, ends in case.people]
        self.is_reserved = list(case.is_reserved)
        self.at = [0] * len(self.begins)
        self.idle: tuple[list[int], list[int]] = ([], [])  # those for everything, those reserved
        self.next: list[tuple[float, int]] = []
        self.busy = 0.0
        for person, begins in enumerate(self.begins):
            if begins:
                heappush(self.next, (begins[0], person))

    def is_on_duty(self, person: int, now: float) -> bool:
        """Return whether somebody is there; who is not is woken at the next shift, if there is one."""
        ends, at = self.ends[person], self.at[person]
        while at < len(ends) and ends[at] <= now:
            at += 1
        self.at[person] = at
        if at == len(ends):
            return False
        if self.begins[person][at] <= now:
            return True
        heappush(self.next, (self.begins[person][at], person))
        return False

    def free(self, now: float, *, for_answer: bool) -> int:
        """Return somebody idle who may take the task up now, -1 for nobody. Reserved people are asked first."""
        for idle in (self.idle[1], self.idle[0]) if for_answer else (self.idle[0],):
            while idle:
                person = idle.pop()
                if self.is_on_duty(person, now):
                    return person
        return -1

    def work(self, person: int, now: float, minutes: float) -> None:
        """Let somebody who is on duty work for so many minutes, going on in the next shifts."""
        ends, at = self.ends[person], self.at[person]
        until = now + minutes
        self.busy += minutes
        while until > ends[at]:
            over = until - ends[at]
            at += 1
            if at == len(ends):
                self.busy -= over
                until = NEVER
                at -= 1
                break
            until = self.begins[person][at] + over
        self.at[person] = at
        heappush(self.next, (until, person))


def run(case: Case) -> Course:
    """Play one future to its end. It ends: each report and each shift is an event at most a few times."""
    play = _Play(case)
    ready, upcoming, end, total = case.ready, play.people.next, case.end, len(case.ready)
    number = 0
    coming = ready[0] if total else NEVER
    while True:
        if not upcoming or coming <= upcoming[0][0]:
            if coming >= end:
                break
            play.come(number, coming)
            number += 1
            coming = ready[number] if number < total else NEVER
        else:
            now, person = heappop(upcoming)
            if now >= end:
                break
            play.go_on(person, now)
    return Course(play.answered, play.begun, play.done, play.people.busy)


class _Play:
    """One future: what became of each report so far, both queues, and what everybody has in hand.

    A task is a number: twice that of the report for its answer, one more for its work, -1 for none.
    """

    def __init__(self, case: Case) -> None:
        total = len(case.ready)
        self.case = case
        self.answered, self.begun, self.done = [NEVER] * total, [NEVER] * total, [NEVER] * total
        self.people = _People(case)
        self.answers: list[tuple[float, int]] = []
        self.works: list[tuple[float, int]] = []
        self.task = [-1] * len(case.people)

    def come(self, report: int, now: float) -> None:
        """Let a report come to where it can be taken up."""
        case = self.case
        if not case.asks[report]:
            self.answered[report] = now
            self._add_work(report, now)
        elif (person := self.people.free(now, for_answer=True)) >= 0:
            self._start(person, 2 * report, now)
        else:
            heappush(self.answers, (now if case.answer_key is None else case.answer_key[report], report))

    def go_on(self, person: int, now: float) -> None:
        """Let somebody end what was in hand, if anything, and take up what is next, or stand idle."""
        finished, self.task[person] = self.task[person], -1
        if finished >= 0:
            self._end(finished, now)
        people, answers, works = self.people, self.answers, self.works
        if not people.is_on_duty(person, now):
            return
        reserved = people.is_reserved[person]
        if answers and (reserved or not works or answers[0] <= works[0]):
            self._start(person, 2 * heappop(answers)[1], now)
        elif works and not reserved:
            self._start(person, 2 * heappop(works)[1] + 1, now)
        else:
            people.idle[reserved].append(person)

    def _start(self, person: int, task: int, now: float) -> None:
        self.task[person] = task
        report = task >> 1
        if task & 1:
            self.begun[report] = now
            self.people.work(person, now, self.case.solve_hands[report])
        else:
            self.people.work(person, now, self.case.answer_hands[report])

    def _end(self, task: int, now: float) -> None:
        report = task >> 1
        if task & 1:
            self.done[report] = now + self.case.solve_delay[report]
        else:
            self.answered[report] = now
            self._add_work(report, now)

    def _add_work(self, report: int, now: float) -> None:
        case = self.case
        if case.solve_hands[report] < 0:
            self.done[report] = now
        elif self.people.idle[0] and (person := self.people.free(now, for_answer=False)) >= 0:
            self._start(person, 2 * report + 1, now)
        else:
            heappush(self.works, (now if case.solve_key is None else case.solve_key[report], report))
