"""Photos sent ahead of the report or the act that uses them."""

from typing import Any

from django.core.exceptions import TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from ninja import Router

from tanggap.api import answers, guard, reading, shapes, uploads
from tanggap.api import schemas_more as more
from tanggap.api.problems import Fault, InvalidFields, Unsupported
from tanggap.core.media import MOST_BYTES

router = Router(tags=["media"])
FILE = "file"
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {FILE: {"type": "string", "format": "binary"}},
                    "required": [FILE],
                }
            }
        },
    }
}


class FormOnly(Unsupported):
    """A photo comes as a form."""

    title = _("Send the photo as multipart/form-data, in the field “file”.")


@router.post(
    "/v1/media",
    response={201: more.Media, **answers.problem(400, 401, 403, 411, 413, 415, 422, 429, 503)},
    operation_id="send_media",
    description=gettext_noop(
        "One JPEG, PNG, WebP or HEIC, examined at once. Name its `id` in a report or an act of the same program within 20 hours; what is "
        "not used is deleted."
    ),
    summary=gettext_noop("Send a photo ahead"),
    openapi_extra=_BODY,
)
@guard.needs("reports:write")
def send_media(request: HttpRequest) -> HttpResponse:
    """Keep a photo for a report or an act that names it."""
    answers.only(request, ())
    reading.check_size(request)
    if request.content_type != "multipart/form-data":
        raise FormOnly
    try:
        files, fields = dict(request.FILES.lists()), list(request.POST)
    except TooManyFilesSent:
        raise InvalidFields(errors=[Fault(FILE, _("One photo at a time."))]) from None
    unknown = sorted({*files, *fields} - {FILE})[:20]
    faults = [Fault(name[:80], _("This field is not known here. Leave it out.")) for name in unknown]
    if len(files.get(FILE, ())) != 1:
        faults.append(Fault(FILE, _("One photo at a time.") if FILE in files else _("This field is required.")))
    elif (files[FILE][0].size or 0) > MOST_BYTES:
        faults.append(Fault(FILE, _("This is larger than we take.")))
    if faults:
        raise InvalidFields(errors=faults)
    file = files[FILE][0]
    sent = uploads.take(request.caller, file.read(), name=file.name or "")  # type: ignore[attr-defined]
    return answers.answer(
        {
            "id": sent.id,
            "width": sent.width,
            "height": sent.height,
            "size": sent.size,
            "expires_at": shapes.instant(sent.expires_at),
        },
        status=201,
        headers={"Cache-Control": "no-store"},
    )
