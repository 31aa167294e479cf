"""Surveys of the simulated city: one that is over, with who stayed silent and a plan of measures, and one that is being answered."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

from django.db import transaction

from tanggap.config.demo.chance import luck
from tanggap.core import clock
from tanggap.places.city import city
from tanggap.reports.models import Report
from tanggap.reports.words import UNDONE, State
from tanggap.surveys import actions, doubts
from tanggap.surveys.actions import Plan
from tanggap.surveys.actions.inviting import facts_of
from tanggap.surveys.elements import COUNT
from tanggap.surveys.models import Answer, Invitation, Response, Survey
from tanggap.surveys.words import Age, Education, Entrance, QuestionKind, Sex, Work

QUESTIONNAIRE: Final = "skm"
MOST_INVITED: Final = 600
ENDED: Final = sorted(UNDONE | {State.RESOLVED, State.ARCHIVED})
ANSWERS: Final = {"solved": 0.42, "refused": 0.16}  # who was not helped answers less often
LIKED: Final = (
    0.0,
    0.1,
    -0.6,
    0.5,
    -0.1,
    0.1,
    0.3,
    0.0,
    -0.4,
)  # how far the elements lie above or below the middle one
QUESTIONS: Final = (
    {
        "kind": "choice",
        "label": {"id": "Lewat mana Anda ingin menerima kabar?", "en": "By which way do you want to be told news?"},
        "options": [
            {"id": "WhatsApp", "en": "WhatsApp"},
            {"id": "Surel", "en": "E-mail"},
            {"id": "Aplikasi", "en": "App"},
        ],
    },
    {"kind": "words", "label": {"id": "Apa yang perlu diperbaiki lebih dulu?", "en": "What should be improved first?"}},
)
NEWS: Final = (6, 1, 3)  # how the ways of news are liked, in their order
IMPROVE: Final = (
    "Petugas sebaiknya memberi kabar sebelum datang.",
    "Alasan penundaan perlu dijelaskan dengan kata-kata biasa.",
    "Foto sesudah pekerjaan sering kurang jelas.",
    "Tolong jangan ditutup sebelum benar-benar selesai.",
)
MEASURES: Final = (
    ("time", "Regu siaga malam untuk laporan yang mendekati batas enam jam", "doing"),
    ("complaints", "Keberatan atas pelayanan dijawab oleh unit di atasnya dalam tiga hari", "planned"),
)


@transaction.atomic
def leave(*, seed: int, days: int, until: datetime) -> None:
    """Put the surveys there, once; whoever has made some keeps theirs."""
    if Survey.objects.exists():
        return
    actions.write(
        by=None,
        code=QUESTIONNAIRE,
        kind="skm",
        title={"id": "Survei kepuasan penanganan laporan", "en": "Satisfaction with the handling of reports"},
        introduction={
            "id": "Kami ingin tahu bagaimana laporan Anda ditangani, bukan hanya apakah masalahnya selesai.",
            "en": "We would like to know how your report was dealt with, not only whether the problem is gone.",
        },
        questions=QUESTIONS,
    )
    actions.publish(by=None, code=QUESTIONNAIRE)
    last = clock.local(until).date()
    past = _survey("skm-lalu", at=until - timedelta(days=days), days=days - 1, share=400)
    _answered(past, luck(seed, "survey"))
    unit = city().intake_unit
    measures = [
        {"element": element, "what": what, "unit": unit, "due": last + timedelta(days=60), "state": state}
        for element, what, state in MEASURES
    ]
    row = actions.follow_up(by=None, code=past.pk, version=past.version, measures=measures)
    with clock.at(until - timedelta(hours=12)):
        actions.close(by=None, code=row.pk, version=row.version)
    _survey("skm-berjalan", at=until, days=90, share=250)


def _survey(code: str, *, at: datetime, days: int, share: int) -> Survey:
    first = clock.local(at).date()
    last = first + timedelta(days=days)
    plan = Plan(
        questionnaire=QUESTIONNAIRE,
        title={
            "id": f"Survei kepuasan {first:%d-%m-%Y} sampai {last:%d-%m-%Y}",
            "en": f"Satisfaction survey {first:%Y-%m-%d} to {last:%Y-%m-%d}",
        },
        opens_on=first,
        closes_on=last,
        population=5_000,
        share=share,
    )
    with clock.at(at):
        row = actions.plan(by=None, code=code, plan=plan)
        return actions.open_survey(by=None, code=code, version=row.version)


def _answered(survey: Survey, random: Random) -> None:
    """Write down who was invited, and what those answered who did: a little worse where it took long or was refused."""
    reports = list(Report.objects.filter(state__in=ENDED, closed_at__lt=clock.now() - timedelta(days=3)).order_by("id"))
    invitations, responses = [], []
    for report in reports[:: max(1, len(reports) // MOST_INVITED)][
        :MOST_INVITED
    ]:  # of the whole time, not of its beginning
        facts = facts_of(report)
        on = clock.local(report.closed_at + timedelta(days=3)).date() if report.closed_at else survey.opens_on
        answers = random.random() < ANSWERS.get(facts["outcome"], ANSWERS["refused"])
        invitations.append(
            Invitation(survey=survey, report=report, invited_on=on, is_told=False, is_answered=answers, **facts)
        )
        if answers:
            responses.append(_response(survey, random, on, facts))
    Invitation.objects.bulk_create(invitations)
    Response.objects.bulk_create(responses)
    Answer.objects.bulk_create(answer for response in responses for answer in _own(response, random))


def _own(response: Response, random: Random) -> Iterator[Answer]:
    """Yield what somebody answered to the questions of this survey's own: most choose, few write."""
    for question in response.questionnaire.questions:
        if question["kind"] == QuestionKind.CHOICE and random.random() < 0.8:
            options = [option["code"] for option in question["options"]]
            yield Answer(response=response, question=question["code"], choice=random.choices(options, NEWS)[0])
        elif question["kind"] == QuestionKind.WORDS and random.random() < 0.15:
            yield Answer(response=response, question=question["code"], words=random.choice(IMPROVE))


def _response(survey: Survey, random: Random, on: Any, facts: dict[str, Any]) -> Response:
    mood = random.gauss(3.15 if facts["outcome"] == "solved" else 2.1, 0.55)
    scores = [min(4, max(1, round(random.gauss(mood + liked, 0.5)))) for liked in LIKED]
    if random.random() < 0.06:
        scores = [random.choice((3, 4))] * COUNT
    overall = 1 if random.random() < 0.03 else min(4, max(1, round(mood)))
    seconds = random.choice((4, 7)) if random.random() < 0.03 else round(random.lognormvariate(4.6, 0.5))
    said = random.random() < 0.8
    about = {name: codes for name, codes in facts.items() if name != "unit_id"}
    return Response(
        survey=survey,
        questionnaire=survey.questionnaire,
        on=on,
        entrance=Entrance.INVITED,
        unit=facts["unit_id"],
        **about,
        **(
            {
                "sex": random.choice(Sex.values),
                "age": random.choices(Age.values, (2, 26, 32, 22, 12, 6))[0],
                "education": random.choices(Education.values, (3, 7, 42, 14, 29, 4, 1))[0],
                "work": random.choices(Work.values, (11, 2, 2, 45, 22, 18))[0],
            }
            if said
            else {}
        ),
        scores=scores,
        overall=overall,
        total=sum(scores),
        filled=COUNT,
        seconds=seconds,
        flags=list(doubts.flags(scores, overall=overall, seconds=seconds)),
    )
