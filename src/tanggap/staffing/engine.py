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
    total = len(case.ready)
    answered, begun, done = [NEVER] * total, [NEVER] * total, [NEVER] * total
    people = _People(case)
    answers: list[tuple[float, int]] = []
    works: list[tuple[float, int]] = []
    task = [-1] * len(case.people)  # 2 × report for its answer, one more for its work, -1 for none
    ready, asks, end = case.ready, case.asks, case.end
    answer_hands, solve_hands, solve_delay = case.answer_hands, case.solve_hands, case.solve_delay
    answer_key, solve_key = case.answer_key, case.solve_key
    upcoming, work, is_reserved = people.next, people.work, people.is_reserved
    number = 0
    coming = ready[0] if total else NEVER

    def start(person: int, one: int, now: float) -> None:
        task[person] = one
        report = one >> 1
        if one & 1:
            begun[report] = now
            work(person, now, solve_hands[report])
        else:
            work(person, now, answer_hands[report])

    def add_work(report: int, now: float) -> None:
        if solve_hands[report] < 0:
            done[report] = now
            return
        if people.idle[0] and (person := people.free(now, for_answer=False)) >= 0:
            start(person, 2 * report + 1, now)
        else:
            heappush(works, (now if solve_key is None else solve_key[report], report))

    while True:
        if not upcoming or coming <= upcoming[0][0]:
            now, report = coming, number
            if now >= end:
                break
            number += 1
            coming = ready[number] if number < total else NEVER
            if not asks[report]:
                answered[report] = now
                add_work(report, now)
            elif (person := people.free(now, for_answer=True)) >= 0:
                start(person, 2 * report, now)
            else:
                heappush(answers, (now if answer_key is None else answer_key[report], report))
            continue
        now, person = heappop(upcoming)
        if now >= end:
            break
        finished = task[person]
        task[person] = -1
        if finished >= 0:
            report = finished >> 1
            if finished & 1:
                done[report] = now + solve_delay[report]
            else:
                answered[report] = now
                add_work(report, now)
        if not people.is_on_duty(person, now):
            continue
        reserved = is_reserved[person]
        if answers and (reserved or not works or answers[0] <= works[0]):
            start(person, 2 * heappop(answers)[1], now)
        elif works and not reserved:
            start(person, 2 * heappop(works)[1] + 1, now)
        else:
            people.idle[reserved].append(person)
    return Course(answered, begun, done, people.busy)
