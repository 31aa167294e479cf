"""`/ledger/witness/add-checkpoint` (c2sp.org/tlog-witness): other cities' logs ask here for the signature that theirs only grew.

No account and no key is asked for: the checkpoint's own signature says whose it is. Only logs that an operator named get an answer.
"""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from tanggap.ledger import witnessing
from tanggap.ledger.witnessing import Declined


@csrf_exempt  # no session is looked at: the checkpoint is signed
@require_POST
def add_checkpoint(request: HttpRequest) -> HttpResponse:
    """Return our cosignature of a checkpoint that continues what we signed of that log before."""
    length = request.headers.get("Content-Length", "0")
    if not length.isdigit() or int(length) > witnessing.MOST_BYTES:
        return _answer(413, "this is too long for a checkpoint\n")
    try:
        return _answer(200, witnessing.cosign(request.body))
    except Declined as declined:
        return _answer(declined.status, declined.body, declined.kind)


def _answer(status: int, body: str, kind: str = "text/plain; charset=utf-8") -> HttpResponse:
    response = HttpResponse(body, status=status, content_type=kind)
    response["Cache-Control"] = "no-store"
    return response
