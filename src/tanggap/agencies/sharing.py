"""How each unit shares out new work: the rule that its supervisor set."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import audit, permissions
from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Assigning, Staff
from tanggap.agencies.words import Act, AssignmentRule
from tanggap.core import clock
from tanggap.core.refusal import Invalid, NotFound
from tanggap.core.shelf import Shelf


def rules() -> dict[str, AssignmentRule]:
    """Return the rule of each unit that has another than `none`. No statement: rules are read every half minute."""
    return _shelf.all()


def rule_of(unit: str) -> AssignmentRule:
    """Return the rule of a unit. No statement."""
    return _shelf.get(unit) or AssignmentRule.NONE


@transaction.atomic
def set_rule(*, by: Staff | None, unit: str, rule: str) -> None:
    """Decide how new work of a unit finds its person; what is assigned already stays. Raises NotFound, NotAllowed, Invalid.

    `by` None is the command line.
    """
    if agencies.unit(unit) is None:
        raise NotFound
    if by is not None:
        permissions.permit("team.rule", by, permissions.of_unit(unit))
    if rule not in AssignmentRule.values:
        raise Invalid({"rule": _("Choose a rule from the list.")})
    before = Assigning.objects.select_for_update().filter(unit=unit).first()
    if (before.rule if before else AssignmentRule.NONE) == rule:
        return
    Assigning.objects.update_or_create(
        unit_id=unit, defaults={"rule": AssignmentRule(rule), "set_by": by, "set_at": clock.now()}
    )
    if by is not None:
        audit.write(by, by, Act.RULE_SET, unit=unit, rule=rule, before=before.rule if before else "")
    _shelf.clear()


def _load() -> dict[str, AssignmentRule]:
    rows = Assigning.objects.exclude(rule=AssignmentRule.NONE).order_by("unit_id")
    return {unit: AssignmentRule(rule) for unit, rule in rows.values_list("unit_id", "rule")}


_shelf: Shelf[str, AssignmentRule] = Shelf(_load)
