"""What came out of the questions of one's own."""

from collections import defaultdict
from dataclasses import dataclass

from tanggap.core.words import say
from tanggap.surveys.ikm import LEAST
from tanggap.surveys.models import Questionnaire, Survey
from tanggap.surveys.queries.labels import rows


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    """What came out of one question of one's own: how many gave each answer; for words alone how many wrote some."""

    code: str
    label: str
    kind: str
    n: int
    mean: float | None
    answers: tuple[tuple[str, int], ...]


def own_questions(survey: str) -> list[OwnQuestion]:
    """Return what came out of a survey's own questions. Two statements."""
    row = Questionnaire.objects.filter(pk__in=Survey.objects.filter(pk=survey).values("questionnaire")).first()
    if row is None or not row.questions:
        return []
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for code, said, n in rows(
        "SELECT a.question, coalesce(a.score::text, nullif(a.choice, ''), ''), count(*) FROM surveys_answer a"
        " JOIN surveys_response r ON r.id = a.response_id WHERE r.survey_id = %s GROUP BY 1, 2",
        [survey],
    ):
        counts[code][said] = n
    found = []
    for one in row.questions:
        of = counts[one["code"]]
        labels = {option["code"]: say(option["label"]) for option in one.get("options", ())}
        labels = labels or ({str(score): str(score) for score in range(1, 5)} if one["kind"] == "scale" else {})
        n = sum(of.values())
        mean = (
            sum(int(score) * count for score, count in of.items()) / n
            if one["kind"] == "scale" and n >= LEAST
            else None
        )
        answers = tuple((label, of.get(code, 0)) for code, label in labels.items()) if n >= LEAST else ()
        found.append(OwnQuestion(one["code"], say(one["label"]), one["kind"], n, mean, answers))
    return found
