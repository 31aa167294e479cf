"""What a mail account needs to know."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from tanggap.channels.contract import Account, Refused, Setting

SECURITIES = ("ssl", "starttls", "none")

SETTINGS: Final = (
    Setting(
        "address",
        _("Address"),
        _("The address that citizens write to. Letters go out from it, and bounces come back to it."),
    ),
    Setting("name", _("Sender's name"), _("Shown beside the address."), is_needed=False),
    Setting(
        "reply",
        _("Address for answers"),
        _(
            "Where answers to a report go, when not to the address above. Signed parts are added to it: name+code.token@domain."
        ),
        is_needed=False,
    ),
    Setting(
        "plus",
        _("Sign between name and added part"),
        _(
            "The mail server must deliver name+anything into this mailbox. Choose none when it cannot; answers then become new reports."
        ),
        is_needed=False,
        options=("+", "-", "none"),
        default="+",
    ),
    Setting("imap_host", _("IMAP server")),
    Setting("imap_port", _("IMAP port"), is_needed=False, default="993"),
    Setting("imap_security", _("IMAP security"), is_needed=False, options=SECURITIES, default="ssl"),
    Setting("imap_user", _("IMAP user")),
    Setting("imap_password", _("IMAP password"), is_secret=True),
    Setting("imap_folder", _("IMAP folder"), is_needed=False, default="INBOX"),
    Setting("smtp_host", _("SMTP server")),
    Setting("smtp_port", _("SMTP port"), is_needed=False, default="587"),
    Setting("smtp_security", _("SMTP security"), is_needed=False, options=SECURITIES, default="starttls"),
    Setting("smtp_user", _("SMTP user"), _("Empty when the server asks for none."), is_needed=False),
    Setting("smtp_password", _("SMTP password"), is_secret=True, is_needed=False),
    Setting(
        "authserv",
        _("Name of the server that checks senders"),
        _(
            "The first word of the Authentication-Results that your own mail server writes. A letter that fails DMARC there joins nothing."
        ),
        is_needed=False,
    ),
)

_DEFAULTS: Final = {one.key: one.default for one in SETTINGS}


def of(account: Account, key: str) -> str:
    """Return a setting, or what it is when nothing is set."""
    return account[key] or _DEFAULTS[key]


def port(account: Account, key: str) -> int:
    """Return a port. Raises Refused for what is none."""
    value = of(account, key)
    if not (value.isascii() and value.isdigit() and 0 < int(value) < 65536):
        raise Refused("The port is no number from 1 to 65535.")
    return int(value)
