"""The validator's pages: the queue, one case and what its checks found, verdicts, second opinions, conflicts, results."""

from tanggap.web.verify.views.case import case, compare, findings
from tanggap.web.verify.views.conflicts import conflicts, recuse, withdraw
from tanggap.web.verify.views.deciding import accept, reject, send_to_field
from tanggap.web.verify.views.opinions import ask, second
from tanggap.web.verify.views.queue import queue
from tanggap.web.verify.views.results import results

# fmt: off
__all__ = [
    "accept", "ask", "case", "compare", "conflicts", "findings", "queue", "recuse", "reject", "results", "second", "send_to_field",
    "withdraw",
]
# fmt: on
