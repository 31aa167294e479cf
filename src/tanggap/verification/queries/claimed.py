"""The claim that is looked at: its words, its photos, and what is there to see of them."""

from dataclasses import dataclass
from typing import Any, Final

from tanggap.agencies.models import Staff
from tanggap.reports.lifecycle import CLAIMS
from tanggap.reports.models import Report
from tanggap.reports.queries import desk, tasks
from tanggap.reports.queries.photos import PhotoRow
from tanggap.reports.queries.timeline import Entry
from tanggap.reports.words import PhotoRole
from tanggap.verification.evidence import claims as evidence
from tanggap.verification.evidence.queries import absent_checks
from tanggap.verification.queries import captures, findings

EVIDENCE: Final = frozenset({PhotoRole.AFTER, PhotoRole.CHECK, PhotoRole.TASK})


@dataclass(frozen=True, slots=True)
class Claimed:
    """The claim that is looked at, made in event `version`; `made_in` holds its words and photos, `before` the claim before that."""

    report: desk.DeskReport
    version: int
    made_in: int
    before: int
    entry: Entry | None
    contest: Entry | None


def claimed(found: Report, shown: desk.DeskReport) -> Claimed:
    """Return the present claim of a report, else its last one, from the history that was read with it."""
    upto = found.claim_version or shown.version
    made = [entry for entry in shown.timeline if entry.kind in CLAIMS and entry.version <= upto]
    contests = [entry for entry in shown.timeline if entry.kind == "reports.contest" and entry.version <= upto]
    last = made[-1] if made else None
    contest = contests[-1] if contests and last and contests[-1].version > last.version else None
    return Claimed(
        report=shown,
        version=found.claim_version or (said.version if (said := contest or last) else 0),
        made_in=last.version if last else 0,
        before=made[-2].version if len(made) > 1 else 0,
        entry=last,
        contest=contest,
    )


def evidence_of(found: Report, claim: Claimed, *, staff: Staff) -> dict[str, Any]:
    """Return what was claimed, and what is there to see of it."""
    photos = claim.report.photos
    lent = [one for one in photos if one.role == PhotoRole.TASK and claim.before < one.version < claim.made_in]
    shown = {claim.made_in, claim.version}  # a unit that contests may add photos
    after = (*(one for one in photos if one.role == PhotoRole.AFTER and one.version in shown), *lent)
    taken = tuple(one for one in photos if one.role == PhotoRole.CHECK and one.version > claim.version)
    return {
        "claim": claim.entry.message if claim.entry else "",
        "claimed_at": found.claimed_at or (claim.entry.at if claim.entry else None),
        "claimed_by": claim.entry.actor if claim.entry else "",
        "contest": claim.contest.message if claim.contest else "",
        "before": tuple(one for one in photos if one.role == PhotoRole.BEFORE),
        "after": after,
        "taken_at_check": taken,
        "shots": captures.of_photos(after, taken),
        "findings": findings.rows(evidence.of_claim(found, staff=staff, since=claim.before)),
        "examined": evidence.state_of(found, since=claim.before),
        "absent": absent_checks(),
        "parts": tasks.answered_since(found, claim.before, photos),
    }


def is_earlier(photo: PhotoRow, claim: Claimed) -> bool:
    """Return whether a photo belongs to an earlier claim or its check, and is not one that another unit's part lends to this one."""
    if photo.role not in EVIDENCE:
        return False
    if photo.role == PhotoRole.CHECK:
        return photo.version <= claim.version
    return photo.version < claim.made_in and not (photo.role == PhotoRole.TASK and photo.version > claim.before)
