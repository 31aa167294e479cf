"""Everything that anybody can read without an account or a link, found in the table of addresses: what a test of privacy walks.

A new address is walked without being named here. One with a part that has no value in `GIVEN` fails the walk, until it gets one.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import get_resolver

STAFF = (
    "desk/", "verify/", "field/", "admin/", "mitra/", "masuk/", "keluar/", "channels/", "evaluation/asoca/",
    "evaluation/surveys/kelola/", "evaluation/staffing/", "planning/", "command/",
)  # fmt: skip
"""What asks for an account, or for a secret of a partner: other tests walk these."""
BY_KEY = ("<str:token>", "<str:link>")
_PART = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>((?:[^()]|\([^()]*\))*)\)")
_CHOICE = re.compile(r"[\w.-]+(?:\|[\w.-]+)+")


@dataclass(frozen=True)
class Read:
    """What one address answered: its status, and all that came back as text, with the bytes of pictures and packed files unpacked."""

    address: str
    status: int
    said: str
    body: bytes
    kind: str


def patterns() -> Iterator[tuple[str, str]]:
    """Yield (name, pattern) of each address outside the staff's surfaces."""
    for name, pattern in _named(get_resolver()):
        if not pattern.startswith(STAFF):
            yield name, pattern


def addresses(given: Mapping[str, Sequence[Any]]) -> Iterator[tuple[str, str]]:
    """Yield (name, address) of each public address, filled with each of the values in `given`, by `name:part` or `part`.

    Of what a key opens, which nobody here has, one address is enough. Raises KeyError, with what to do, for a part without a value.
    """
    for name, pattern in patterns():
        plain, is_by_key = pattern.replace("\\.", ".").lstrip("/"), any(key in pattern for key in BY_KEY)
        values_of = {part: values[:1] for part, values in given.items()} if is_by_key else given
        for filled in _filled(name, plain, values_of):
            yield name, "/" + filled.replace("^", "").replace("$", "").replace("\\Z", "")


def read(client: Client, address: str, *, method: str = "get", **more: Any) -> Read:
    """Ask for one address and return all of the answer, headers and cookies among it."""
    response = getattr(client, method)(address, **more)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    said = [body.decode("utf-8", "replace"), *(f"{name}: {value}" for name, value in response.headers.items())]
    said += [morsel.OutputString() for morsel in response.cookies.values()]
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            said += [packed.read(name).decode("utf-8", "replace") for name in packed.namelist()]
    if body[:2] == b"\x1f\x8b":
        import gzip

        said.append(gzip.decompress(body).decode("utf-8", "replace"))
    return Read(address, response.status_code, "\n".join(said), body, response.headers.get("Content-Type", ""))


def _named(resolver: Any, before: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:
        here = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from _named(pattern, here, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield f"{space}{pattern.name}", here


def _filled(name: str, pattern: str, given: Mapping[str, Sequence[Any]]) -> Iterator[str]:
    part = _PART.search(pattern)
    if part is None:
        yield pattern
        return
    called, choice = part[1] or part[2], part[3] or ""
    for value in choice.split("|") if _CHOICE.fullmatch(choice) else _values(name, called, given):
        yield from _filled(name, f"{pattern[: part.start()]}{value}{pattern[part.end() :]}", given)


def _values(name: str, part: str, given: Mapping[str, Sequence[Any]]) -> Sequence[Any]:
    for key in (f"{name}:{part}", part):
        if key in given:
            return given[key]
    raise KeyError(f"{name}: the address has a part “{part}”: give it a value, so that what it says is looked through")
