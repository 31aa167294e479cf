"""Addresses of GeoReport v2, below `/open311/`: each ends in .json, in .xml, or in neither, with a slash behind it or without."""

from collections.abc import Callable, Iterator

from django.http import HttpResponse
from django.urls import URLPattern, path, re_path, register_converter

from tanggap.api.open311 import views
from tanggap.api.problems import guarded


class Suffix:
    """The form of an answer, as addresses end."""

    regex = "json|xml"

    def to_python(self, value: str) -> str:
        """Return it as it stands."""
        return value

    def to_url(self, value: str) -> str:
        """Return it as it stands."""
        return value


register_converter(Suffix, "form")
app_name = "open311"


def _resource(address: str, view: Callable[..., HttpResponse], name: str) -> Iterator[URLPattern]:
    for ending in (".<form:suffix>", ".<form:suffix>/", "", "/"):
        yield path(address + ending, view, name=name)


urlpatterns = [
    path("openapi.json", guarded(views.document), name="openapi"),
    *_resource("discovery", views.discovery, "discovery"),
    *_resource("v2/discovery", views.discovery, "discovery"),
    *_resource("v2/services", views.service_list, "services"),
    *_resource("v2/services/<str:code>", views.service_definition, "service"),
    *_resource("v2/requests", views.service_requests, "requests"),
    *_resource("v2/requests/<str:code>", views.service_request, "request"),
    *_resource("v2/tokens/<str:token>", views.token, "token"),
    re_path(r"^.*$", views.nothing),
]
