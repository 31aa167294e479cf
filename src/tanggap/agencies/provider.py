"""The city's identity provider (OpenID Connect): code flow with PKCE, its answer checked to the last claim, nobody signed up by it.

Where: TANGGAP_OIDC_ISSUER, TANGGAP_OIDC_CLIENT, TANGGAP_OIDC_NAME and the file `oidc-secret` in the data folder. Requests go to the
issuer alone and to what its configuration names: https, no redirects, ten seconds, 256 KiB.
"""

import base64
import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import audit, permissions
from tanggap.agencies.models import Staff
from tanggap.agencies.models_sign_in import External
from tanggap.agencies.words import Act
from tanggap.core.refusal import Invalid, NotFound, Refusal

ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
STRONG = frozenset({"mfa", "otp", "hwk", "sc", "fpt", "face"})  # RFC 8176: the provider has seen a second factor
TIMEOUT_SECONDS = 10.0
MOST_BYTES = 256 * 1024
KEPT_SECONDS = 3600.0
LEEWAY_SECONDS = 60


class ProviderAway(Refusal):
    """The provider did not answer, or not as one."""

    message = _("The city's identity provider does not answer. Sign in with your password, or try again later.")
    status = 503


class AnswerUnfit(Refusal):
    """What came back was not the answer to what was asked."""

    message = _("The identity provider's answer does not fit. Please sign in again.")
    status = 422


class NotLinked(Refusal):
    """Somebody whom the provider knows, and no operator has joined to an account here."""

    message = _(
        "Nobody has joined your identity to an account here. Ask your operator; accounts are never made by signing in."
    )
    status = 403


class LinkTaken(Refusal):
    """One identity is one person."""

    message = _("This identity belongs to another account.")
    field = "identity"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is kept in the session while the person is at the provider."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the provider says it is; `email` only a confirmed one."""

    subject: str
    email: str
    is_strong: bool


def is_configured() -> bool:
    """Return whether the city has an identity provider."""
    return bool(settings.OIDC_ISSUER and settings.OIDC_CLIENT)


def ask(return_to: str) -> tuple[str, Asked]:
    """Return the provider's address to lead the person to, and what to keep. Raises ProviderAway."""
    asked = Asked(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48))
    challenge = base64.urlsafe_b64encode(hashlib.sha256(asked.verifier.encode()).digest()).rstrip(b"=").decode()
    query = {
        "response_type": "code",
        "client_id": settings.OIDC_CLIENT,
        "redirect_uri": return_to,
        "scope": "openid email",
        "state": asked.state,
        "nonce": asked.nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    return f"{_configuration()['authorization_endpoint']}?{urlencode(query)}", asked


def answer(given: Mapping[str, str], asked: Asked, *, return_to: str) -> Identity:
    """Return who came back from the provider. Raises AnswerUnfit, ProviderAway."""
    if not hmac.compare_digest(given.get("state", "").encode(), asked.state.encode()) or not given.get("code"):
        raise AnswerUnfit
    form = {
        "grant_type": "authorization_code",
        "code": given["code"][:4096],
        "redirect_uri": return_to,
        "client_id": settings.OIDC_CLIENT,
        "code_verifier": asked.verifier,
    }
    if settings.OIDC_SECRET:
        form["client_secret"] = settings.OIDC_SECRET
    told = _fetch(_configuration()["token_endpoint"], urlencode(form).encode())
    return _read(str(told.get("id_token", "")), asked.nonce)


@transaction.atomic
def person_of(identity: Identity) -> Staff:
    """Return the open account that an operator joined to the identity; a first sign-in by e-mail fixes the subject. Raises NotLinked."""
    rows = External.objects.select_for_update().filter(issuer=settings.OIDC_ISSUER)
    row = rows.filter(subject=identity.subject).first()
    if row is None and identity.email:
        row = rows.filter(subject=None, email=identity.email).first()
        if row is not None:
            row.subject = identity.subject
            row.save(update_fields=["subject"])
    person = Staff.objects.filter(pk=row.staff_id, is_active=True).first() if row else None
    if person is None:
        raise NotLinked
    return person


@transaction.atomic
def link(*, by: Staff | None, username: str, identity: str) -> None:
    """Join an account to who it is at the provider: an e-mail address, or a subject. `by` None is the command line.

    Raises NotAllowed, NotFound, Invalid, LinkTaken.
    """
    person = _person(by, username)
    identity = identity.strip()
    if not identity or len(identity) > 255 or not identity.isprintable():
        raise Invalid({"identity": _("The e-mail address or the subject that the identity provider knows.")})
    is_email = "@" in identity
    try:
        with transaction.atomic():
            External.objects.update_or_create(
                staff=person,
                issuer=settings.OIDC_ISSUER,
                defaults={
                    "email": identity.lower() if is_email else "",
                    "subject": None if is_email else identity,
                },
            )
    except IntegrityError as error:
        raise LinkTaken from error
    audit.write(by, person, Act.LINKED)


@transaction.atomic
def unlink(*, by: Staff | None, username: str) -> None:
    """Separate an account from the provider. Raises NotAllowed, NotFound."""
    person = _person(by, username)
    if External.objects.filter(staff=person).delete()[0]:
        audit.write(by, person, Act.UNLINKED)


def linked(username: str) -> str:
    """Return how an account is known at the provider, empty when it is not. One statement."""
    row = External.objects.filter(staff__username=username, issuer=settings.OIDC_ISSUER).first()
    return (row.email or row.subject or "") if row else ""


def _person(by: Staff | None, username: str) -> Staff:
    if by is not None:
        permissions.permit("users.manage", by)
    person = Staff.objects.select_for_update().filter(username=username.strip().lower(), is_program=False).first()
    if person is None:
        raise NotFound
    return person


def _read(token: str, nonce: str) -> Identity:
    import jwt

    try:
        keys = jwt.PyJWKSet.from_dict(_fetch(_configuration()["jwks_uri"])).keys
        wanted = jwt.get_unverified_header(token).get("kid")
        fitting = [key for key in keys if wanted is None or key.key_id == wanted]
        if len(fitting) != 1:
            raise AnswerUnfit
        claims: dict[str, Any] = jwt.decode(
            token,
            fitting[0],
            algorithms=ALGORITHMS,
            audience=settings.OIDC_CLIENT,
            issuer=_configuration()["issuer"],
            leeway=LEEWAY_SECONDS,
            options={"require": ["exp", "iat", "sub", "nonce", "aud", "iss"]},
        )
    except jwt.PyJWTError as error:
        raise AnswerUnfit from error
    if not hmac.compare_digest(str(claims["nonce"]).encode(), nonce.encode()):
        raise AnswerUnfit
    if claims.get("azp", settings.OIDC_CLIENT) != settings.OIDC_CLIENT:
        raise AnswerUnfit
    email = str(claims.get("email", "")).lower() if claims.get("email_verified") is True else ""
    methods = claims.get("amr")
    return Identity(str(claims["sub"]), email, bool(STRONG & set(methods if isinstance(methods, list) else [])))


_kept: dict[str, tuple[float, dict[str, Any]]] = {}


def _configuration() -> dict[str, Any]:
    """Return the provider's configuration, read at most once an hour. Raises ProviderAway for one that names another issuer."""
    issuer = settings.OIDC_ISSUER
    since, found = _kept.get(issuer, (0.0, {}))
    if not found or time.monotonic() - since > KEPT_SECONDS:
        found = _fetch(f"{issuer}/.well-known/openid-configuration")
        if str(found.get("issuer", "")).rstrip("/") != issuer:
            raise ProviderAway
        _kept[issuer] = (time.monotonic(), found)
    return found


class _NoRedirect(HTTPRedirectHandler):
    """A provider that sends us elsewhere is not followed."""

    def redirect_request(self, *_arguments: Any, **_named: Any) -> None:
        return None


_opener = build_opener(_NoRedirect)


def _fetch(address: str, form: bytes | None = None) -> dict[str, Any]:
    parts = urlsplit(address)
    is_here = parts.hostname in {"localhost", "127.0.0.1"} and urlsplit(settings.OIDC_ISSUER).hostname == parts.hostname
    if parts.scheme != "https" and not is_here:
        raise ProviderAway
    request = Request(address, data=form, headers={"Accept": "application/json"})  # noqa: S310  https, see above
    try:
        with _opener.open(request, timeout=TIMEOUT_SECONDS) as response:
            body = response.read(MOST_BYTES + 1)
        found = json.loads(body) if len(body) <= MOST_BYTES else None
    except (URLError, OSError, ValueError) as error:
        raise ProviderAway from error
    if not isinstance(found, dict):
        raise ProviderAway
    return found
