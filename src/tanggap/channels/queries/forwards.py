"""What was handed over to a partner's system by an account, and how far each has come: for the operator."""

from dataclasses import dataclass
from datetime import datetime

from tanggap.channels.models_forward import Forward
from tanggap.channels.words import PostingState


@dataclass(frozen=True, slots=True)
class ForwardRow:
    """One report handed over. `remote` is its id there, `told` the status that was last heard; `why` says what went wrong."""

    code: str
    state: str
    remote: str
    told: str
    why: str
    made_at: datetime

    @property
    def label(self) -> str:
        """Return where the hand-over stands, in words."""
        return str(PostingState(self.state).label)

    @property
    def is_bad(self) -> bool:
        """Return whether a person has to ask there."""
        return self.state in {PostingState.UNSURE, PostingState.FAILED}


def forwards(account: int, *, limit: int = 10) -> list[ForwardRow]:
    """Return the last reports that an account handed over, latest first. One statement."""
    rows = Forward.objects.select_related("report").filter(account=account).order_by("-id")[:limit]
    return [
        ForwardRow(row.report.code, row.state, row.remote, row.told.partition(" ")[0], row.error, row.made_at)
        for row in rows
    ]
