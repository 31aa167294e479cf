"""Which reports are not closed, as the partial indexes say it: the open ones by theirs, those in the yearly planning by another."""

from typing import Final

from django.db.models import Q

from tanggap.reports.words import OPEN, State

IS_PENDING: Final = Q(state__in=sorted(OPEN)) | Q(state=State.PLANNED)
