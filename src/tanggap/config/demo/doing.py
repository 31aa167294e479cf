"""Each step of a life as the product's own action: what a citizen's, an officer's or a validator's page would call."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from tanggap.config.demo import checking, helping
from tanggap.config.demo.chance import luck
from tanggap.config.demo.lives import Life, Step
from tanggap.config.demo.people import Cast
from tanggap.config.demo.photos import Studio
from tanggap.config.demo.texts import Writer
from tanggap.core import clock, crypto, ids
from tanggap.deadlines import actions as deadlines
from tanggap.deadlines import queries as escalations
from tanggap.feedback import actions as feedback
from tanggap.intake import actions as intake
from tanggap.intake.words import InboundReport, Reporter
from tanggap.places.city import city
from tanggap.reports import actions as reports
from tanggap.reports import outbox
from tanggap.reports.photos import Upload
from tanggap.reports.words import Origin
from tanggap.triage import actions as triage
from tanggap.verification import actions as verification
from tanggap.verification import checklist

ANSWER, SOLUTION = "answer", "solution"
OWES = {  # after which act what is still owed
    "coordinate": frozenset({SOLUTION}),
    "disposition": frozenset({SOLUTION}),
    "start": frozenset({SOLUTION}),
    "answer": frozenset({SOLUTION}),
    "resume": frozenset({SOLUTION}),
    "appeal": frozenset({SOLUTION}),
    "reopen": frozenset({SOLUTION}),
    "fail": frozenset({SOLUTION}),
    "ask": frozenset[str](),
    "claim": frozenset[str](),
    "reject": frozenset[str](),
    "refer": frozenset[str](),
    "merge": frozenset[str](),
    "accept": frozenset[str](),
}


@dataclass(slots=True)
class Known:
    """What the people of the story know of a report: the number of its last event that matters, who has it, who checks it.

    `owes` is what is still promised: a first answer, then a solution; nothing of a closed report, or while its clock stands still.
    """

    code: str
    token: str
    version: int
    unit: str
    verifier: str = ""
    owes: frozenset[str] = frozenset({ANSWER, SOLUTION})


class Doer:
    """Does steps. `due` collects the promises that somebody must watch: when, of which report, and which promise."""

    def __init__(self, cast: Cast, studio: Studio, lives: Mapping[int, Life], writer: Writer) -> None:
        self._cast, self._studio, self._lives, self._writer = cast, studio, lives, writer
        self.known: dict[int, Known] = {}
        self.due: list[tuple[datetime, int, str]] = []

    def recall(self, numbers: list[int]) -> None:
        """Learn where reports stand that an earlier, interrupted run has made."""
        named = {number: names(self._lives[number]) for number in numbers}
        standing = outbox.standing([code for code, _ in named.values()])
        for number, (code, token) in named.items():
            if code in standing:
                now = standing[code]
                self.known[number] = Known(code, token, now.version, now.unit, now.verifier or "")

    def begin(self, life: Life) -> None:
        """Send the report in."""
        uploads = [self._studio.upload(life.photo, use="before")] if life.photo else []
        with ids.drawn_from(luck(life.name)):
            receipt = intake.accept(_inbound(life, uploads))
        self.known[life.number] = Known(receipt.code, receipt.token, 1, receipt.unit_code)
        self.due += [(receipt.answer_due_at, life.number, ANSWER), (receipt.resolve_due_at, life.number, SOLUTION)]

    def do(self, life: Life, step: Step) -> None:
        """Do one step of a report that has begun."""
        known = self.known[life.number]
        getattr(self, f"_{step.act}")(life, known, step)
        known.owes = OWES.get(step.act, known.owes)

    def is_owed(self, number: int, promise: str) -> bool:
        """Return whether what was promised of a report can be late."""
        return number in self.known and promise in self.known[number].owes

    def take_notice(self) -> None:
        """Let those who can log in and lead or supervise have taken notice of every second report that ran out of time."""
        for person in self._cast.above():
            rows = escalations.addressed(person, now=clock.now()).rows
            heard = [key for row in sorted(rows, key=lambda row: row.code)[::2] for key in row.ids]
            deadlines.acknowledge(by=person, escalations=heard)

    def _desk(self, known: Known, action: Any, **facts: Any) -> None:
        """Let the officer of the unit that has the report act on it."""
        event = action(code=known.code, version=known.version, by=self._cast.officer(known.unit), **facts)
        known.version, known.unit = event.version, event.unit_id
        known.verifier = event.payload.get("verifier", known.verifier)

    def _complete(self, life: Life, known: Known, step: Step) -> None:
        event = reports.change(
            code=known.code,
            version=known.version,
            by=self._cast.intake(),
            category=life.category.code,
            lon=life.lon,
            lat=life.lat,
        )
        known.version, known.unit = event.version, event.unit_id

    def _coordinate(self, life: Life, known: Known, step: Step) -> None:
        self._desk(known, reports.coordinate, **step.facts)

    def _hand_back(self, life: Life, known: Known, step: Step) -> None:
        self._desk(known, reports.hand_back, **step.facts)

    def _refer(self, life: Life, known: Known, step: Step) -> None:
        self._desk(known, reports.refer, **step.facts)

    def _disposition(self, life: Life, known: Known, step: Step) -> None:
        self._desk(known, reports.disposition, **step.facts)

    def _start(self, life: Life, known: Known, step: Step) -> None:
        self._desk(known, reports.start, **step.facts)

    def _ask(self, life: Life, known: Known, step: Step) -> None:
        self._desk(known, reports.ask, **step.facts)

    def _reject(self, life: Life, known: Known, step: Step) -> None:
        self._desk(known, reports.reject, **step.facts)

    def _claim(self, life: Life, known: Known, step: Step) -> None:
        self._desk(known, reports.claim_done, photos=self._uploads(step), **step.facts)

    def _help(self, life: Life, known: Known, step: Step) -> None:
        known.version = helping.ask(known.code, known.version, self._cast.officer(known.unit), step)

    def _take_on(self, life: Life, known: Known, step: Step) -> None:
        helping.do(known.code, self._cast.officer(step.facts["unit"]), step, self._uploads(step))

    _turn_down = _do_part = _take_on

    def _merge(self, life: Life, known: Known, step: Step) -> None:
        parent = self.known[step.facts["parent"]]
        self._desk(known, triage.merge, parent=parent.code)
        parent.version += 1

    def _answer(self, life: Life, known: Known, step: Step) -> None:
        known.version = feedback.answer(code=known.code, token=known.token, **step.facts).version

    def _appeal(self, life: Life, known: Known, step: Step) -> None:
        event = feedback.appeal(code=known.code, token=known.token, **step.facts)
        known.version, known.unit = event.version, event.unit_id

    def _reopen(self, life: Life, known: Known, step: Step) -> None:
        known.version = feedback.reopen(code=known.code, token=known.token, **step.facts).version

    def _rate(self, life: Life, known: Known, step: Step) -> None:
        feedback.rate(code=known.code, token=known.token, **step.facts)
        known.version += 1

    def _support(self, life: Life, known: Known, step: Step) -> None:
        reports.support(code=known.code, **step.facts)
        known.version += 1

    def _resume(self, life: Life, known: Known, step: Step) -> None:
        if deadlines.resume_unanswered():
            known.version += 1

    def _send_to_field(self, life: Life, known: Known, step: Step) -> None:
        self._check(life, known, verification.send_to_field, checklist=_ticked(life))

    def _fail(self, life: Life, known: Known, step: Step) -> None:
        self._check(life, known, verification.reject, **step.facts)
        checking.contested(known.code, **self._people(life, known))
        known.version = outbox.standing([known.code])[known.code].version

    def _accept(self, life: Life, known: Known, step: Step) -> None:
        photos = self._uploads(step)
        check = self._check(life, known, verification.accept, checklist=_ticked(life), photos=photos, **step.facts)
        if check.field_follows:
            needed = int(life.category.evidence.get("photos_after", 1))
            use = f"{step.at}:visit"

            def shot(name: str) -> Upload:
                return self._studio.upload(life.shot(name, step.at, is_solved=True), use=use)

            checking.visit(known.code, **self._people(life, known), ticked=_ticked(life), shot=shot, needed=needed)
            known.version = outbox.standing([known.code])[known.code].version

    def _check(self, life: Life, known: Known, action: Any, **facts: Any) -> Any:
        verifier = checking.free(self._cast.validators(known.verifier, life.number), known.code)
        known.version += 1
        return action(code=known.code, version=known.version - 1, verifier=verifier, **facts)

    def _people(self, life: Life, known: Known) -> dict[str, Any]:
        people, officer = self._cast.validators(known.verifier, life.number), self._cast.officer(known.unit)
        return {"people": people, "officer": officer, "words": self._words(life), "until": life.until}

    def _words(self, life: Life) -> checking.Words:
        """Return what is said of a result in this life: the same each time."""
        kinds = ("refused", "started", "claimed_done", "accepted")
        said = (self._writer.answer(kind, life.category.code, luck(life.name, kind)) for kind in kinds)
        return checking.Words(*said)

    def second(self, *, until: datetime) -> None:
        """Let second opinions be given that were drawn."""
        checking.give_opinions(self._cast.checkers(), until=until)

    def leave(self) -> None:
        """Leave some unusual checks to whoever comes to look."""
        if self._lives:
            words = self._words(self._lives[min(self._lives)])
            checking.leave(self._cast.checkers(), self._cast.officer, words)

    def _uploads(self, step: Step) -> list[Upload]:
        return [self._studio.upload(shot, use=f"{step.at}:{number}") for number, shot in enumerate(step.photos)]

    def remember(self, numbers: set[int]) -> dict[int, Known]:
        """Return what is known of some reports, to be put back by `forget` when what follows did not happen."""
        return {number: replace(self.known[number]) for number in numbers if number in self.known}

    def forget(self, numbers: set[int], before: Mapping[int, Known]) -> None:
        """Know of `numbers` no more than `before`."""
        for number in numbers:
            self.known.pop(number, None)
        self.known.update({number: replace(known) for number, known in before.items()})


def names(life: Life) -> tuple[str, str]:
    """Return code and token of a life's report, which its name alone decides."""
    with ids.drawn_from(luck(life.name)):
        code = ids.new_code(city().prefix)
        return code, crypto.private_token(ids.new_nonce())


def _inbound(life: Life, uploads: list[Upload]) -> InboundReport:
    placed: dict[str, Any] = (
        {"category": life.category.code, "lon": life.lon, "lat": life.lat, "details": life.details}
        if life.is_placed
        else {}
    )
    return InboundReport(
        channel=life.channel,
        text=life.text,
        external_id=life.name,
        reporter=Reporter(email=life.email, channel="email"),
        visibility=life.visibility,
        photos=uploads,
        language=life.language,
        origin=Origin.DEMO,
        **placed,
    )


def _ticked(life: Life) -> dict[str, bool]:
    """Return the category's checklist, every point of it held."""
    return {checklist.key(point): True for point in checklist.points(life.category.code)}
