"""An old address of an area leads on: to its only heir at once, or to a page on which to choose among several."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from tanggap.places import queries as places

View = Callable[..., HttpResponseBase]
MULTIPLE_CHOICES = 300


@dataclass(frozen=True, slots=True)
class Way:
    """The same page for one of the heirs."""

    name: str
    href: str


def leads_on(*, argument: str = "", parameter: str = "") -> Callable[[View], View]:
    """Lead on from the former area that the view's `argument` names, or the `parameter` of its query. One of the two is given."""

    def decorated(view: View) -> View:
        @wraps(view)
        def led(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            asked = str(kwargs.get(argument, "")) if argument else request.GET.get(parameter, "")
            left = places.former(asked)
            if left is None or not left.became or request.method not in ("GET", "HEAD"):
                return view(request, *args, **kwargs)
            ways = [
                Way(places.full_name(row.code), _address(request, row.code, argument, parameter)) for row in left.became
            ]
            if len(ways) == 1:
                return HttpResponsePermanentRedirect(ways[0].href)
            return render(request, "ui/former.html", {"left": left, "ways": ways}, status=MULTIPLE_CHOICES)

        return led

    return decorated


def _address(request: HttpRequest, area: str, argument: str, parameter: str) -> str:
    query = request.GET.copy()
    path = request.path
    if argument:
        match = request.resolver_match
        path = reverse(match.view_name, kwargs={**match.kwargs, argument: area}) if match else path
    else:
        query[parameter] = area
    return f"{path}?{query.urlencode()}" if query else path
