"""Reading the desk's pages as a person does: by words, in English."""

import re
from datetime import timedelta
from html import unescape

from django.conf import settings
from django.db import transaction
from django.test import Client
from tests.factories import make

from tanggap.reports.models import Event, Report

GEBANG = "kel-31.75.06.1005"
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


def browser(person=None, *, language="en") -> Client:
    """Return a browser in which `person` is signed in."""
    client = Client(headers={"accept-language": language})
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    if person is not None:
        client.force_login(person)
    return client


def into(element: str) -> dict[str, str]:
    """Return the headers of an HTMX request that fills `element`, such as `section#report`."""
    return {**HTMX, "HX-Target": element}


def words(response) -> str:
    """Return what a page says, tags and double blanks left out."""
    text = re.sub(r"<(script|style|head)\b.*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def codes(response) -> list[str]:
    """Return the codes of the list's rows, in their order."""
    return codes_of(response.content.decode())


def codes_of(page: str) -> list[str]:
    """Return the codes of the rows in a page's text, in their order."""
    return re.findall(r'class="item desk-row"[^>]*data-code="([^"]+)"', page)


def acts(response) -> list[str]:
    """Return the acts that a report's page offers, by the slug of their address."""
    return re.findall(r'class="button act[^"]*" href="/desk/[^/]+/([a-z]+)/', response.content.decode())


def hidden(response, name: str) -> str:
    """Return the value of a page's hidden field."""
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', response.content.decode())
    assert found, f"no hidden field {name}"
    return unescape(found[1])


def many(count: int) -> None:
    """Have `count` received reports with their events, each due a second after the other: one by the intake, the others its copies."""
    first = make.report()
    received = Event.objects.get(report=first)
    copies = []
    for number in range(1, count):
        copy = Report(**{field.attname: getattr(first, field.attname) for field in _columns(Report)})
        copy.pk, copy.code = None, f"JK-{number:011d}"
        copy.answer_due_at = first.answer_due_at + timedelta(seconds=number)
        copies.append(copy)
    kept = {field.attname: getattr(received, field.attname) for field in _columns(Event)}
    with transaction.atomic():
        made = Report.objects.bulk_create(copies)
        Event.objects.bulk_create([Event(**{**kept, "id": None, "report_id": report.pk}) for report in made])


def _columns(model):
    return [
        field
        for field in model._meta.concrete_fields
        if not field.generated and not getattr(field, "db_returning", False)
    ]
