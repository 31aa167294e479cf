"""Photos: each asked for by its own address, each judged for this viewer."""

from uuid import UUID

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from tanggap.core.refusal import NotFound
from tanggap.feedback import queries as feedback
from tanggap.reports.queries import photos

PUBLIC_SECONDS = 600  # a report can become private: no cache keeps its photo longer than this


@require_safe
def show(request: HttpRequest, photo: UUID, size: str) -> HttpResponseBase:
    """Return a photo that everybody, or this member of staff, may see. Raises NotFound."""
    viewer = (
        request.user if request.COOKIES.get(settings.SESSION_COOKIE_NAME) and request.user.is_authenticated else None
    )
    return _served(photos.file_of(photo, size=size, viewer=viewer))


@require_safe
def own(request: HttpRequest, code: str, token: str, photo: UUID, size: str) -> HttpResponseBase:
    """Return a photo to the holder of its report's private link. Raises NotFound."""
    owns = feedback.own(code, token=token).report.code
    return _served(photos.file_of(photo, size=size, viewer=None, owns=owns))


def _served(file: photos.PhotoFile) -> HttpResponseBase:
    try:
        stored = (settings.MEDIA_ROOT / file.path).open("rb")
    except FileNotFoundError:
        raise NotFound from None
    response = FileResponse(stored, content_type="image/jpeg")
    response["Content-Disposition"] = "inline"
    response["Cache-Control"] = f"public, max-age={PUBLIC_SECONDS}" if file.is_public else "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
