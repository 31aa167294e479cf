"""One call: sent again when the line breaks or the city asks to wait, with the same key, so that nothing happens twice."""

from __future__ import annotations

import random
import time
from collections.abc import Mapping
from typing import Any

import httpx

AGAIN = frozenset({429, 502, 503, 504})
LONGEST_WAIT = 60.0


class Refused(Exception):
    """The city said no (RFC 9457). `code` is the word for machines, `errors` says for each field what is wrong with it."""

    def __init__(self, answer: httpx.Response) -> None:
        try:
            told = answer.json()
        except ValueError:
            told = {}
        self.document: dict[str, Any] = told if isinstance(told, dict) else {}
        self.status = answer.status_code
        self.code = str(self.document.get("code", ""))
        self.errors = {one["field"]: one["message"] for one in self.document.get("errors", [])}
        title = self.document.get("title", answer.reason_phrase)
        super().__init__(f"{self.status} {self.code}: {title} {self.errors or ''}".strip())


class Line:
    """A connection to one city, as one program or as nobody."""

    def __init__(self, url: str, *, key: str = "", timeout: float = 30.0, tries: int = 5, language: str = "id") -> None:
        shown = {"Authorization": f"Bearer {key}"} if key else {}
        self.http = httpx.Client(
            base_url=url.rstrip("/"),
            timeout=timeout,
            headers={"Accept-Language": language, "User-Agent": "tanggap-client/1.0", **shown},
        )
        self.tries = tries

    def call(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, Any] | None = None,
        json: Mapping[str, Any] | None = None,
        files: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        is_safe: bool = True,
    ) -> httpx.Response:
        """Return the answer. Not `is_safe`: it is sent once, for a second time would do it twice. Raises Refused, httpx.TransportError."""
        asked = {name: _word(value) for name, value in (params or {}).items() if value is not None}
        for left in reversed(range(self.tries if is_safe else 1)):
            try:
                answer = self.http.request(
                    method, path, params=asked or None, json=json, files=files, headers=dict(headers or {})
                )
            except httpx.TransportError:
                if not left:
                    raise
                self._wait(None, left)
                continue
            if answer.status_code in AGAIN and left:
                self._wait(answer, left)
                continue
            if answer.status_code >= 400:
                raise Refused(answer)
            return answer
        raise AssertionError("unreachable")

    def _wait(self, answer: httpx.Response | None, left: int) -> None:
        """Wait as long as the city asks, else longer each time; never for ever."""
        asked = answer.headers.get("Retry-After", "") if answer is not None else ""
        own = min(2.0 ** (self.tries - left - 1), LONGEST_WAIT) * random.uniform(0.5, 1.0)  # noqa: S311  no secret
        time.sleep(min(float(asked) if asked.isdigit() else own, LONGEST_WAIT))


def _word(value: Any) -> str:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)
