"""The log lets go of a person and stays what it is: digests are kept, the salts that would let a guess be confirmed die.

Within the transaction of `privacy.actions`, with the report locked, before its words go. Both steps are one way (triggers hold that).
"""

from collections.abc import Collection

from tanggap.ledger import documents
from tanggap.ledger.models import Kept, Sealed, Seed
from tanggap.reports.models import Event, Report


def forget(report: Report, *, parents: Collection[int] = ()) -> int:
    """Keep the digests of what is personal in a report's documents, drop the person's salts; return how many digests were kept.

    Words that a joined report's reporter said stand in the events of its `parents`, whose own salts stay: of those the digests alone are
    kept, so that the words can go.
    """
    kept = [
        Sealed(report_id=report.pk, version=version, name=name, digest=digest)
        for version, name, digest in documents.personal(report.code)
    ]
    for parent in Report.objects.filter(pk__in=parents):
        said = set(Event.objects.filter(report=parent, payload__child=report.code).values_list("version", flat=True))
        if said:
            kept += [
                Sealed(report_id=parent.pk, version=version, name=name, digest=digest)
                for version, name, digest in documents.personal(parent.code)
                if version in said
            ]
    Sealed.objects.bulk_create(kept, ignore_conflicts=True)
    Seed.objects.filter(report=report, personal__isnull=False).update(personal=None, forgotten=report.version)
    Kept.objects.filter(report=report, personal__isnull=False).update(personal=None)
    return len(kept)
