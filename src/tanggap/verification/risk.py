"""Points of risk of a claim: what the photo checks found, and what earlier checks of the same officer, unit and place showed.

Points ask for a look on the spot; they refuse nothing and accuse nobody (threats.md §5).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from tanggap.reports.models import Report
from tanggap.verification.claims import Claim
from tanggap.verification.evidence import queries as evidence
from tanggap.verification.rules import Rules, rules
from tanggap.verification.words import Why

LAST_CHECKS = 20  # of an officer, a unit and a place are counted: so a large unit is no more suspect than a small one
_HISTORY = """
SELECT count(*) FILTER (WHERE NOT passed) FROM (
  SELECT passed FROM verification_check WHERE {column} = %s AND at >= %s AND at <= %s ORDER BY at DESC LIMIT %s) AS {column}
"""
_FAILED = " UNION ALL ".join(_HISTORY.format(column=name) for name in ("claimant_id", "handler_id", "area_id"))


@dataclass(frozen=True, slots=True)
class Risk:
    """Points by `findings` in the photos and by `history`."""

    findings: int
    history: int

    @property
    def score(self) -> int:
        """Return all points."""
        return self.findings + self.history

    def why(self, threshold: int) -> str:
        """Return which of the two asks for a visit at `threshold`, empty for neither; findings first."""
        if self.findings >= threshold:
            return Why.RISK
        if self.score >= threshold:
            return Why.HISTORY if self.history >= self.findings else Why.RISK
        return ""


def of(report: Report, claim: Claim, *, at: datetime) -> Risk:
    """Return the points of a claim at an instant. Two statements."""
    given = rules()
    found = sum(given.findings[strength] for _kind, strength in evidence.against(report))
    return Risk(found, _history(report, claim, at, given))


def _history(report: Report, claim: Claim, at: datetime, given: Rules) -> int:
    since = at - timedelta(days=given.risk_window_days)
    whose = (claim.claimant, claim.unit, report.area_id)
    with connection.cursor() as cursor:
        cursor.execute(_FAILED, [value for one in whose for value in (one, since, at, LAST_CHECKS)])
        failed = [int(number) for (number,) in cursor.fetchall()]
    weights = (given.history["officer"], given.history["unit"], given.history["place"])
    return min(given.most_of_history, sum(number * weight for number, weight in zip(failed, weights, strict=True)))
