"""OAuth 2.0 for programs: a token for a key, by client credentials, and nothing else of OAuth.

`POST /api/oauth/token` (RFC 6749 §4.4), `POST /api/oauth/revoke` (RFC 7009), `/.well-known/oauth-authorization-server` (RFC 8414). The
client's id is the program's short name, its secret is one of its keys, as HTTP Basic or in the body. Unknown, expired and revoked secrets
are answered alike, after the same work.
"""

import base64
import binascii
import json
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import unquote_plus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from tanggap.api import guard, limits, problems
from tanggap.clients import keys, tokens
from tanggap.clients import queries as clients
from tanggap.clients.queries import ANONYMOUS, BadKey, Caller
from tanggap.clients.words import Scope

FORM = "application/x-www-form-urlencoded"
LONGEST = 4_000
WORDS = frozenset({"grant_type", "scope", "client_id", "client_secret", "token", "token_type_hint"})
View = Callable[[HttpRequest], HttpResponse]


class OAuthError(Exception):
    """A refusal in the words of RFC 6749 §5.2."""

    def __init__(self, error: str, *, status: int = 400) -> None:
        self.error = error
        self.status = status
        super().__init__(error)


def _endpoint(view: View) -> View:
    """Return a view that says what goes wrong as OAuth says it, spends the budget of the network, and is kept by nobody."""

    @guard.open_to_all
    @csrf_exempt
    @require_POST
    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponse:
        request.quota = quota = limits.spend(request, ANONYMOUS)  # type: ignore[attr-defined]
        if not quota.is_free:
            given = problems.response(limits.TooOften(headers={"Retry-After": str(quota.reset)}))
            return guard.tell(request, given)
        try:
            given = view(request)
        except OAuthError as error:
            given = _json({"error": error.error}, status=error.status)
            if error.status == 401:
                given["WWW-Authenticate"] = 'Basic realm="tanggap", charset="UTF-8"'
        except Exception as error:
            given = problems.from_exception(request, error)
        given["Cache-Control"], given["Pragma"] = "no-store", "no-cache"
        return guard.count(request, guard.tell(request, given))

    return answer


@_endpoint
def token(request: HttpRequest) -> HttpResponse:
    """Give a short-lived token for a program's key, for the scopes that it asks for or for all that it has."""
    form = _form(request)
    caller = _client(request, form)
    if not form.get("grant_type"):
        raise OAuthError("invalid_request")
    if form["grant_type"] != "client_credentials":
        raise OAuthError("unsupported_grant_type")
    try:
        issued = tokens.issue(caller=caller, scopes=form.get("scope", "").split())
    except tokens.InvalidScope:
        raise OAuthError("invalid_scope") from None
    except BadKey:
        raise OAuthError("invalid_client", status=401) from None
    return _json(
        {
            "access_token": issued.token,
            "token_type": "Bearer",
            "expires_in": issued.seconds,
            "scope": " ".join(issued.scopes),
        }
    )


@_endpoint
def revoke(request: HttpRequest) -> HttpResponse:
    """Let one of the program's tokens open nothing any more; 200 for one that nobody knows, too. Keys are revoked by an operator."""
    form = _form(request)
    caller = _client(request, form)
    if not form.get("token"):
        raise OAuthError("invalid_request")
    if form["token"].startswith(keys.KEY):
        raise OAuthError("unsupported_token_type")
    tokens.revoke(caller=caller, token=form["token"])
    return HttpResponse()


@guard.open_to_all
@require_safe
def metadata(_request: HttpRequest) -> HttpResponse:
    """Say where the token endpoint is and what it takes (RFC 8414)."""
    issuer = settings.PUBLIC_URL
    ways = ["client_secret_basic", "client_secret_post"]
    answer = _json(
        {
            "issuer": issuer,
            "token_endpoint": f"{issuer}/api/oauth/token",
            "token_endpoint_auth_methods_supported": ways,
            "revocation_endpoint": f"{issuer}/api/oauth/revoke",
            "revocation_endpoint_auth_methods_supported": ways,
            "grant_types_supported": ["client_credentials"],
            "response_types_supported": [],
            "scopes_supported": [scope.value for scope in Scope],
            "service_documentation": f"{issuer}/api/docs",
        }
    )
    answer["Cache-Control"] = "public, max-age=3600"
    return answer


def _form(request: HttpRequest) -> dict[str, str]:
    """Return the body's parameters. Raises OAuthError for another form, a word given twice, and for anything in the address."""
    if request.content_type != FORM or request.META.get("QUERY_STRING"):
        raise OAuthError("invalid_request")
    if len(request.body) > LONGEST:
        raise OAuthError("invalid_request", status=413)
    found: dict[str, str] = {}
    for name, values in request.POST.lists():
        if name in WORDS:
            if len(values) != 1 or "\x00" in str(values[0]):
                raise OAuthError("invalid_request")
            found[name] = str(values[0])
    return found


def _client(request: HttpRequest, form: dict[str, str]) -> Caller:
    """Return the program that shows its key, in exactly one of the two ways. Raises OAuthError."""
    header = request.headers.get("Authorization", "")
    if header and "client_secret" in form:
        raise OAuthError("invalid_request")
    code, secret = _basic(header) if header else (form.get("client_id", ""), form.get("client_secret", ""))
    if header and form.get("client_id", code) != code:
        raise OAuthError("invalid_request")
    try:
        caller = clients.by_secret(code, secret)
    except BadKey as bad:
        request.bad_key_of = bad.client  # type: ignore[attr-defined]
        raise OAuthError("invalid_client", status=401) from None
    request.caller = caller  # type: ignore[attr-defined]
    return caller


def _basic(header: str) -> tuple[str, str]:
    """Return id and secret from HTTP Basic, each form-encoded within (RFC 6749 §2.3.1); empty ones for any other header."""
    scheme, _blank, value = header.partition(" ")
    if scheme.lower() != "basic" or len(value) > LONGEST:
        return "", ""
    try:
        code, colon, secret = base64.b64decode(value.strip(), validate=True).decode("utf-8").partition(":")
    except (binascii.Error, ValueError):
        return "", ""
    return (unquote_plus(code), unquote_plus(secret)) if colon else ("", "")


def _json(document: dict[str, Any], *, status: int = 200) -> HttpResponse:
    return HttpResponse(json.dumps(document), status=status, content_type="application/json")
