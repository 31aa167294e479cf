"""Content Credentials (C2PA) in a file: whether their signature holds and what they declare. Nothing is ever fetched.

Names of signers and authors, serial numbers and titles are not read out. Whom to trust is not decided here: no trust list is given,
so that a signature that holds is one of somebody unknown to us.
"""

import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import c2pa

from tanggap.verification.evidence.history import tools
from tanggap.verification.evidence.history.inside.claims import origin

NONE, VALID, TRUSTED, INVALID, ELSEWHERE = "none", "valid", "trusted", "invalid", "elsewhere"
_STATES = {"Valid": VALID, "Trusted": TRUSTED, "Invalid": INVALID}
_TYPES = {"jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp", "heif": "image/heic"}
_CHANGES = {
    "c2pa.edited",
    "c2pa.drawing",
    "c2pa.removed",
    "c2pa.placed",
    "c2pa.redacted",
}  # not light, size, turning, cropping
_CONTENT = ("assertion.dataHash.mismatch", "assertion.bmffHash.mismatch", "assertion.boxesHash.mismatch")
_SIGNATURE = ("claimSignature.mismatch", "claimSignature.missing")
_CERTIFICATE = "signingCredential."
_UNKNOWN = "signingCredential.untrusted"  # what every signer is without a trust list
_OFFLINE = c2pa.Context.from_dict(
    {"verify": {"remote_manifest_fetch": False, "ocsp_fetch": False, "verify_trust": True}}
)
_BOX = b"jumdc2pa"  # how a store of manifests begins
MOST_MANIFESTS, MOST_ACTIONS = 64, 256


def credentials(kind: str, data: bytes) -> dict[str, Any]:
    """Return `state`; where a manifest was read also `why` it is invalid (content, signature, certificate, other), `origins`, `tools`
    and `is_changed`."""
    try:
        with c2pa.Reader(_TYPES[kind], BytesIO(data), context=_OFFLINE) as reader:
            state = _STATES.get(reader.get_validation_state() or "", INVALID)
            store = json.loads(reader.json())
    except c2pa.C2paError as error:
        return {"state": _without(error, data)}
    actions = list(_actions(store))
    origins = {origin(str(action.get("digitalSourceType", ""))) for action in actions}
    return {
        "state": state,
        "why": _why(store) if state == INVALID else "",
        "origins": sorted(one for one in origins if one),
        "tools": sorted(set().union(*map(tools.named, _programs(store, actions)))),
        "is_changed": any(action.get("action") in _CHANGES for action in actions),
    }


def _without(error: c2pa.C2paError, data: bytes) -> str:
    """Return the state of a file whose credentials could not be had: there are none, they are elsewhere, they are broken."""
    if isinstance(error, c2pa.C2paError.ManifestNotFound):
        return NONE
    if isinstance(error, c2pa.C2paError.RemoteManifest) or str(error).startswith("Remote"):
        return ELSEWHERE
    return INVALID if _BOX in data else NONE


def _why(store: dict[str, Any]) -> str:
    codes = [str(one.get("code")) for one in _listed(store.get("validation_status")) if isinstance(one, dict)]
    if any(code.startswith(_CONTENT) for code in codes):
        return "content"
    if any(code in _SIGNATURE for code in codes):
        return "signature"
    return "certificate" if any(code.startswith(_CERTIFICATE) and code != _UNKNOWN for code in codes) else "other"


def _manifests(store: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the manifests of the file and of the pictures that it was made from."""
    manifests = store.get("manifests")
    values = list(manifests.values())[:MOST_MANIFESTS] if isinstance(manifests, dict) else []
    return [one for one in values if isinstance(one, dict)]


def _actions(store: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for manifest in _manifests(store):
        for assertion in _listed(manifest.get("assertions")):
            if isinstance(assertion, dict) and str(assertion.get("label", "")).startswith("c2pa.actions"):
                data = assertion.get("data")
                found = _listed(data.get("actions")) if isinstance(data, dict) else []
                yield from (one for one in found[:MOST_ACTIONS] if isinstance(one, dict))


def _programs(store: dict[str, Any], actions: list[dict[str, Any]]) -> Iterator[str]:
    for manifest in _manifests(store):
        yield str(manifest.get("claim_generator", ""))
        yield from (_name(one) for one in _listed(manifest.get("claim_generator_info")))
    yield from (_name(action.get("softwareAgent")) for action in actions)


def _name(value: object) -> str:
    return str(value.get("name", "")) if isinstance(value, dict) else str(value or "")


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
