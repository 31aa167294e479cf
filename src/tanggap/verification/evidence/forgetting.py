"""What was found in photos that go: within the transaction of `privacy.actions`, before their rows go.

What the checks found in a unit's own photo stays, also where it was held against one that goes: it is about the unit's work. The words of
`Mark` stay in the index: they are numbers under a print that is no more, and lead to nobody.
"""

from collections.abc import Collection
from uuid import UUID

from tanggap.verification.evidence.models import Finding, Print, Scan


def forget(photos: Collection[UUID]) -> None:
    """Drop what photos are found by and what was found in them. Four statements, none for no photos."""
    if not photos:
        return
    Finding.objects.filter(photo__in=photos).delete()
    Finding.objects.filter(other__in=photos).update(other=None)
    Print.objects.filter(photo__in=photos).delete()
    Scan.objects.filter(photo__in=photos).delete()
