"""Surveys and questionnaires as who makes them sees them, and the list that everybody reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from tanggap.agencies import queries as agencies
from tanggap.catalog import queries as catalog
from tanggap.core.refusal import NotFound
from tanggap.core.words import say
from tanggap.places import queries as places
from tanggap.surveys.grains import grain
from tanggap.surveys.models import Answer, Cell, Invitation, Questionnaire, Response, Survey
from tanggap.surveys.words import Entrance, Kind, SurveyState

MOST_WORDS = 200


@dataclass(frozen=True, slots=True)
class SurveyRow:
    """A survey. `share` is in a thousand; `answers` are all that came, doubtful ones among them."""

    code: str
    titles: Mapping[str, str]
    state: str
    kind: str
    questionnaire: str
    questionnaire_version: int
    units: tuple[str, ...]
    channels: tuple[str, ...]
    area: str
    opens_on: date
    closes_on: date
    population: int | None
    target: int
    share: int
    is_linked: bool
    follow_up: Sequence[Mapping[str, Any]]
    version: int
    answers: int

    @property
    def title(self) -> str:
        """Return the title in the active language."""
        return say(self.titles)

    @property
    def state_label(self) -> str:
        """Return where it stands, in words."""
        return str(SurveyState(self.state).label)

    @property
    def is_skm(self) -> bool:
        """Return whether it has an index."""
        return self.kind == Kind.SKM

    @property
    def unit_labels(self) -> list[str]:
        """Return the names of its units; none for all."""
        return [agencies.unit_label(code) for code in self.units]

    @property
    def channel_labels(self) -> list[str]:
        """Return the names of its channels; none for all."""
        return [row.label if (row := catalog.channel(code)) else code for code in self.channels]

    @property
    def area_label(self) -> str:
        """Return the name of its area; empty for the whole city."""
        return places.full_name(self.area) if self.area else ""

    @property
    def percent(self) -> int | None:
        """Return how much of the answers wanted there is, at most 100; None where none are wanted."""
        return min(100, self.answers * 100 // self.target) if self.target else None


@dataclass(frozen=True, slots=True)
class QuestionnaireRow:
    """One version of a questionnaire; `published_at` None: the draft."""

    code: str
    version: int
    kind: str
    titles: Mapping[str, str]
    introductions: Mapping[str, str]
    questions: Sequence[Mapping[str, Any]]
    published_at: datetime | None

    @property
    def title(self) -> str:
        """Return the title in the active language."""
        return say(self.titles)

    @property
    def kind_label(self) -> str:
        """Return its kind in words."""
        return str(Kind(self.kind).label)


@dataclass(frozen=True, slots=True)
class Progress:
    """How a survey comes along: who was invited and written to, who answered and by which way."""

    invited: int
    told: int
    invited_answers: int
    entrances: Mapping[str, int]
    flagged: int


@dataclass(frozen=True, slots=True)
class Words:
    """What people wrote to one question, latest day first: for who makes surveys alone."""

    label: str
    texts: tuple[str, ...]


def surveys(*, public: bool = False) -> list[SurveyRow]:
    """Return the surveys, the latest first; those that were opened at least, when they are `public`. Two statements."""
    rows = Survey.objects.select_related("questionnaire").order_by("-opens_on", "code")
    if public:
        rows = rows.exclude(state=SurveyState.DRAFT)
    answers = dict(_answers().values_list("survey").annotate(Sum("answers")))
    return [_row(row, answers.get(row.pk, 0)) for row in rows]


def survey(code: str, *, public: bool = False) -> SurveyRow:
    """Return one survey; a draft is there for who makes it alone. Two statements. Raises NotFound."""
    row = Survey.objects.select_related("questionnaire").filter(pk=code).first()
    if row is None or (public and row.state == SurveyState.DRAFT):
        raise NotFound
    return _row(row, _answers().filter(survey=code).aggregate(n=Sum("answers"))["n"] or 0)


def questionnaires() -> list[QuestionnaireRow]:
    """Return the newest version of each questionnaire, drafts among them. One statement."""
    rows = Questionnaire.objects.order_by("code", "-version").distinct("code")
    return [_questionnaire(row) for row in rows]


def published() -> list[QuestionnaireRow]:
    """Return the newest published version of each questionnaire. One statement."""
    rows = Questionnaire.objects.filter(published_at__isnull=False).order_by("code", "-version").distinct("code")
    return [_questionnaire(row) for row in rows]


def questionnaire(code: str, version: int | None = None) -> QuestionnaireRow:
    """Return a version of a questionnaire, the newest if none is named. One statement. Raises NotFound."""
    rows = Questionnaire.objects.filter(code=code).order_by("-version")
    row = (rows if version is None else rows.filter(version=version)).first()
    if row is None:
        raise NotFound
    return _questionnaire(row)


def progress(code: str) -> Progress:
    """Return how a survey comes along. Two statements."""
    counts = Invitation.objects.filter(survey=code).aggregate(
        invited=Count("pk"), told=Count("pk", filter=Q(is_told=True)), answered=Count("pk", filter=Q(is_answered=True))
    )
    rows = Response.objects.filter(survey=code).values_list("entrance")
    found = list(rows.annotate(n=Count("pk"), flagged=Count("pk", filter=~Q(flags=[]))))
    return Progress(
        counts["invited"],
        counts["told"],
        counts["answered"],
        {str(Entrance(entrance).label): n for entrance, n, _flagged in found},
        sum(flagged for _entrance, _n, flagged in found),
    )


def words(code: str) -> list[Words]:
    """Return what people wrote in a survey, by question. Two statements."""
    row = Survey.objects.select_related("questionnaire").get(pk=code)
    labels = {one["code"]: say(one["label"]) for one in row.questionnaire.questions if one["kind"] == "words"}
    said: dict[str, list[str]] = {name: [] for name in labels}
    rows = Answer.objects.filter(response__survey=code).exclude(words="").order_by("-response__on", "words")
    for name, text in rows.values_list("question", "words")[:MOST_WORDS]:
        said.setdefault(name, []).append(text)
    return [Words(labels.get(name, name), tuple(texts)) for name, texts in said.items()]


def _answers() -> QuerySet[Cell]:
    """Return the fewest rows in which every answer stands once."""
    return Cell.objects.filter(grain=grain("y", ()))


def _row(row: Survey, answers: int) -> SurveyRow:
    asked = row.questionnaire
    return SurveyRow(
        row.code, row.title, row.state, asked.kind, asked.code, asked.version, tuple(row.units), tuple(row.channels), row.area,
        row.opens_on, row.closes_on, row.population, row.target, row.share, row.is_linked, row.follow_up, row.version, answers,
    )  # fmt: skip


def _questionnaire(row: Questionnaire) -> QuestionnaireRow:
    return QuestionnaireRow(
        row.code, row.version, row.kind, row.title, row.introduction, row.questions, row.published_at
    )
