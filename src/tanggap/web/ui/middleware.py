"""A refusal that a view did not show itself becomes a page that says why, with the refusal's own status."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tanggap.core.refusal import NotFound, Refusal
from tanggap.web.ui import errors


class RefusalMiddleware:
    """Turns `Refusal` into a page, or into a notice when HTMX asked. The API answers its own refusals itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refusal):
            return None
        if isinstance(exception, NotFound):
            return errors.not_found(request)
        template = "ui/refused.html" if request.headers.get("HX-Request") else "ui/refusal.html"
        return render(request, template, {"refusal": exception}, status=exception.status)
