"""Numbers of the catalogue that no event of a report holds: views, subscriptions, open data, the log, what is withheld, surveys."""

from collections.abc import Callable, Mapping
from typing import Final

from tanggap.evaluation.sources import ikm, log, opendata, subscriptions, views, withheld
from tanggap.evaluation.sources.said import Said
from tanggap.insight.statistics import Selection

__all__ = ["SOURCES", "Said"]

SOURCES: Final[Mapping[str, Callable[[Selection], Said]]] = {
    "ledger_proofs": log.proofs,
    "ledger_witnessed": log.witnessed,
    "open_data_in_time": opendata.in_time,
    "open_data_age": opendata.age_hours,
    "views": views.all_kinds,
    "subscriptions": subscriptions.subscribed,
    "withheld": withheld.kept_back,
    "ikm": ikm.of,
}
"""By name: what tells it for a selection. Each sends few statements, most none; what is known of the whole city or of the present alone
does not look at the rest of the selection."""
