"""Programs of a test, made by the product's own actions."""

import itertools
from typing import Any

from tanggap.clients import actions
from tanggap.clients.actions import Made
from tanggap.clients.models import Client
from tanggap.clients.words import Scope

GEBANG = "kel-31.75.06.1005"
_numbers = itertools.count(1)


def program(**changes: Any) -> Client:
    """Return a program of nobody's unit that may do all that such a one can."""
    open_to_all = [scope.value for scope in Scope if not scope.startswith("work:")]
    given: dict[str, Any] = {
        "code": f"program-{next(_numbers)}",
        "name": "Peta Warga",
        "owner": "Yayasan Kota Terbuka",
        "contact": "data@example.org",
        "scopes": open_to_all,
    }
    return actions.add(by=None, **{**given, **changes})


def of_unit(unit: str = GEBANG, **changes: Any) -> Client:
    """Return a program that works for a unit."""
    return program(unit=unit, **{"scopes": [scope.value for scope in Scope], **changes})


def key(client: Client, **changes: Any) -> Made:
    """Return a fresh key of a program."""
    return actions.make_key(by=None, code=client.code, **{"label": "server", "reason": "test", **changes})


def bearer(made: Made | str) -> dict[str, str]:
    """Return the header with which a program shows a key or token."""
    return {"Authorization": f"Bearer {made if isinstance(made, str) else made.key}"}
