"""What we say on WhatsApp: free words within a day after the person wrote, a template later; and the files that people send."""

import re
from datetime import timedelta
from typing import Final

from django.utils.translation import gettext_lazy as _

from tanggap.channels import graph, native
from tanggap.channels.contract import Account, Attachment, Health, Later, Malformed, Outgoing, Refused, Sent
from tanggap.channels.native import Json, ident, text
from tanggap.channels.whatsapp.inbound import NOBODY_THERE, USER_ID
from tanggap.core import clock, wire

API: Final = "https://graph.facebook.com/v25.0"
MEDIA_HOSTS: Final = ("lookaside.fbsbx.com", "*.fbsbx.com", "*.whatsapp.net")
"""Where Meta keeps people's files; the account's token opens them there."""
MOST_FILE: Final = 10_000_000
MOST_WORDS: Final = 4096
WINDOW = timedelta(hours=24) - timedelta(minutes=10)
"""How long after a person wrote free words are taken: Meta's day, less what a message may wait on its way."""
WAIT_FOR_OPERATOR: Final = 300.0
WHILE_BLOCKED: Final = 3600.0
LONGEST_WAIT: Final = 3600.0

# Meta's codes, as its page of error codes tells them (README.md). One that stands not here is this message's own fault: Refused.
TOO_FAST: Final = frozenset({4, 80007, 130429, 131048, 131056, 133016})
PASSING: Final = frozenset({1, 2, 131000, 131016, 131057, 133004})
OF_OUR_ACCESS: Final = frozenset({0, 3, 10, 33, 190, 131005, 131042, 131045, 133010, *range(200, 300)})
BLOCKED: Final = frozenset({368, 131031})
TOO_LATE: Final = frozenset({131047})


# --- words --------------------------------------------------------------------------------------------------------


def send(account: Account, outgoing: Outgoing) -> Sent:
    """Say it as free words or by the template. Raises Later, Refused; wire.Unanswered when nobody knows whether it was said."""
    is_open = outgoing.heard_at is None or clock.now() - outgoing.heard_at < WINDOW
    if not is_open and not account["template"]:
        raise Refused("More than a day has passed since the person wrote, and the account has no template.")
    told = _post(account, _free(outgoing) if is_open else _template(account, outgoing))
    if is_open and _code(told) in TOO_LATE and account["template"]:
        told = _post(account, _template(account, outgoing))
    if _code(told) in TOO_LATE:
        raise Refused("More than a day has passed since the person wrote.")
    sent = next(iter(native.things(told, "messages")), {})
    return Sent(ident(sent, "id"))


def _free(outgoing: Outgoing) -> Json:
    words = outgoing.text if 0 < len(outgoing.text) <= MOST_WORDS else outgoing.short
    return {**_to(outgoing), "type": "text", "text": {"body": words[:MOST_WORDS], "preview_url": False}}


def _template(account: Account, outgoing: Outgoing) -> Json:
    """Return the message by the template, whose one blank is the short words on one line."""
    return {**_to(outgoing), "type": "template", "template": graph.template(account, outgoing)}


def _to(outgoing: Outgoing) -> Json:
    base: Json = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "biz_opaque_callback_data": outgoing.key,
    }
    if re.fullmatch(r"\+[1-9][0-9]{6,14}", outgoing.to):
        return {**base, "to": outgoing.to[1:]}
    if USER_ID.fullmatch(outgoing.to):
        return {**base, "recipient": outgoing.to}
    raise Refused("The address is no number and no user id of WhatsApp.")


def _post(account: Account, body: Json) -> Json:
    """Return what Meta answers: a message that it took, or an error that says it came too late. Raises for any other error."""
    got = wire.call(
        "POST",
        f"{api(account)}/{account['phone_number_id']}/messages",
        hosts=[wire.host_of(api(account))],
        headers=_credentials(account) | {"Content-Type": "application/json"},
        body=native.packed(body),
    )
    told = _answer(got)
    if not told and (got.status >= 500 or 200 <= got.status < 300):
        raise wire.Unanswered("WhatsApp's answer is not understood; the message may have been sent.")
    if "error" in told and _code(told) in TOO_LATE:
        return told
    _judge(got, told)
    return told


# --- files and health ---------------------------------------------------------------------------------------------


def fetch(account: Account, attachment: Attachment) -> bytes:
    """Return a file: Meta tells for five minutes where it stands, and gives it to who shows the token. Raises Later, Refused."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,128}", attachment.ref):
        raise Refused("The file has no id of WhatsApp.")
    own = wire.host_of(api(account))
    url = f"{api(account)}/{attachment.ref}?phone_number_id={account['phone_number_id']}"
    got = wire.call("GET", url, hosts=[own], headers=_credentials(account))
    told = _answer(got)
    _judge(got, told)
    size = told.get("file_size")
    if isinstance(size, int) and size > MOST_FILE:
        raise Refused("The file is larger than allowed.")
    file = wire.call(
        "GET",
        text(told, "url", most=2000),
        hosts=[*MEDIA_HOSTS, own],
        headers=_credentials(account),
        most_bytes=MOST_FILE,
    )
    if file.status != 200:
        _judge(file, _answer(file))
        raise Later("WhatsApp did not give the file.")
    return file.body


def check(account: Account) -> Health:
    """Ask for our own number, which needs a good token."""
    missing = [key for key in ("phone_number_id", "secret", "verify_token", "access_token") if not account[key]]
    if missing:
        return Health(False, _("Not set: %(settings)s.") % {"settings": ", ".join(missing)})
    url = f"{api(account)}/{account['phone_number_id']}?fields=display_phone_number,quality_rating,status"
    got = wire.call("GET", url, hosts=[wire.host_of(api(account))], headers=_credentials(account))
    told = _answer(got)
    if got.status != 200 or "error" in told:
        code = _code(told) or got.status
        return Health(False, _("Meta answers with %(code)d: check number ID and access token.") % {"code": code})
    if not account["template"]:
        return Health(
            True, _("Meta knows the number. Without a template, nobody is told more than a day after writing.")
        )
    return Health(True, _("Meta knows the number."))


# --- what Meta says to it -----------------------------------------------------------------------------------------


def _judge(got: wire.Got, told: Json) -> None:
    """Return when Meta took it. Raises Later when it is our access or our pace, Refused when it is this message or person."""
    code = _code(told)
    if 200 <= got.status < 300 and "error" not in told:
        return
    if code in NOBODY_THERE:
        raise Refused("This person cannot be reached on WhatsApp.", is_dead_address=True)
    if code in TOO_FAST or got.status == 429:
        raise Later("WhatsApp wants us to slow down.", _wait_seconds(got))
    if code in BLOCKED:
        raise Later("Meta has blocked the account for a while.", WHILE_BLOCKED)
    if (code in OF_OUR_ACCESS and "error" in told) or got.status in (401, 403):
        raise Later("Meta does not accept the account's token or number.", WAIT_FOR_OPERATOR)
    if code in PASSING or native.below(told, "error", "is_transient") is True or got.status >= 500:
        raise Later("WhatsApp cannot take it at the moment.", _wait_seconds(got))
    if 300 <= got.status < 400:
        raise Later("Meta sends us elsewhere.", WAIT_FOR_OPERATOR)
    raise Refused(f"WhatsApp refused it with code {code or got.status}.")


def _code(told: Json) -> int:
    found = native.below(told, "error", "code")
    return found if isinstance(found, int) and not isinstance(found, bool) else 0


def _wait_seconds(got: wire.Got) -> float | None:
    told = got.headers.get("retry-after", "")
    return min(float(told), LONGEST_WAIT) if re.fullmatch(r"[0-9]{1,6}", told) else None


def _answer(got: wire.Got) -> Json:
    """Return the answer's JSON, empty when it is none."""
    try:
        return native.document(got.body)
    except Malformed:
        return {}


def api(account: Account) -> str:
    """Return the address of Meta's interface with its version."""
    return (account["api_url"] or API).rstrip("/")


def _credentials(account: Account) -> dict[str, str]:
    return {"Authorization": f"Bearer {account['access_token']}"}
