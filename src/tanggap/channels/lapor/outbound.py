"""The calls to the exchange (docs/lapor.md §2): every one is a POST with `KEYTOKEN`, JSON in and out."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tanggap.channels import links
from tanggap.channels.contract import Account, Later, Malformed, Outgoing, Piece, Refused, Sent
from tanggap.channels.lapor import inbound, rules
from tanggap.channels.native import ident, text
from tanggap.core import wire

READING, EXCHANGE = "f01", "f02"
PORTION = 100
MOST_PORTIONS = 50
MOST_BYTES = 4_000_000
MOST_FILE = 16_000_000
LONGEST = 2_000


def poll(account: Account, since: Mapping[str, str], keep: Callable[[Sequence[Piece]], None]) -> Mapping[str, str]:
    """Keep the changes after the bookmark, portion by portion, in the order of their numbers; return the new bookmark."""
    after = since.get("after", "0")
    for _portion in range(MOST_PORTIONS):
        given = _ask(account, EXCHANGE, "getchanges", {"after": after, "limit": PORTION})
        if not isinstance(given, dict) or not isinstance(given.get("changes"), list):
            raise Refused("The exchange answered without a list of changes.")
        keep(inbound.pieces(given["changes"]))
        following = ident(given, "next")
        if not following or following == after:
            break
        after = following
        if not given.get("more"):
            break
    return {"after": after}


def fetch(account: Account, ref: str) -> bytes:
    """Return a file of a ticket."""
    return _call(account, EXCHANGE, "getfile", {"id": ref}, most_bytes=MOST_FILE).body


def send(account: Account, outgoing: Outgoing) -> Sent:
    """Say our state and answer in the ticket, which everybody may read: it opens nothing. With the same key it is said once."""
    ours = outgoing.facts.get("state", "")
    said = _follow_up(account, outgoing, rules.status_of(ours))
    if said.status == 409:
        match rules.crossing(_told(said, "Status Laporan"), ours):
            case "drop":
                return Sent()
            case "status":
                said = _follow_up(account, outgoing, rules.status_of(ours), insists=True)
            case _:
                said = _follow_up(account, outgoing, "")
    _judge(said)
    return Sent(_told(said, "id"))


def topics(account: Account) -> list[Any]:
    """Return their categories: what the test button asks for, for it changes nothing."""
    given = _ask(account, READING, "gettopics", {})
    if not isinstance(given, list) or not all(isinstance(row, dict) and "topic_name" in row for row in given):
        raise Refused("The address answers, but not with the list of categories that LAPOR! gives.")
    return given


def _follow_up(account: Account, outgoing: Outgoing, status: str, *, insists: bool = False) -> wire.Got:
    body: dict[str, Any] = {
        "kunci": outgoing.key,
        "Tracking ID": outgoing.to,
        "isi": links.public(outgoing.text)[:LONGEST],
        "nomor": outgoing.code,
        "unit": outgoing.facts.get("unit", ""),
    }
    if status:
        body["Status Laporan"] = status
    if insists:
        body["tetap"] = True
    return _call(account, EXCHANGE, "sendfollowup", body, is_judged=False)


def _ask(account: Account, group: str, service: str, body: Mapping[str, Any]) -> Any:
    try:
        return wire.json_of(_call(account, group, service, body))
    except Malformed:
        raise Later("The exchange answered with something that is no JSON.") from None


def _call(
    account: Account,
    group: str,
    service: str,
    body: Mapping[str, Any],
    *,
    most_bytes: int = MOST_BYTES,
    is_judged: bool = True,
) -> wire.Got:
    """Ask one service. Every one may be asked twice: reading changes nothing, and what is sent carries its key."""
    address = account["address"].rstrip("/")
    got = wire.call(
        "POST",
        f"{address}/api/services/{group}/{service}",
        hosts=[wire.host_of(address)],
        headers={"KEYTOKEN": account["token"], "Content-Type": "application/json", "Accept": "application/json"},
        body=json.dumps(body, ensure_ascii=False).encode("utf-8", "replace"),
        most_bytes=most_bytes,
        is_repeatable=True,
    )
    if is_judged:
        _judge(got)
    return got


def _judge(got: wire.Got) -> None:
    """Return for a success. Raises Later for what passes, Refused for what a person has to mend."""
    if 200 <= got.status < 300:
        return
    if got.status in {401, 403}:
        raise Later("LAPOR! does not accept the token (KEYTOKEN). Enter the one that is valid now.", 900)
    if got.status == 404:
        raise Refused("LAPOR! knows no such ticket or service.")
    if got.status in {408, 425, 429} or got.status >= 500:
        raise Later(f"LAPOR! answers {got.status}.", _seconds(got))
    raise Refused(f"LAPOR! refuses it ({got.status}).")


def _seconds(got: wire.Got) -> float | None:
    wait = got.headers.get("retry-after", "")
    return float(wait) if wait.isdecimal() and len(wait) < 6 else None


def _told(got: wire.Got, key: str) -> str:
    try:
        given = wire.json_of(got)
    except Malformed:
        return ""
    return text(given, key, most=100) or ident(given, key)
