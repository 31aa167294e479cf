"""What is done with a proposal: the only writers of the register. Contract; the bodies follow in the modules of this folder.

Every action takes `version` (the proposal's, as the person saw it) and raises NotFound, Stale, NotAllowed, NotPossible besides
what it names.
"""

from collections.abc import Sequence

from tanggap.agencies.models import Staff
from tanggap.planning.rows import Done, Made
from tanggap.reports.photos import Upload


def propose(
    *,
    by: Staff,
    reports: Sequence[str],
    title: str,
    problem: str,
    reason: str,
    cost: int | str,
    level: str,
    year: int | str,
    message: str = "",
    note: str = "",
) -> Made:
    """Propose reports (codes) of one's unit; they stay with it and their clocks run.

    Raises Invalid (fields by these names), NotPublic, InAnother, NoKeeper, NoPlanning.
    """
    raise NotImplementedError


def change(
    *,
    code: str,
    version: int,
    by: Staff,
    title: str,
    problem: str,
    reason: str,
    cost: int | str,
    year: int | str,
    note: str = "",
) -> Done:
    """Mend what a proposal says: the proposing unit until it is admitted, its keeper from then on. Raises Invalid."""
    raise NotImplementedError


def add(*, code: str, version: int, by: Staff, reports: Sequence[str], note: str = "") -> Made:
    """Link more reports: by the unit its own, until it is admitted; by the keeper afterwards, which plans them at once."""
    raise NotImplementedError


def take_out(*, code: str, version: int, by: Staff, report: str, message: str, note: str = "") -> Done:
    """Let one report go (back to its unit when it was planned). The last one cannot: withdraw or refuse instead."""
    raise NotImplementedError


def admit(*, code: str, version: int, by: Staff, year: int | str, message: str, note: str = "") -> Done:
    """Take it into the deliberation of a year: each working report is planned, its clock stands still. Raises YearClosed, NotKeeper."""
    raise NotImplementedError


def advance(*, code: str, version: int, by: Staff, message: str, note: str = "") -> Done:
    """Pass it on to the next level, whose keeper decides from now on. Raises TopLevel, YearClosed, NotKeeper."""
    raise NotImplementedError


def accept(*, code: str, version: int, by: Staff, message: str, note: str = "") -> Done:
    """Take it into the yearly plan (RKPD). Raises NotHere (the level does not accept), YearClosed, NotKeeper."""
    raise NotImplementedError


def fund(
    *,
    code: str,
    version: int,
    by: Staff,
    programme: str,
    name: str,
    amount: int | str,
    source: str,
    builder: str,
    message: str,
    note: str = "",
) -> Done:
    """Name the programme of the budget and the unit that builds: it answers for the reports from now on. Raises TwoProgrammes, Invalid."""
    raise NotImplementedError


def begin(*, code: str, version: int, by: Staff, message: str = "", note: str = "") -> Done:
    """Begin to build. Raises NotBuilder."""
    raise NotImplementedError


def build(
    *,
    code: str,
    version: int,
    by: Staff,
    message: str,
    photos: Sequence[Upload] = (),
    note: str = "",
    materials: str = "",
) -> Done:
    """Say that it is built, with photos of the result: every report waits for its independent check.

    Raises NotBuilder, NoReports, Invalid.
    """
    raise NotImplementedError


def defer(*, code: str, version: int, by: Staff, year: int | str, message: str, note: str = "") -> Done:
    """Put it off to a later open year; its reports stay planned. Raises YearClosed, NotKeeper."""
    raise NotImplementedError


def refuse(*, code: str, version: int, by: Staff, reason: str, message: str, note: str = "") -> Done:
    """Not take it: its planned reports go back to coordination at the proposing unit. Raises Invalid, NotKeeper."""
    raise NotImplementedError


def withdraw(*, code: str, version: int, by: Staff, message: str, note: str = "") -> Done:
    """Take one's own unit's proposal back; its planned reports go back to coordination."""
    raise NotImplementedError


def support(*, code: str, person: str) -> int:
    """Count `person` (any stable private token) once behind a live proposal; return how many stand there.

    Raises NothingToSupport, NotFound.
    """
    raise NotImplementedError


__all__ = [
    "accept", "add", "admit", "advance", "begin", "build", "change", "defer", "fund", "propose", "refuse", "support", "take_out",
    "withdraw",
]  # fmt: skip
