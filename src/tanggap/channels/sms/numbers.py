"""Who sent a message: a person's number in one form, or a name or short number that nobody can answer."""

import re
from functools import lru_cache
from typing import Final

import phonenumbers
from phonenumbers import PhoneNumberFormat, ValidationResult

from tanggap.channels.contract import Account, Malformed

LEAST_DIGITS: Final = 8
MOST_NAME: Final = 40
NO_NUMBER: Final = "no_phone_number"
"""Why a message counts as a machine's: an advertisement under a name, a service under a short number."""


def canonical(account: Account, sender: str) -> str | None:
    """Return the sender's number as E.164, None for a name or a short number.

    Digits without `+` are read as international, as gateways write them; a number that begins with one 0 in the account's country.
    Raises Malformed for such a number when no country is known.
    """
    bare = re.sub(r"[\s().-]", "", sender[:MOST_NAME])
    if not re.fullmatch(r"\+?[0-9]{3,20}", bare):
        return None
    if bare.startswith("00"):
        bare = f"+{bare[2:]}"
    if bare.startswith("+"):
        return _e164(bare, None)
    if not bare.startswith("0"):
        return _e164(f"+{bare}", None) or _e164(bare, country(account) or None)
    if not country(account):
        raise Malformed("The sender's number begins with 0, and the account does not say in which country it is.")
    return _e164(bare, country(account))


def own(account: Account) -> str | None:
    """Return our own number as E.164, None for a name."""
    return _own(account["number"].rpartition(":")[2])


def country(account: Account) -> str:
    """Return the country in which numbers without a country code are: the account's, else the one of its own number, else empty."""
    if account["country"]:
        return account["country"].upper()
    number = own(account)
    return (phonenumbers.region_code_for_number(phonenumbers.parse(number)) or "") if number else ""


@lru_cache(maxsize=64)
def _own(number: str) -> str | None:
    return _e164("+" + re.sub(r"[^0-9]", "", number), None)


def _e164(number: str, region: str | None) -> str | None:
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return None
    if phonenumbers.is_possible_number_with_reason(parsed) != ValidationResult.IS_POSSIBLE:
        return None
    found: str = phonenumbers.format_number(parsed, PhoneNumberFormat.E164)
    return found if len(found) > LEAST_DIGITS else None
