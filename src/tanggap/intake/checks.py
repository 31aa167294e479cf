"""What a complaint must be to be accepted: each fault found at once, named by its field, with what to do."""

import math
import unicodedata
from datetime import datetime, timedelta

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.catalog import queries as catalog
from tanggap.core.refusal import Invalid
from tanggap.intake.words import InboundReport, Reporter
from tanggap.places import queries as places
from tanggap.places.city import city
from tanggap.reports.words import Visibility

LONGEST_TEXT = 10_000
LONGEST_NAME = 120
LONGEST_ADDRESS = 300
LONGEST_KEY = 200
LEAST_LETTERS = 3
CLOCK_SKEW = timedelta(minutes=5)
Errors = dict[str, str | Promise]
_BIDI = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
_MARKS_IN_A_ROW = 4


def clean_text(text: str) -> str:
    """Return `text` as it is kept: NFC, without control characters, bidi overrides and towers of combining marks, line breaks kept."""
    kept: list[str] = []
    marks = 0
    for character in unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).translate(_BIDI):
        kind = unicodedata.category(character)
        marks = marks + 1 if kind == "Mn" else 0
        if marks > _MARKS_IN_A_ROW or (kind in {"Cc", "Cs", "Cn"} and character not in "\n\t"):
            continue
        kept.append(character)
    return "".join(kept).strip()


def check(inbound: InboundReport, *, now: datetime) -> None:
    """Raise Invalid naming every field of `inbound` that cannot be accepted; return silently when all can."""
    errors: Errors = {}
    _check_text(inbound, errors)
    _check_choice(inbound, errors)
    _check_place(inbound, errors)
    _check_reporter(inbound.reporter, errors)
    _check_time(inbound, now, errors)
    _check_details(inbound, errors)
    if errors:
        raise Invalid(errors)


def _check_text(inbound: InboundReport, errors: Errors) -> None:
    if len(inbound.text) > LONGEST_TEXT * 2 or len(clean_text(inbound.text)) > LONGEST_TEXT:
        errors["text"] = _("The text is longer than %(most)d characters. Please shorten it.") % {"most": LONGEST_TEXT}
    elif sum(character.isalnum() for character in clean_text(inbound.text)) < LEAST_LETTERS:
        errors["text"] = _("Please tell in a few words what is wrong.")


def _check_choice(inbound: InboundReport, errors: Errors) -> None:
    if catalog.channel(inbound.channel) is None:
        errors["channel"] = _("This channel is not known or not active.")
    category = catalog.category(inbound.category)
    if inbound.category and (category is None or not category.is_leaf):
        errors["category"] = _("This category is not known. Choose one from the list.")
    if inbound.visibility not in Visibility.values:
        errors["visibility"] = _("Choose public or private.")
    if len(inbound.external_id) > LONGEST_KEY:
        errors["external_id"] = _("At most %(most)d characters.") % {"most": LONGEST_KEY}


def _check_place(inbound: InboundReport, errors: Errors) -> None:
    if (inbound.lon is None) != (inbound.lat is None):
        errors["location"] = _("A point needs both longitude and latitude.")
    elif (
        inbound.lon is not None
        and inbound.lat is not None
        and not (math.isfinite(inbound.lon) and math.isfinite(inbound.lat))
    ):
        errors["location"] = _("Longitude and latitude must be numbers, such as 106.9454 and -6.2119.")
    area = places.area(inbound.area)
    if inbound.area and (area is None or not area.is_leaf):
        errors["location"] = _("This place is not known. Choose one from the list or set the pin.")
    if len(inbound.address) > LONGEST_ADDRESS:
        errors["address"] = _("At most %(most)d characters.") % {"most": LONGEST_ADDRESS}


def _check_reporter(reporter: Reporter, errors: Errors) -> None:
    if len(reporter.name) > LONGEST_NAME:
        errors["name"] = _("At most %(most)d characters.") % {"most": LONGEST_NAME}
    if reporter.email:
        try:
            validate_email(reporter.email)
        except ValidationError:
            errors["email"] = _("This is not an e-mail address. Check it, or leave it empty.")
    if reporter.phone and canonical_phone(reporter.phone) is None:
        errors["phone"] = _("This is not a telephone number. Check it, or leave it empty.")


def _check_time(inbound: InboundReport, now: datetime, errors: Errors) -> None:
    if inbound.occurred_at is None:
        return
    if inbound.occurred_at.tzinfo is None:
        errors["occurred_at"] = _("The time needs its zone, such as 2026-11-25T08:00:00+07:00.")
    elif inbound.occurred_at > now + CLOCK_SKEW:
        errors["occurred_at"] = _("This time lies in the future.")


def _check_details(inbound: InboundReport, errors: Errors) -> None:
    category = catalog.category(inbound.category)
    questions = {question["code"]: question for question in category.questions} if category else {}
    for code in inbound.details.keys() - questions.keys():
        errors[f"details.{code}"[:80]] = _("This category does not ask this.")
    for code, question in questions.items():
        answer = str(inbound.details.get(code, "")).strip()
        field = f"details.{code}"
        if not answer:
            if question.get("required") and inbound.is_complete_form:
                errors[field] = _("Please answer this question.")
        elif question["kind"] == "choice" and answer not in {option["code"] for option in question["options"]}:
            errors[field] = _("Choose one of the answers.")
        elif question["kind"] == "number" and not answer.lstrip("-").replace(",", ".").replace(".", "", 1).isdecimal():
            errors[field] = _("Please enter a number.")
        elif len(answer) > LONGEST_ADDRESS:
            errors[field] = _("At most %(most)d characters.") % {"most": LONGEST_ADDRESS}


def canonical_phone(number: str) -> str | None:
    """Return the number as E.164 (`+6281234567890`), read in the city's country, or None when it is none."""
    if len(number) > 40:
        return None
    try:
        parsed = phonenumbers.parse(number, city().phone_region)
    except phonenumbers.NumberParseException:
        return None
    return (
        phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
        if phonenumbers.is_possible_number(parsed)
        else None
    )
