"""Who may call which operation, and how often: asked once a request, before anything else is read.

`entrance` stands before every operation: it finds out who calls (`request.caller`), spends one call of the budget, tells the budget in
`RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-10), and counts what programs called. `needs` says on the
operation itself which scopes it asks for; an operation without it is found by a test.
"""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from tanggap.api import limits, problems
from tanggap.clients import queries as clients
from tanggap.clients import usage
from tanggap.clients.leases import Quota
from tanggap.clients.queries import BadKey, Caller

View = Callable[..., HttpResponse]
REALM = 'Bearer realm="tanggap"'


class KeyNeeded(problems.Problem):
    """The operation is not open to everybody, and nobody said who calls."""

    status = 401
    code = "key_needed"
    title = _("This needs a key or a token: Authorization: Bearer …")


class KeyInvalid(problems.Problem):
    """What was shown opens nothing; which of the reasons it is, is not told."""

    status = 401
    code = "bad_key"
    title = _("This key or token is not valid.")


class ScopeMissing(problems.Problem):
    """The program may call, but not this."""

    status = 403
    code = "insufficient_scope"
    title = _("This program may not do this. Ask the operator of the city for the scope.")


def needs(*scopes: str) -> Callable[[View], View]:
    """Declare what an operation asks of its caller: each of `scopes`; none at all is an operation that is open to everybody.

    Sets `request.caller`. Answers 401 to a key that opens nothing, also where none is needed; 401 without a key and 403 without the scope
    where there are `scopes`; 429 when the budget is spent. What needs a scope is kept by no shared cache.
    """

    def declared(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            permit(enter(request), *scopes)
            given = tell(request, view(request, *args, **kwargs))
            if scopes and "private" not in given.get("Cache-Control", ""):
                given["Cache-Control"] = "private, no-store"
            return given

        answer.needed = scopes  # type: ignore[attr-defined]
        return answer

    return declared


def open_to_all(view: View) -> View:
    """Declare that an address is open to everybody and does not begin with who calls, as where keys are shown."""
    view.needed = ()  # type: ignore[attr-defined]
    return view


def needed(view: Any) -> tuple[str, ...] | None:
    """Return the scopes that an operation declared, None when it declared nothing."""
    found: tuple[str, ...] | None = getattr(view, "needed", None)
    return found


def permit(caller: Caller, *scopes: str) -> None:
    """Raises KeyNeeded or ScopeMissing unless the caller has each of `scopes`."""
    if caller.scopes.issuperset(scopes):
        return
    if caller.is_anonymous:
        raise KeyNeeded(headers={"WWW-Authenticate": REALM})
    wanted = " ".join(scopes)
    raise ScopeMissing(headers={"WWW-Authenticate": f'{REALM}, error="insufficient_scope", scope="{wanted}"'})


def enter(request: HttpRequest, *, api_key: str = "") -> Caller:
    """Return who calls and spend one call of the budget; the second time in a request, return the same and spend nothing.

    `api_key` is the one that Open311 sends as a parameter. One statement for a key, none for nobody. Raises KeyInvalid, TooOften.
    """
    known: Caller | None = getattr(request, "caller", None)
    if known is not None and not (known.is_anonymous and api_key):
        return known
    try:
        caller = clients.caller(request.headers.get("Authorization", ""), api_key)
    except BadKey as bad:
        request.bad_key_of = bad.client  # type: ignore[attr-defined]
        _spend(request, clients.ANONYMOUS)
        raise KeyInvalid(headers={"WWW-Authenticate": f'{REALM}, error="invalid_token"'}) from None
    request.caller = caller  # type: ignore[attr-defined]
    _spend(request, caller)
    return caller


def _spend(request: HttpRequest, caller: Caller) -> None:
    request.quota = quota = limits.spend(request, caller)  # type: ignore[attr-defined]
    if not quota.is_free:
        raise limits.TooOften(headers={"Retry-After": str(quota.reset)})


def entrance(view: View) -> View:
    """Return `view` behind the door: who calls, how often, told and counted. Its own refusals are problems."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            enter(request)
        except Exception as error:
            given = problems.from_exception(request, error)
        else:
            given = view(request, *args, **kwargs)
        return count(request, tell(request, given))

    return csrf_exempt(answer)  # no cookie gives any right here


def tell(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return the answer with the caller's budget in its headers."""
    for name, value in headers(request):
        response.headers.setdefault(name, value)
    return response


def headers(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """Yield the headers that tell the budget: nothing before `enter`."""
    quota: Quota | None = getattr(request, "quota", None)
    if quota is not None:
        yield "RateLimit-Policy", f'"{quota.policy}";q={quota.limit};w={quota.window}'
        yield "RateLimit", f'"{quota.policy}";r={quota.left};t={quota.reset}'


def count(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Count the call for the program that made it, also one whose key opens nothing any more; calls of nobody are not counted."""
    caller: Caller | None = getattr(request, "caller", None)
    is_bad = hasattr(request, "bad_key_of")
    if is_bad or (caller is not None and not caller.is_anonymous):
        client = getattr(request, "bad_key_of", None) if is_bad or caller is None else caller.client
        usage.count(client, _operation(request), response.status_code)
    return response


def _operation(request: HttpRequest) -> str:
    """Return the operation's method and address as the table of addresses writes it: nothing of what was asked stands in it."""
    method = (
        request.method if request.method in {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"} else "OTHER"
    )
    route = request.resolver_match.route if request.resolver_match else ""
    return f"{method} other" if "*" in route else f"{method} /{route}"
