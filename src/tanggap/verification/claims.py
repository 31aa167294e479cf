"""The claim that waits for its check: whose work it is, and whether the unit contests an earlier check of it."""

from dataclasses import dataclass

from tanggap.reports.models import Event, Report

CLAIMING = ("reports.claim_done", "reports.contest")


@dataclass(frozen=True, slots=True)
class Claim:
    """The claim made in event `version`. `made_in` is the event that holds its evidence: an earlier one when the unit contests.

    `claimant` said that it was done, `unit` answered for the report then.
    """

    version: int
    made_in: int
    claimant: int | None
    unit: str

    @property
    def is_contest(self) -> bool:
        """Return whether it is an earlier claim, looked at again because the unit contests its check."""
        return self.made_in != self.version


def of(report: Report) -> Claim | None:
    """Return the present claim of a report, None when none waits. One statement, two for a contest."""
    if report.claim_version is None:
        return None
    event = _event(report, report.claim_version)
    first = _event(report, int(event.payload["claim"])) if event.door == "reports.contest" else event
    return Claim(event.version, first.version, first.actor_staff_id, first.unit_id)


def _event(report: Report, version: int) -> Event:
    return Event.objects.get(report=report, version=version, door__in=CLAIMING)
