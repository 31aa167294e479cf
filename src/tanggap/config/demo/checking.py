"""How results are checked in the simulated city: who may, what visits by lot find, second opinions, contests, conflicts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from django.utils.translation import gettext, override

from tanggap.agencies.models import Staff
from tanggap.config.demo.chance import luck
from tanggap.core import clock
from tanggap.core.refusal import Refusal
from tanggap.places.city import city
from tanggap.reports import actions as reports
from tanggap.reports.models import Report
from tanggap.reports.photos import Upload
from tanggap.reports.words import State
from tanggap.verification import actions, conflicts, drawing, opinions, rotation
from tanggap.verification.models import Check
from tanggap.verification.words import CheckKind

FALSE, CONTESTED, AGREED = 0.04, 0.2, 0.94  # of the visits, of the returns, of the second opinions
HOUR = timedelta(hours=1)
HOURS_OF_NIGHT = 6  # once a day, at the first sweep after midnight
WAITS = timedelta(days=1)  # a second opinion of the last day still waits


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of results that do not hold, in the city's language."""

    refused: str
    started: str
    claimed: str
    accepted: str


def commit(*, seed: int, since: datetime, until: datetime) -> None:
    """Commit to the seeds of the story's past days as its recipe decides them; those of today and later are drawn in earnest."""
    first, last = clock.local(since).date(), clock.local(until).date()
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    today = clock.local(clock.now()).date()

    def seed_of(day: date) -> bytes:
        return luck(seed, "lots", day.isoformat()).randbytes(drawing.SEED_BYTES)

    with clock.at(since):
        drawing.commit_to_past(days, today=today, seed_of=seed_of)


def free(people: Sequence[Staff], code: str) -> Staff:
    """Return the first of `people` whom rotation and conflicts let check the report. Raises LookupError."""
    report = Report.objects.get(code=code)
    for person in people:
        if rotation.may_check(person, report):
            return person
    raise LookupError(f"nobody may check {code}")


def visit(
    code: str,
    *,
    people: Sequence[Staff],
    officer: Staff,
    ticked: dict[str, bool],
    words: Words,
    shot: Callable[[str], Upload],
    needed: int,
    until: datetime,
) -> None:
    """Let somebody go and see a claim whose papers hold: most are closed; what is false goes back, is done, and is seen again."""
    now, number = clock.now(), 0
    while _state(code) == State.AWAITING_VALIDATION and number < 4:
        with clock.at(min(now + HOUR * (2 + 5 * number), until)):
            if number == 0 and luck(code, "visit").random() < FALSE:
                _checked(code, people, actions.reject, message=words.refused, photos=[shot(f"visit{number}")])
                _redone(code, officer, words, [shot(f"again{one}") for one in range(needed)], until)
            else:
                _seen(code, people, ticked, words, partial(shot, f"visit{number}"))
        number += 1


def contested(code: str, *, people: Sequence[Staff], officer: Staff, words: Words, until: datetime) -> None:
    """Let the unit contest some of the returns; the second validator mostly says the same."""
    if luck(code, "contest").random() >= CONTESTED:
        return
    now, report = clock.now(), Report.objects.get(code=code)
    with clock.at(min(now + HOUR / 2, until)):
        reports.contest(code=code, version=report.version, by=officer, message=words.claimed)
    with clock.at(min(now + HOUR, until)):
        _checked(code, people, actions.reject, message=words.refused)


def give_opinions(people: Sequence[Staff], *, until: datetime) -> None:
    """Let validators give the second opinions that were drawn, but for those of the last day."""
    now = clock.now()
    if now > until - WAITS or clock.local(now).hour >= HOURS_OF_NIGHT or not opinions.is_any_asked():
        return
    for person in people:
        for row in opinions.asked_of(person):
            first = Check.objects.filter(report__code=row.code, kind=CheckKind.ADMINISTRATIVE).latest("at")
            passed = first.passed if luck(row.code, "second").random() < AGREED else not first.passed
            opinions.give(opinion=row.id, by=person, passed=passed, checklist={})


def leave(people: Sequence[Staff], officer: Callable[[str], Staff], words: Words) -> None:
    """Leave to whoever comes to look a contested check, a wanted second opinion and a conflict, where there are such cases."""
    returned = Report.objects.filter(state=State.FOLLOW_UP_REJECTED).order_by("-changed_at", "code")
    for report in returned[:5]:
        try:
            reports.contest(code=report.code, version=report.version, by=officer(report.unit_id), message=words.claimed)
        except (Refusal, LookupError):
            continue  # contested before, or too late
        break
    waiting = Report.objects.filter(state=State.AWAITING_VALIDATION, field_required=False).order_by(
        "-claimed_at", "code"
    )
    for person in people:
        found = waiting.filter(verifier=person.unit_id).first()
        if found is not None and rotation.others_there(person, found, at=clock.now()):
            if not opinions.of_case(found, person):
                opinions.ask(code=found.code, version=found.version, by=person)
            conflicts.declare(by=person, unit=found.unit_id, reason=_reason())
            return


def _seen(
    code: str, people: Sequence[Staff], ticked: dict[str, bool], words: Words, shot: Callable[[], Upload]
) -> None:
    """Take the next check of a claim: papers, which may ask for the visit, or the visit itself."""
    is_visit = actions.due_check(Report.objects.get(code=code)) == CheckKind.FIELD
    photos = [shot()] if is_visit else []
    _checked(code, people, actions.accept, checklist=ticked, findings=words.accepted, photos=photos)


def _redone(code: str, officer: Staff, words: Words, photos: Sequence[Upload], until: datetime) -> None:
    now = clock.now()
    with clock.at(min(now + HOUR, until)):
        reports.start(code=code, version=_version(code), by=officer, message=words.started)
    with clock.at(min(now + HOUR * 3, until)):
        reports.claim_done(code=code, version=_version(code), by=officer, message=words.claimed, photos=photos)


def _checked(code: str, people: Sequence[Staff], act: Callable[..., object], **facts: object) -> None:
    act(code=code, version=_version(code), verifier=free(people, code), **facts)


def _version(code: str) -> int:
    return Report.objects.values_list("version", flat=True).get(code=code)


def _state(code: str) -> str:
    return Report.objects.values_list("state", flat=True).get(code=code)


def _reason() -> str:
    with override(city().languages[0]):
        return gettext("A relative of mine works in this unit.")
