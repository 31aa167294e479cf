"""Photos: each asked for by its own address, each judged for this viewer."""

from uuid import UUID

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from tanggap.core import crypto
from tanggap.core.refusal import NotFound
from tanggap.feedback import queries as feedback
from tanggap.reports.queries import photos

PUBLIC_SECONDS = (
    60  # a report or a photo can be hidden: so long a cache may show it still; then it asks, and gets 304 or 404
)


@require_safe
def show(request: HttpRequest, photo: UUID, size: str) -> HttpResponseBase:
    """Return a photo that everybody, or this member of staff, may see. Raises NotFound."""
    viewer = (
        request.user if request.COOKIES.get(settings.SESSION_COOKIE_NAME) and request.user.is_authenticated else None
    )
    return _served(request, photos.file_of(photo, size=size, viewer=viewer))


@require_safe
def own(request: HttpRequest, code: str, token: str, photo: UUID, size: str) -> HttpResponseBase:
    """Return a photo to the holder of its report's private link. Raises NotFound."""
    owns = feedback.own(code, token=token).report.code
    return _served(request, photos.file_of(photo, size=size, viewer=None, owns=owns))


def _served(request: HttpRequest, file: photos.PhotoFile) -> HttpResponseBase:
    """Return the bytes, or that they are as the reader has them: the judgement above is made anew each time."""
    tag = f'"{crypto.fingerprint(file.path.encode()).hex()[:32]}"'
    known = get_conditional_response(request, etag=tag) if file.is_public else None
    response: HttpResponseBase = _bytes(file) if known is None else known
    if file.is_public:
        response["ETag"] = tag
    kept = f"public, max-age={PUBLIC_SECONDS}, must-revalidate"
    response["Cache-Control"] = kept if file.is_public else "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _bytes(file: photos.PhotoFile) -> FileResponse:
    try:
        stored = (settings.MEDIA_ROOT / file.path).open("rb")
    except FileNotFoundError:
        raise NotFound from None
    response = FileResponse(stored, content_type="image/jpeg")
    response["Content-Disposition"] = "inline"
    return response
