"""A policy that open reports were promised by does not go with a city pack."""

from django.db.models import Count

from tanggap.catalog.pack.difference import Difference
from tanggap.reports.models import Report
from tanggap.reports.standing import IS_PENDING

MOST_NAMED = 5


def policies_in_use(found: Difference) -> list[str]:
    """Return a sentence for each policy that `found` would switch off although open reports live by it. One statement, none without any."""
    going = [change.code for change in found.deactivated() if change.table == "policy"]
    if not going:
        return []
    rows = Report.objects.filter(IS_PENDING, policy__in=going).order_by("policy", "category")
    held: dict[str, list[tuple[str, int]]] = {}
    for policy, category, number in (
        rows.values("policy", "category").annotate(number=Count("id")).values_list("policy", "category", "number")
    ):
        held.setdefault(policy, []).append((category or "none", number))
    return [_said(policy, of) for policy, of in held.items()]


def _said(policy: str, of: list[tuple[str, int]]) -> str:
    number = sum(count for _category, count in of)
    named = ", ".join(category for category, _count in of[:MOST_NAMED])
    more = f" and {len(of) - MOST_NAMED} more" if len(of) > MOST_NAMED else ""
    reports = "1 open report lives" if number == 1 else f"{number} open reports live"
    return (
        f'The policy "{policy}" cannot go: {reports} by it (categories: {named}{more}). Keep it in policies.toml, give its categories'
        f' another policy, load that, run "tanggap deadlines adopt {policy}", and take it out afterwards.'
    )
