"""What a validator sees: the claims that wait, one case and what its photos say, second opinions, what all checks together tell."""

from tanggap.verification.queries.captures import Shot
from tanggap.verification.queries.cases import Case, PastCheck, Point, case, cited, second
from tanggap.verification.queries.claimants import Claimant, claimants
from tanggap.verification.queries.findings import FindingRow, Picture, pictures
from tanggap.verification.queries.proving import Proven, by_unit, together, weeks
from tanggap.verification.queries.rejections import Cited, Rejection, rejection
from tanggap.verification.queries.scope import find, has_decided, validator_units
from tanggap.verification.queries.waitlist import CONTESTED, MOST_COUNTED, QueueRow, Waiting, queue, waiting

# fmt: off
__all__ = [
    "CONTESTED", "MOST_COUNTED", "Case", "Cited", "Claimant", "FindingRow", "PastCheck", "Picture", "Point", "Proven", "QueueRow",
    "Rejection", "Shot", "Waiting", "by_unit", "case", "cited", "claimants", "find", "has_decided", "pictures", "queue", "rejection",
    "second", "together", "validator_units", "waiting", "weeks",
]
# fmt: on
