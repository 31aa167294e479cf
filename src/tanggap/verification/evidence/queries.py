"""What the photo checks have to say to who plans the check of a claim, to the operator, and to whoever asks what is looked at."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from tanggap.reports.models import Report
from tanggap.reports.words import PhotoRole
from tanggap.verification.evidence import claims, history, seeing
from tanggap.verification.evidence.models import Scan
from tanggap.verification.evidence.words import ScanState

MOST_COUNTED = 10_000


@dataclass(frozen=True, slots=True)
class Scans:
    """How the looks at photos are going: how many wait (at most `MOST_COUNTED`), for how many of them a claim waits, how many failed."""

    waiting: int
    of_claims: int
    failed: int


@dataclass(frozen=True, slots=True)
class FailedScan:
    """A photo whose checks failed each time, with what went wrong. The operator sees the report's code, not the picture."""

    photo: UUID
    code: str
    role: str
    error: str
    at: datetime

    @property
    def role_label(self) -> str:
        """Return what the photo shows, in words."""
        return str(PhotoRole(self.role).label)


def against(report: Report) -> list[tuple[str, str]]:
    """Return (kind, strength) of each sign that speaks against a photo of the present claim."""
    return claims.against(report)


def absent_checks() -> tuple[str, ...]:
    """Return the checks that this installation cannot make, in words: those of the extra `forensics`."""
    found = []
    if not seeing.has_library():
        found += [_("same place"), _("edited copy"), _("cropped, stamped or framed copies")]
    if history.absent():
        found.append(_("Content Credentials"))
    return tuple(found)


def scans() -> Scans:
    """Return how the looks at photos are going. Three statements by the indexes."""
    waiting = Scan.objects.filter(state__in=[ScanState.TODO, ScanState.DOING])
    return Scans(
        waiting=waiting.order_by()[:MOST_COUNTED].count(),
        of_claims=waiting.filter(rank=0).order_by()[:MOST_COUNTED].count(),
        failed=Scan.objects.filter(state=ScanState.FAILED).order_by()[:MOST_COUNTED].count(),
    )


def failed(*, limit: int = 20) -> list[FailedScan]:
    """Return the photos whose checks failed for good, the last ones first. One statement."""
    rows = Scan.objects.filter(state=ScanState.FAILED).order_by("-at")
    columns = ("photo", "photo__report__code", "photo__role", "error", "at")
    return [FailedScan(*row) for row in rows.values_list(*columns)[:limit]]
