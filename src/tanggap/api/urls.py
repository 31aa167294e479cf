"""Addresses under /api/: the operations, their OpenAPI document, the page that explains them; everything else is a problem."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import include, path, re_path

from tanggap.api import docs, guard, manners, oauth, problems
from tanggap.api.v1 import api

app_name = "api"


def _nothing(_request: HttpRequest, **_kwargs: Any) -> HttpResponse:
    raise problems.NothingHere


_operations, *_names = api.urls
_ways = api.ways()
for _operation in _operations:
    if _operation.callback is not None:
        _operation.callback = manners.well_mannered(
            guard.entrance(problems.guarded(_operation.callback)), str(_operation.pattern), _ways
        )

urlpatterns = [
    path("docs", docs.page, name="docs"),
    path("oauth/token", oauth.token, name="oauth-token"),
    path("oauth/revoke", oauth.revoke, name="oauth-revoke"),
    path("jaki/v1/", include("tanggap.api.jaki.urls")),
    *_operations,
    re_path(r"^.*$", guard.entrance(problems.guarded(_nothing))),
]
