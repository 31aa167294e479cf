"""Another Open311 city on a real socket: GeoReport v2 as its servers in the wild answer, in JSON or XML, at once or by a token.

with City() as city:
    …hand a report over to city.url("/v2")…
    city.move(remote, "closed", "Lampu diganti")
    city.give_ids()          # of what came while it was `is_batch`
"""

import itertools
import json
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

from tests.peers.http import Peer, Received, Reply

KEY = "key-of-the-other-city"


class City(Peer):
    """What it took stands in `requests` by its id, each as the fields that came. `is_batch`: a POST is answered with a token."""

    def __init__(self) -> None:
        super().__init__()
        self.requests: dict[str, dict[str, str]] = {}
        self.tokens: dict[str, str] = {}
        self.is_batch = False
        self._numbers = itertools.count(9001)

    @property
    def posts(self) -> list[Received]:
        """Return the reports that were sent, also those that were refused."""
        return [one for one in self.received if one.method == "POST"]

    def move(self, remote: str, status: str, notes: str, at: str = "2026-12-02T03:00:00+07:00") -> None:
        """Change where a report stands there."""
        self.requests[remote] |= {"status": status, "status_notes": notes, "updated_datetime": at}

    def give_ids(self) -> None:
        """Give every token that waits its id."""
        for token, remote in self.tokens.items():
            self.tokens[token] = remote or self._new(self.requests.pop(token))

    def respond(self, received: Received) -> Reply:
        """Answer one call."""
        path, _dot, form = received.path.removeprefix("/v2/").rpartition(".")
        if received.method == "POST":
            return self._create(received.form, form)
        if path == "services":
            return _reply(
                "services",
                "service",
                [{"service_code": code, "service_name": code} for code in ("lamp", "other")],
                form,
            )
        kind, _slash, which = path.partition("/")
        if kind == "tokens" and which in self.tokens:
            return _listed([{"token": which, "service_request_id": self.tokens[which]}], form)
        if kind == "requests" and which in self.requests:
            return _listed([{"service_request_id": which, **self.requests[which]}], form)
        return _fault(404, "unknown", form)

    def _create(self, given: Mapping[str, str], form: str) -> Reply:
        if given.get("api_key") != KEY:
            return _fault(403, "api_key", form)
        if not (given.get("lat") and given.get("long")) and not given.get("address_string"):
            return _fault(400, "location", form)
        kept = {**given, "status": "open", "status_notes": ""}
        if not self.is_batch:
            return _listed([{"service_request_id": self._new(kept), "service_notice": "", "account_id": ""}], form)
        token = f"token-{len(self.tokens) + 1}"
        self.tokens[token], self.requests[token] = "", kept
        return _listed([{"token": token}], form)

    def _new(self, kept: dict[str, str]) -> str:
        remote = str(next(self._numbers))
        self.requests[remote] = kept
        return remote


def _listed(rows: list[dict[str, str]], form: str) -> Reply:
    return _reply("service_requests", "request", rows, form)


def _fault(status: int, words: str, form: str) -> Reply:
    return _reply("errors", "error", [{"code": str(status), "description": words}], form, status=status)


def _reply(root: str, item: str, rows: list[dict[str, Any]], form: str, *, status: int = 200) -> Reply:
    if form == "xml":
        inside = "".join(
            f"<{item}>{''.join(f'<{name}>{escape(value)}</{name}>' for name, value in row.items() if '[' not in name)}</{item}>"
            for row in rows
        )
        body = f'<?xml version="1.0" encoding="utf-8"?><{root}>{inside}</{root}>'.encode()
        return Reply(status=status, body=body, headers={"Content-Type": "text/xml"})
    return Reply(status=status, body=json.dumps(rows).encode(), headers={"Content-Type": "application/json"})
