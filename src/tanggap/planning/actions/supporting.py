"""A citizen stands behind a proposal."""

from django.db import transaction
from django.db.models import F

from tanggap.core import clock, crypto
from tanggap.planning import refusals, steps
from tanggap.planning.models import Proposal, ProposalSupport
from tanggap.planning.words import UNDECIDED


@transaction.atomic
def support(*, code: str, person: str) -> int:
    """Count `person` (any stable private token, kept as a keyed hash) once behind an undecided proposal; return how many stand there.

    The mark is another than the one of the person's support of reports, so that nobody can join the two. Raises NotFound,
    NothingToSupport.
    """
    proposal = steps.lock(code)
    if proposal.state not in UNDECIDED:
        raise refusals.NothingToSupport
    mark = crypto.blind_index("planning.support", person)
    _row, is_new = ProposalSupport.objects.get_or_create(proposal=proposal, person=mark, defaults={"at": clock.now()})
    if is_new:
        Proposal.objects.filter(pk=proposal.pk).update(supporters=F("supporters") + 1)
    return proposal.supporters + is_new
