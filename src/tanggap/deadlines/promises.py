"""What the city promises about a new report, and until when."""

from dataclasses import dataclass
from datetime import datetime

from tanggap.catalog import queries as catalog
from tanggap.reports import promises


@dataclass(frozen=True, slots=True)
class Promise:
    """When the first answer and the solution are due (UTC)."""

    answer_due_at: datetime
    resolve_due_at: datetime


def promised(category: str | None, *, at: datetime) -> Promise:
    """Return the promise for a report of `category` received at `at`, by the category's policy, else the city's default one.

    Jakarta: answer within 6 h, solution within 7 days (40/SE/2019).
    """
    course = promises.begun(catalog.policy_for(category), at)
    return Promise(course.answer_due_at, course.resolve_due_at)
