"""What programs ask: addresses of the API and of Open311 for the load, with the keys of enough programs that no budget is measured."""

import itertools
from collections.abc import Callable, Iterator, Mapping

from bench.load import request

PROGRAMS = 80  # of the largest class: 8,000 calls a second together
FOLLOWED = "events feed (API)"


def pages() -> dict[str, str]:
    """Return the address of each list and document that programs ask for."""
    from tanggap.reports.models import Report

    shown = Report.objects.filter(visibility="public", state="received").order_by("-id").first()
    if shown is None:
        raise SystemExit("The measuring city has no open report. Remove its folder and run again.")
    return {
        "list (API)": "/api/v1/reports?limit=50",
        "list of a unit (API)": f"/api/v1/reports?limit=50&unit={shown.unit_id}",
        "detail (API)": f"/api/v1/reports/{shown.code}",
        FOLLOWED: f"/api/v1/events?limit=100&after={_middle()}",
        "list of 1,000 (Open311)": "/open311/v2/requests.json",
        "list of 100 (Open311)": "/open311/v2/requests.json?page_size=100",
        "detail (Open311)": f"/open311/v2/requests/{shown.code}.json",
    }


def keys() -> list[str]:
    """Return a fresh key of each of the programs that ask."""
    from tanggap.clients import actions
    from tanggap.clients.models import Client
    from tanggap.clients.words import Rate, Scope

    found = []
    for number in range(PROGRAMS):
        code = f"bench-{number}"
        if not Client.objects.filter(pk=code).exists():
            actions.add(
                by=None, code=code, name=f"Bench {number}", owner="Bench", contact="bench@example.org",
                scopes=[Scope.EVENTS_READ.value], rate=Rate.LARGE,
            )  # fmt: skip
        for old in _live(code):
            actions.revoke_key(by=None, number=old)
        found.append(actions.make_key(by=None, code=code, label="bench", reason="bench").key)
    return found


def headers(name: str, key: str) -> dict[str, str]:
    """Return what a program shows for a page: its key where one is asked for."""
    return {"Authorization": f"Bearer {key}"} if name == FOLLOWED else {}


def asked(name: str, address: str, shown: list[str]) -> Callable[[], Iterator[bytes]]:
    """Return the requests for a page: the same again and again, by one program after the other."""
    ready = [request("GET", address, headers=headers(name, key)) for key in shown]
    return lambda: itertools.cycle(ready)


def saved(read: Callable[[str, Mapping[str, str]], object], shown: list[str]) -> dict[str, object]:
    """Return what was captured of each page, by the name that the bare handlers know it by."""
    return {slug(name): read(address, headers(name, shown[0])) for name, address in pages().items()}


def slug(name: str) -> str:
    """Return a page's name as it stands in the bare handlers' addresses."""
    return name.replace(" ", "-").replace("(", "").replace(")", "")


def _middle() -> str:
    """Return the cursor of an event in the middle of the log: where a follower that is behind reads."""
    from tanggap.core.cursors import Position
    from tanggap.reports.models import Event
    from tanggap.reports.queries.public import feed

    first, last = (Event.objects.order_by(way).values_list("id", flat=True).first() or 0 for way in ("id", "-id"))
    found = Event.objects.filter(id__gte=(first + last) // 2).order_by("id").values_list("tx", "id").first()
    return feed.cursor(Position(*found)) if found else ""


def _live(code: str) -> list[int]:
    from tanggap.clients.models import Key

    return list(Key.objects.filter(client=code, revoked_at=None).values_list("pk", flat=True))
