"""The page that explains the API: made on the server from the OpenAPI document, nothing fetched from elsewhere."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tanggap.api import reading, reference
from tanggap.intake.actions import GUESSABLE_BELOW, RETRY_WINDOW
from tanggap.places.city import city
from tanggap.reports.photos import MOST_PHOTOS

EXAMPLE = """curl {base}/api/v1/reports \\
  -H "Content-Type: application/json" \\
  -H "Idempotency-Key: $(uuidgen)" \\
  -d '{{"text": "{text}",
       "location": {{"lon": {lon:.4f}, "lat": {lat:.4f}}}}}'"""
EXAMPLE_WITH_PHOTOS = """curl {base}/api/v1/reports \\
  -F "text={text}" -F "location.lon={lon:.4f}" -F "location.lat={lat:.4f}" \\
  -F "photos=@1.jpg" -F "photos=@2.jpg\""""
EXAMPLE_OF_A_PROBLEM = """{"type": "/api/docs#invalid", "title": "…", "status": 422, "code": "invalid",
 "errors": [{"field": "text", "message": "…"},
            {"field": "location.lat", "message": "…"}]}"""


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Explain every operation, field and problem in the visitor's language."""
    lon, lat = city().centre
    base = request.build_absolute_uri("/").rstrip("/")
    filled = {"base": base, "text": _("The street lamp has been out for three days"), "lon": lon, "lat": lat}
    context = {
        "operations": reference.operations(),
        "problems": reference.problem_rows(),
        "example": EXAMPLE.format(**filled),
        "example_with_photos": EXAMPLE_WITH_PHOTOS.format(**filled),
        "example_of_a_problem": EXAMPLE_OF_A_PROBLEM,
        "most_photos": MOST_PHOTOS,
        "most_megabytes": reading.LARGEST_UPLOAD // 1024 // 1024,
        "guessable_below": GUESSABLE_BELOW,
        "retry_minutes": int(RETRY_WINDOW.total_seconds() // 60),
    }
    return render(request, "api/docs.html", context)
