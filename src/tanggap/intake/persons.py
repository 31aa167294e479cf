"""Which reports one person sent, as far as the same contact was left: keyed hashes are compared, the vault stays shut."""

from django.db.models import Q, QuerySet

from tanggap.reports.models.identity import Identity

_INDEXES = ("email_index", "phone_index", "handle_index")


def reports_of_sender(report: int) -> Q:
    """Return the condition on a `report` key of the reports whose reporter left the contact of this one; without any, this one alone.

    One statement, and what the condition itself costs: an index look-up.
    """
    left = Identity.objects.filter(report=report).values_list(*_INDEXES).first() or ()
    marks = [bytes(mark) for mark in left if mark]
    return Q(report=report) | Q(report__in=_with(marks)) if marks else Q(report=report)


def _with(marks: list[bytes]) -> QuerySet[Identity, int]:
    found = Q()
    for index in _INDEXES:
        found |= Q(**{f"{index}__in": marks})
    return Identity.objects.filter(found).values_list("report_id", flat=True)
