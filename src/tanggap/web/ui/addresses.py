"""The one address under which a page is known: with the city's own host, its query in order, without what says nothing."""

from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})


def absolute(request: HttpRequest, path: str) -> str:
    """Return `path` under TANGGAP_URL; under the host that was asked where that names this machine alone, as on a developer's."""
    return f"{_base(settings.PUBLIC_URL) or f'{request.scheme}://{request.get_host()}'}{path}"


@lru_cache(4)
def _base(address: str) -> str:
    return "" if urlsplit(address).hostname in LOCAL_HOSTS else address


def canonical(request: HttpRequest) -> str:
    """Return the path of this page with its query when `caching.public` has put that in order, else without."""
    return request.get_full_path() if getattr(request, "is_canonical", False) else request.path
