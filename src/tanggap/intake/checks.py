"""What a complaint must be to be accepted: each fault found at once, named by its field, with what to do."""

import math
from dataclasses import replace
from datetime import datetime, timedelta

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.catalog import queries as catalog
from tanggap.core.refusal import Invalid
from tanggap.intake.cleaning import LONGEST_TEXT
from tanggap.intake.words import InboundReport, Reporter
from tanggap.places import locate
from tanggap.places import queries as places
from tanggap.places.city import city
from tanggap.reports.words import Visibility

LONGEST_NAME = 120
LONGEST_HANDLE = 320  # the longest e-mail address
LONGEST_ADDRESS = 300
LONGEST_KEY = 200
LONGEST_PARAGRAPH = 2_000
LEAST_LETTERS = 3
CLOCK_SKEW = timedelta(minutes=5)
LONGEST_AGO = timedelta(days=20 * 365)
Errors = dict[str, str | Promise]


def checked(inbound: InboundReport, *, now: datetime) -> InboundReport:
    """Return a tidied `inbound` with the leaf area of its point and the reporter's telephone number as E.164.

    Raises Invalid naming every field that cannot be accepted; the refusals of places.locate when the point is the only fault.
    """
    errors = _faults(inbound, now)
    phone = inbound.reporter.phone and canonical_phone(inbound.reporter.phone)
    if phone is None:
        errors["phone"] = _("This is not a telephone number. Check it, or leave it empty.")
    try:
        inbound = _placed(inbound)
    except locate.Misplaced as refusal:
        if not errors:
            raise
        errors.setdefault("location", str(refusal))
    if errors or phone is None:
        raise Invalid(errors)
    return replace(inbound, reporter=replace(inbound.reporter, phone=phone)) if phone else inbound


def _faults(inbound: InboundReport, now: datetime) -> Errors:
    """Return each field of a tidied `inbound` that cannot be accepted and why, but for where its point lies and the telephone."""
    errors: Errors = {}
    _check_text(inbound, errors)
    _check_choice(inbound, errors)
    _check_place(inbound, errors)
    _check_reporter(inbound.reporter, errors)
    _check_time(inbound, now, errors)
    _check_details(inbound, errors)
    return errors


def is_key(text: str) -> bool:
    """Return whether `text` can be looked up as an external id: printable, of a sane length."""
    return 0 < len(text) <= LONGEST_KEY and text.isprintable()


def _check_text(inbound: InboundReport, errors: Errors) -> None:
    if len(inbound.text) > LONGEST_TEXT:
        errors["text"] = _("The text is longer than %(most)d characters. Please shorten it.") % {"most": LONGEST_TEXT}
    elif sum(character.isalnum() for character in inbound.text) < LEAST_LETTERS:
        errors["text"] = _("Please tell in a few words what is wrong.")


def _check_choice(inbound: InboundReport, errors: Errors) -> None:
    if catalog.channel(inbound.channel) is None:
        errors["channel"] = _("This channel is not known or not active.")
    category = catalog.category(inbound.category)
    if inbound.category and (category is None or not category.is_leaf):
        errors["category"] = _("This category is not known. Choose one from the list.")
    if inbound.visibility not in Visibility.values:
        errors["visibility"] = _("Choose public or private.")
    if inbound.external_id and not is_key(inbound.external_id):
        errors["external_id"] = _("At most %(most)d printable characters.") % {"most": LONGEST_KEY}


def _check_place(inbound: InboundReport, errors: Errors) -> None:
    if (inbound.lon is None) != (inbound.lat is None):
        errors["location"] = _("A point needs both longitude and latitude.")
    area = places.area(inbound.area)
    if inbound.area and (area is None or not area.is_leaf):
        errors["location"] = _("This place is not known. Choose one from the list or set the pin.")
    if len(inbound.address) > LONGEST_ADDRESS:
        errors["address"] = _("At most %(most)d characters.") % {"most": LONGEST_ADDRESS}


def _placed(inbound: InboundReport) -> InboundReport:
    """Return `inbound` with the area of its point. A city without boundaries keeps the area that was chosen by name."""
    if inbound.lon is None or inbound.lat is None:
        return inbound
    if locate.has_boundaries():
        return replace(inbound, area=locate.locate(inbound.lon, inbound.lat).area)
    check_box(inbound.lon, inbound.lat)
    return inbound


def check_box(lon: float, lat: float) -> None:
    """Return when a point lies in the city's bounding box: what can be said of it where the pack has no boundaries.

    Raises NotANumber, NullIsland, Misplaced.
    """
    if not (math.isfinite(lon) and math.isfinite(lat)):
        raise locate.NotANumber
    if _is_in_box(lon, lat):
        return
    if _is_in_box(lat, lon):
        raise locate.Misplaced(
            _("Longitude and latitude seem to be swapped. Please check the place and send it again.")
        )
    if lon == 0 and lat == 0:
        raise locate.NullIsland
    raise locate.Misplaced(
        _("This place is outside the city. Please move the point into the city, or describe the place in words.")
    )


def _is_in_box(lon: float, lat: float) -> bool:
    west, south, east, north = city().bbox
    return west <= lon <= east and south <= lat <= north


def _check_reporter(reporter: Reporter, errors: Errors) -> None:
    if len(reporter.name) > LONGEST_NAME:
        errors["name"] = _("At most %(most)d characters.") % {"most": LONGEST_NAME}
    if reporter.email:
        try:
            validate_email(reporter.email)
        except ValidationError:
            errors["email"] = _("This is not an e-mail address. Check it, or leave it empty.")
    if len(reporter.handle) > LONGEST_HANDLE or len(reporter.account) > LONGEST_NAME:
        errors["handle"] = _("At most %(most)d characters.") % {"most": LONGEST_HANDLE}
    if reporter.channel and catalog.channel(reporter.channel) is None:
        errors["reporter_channel"] = _("This channel is not known or not active.")


def _check_time(inbound: InboundReport, now: datetime, errors: Errors) -> None:
    if inbound.occurred_at is None:
        return
    if inbound.occurred_at.tzinfo is None:
        errors["occurred_at"] = _("The time needs its zone, such as 2026-11-25T08:00:00+07:00.")
    elif inbound.occurred_at > now + CLOCK_SKEW:
        errors["occurred_at"] = _("This time lies in the future.")
    elif inbound.occurred_at < now - LONGEST_AGO:
        errors["occurred_at"] = _("This time lies too far back.")


def _check_details(inbound: InboundReport, errors: Errors) -> None:
    category = catalog.category(inbound.category)
    questions = {question["code"]: question for question in category.questions} if category else {}
    for code in inbound.details.keys() - questions.keys():
        errors[f"details.{code}"[:80]] = _("This category does not ask this.")
    for code, question in questions.items():
        answer = inbound.details.get(code, "")
        if fault := _fault(question, answer, is_needed=inbound.is_complete_form):
            errors[f"details.{code}"] = fault


def _fault(question: dict[str, object], answer: str, *, is_needed: bool) -> str | Promise | None:
    """Return what is wrong with the answer to a category's question, or None."""
    if not answer:
        return _("Please answer this question.") if question.get("required") and is_needed else None
    options = question.get("options")
    codes = {option["code"] for option in options} if isinstance(options, list) else set()
    if question["kind"] == "choice":
        return None if answer in codes else _("Choose one of the answers.")
    if question["kind"] == "choices":
        return None if codes.issuperset(answer.split(",")) else _("Choose among the answers.")
    if question["kind"] == "number":
        is_number = answer.lstrip("-").replace(",", ".").replace(".", "", 1).isdecimal()
        return None if is_number and len(answer) <= LONGEST_NAME else _("Please enter a number.")
    if question["kind"] == "moment":
        return None if _is_moment(answer) else _("The time needs its zone, such as 2026-11-25T08:00:00+07:00.")
    most = LONGEST_PARAGRAPH if question["kind"] == "paragraph" else LONGEST_ADDRESS
    return _("At most %(most)d characters.") % {"most": most} if len(answer) > most else None


def _is_moment(answer: str) -> bool:
    """Return whether an answer is an ISO 8601 time; one without a zone, as browsers send it, means the city's own."""
    try:
        return len(answer) <= LONGEST_NAME and bool(datetime.fromisoformat(answer))
    except ValueError:
        return False


def canonical_phone(number: str) -> str | None:
    """Return the number as E.164 (`+6281234567890`), read in the city's country, or None when it is none."""
    if len(number) > 40:
        return None
    try:
        parsed = phonenumbers.parse(number, city().phone_region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
