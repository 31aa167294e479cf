"""Writing down what was done to people's work: absences, competencies, rules. Accounts themselves write in `actions`."""

from typing import Any

from tanggap.agencies.models import Audit, Staff
from tanggap.agencies.words import Act
from tanggap.core import clock


def write(by: Staff | None, person: Staff, act: Act, **facts: Any) -> None:
    """Note that `by` (None: the command line) did `act` to `person`, in the transaction that did it. Empty facts are left out."""
    kept = {key: value for key, value in facts.items() if value not in (None, "")}
    Audit.objects.create(at=clock.now(), actor=by, subject=person, act=act, facts=kept)
