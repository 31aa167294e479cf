"""A dead letter as it is shown and mended: its bytes as text, laid out, with who sent it hidden; and back."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from tanggap.agencies import permissions
from tanggap.agencies.models import Staff
from tanggap.channels import contract, masking, receiving, registry
from tanggap.channels.masking import Masked
from tanggap.channels.models import Arrival
from tanggap.channels.words import ArrivalState
from tanggap.core.refusal import Invalid, NotFound

MOST_SHOWN = 20_000


@dataclass(frozen=True, slots=True)
class Shown:
    """A payload for a person's eyes. Too long a one is shown in part and not mended (`is_whole`)."""

    text: str
    hidden: int
    is_whole: bool
    is_json: bool
    size: int


def shown(arrival: Arrival) -> Shown:
    """Return the payload that counts, as a person may see it. The arrival's account is read with it."""
    payload = receiving.payload_of(arrival)
    text, _encoding = _text(payload)
    is_whole = len(text) <= masking.LONGEST
    laid_out, is_json = _laid_out(text) if is_whole else (text[:MOST_SHOWN], False)
    found = masking.masked(laid_out, persons=_persons(arrival, payload))
    return Shown(found.text, len(found.hidden), is_whole, is_json, len(payload))


def mend(*, by: Staff, arrival: int, text: str) -> None:
    """Put a mended text in the place of a dead letter's payload and let it be read again. As it came stays beside it.

    Raises NotAllowed, NotFound, Invalid.
    """
    permissions.permit("channels.replay", by)
    row = Arrival.objects.select_related("account").filter(pk=arrival, state=ArrivalState.DEAD).first()
    if row is None:
        raise NotFound
    if len(text) > 2 * masking.LONGEST:
        raise Invalid({"text": _("That is far longer than what came.")})
    receiving.amend(by=by, arrival=arrival, payload=_bytes(row, text))


def _bytes(arrival: Arrival, text: str) -> bytes:
    """Return a mended text as the platform would have written it: what was hidden in its place, line ends and letters as they were."""
    payload = receiving.payload_of(arrival)
    before, encoding = _text(payload)
    if len(before) > masking.LONGEST:
        raise Invalid({"text": _("This one is too long to be mended here.")})
    laid_out, is_json = _laid_out(before)
    by: Masked = masking.masked(laid_out, persons=_persons(arrival, payload))
    try:
        whole = masking.restored(text.replace("\r\n", "\n"), by)
    except masking.Unknown as unknown:
        raise Invalid(
            {
                "text": _("%(number)s hides nothing here: leave the numbers in brackets as they are.")
                % {"number": unknown}
            }
        ) from None
    if is_json:
        whole = _packed(whole)
    elif "\r\n" in before:
        whole = whole.replace("\n", "\r\n")
    try:
        return whole.encode(encoding)
    except UnicodeEncodeError:
        raise Invalid(
            {"text": _("It came in an older alphabet, which lacks one of the letters that you wrote.")}
        ) from None


def _text(payload: bytes) -> tuple[str, str]:
    """Return bytes as text, and the encoding that brings back the same bytes."""
    try:
        return payload.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return payload.decode("latin-1"), "latin-1"


def _laid_out(text: str) -> tuple[str, bool]:
    """Return JSON with a line for each value, and whether it is any; anything else as it is, with plain line ends."""
    try:
        found = json.loads(text)
        if isinstance(found, dict | list):
            return json.dumps(found, ensure_ascii=False, indent=2), True
    except (ValueError, RecursionError):
        pass
    return text.replace("\r\n", "\n"), False


def _packed(text: str) -> str:
    """Return JSON in one line; what a person broke stays as it was written, and is set aside again with why."""
    try:
        return json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":"))
    except (ValueError, RecursionError):
        return text


def _persons(arrival: Arrival, payload: bytes) -> list[str]:
    """Return who sent it, as far as its adapter can read that; a payload that cannot be read tells nobody."""
    row = arrival.account
    account = contract.Account(id=row.pk, channel=row.channel_id, code=row.code, adapter=row.adapter, values={})
    try:
        heard: Any = registry.adapter(row.adapter).read(account, payload)
    except Exception:
        return []
    return [value for value in _who(heard) if value]


def _who(heard: Any) -> Iterator[str]:
    said = heard.said if isinstance(heard, contract.Partial) else heard
    if isinstance(said, contract.Said):
        yield from (said.sender, said.name, said.joins_as)
    elif isinstance(said, contract.Filed):
        reporter = said.report.reporter
        yield from (said.sender, reporter.name, reporter.email, reporter.phone)
