"""What went on with the proposals that somebody follows, for the digests of `notify.news`. The only words in it are staff's: the title."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tanggap.core.clock import local
from tanggap.planning.models import Step
from tanggap.planning.queries.ladder import level_label
from tanggap.planning.queries.rowing import public_words
from tanggap.planning.words import ProposalState

ONWARD = "advance"
"""The one step that everybody hears of although the state stays: it is with the next level."""


@dataclass(frozen=True, slots=True)
class Stepped:
    """One step of a proposal: into which state, at which level (a code of the pack), for which year."""

    at: datetime
    state: str
    level: str
    year: int

    def said(self) -> str:
        """Return the step in words, in the active language: `12 March 2026: In deliberation (Kecamatan, 2028)`."""
        return _("%(day)s: %(state)s (%(level)s, for %(year)s)") % {
            "day": date_format(local(self.at), "j F Y"),
            "state": ProposalState(self.state).label,
            "level": level_label(self.level),
            "year": self.year,
        }


@dataclass(frozen=True, slots=True)
class Advanced:
    """A proposal that went on in a time; `steps` the earliest first."""

    code: str
    title: str
    steps: tuple[Stepped, ...]

    def after(self, instant: datetime) -> "Advanced | None":
        """Return it with what happened after an instant alone, None for nothing."""
        fresh = tuple(step for step in self.steps if step.at > instant)
        return Advanced(self.code, self.title, fresh) if fresh else None

    def line(self, base_url: str) -> str:
        """Return what a letter says of it, in the active language."""
        said = [f"{self.code} · {self.title}", *(step.said() for step in self.steps)]
        return "\n".join([*said, f"{base_url}/usulan/{self.code}/"])


def between(since: datetime, until: datetime, proposals: Collection[int]) -> dict[int, Advanced]:
    """Return what happened to `proposals` in a time, by their ids. One statement, none for none."""
    if not proposals:
        return {}
    rows = (
        Step.objects.filter(Q(step=ONWARD) | ~Q(state_from=F("state_to")), proposal__in=proposals)
        .filter(at__gt=since, at__lte=until)
        .order_by("proposal_id", "number")
        .values_list("proposal_id", "proposal__code", "proposal__title", "at", "state_to", "level", "year")
    )
    names: dict[int, tuple[str, str]] = {}
    steps: dict[int, list[Stepped]] = defaultdict(list)
    for proposal, code, title, at, state, level, year in rows:
        names[proposal] = code, public_words(title)
        steps[proposal].append(Stepped(at, state, level, year))
    return {proposal: Advanced(*names[proposal], tuple(found)) for proposal, found in steps.items()}
