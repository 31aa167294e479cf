"""Whose reports a desk lists: the table of permissions (`desk.list`, `desk.see`) as SQL over `reports_report`."""

from tanggap.agencies import permissions
from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.agencies.words import Role
from tanggap.reports.access import HANDLERS


def desk_units(staff: Staff) -> list[str]:
    """Return the units whose reports this person handles, own unit first."""
    own = {grant.unit for grant in agencies.grants(staff) if grant.role in HANDLERS}
    return sorted(own, key=lambda code: (code != staff.unit_id, code))


def units_below(staff: Staff) -> list[str]:
    """Return the units below those that the person supervises, at any depth: their reports are listed, but for confidential ones."""
    supervised = {grant.unit for grant in agencies.grants(staff) if grant.role == Role.SUPERVISOR}
    below = {code for unit in supervised for code in permissions.below(unit)}
    return sorted(below - set(desk_units(staff)))


def has_many_units(staff: Staff) -> bool:
    """Return whether the person's list holds reports of more than one unit, so that each row has to name its own."""
    return len(desk_units(staff)) + len(units_below(staff)) > 1
