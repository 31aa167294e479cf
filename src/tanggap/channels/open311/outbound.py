"""The calls to another city's GeoReport v2: a report handed over, asked after by its token, looked at by its id."""

from urllib.parse import quote, urlencode

from tanggap.channels.contract import Account, Handed, Later, Malformed, Placed, Refused, Seen
from tanggap.channels.native import iso_instant
from tanggap.channels.open311 import reading
from tanggap.channels.open311.reading import Row
from tanggap.core import wire

LONGEST = 4_000
CLOSED = "closed"


def forward(account: Account, handed: Handed) -> Placed:
    """Hand a report over, once. Raises Later, Refused; an answer that cannot be understood may be a report there."""
    service = pairs(account["services"]).get(handed.category, account["service"])
    if not service:
        raise Refused("No service of theirs is set for this category. Name one in the settings.")
    fields = {
        "service_code": service,
        "description": f"{handed.text[: LONGEST - 200]}\n\n{handed.code} · {handed.link}",
        "address_string": handed.address,
        "media_url": handed.media,
        "email": account["email"],
        "api_key": account["api_key"],
        "jurisdiction_id": account["jurisdiction"],
        **{f"attribute[{code}]": value for code, value in pairs(account["attributes"]).items()},
    }
    if handed.lon is not None and handed.lat is not None:
        fields |= {"lat": f"{handed.lat:.6f}", "long": f"{handed.lon:.6f}"}
    elif not handed.address:
        raise Refused("The report has no place, without which no Open311 system takes one.")
    got = _call(account, "POST", "requests", fields, key=handed.key)
    row = next(iter(reading.rows(got)), {})
    if not (row.get("service_request_id") or row.get("token")):
        raise Malformed("The answer names neither an id nor a token.")
    return Placed(row.get("service_request_id", ""), row.get("token", ""))


def find(account: Account, token: str) -> str:
    """Return the id for which a token stands, empty while there is none."""
    key = {"api_key": account["api_key"]}
    found = _call(account, "GET", f"tokens/{quote(token, safe='')}", {**_jurisdiction(account), **key})
    return next((row["service_request_id"] for row in reading.rows(found) if row.get("service_request_id")), "")


def look(account: Account, remote: str) -> Seen:
    """Return where a report stands there."""
    got = _call(account, "GET", f"requests/{quote(remote, safe='')}", _jurisdiction(account))
    row = next((row for row in reading.rows(got) if row.get("service_request_id") == remote), None)
    if row is None or not row.get("status"):
        raise Malformed("The answer says nothing of this request.")
    status = row["status"].strip().lower()[:40]
    return Seen(status, row.get("status_notes", ""), iso_instant(row, "updated_datetime"), status == CLOSED)


def services(account: Account) -> set[str]:
    """Return the codes of their services: what the test button asks for, for it changes nothing."""
    found = {
        row.get("service_code", "") for row in reading.rows(_call(account, "GET", "services", _jurisdiction(account)))
    }
    if not found - {""}:
        raise Refused("The address answers, but not with the list of services that GeoReport v2 gives.")
    return found - {""}


def pairs(lines: str) -> dict[str, str]:
    """Return what a setting writes as `ours = theirs`, one a line."""
    split = (line.partition("=") for line in lines.splitlines())
    return {left.strip(): right.strip() for left, mark, right in split if mark and left.strip() and right.strip()}


def _jurisdiction(account: Account) -> dict[str, str]:
    return {"jurisdiction_id": account["jurisdiction"]}


def _call(account: Account, method: str, path: str, fields: dict[str, str], *, key: str = "") -> wire.Got:
    form = account["format"] or "json"
    query = urlencode({name: value for name, value in fields.items() if value})
    url = f"{account['address'].rstrip('/')}/{path}.{form}"
    headers = {"Accept": "application/json" if form == "json" else "text/xml"}
    is_post = method == "POST"
    if is_post:
        headers |= {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8", "Idempotency-Key": key}
    elif query:
        url += f"?{query}"
    got = wire.call(
        method,
        url,
        hosts=[wire.host_of(account["address"])],
        headers=headers,
        body=query.encode() if is_post else None,
        most_bytes=reading.MOST_BYTES,
    )
    _judge(got, is_post=is_post)
    return got


def _judge(got: wire.Got, *, is_post: bool) -> None:
    """Return for a success. Raises Later for what passes, Refused for what a person has to mend, Malformed where it may have been done."""
    if 200 <= got.status < 300:
        return
    if got.status in {401, 403}:
        raise Later(f"The system does not accept the api_key ({got.status}). Enter the one that is valid now.", 900)
    if got.status in {408, 425, 429, 503}:
        wait = got.headers.get("retry-after", "")
        raise Later(f"The system answers {got.status}.", float(wait) if wait.isdecimal() and len(wait) < 6 else None)
    if got.status >= 500 and is_post:
        raise Malformed(f"The system answers {got.status}.")
    if got.status >= 500:
        raise Later(f"The system answers {got.status}.")
    raise Refused(f"The system refuses it ({got.status}). {_why(got)}".strip())


def _why(got: wire.Got) -> str:
    try:
        found: list[Row] = reading.rows(got)
    except Malformed:
        return ""
    return " ".join(row.get("description", "") for row in found)[:200]
