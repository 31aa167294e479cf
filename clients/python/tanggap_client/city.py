"""A city and what one does with it, page after page, safe to repeat."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any
from uuid import uuid4

from tanggap_client.calls import Line, Refused
from tanggap_client.generated import models

__all__ = ["City", "Refused", "Work"]
V1 = "/api/v1"


class City:
    """The API of one city. Without a `key` one reads and reports as everybody may.

    with City("https://tanggap.example", key="tgp_live_…") as city:
        receipt = city.send("Lampu jalan mati", lon=106.9454, lat=-6.2119, photos=["lampu.jpg"])
    """

    def __init__(self, url: str, *, key: str = "", timeout: float = 30.0, tries: int = 5, language: str = "id") -> None:
        self.line = Line(url, key=key, timeout=timeout, tries=tries, language=language)
        self.has_key = bool(key)
        self.work = Work(self)

    def __enter__(self) -> City:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the connection."""
        self.line.http.close()

    def send(
        self,
        text: str,
        *,
        lon: float | None = None,
        lat: float | None = None,
        photos: Sequence[str | Path | bytes] = (),
        key: str = "",
        **more: Any,
    ) -> models.Receipt:
        """Send a report and return its receipt; with a key of its own, so that a broken line makes no second one. Raises Refused.

        `more` are fields of the API's form: `category`, `reporter`, `visibility`, `occurred_at` …
        """
        body: dict[str, Any] = {"text": text, **more}
        if lon is not None and lat is not None:
            body["location"] = {**body.get("location", {}), "lon": lon, "lat": lat}
        if photos:
            body["media"] = [self.upload(photo).id for photo in photos]
        headers = {"Idempotency-Key": key or str(uuid4())}
        answer = self.line.call("POST", f"{V1}/reports", json=body, headers=headers)
        return models.Receipt.from_dict(answer.json())

    def upload(self, photo: str | Path | bytes) -> models.Media:
        """Send a photo ahead; its `id` stands for it. Raises Refused, also without a key."""
        data = photo if isinstance(photo, bytes) else Path(photo).read_bytes()
        name = "photo.jpg" if isinstance(photo, bytes) else Path(photo).name
        answer = self.line.call("POST", f"{V1}/media", files={"file": (name, data)})
        return models.Media.from_dict(answer.json())

    def report(self, code: str) -> models.Report:
        """Return a public report. Raises Refused (404) for one that is not."""
        return models.Report.from_dict(self.line.call("GET", f"{V1}/reports/{code}").json())

    def own(self, code: str, token: str) -> models.Own:
        """Return a report to its reporter, by the token of the private link."""
        headers = {"Report-Token": token}
        return models.Own.from_dict(self.line.call("GET", f"{V1}/reports/{code}/own", headers=headers).json())

    def reports(self, **wanted: Any) -> Iterator[models.ReportRow]:
        """Yield public reports, newest first, over all pages: `category`, `area`, `status`, `open`, `unit`, `words`, `bbox` …"""
        for row in self.pages(f"{V1}/reports", "reports", wanted):
            yield models.ReportRow.from_dict(row)

    def events(self, after: str | None = None, **wanted: Any) -> Iterator[models.PublicEvent]:
        """Yield public events behind a cursor up to now; keep the `cursor` of the last one and go on from it next time."""
        while True:
            page = self.line.call("GET", f"{V1}/events", params={**wanted, "after": after}).json()
            for event in page["events"]:
                yield models.PublicEvent.from_dict(event)
            after = page["cursor"]
            if page["end"]:
                return

    def figures(self, **wanted: Any) -> models.Figures:
        """Return figures of a selection: `indicator`, `area`, `category`, `unit`, `channel`, `period`."""
        return models.Figures.from_dict(self.line.call("GET", f"{V1}/stats", params=wanted).json())

    def pages(self, path: str, name: str, wanted: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Yield what stands under `name` on all pages of a list."""
        page = self.line.call("GET", path, params=wanted).json()
        while True:
            yield from page[name]
            if not page["next"]:
                return
            page = self.line.call("GET", page["next"]).json()


class Work:
    """What a unit's own program reads and does: its key must have the scopes work:read and work:write."""

    def __init__(self, city: City) -> None:
        self.city = city

    def reports(self, **wanted: Any) -> Iterator[models.WorkRow]:
        """Yield the unit's reports: `view`, `status`, `category`, `area`, `due`, `sort`."""
        for row in self.city.pages(f"{V1}/work/reports", "reports", wanted):
            yield models.WorkRow.from_dict(row)

    def report(self, code: str) -> models.WorkReport:
        """Return a report as the unit reads it; `acts` says what can be done now."""
        return models.WorkReport.from_dict(self.city.line.call("GET", f"{V1}/work/reports/{code}").json())

    def do(self, code: str, act: str, *, version: int, key: str = "", **fields: Any) -> models.Done:
        """Do one act of the version that was seen, once. Raises Refused: 412 when somebody was faster, `document["changes"]` says how."""
        headers = {"If-Match": f'"{version}"', "Idempotency-Key": key or str(uuid4())}
        path = f"{V1}/work/reports/{code}/acts/{act}"
        return models.Done.from_dict(self.city.line.call("POST", path, json=fields, headers=headers).json())

    def tasks(self, **wanted: Any) -> Iterator[models.TaskRow]:
        """Yield the unit's tasks: `view` is `asked`, `accepted`, `ours`, `returned`, `deciding` or `done`."""
        for row in self.city.pages(f"{V1}/work/tasks", "tasks", wanted):
            yield models.TaskRow.from_dict(row)

    def task(self, code: str, number: int) -> models.WorkTask:
        """Return one task."""
        return models.WorkTask.from_dict(self.city.line.call("GET", f"{V1}/work/tasks/{code}/{number}").json())

    def do_task(self, code: str, number: int, act: str, *, etag: str, key: str = "", **fields: Any) -> models.TaskDone:
        """Do one act on a task as it was seen: `accept`, `decline`, `answer`, `hand_back`."""
        headers = {"If-Match": etag, "Idempotency-Key": key or str(uuid4())}
        path = f"{V1}/work/tasks/{code}/{number}/acts/{act}"
        return models.TaskDone.from_dict(self.city.line.call("POST", path, json=fields, headers=headers).json())
