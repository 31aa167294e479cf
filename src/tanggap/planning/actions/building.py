"""The money and the work: a programme of the budget, its builder, and the evidence of what was built."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.agencies.words import UnitKind
from tanggap.core import clock
from tanggap.core.refusal import Invalid
from tanggap.planning import money, refusals, steps
from tanggap.planning.actions import moving
from tanggap.planning.models import Programme
from tanggap.planning.rows import Done
from tanggap.planning.rules import rules
from tanggap.reports.actions.handling import said
from tanggap.reports.photos import Taken, Upload, take_in

BUILDERS = frozenset({UnitKind.AREA_OFFICE, UnitKind.AGENCY, UnitKind.BRANCH, UnitKind.COMPANY, UnitKind.PARTNER})
LONGEST_CODE, LONGEST_NAME = 60, 200


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
    """Name the programme of the budget and the unit that builds: it answers for the reports from now on.

    Raises TwoProgrammes, Invalid, NotKeeper.
    """
    faults: dict[str, str] = {}
    if rules().source(source) is None:
        faults["source"] = str(_("Choose from the list where the money comes from."))
    unit = agencies.unit(builder)
    if unit is None or unit.kind not in BUILDERS:
        faults["builder"] = str(_("Choose the unit that builds it."))
    if faults:
        raise Invalid(faults)
    return _fund(
        code,
        version,
        by,
        Programme(
            code=_line("programme", programme, LONGEST_CODE),
            name=_line("name", name, LONGEST_NAME),
            amount=money.whole("amount", amount),
            source=source,
            builder_id=builder,
            set_by=by,
        ),
        said("message", message, required=True),
        said("note", note),
    )


@transaction.atomic
def _fund(code: str, version: int, by: Staff, programme: Programme, message: str, note: str) -> Done:
    proposal = steps.lock(code, version=version)
    held = Programme.objects.filter(proposal=proposal, ended_at__isnull=True).first()
    if held is not None:
        raise refusals.TwoProgrammes(refusals.TwoProgrammes.message % {"programme": held.code})
    steps.permit(proposal, "fund", by)
    facts = {
        "programme": programme.code,
        "name": programme.name,
        "amount": programme.amount,
        "source": programme.source,
        "builder": programme.builder_id,
    }
    builder = programme.builder_id
    steps.take(proposal, "fund", by=by, at=clock.now(), message=message, note=note, facts=facts, builder_id=builder)
    programme.proposal, programme.year, programme.set_at = proposal, proposal.year, proposal.changed_at
    programme.save(force_insert=True)
    moved = moving.follow(proposal, by=by, step="fund", message=message, note=note, to=builder)
    return Done(proposal.code, proposal.version, proposal.state, moved)


@transaction.atomic
def begin(*, code: str, version: int, by: Staff, message: str = "", note: str = "") -> Done:
    """Begin to build. Raises NotBuilder."""
    proposal = steps.lock(code, version=version)
    steps.permit(proposal, "begin", by)
    words, kept = said("message", message), said("note", note)
    steps.take(proposal, "begin", by=by, at=clock.now(), message=words, note=kept)
    moved = moving.follow(proposal, by=by, step="begin", message=words, note=kept)
    return Done(proposal.code, proposal.version, proposal.state, moved)


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

    Reports whose check failed before are claimed again. Raises NotBuilder, NoReports, NoVerifier, Invalid, and the refusals of core.media.
    """
    words = said("message", message, required=True)
    return _build(code, version, by, words, take_in(photos), said("note", note), said("materials", materials))


@transaction.atomic
def _build(code: str, version: int, by: Staff, message: str, taken: list[Taken], note: str, materials: str) -> Done:
    proposal = steps.lock(code, version=version)
    steps.permit(proposal, "build", by)
    needed = moving.photos_needed(moving.live(proposal))
    if len(taken) < needed:
        asked = _("What was built is shown: at least %(needed)d photo(s) of the result.") % {"needed": needed}
        raise Invalid({"photos": asked})
    steps.take(proposal, "build", by=by, at=clock.now(), message=message, note=note, facts={"photos": len(taken)})
    moved = moving.build(proposal, taken, by=by, message=message, note=note, materials=materials)
    return Done(proposal.code, proposal.version, proposal.state, moved)


def _line(field: str, text: str, longest: int) -> str:
    words = " ".join(said(field, text, required=True).split())
    if len(words) > longest:
        raise Invalid({field: _("At most %(most)d characters; shorten the text.") % {"most": longest}})
    return words
