"""The surface's own label: `ledger` is that of the room that keeps the log."""

from django.apps import AppConfig


class LedgerPages(AppConfig):
    """The pages below `/ledger/`."""

    name = "tanggap.web.ledger"
    label = "ledger_pages"
