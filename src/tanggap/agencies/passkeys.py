"""Security keys and passkeys (WebAuthn), by the `fido2` library: what the browser is asked, and whether its answer holds.

The library is read when the first key is used: it brings the list of public suffixes.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fido2.server import Fido2Server

LONGEST_ANSWER = 16_384


class Unfit(Exception):
    """The browser's answer is broken, from elsewhere, or not to what was asked."""


@dataclass(frozen=True, slots=True)
class Site:
    """The site that a key is bound to: its host without the port, and its origin as the browser says it."""

    host: str
    origin: str
    name: str


@dataclass(frozen=True, slots=True)
class Question:
    """What the browser is asked (JSON), and what we keep to check its answer."""

    options: dict[str, Any]
    state: dict[str, Any]


def ask_for_new(site: Site, *, handle: bytes, username: str, name: str, known: Sequence[bytes]) -> Question:
    """Return the question by which a new key is made; `known` are the person's keys already there."""
    from fido2.webauthn import AttestedCredentialData, PublicKeyCredentialUserEntity, UserVerificationRequirement

    options, state = _server(site).register_begin(
        PublicKeyCredentialUserEntity(id=handle, name=username, display_name=name),
        credentials=[AttestedCredentialData(one) for one in known],
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return Question(dict(options)["publicKey"], dict(state))


def new_key(site: Site, state: Mapping[str, Any], answer: str) -> bytes:
    """Return the public part of the key that the browser made. Raises Unfit."""
    try:
        made = _server(site).register_complete(dict(state), _read(answer))
        if made.credential_data is None:
            raise Unfit
        return bytes(made.credential_data)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Unfit from error


def ask_for_proof(site: Site, *, known: Sequence[bytes]) -> Question:
    """Return the question that one of the `known` keys answers."""
    from fido2.webauthn import AttestedCredentialData, UserVerificationRequirement

    options, state = _server(site).authenticate_begin(
        [AttestedCredentialData(one) for one in known], user_verification=UserVerificationRequirement.PREFERRED
    )
    return Question(dict(options)["publicKey"], dict(state))


def proof(site: Site, state: Mapping[str, Any], answer: str, *, known: Sequence[bytes]) -> tuple[bytes, int]:
    """Return which key (its id) answered, and its counter (0: it keeps none). Raises Unfit."""
    from fido2.webauthn import AttestedCredentialData, AuthenticationResponse, AuthenticatorData

    try:
        given = AuthenticationResponse.from_dict(_read(answer))
        key = _server(site).authenticate_complete(dict(state), [AttestedCredentialData(one) for one in known], given)
        return bytes(key.credential_id), AuthenticatorData(given.response.authenticator_data).counter
    except Exception as error:
        if isinstance(error, Unfit):
            raise
        raise Unfit from error  # a signature that does not hold raises what its algorithm raises


def id_of(key: bytes) -> bytes:
    """Return the id by which a kept key is found."""
    from fido2.webauthn import AttestedCredentialData

    return bytes(AttestedCredentialData(key).credential_id)


def _read(answer: str) -> dict[str, Any]:
    if len(answer) > LONGEST_ANSWER:
        raise Unfit
    found = json.loads(answer)
    if not isinstance(found, dict):
        raise Unfit
    return found


def _server(site: Site) -> "Fido2Server":
    from fido2.server import Fido2Server
    from fido2.webauthn import PublicKeyCredentialRpEntity

    return Fido2Server(
        PublicKeyCredentialRpEntity(id=site.host, name=site.name), verify_origin=lambda origin: origin == site.origin
    )
