"""`/channels/<channel>/<account>/`: where platforms call. The bytes are handed on as they came; nothing of them is logged."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from tanggap.channels import receiving
from tanggap.channels.contract import Call
from tanggap.core.refusal import Refusal


class CutShort(Refusal):
    """The body ended before its announced length, or is longer than any platform's."""

    message = "The body is not as long as it was announced, or longer than is taken."
    status = 413


@csrf_exempt
@require_http_methods(["GET", "POST"])
def call(request: HttpRequest, channel: str, account: str) -> HttpResponse:
    """Answer a platform once what it told is on disk: 200 is a promise."""
    try:
        answer = receiving.receive(channel, account, _call(request))
    except Refusal as refusal:
        return _plain(refusal.status, "" if refusal.status in {403, 404} else str(refusal))
    return HttpResponse(
        answer.body, status=answer.status, content_type=answer.content_type, headers={"Cache-Control": "no-store"}
    )


def _call(request: HttpRequest) -> Call:
    try:
        body = request.body
    except (RequestDataTooBig, UnreadablePostError) as error:
        raise CutShort from error
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced) != len(body):
        raise CutShort
    return Call(
        method=str(request.method),
        url=request.build_absolute_uri(),
        query={key: value for key, value in request.GET.items() if isinstance(value, str)},
        headers={key.lower(): value for key, value in request.headers.items()},
        body=body,
    )


def _plain(status: int, words: str) -> HttpResponse:
    headers = {"Cache-Control": "no-store"} | ({"Retry-After": "60"} if status == 429 else {})
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8", headers=headers)
