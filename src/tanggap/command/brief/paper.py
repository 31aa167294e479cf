"""A brief as a paper: the typeset page and the letter's words, in one language."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils import translation

from tanggap.command.brief import saying
from tanggap.command.brief.gathering import Gathered
from tanggap.command.scopes import Scope
from tanggap.notify.papers import File, Sheet
from tanggap.papers import typesetting

TEMPLATE: Final = Path(__file__).parent / "brief.typ"
PDF: Final = "application/pdf"


def sheet(found: Gathered, language: str, *, due_at: datetime) -> Sheet:
    """Return the brief as it is sent and kept: subject, words, and the page as PDF/UA."""
    with translation.override(language):
        told = saying.said(found, due_at=due_at)
        title = f"{told.title} · {told.subtitle}"
        file = typesetting.pdf(TEMPLATE, asdict(told), language=language, title=title, at=found.at)
        return Sheet(
            saying.subject(found),
            saying.text(told, address=address(found)),
            File(f"{_name(found)}.pdf", PDF, file),
        )


def pngs(found: Gathered, language: str, *, due_at: datetime) -> list[bytes]:
    """Return its pages as pictures, to be looked at."""
    with translation.override(language):
        told = saying.said(found, due_at=due_at)
        return typesetting.pngs(TEMPLATE, asdict(told), language=language, title=told.title)


def address(found: Gathered) -> str:
    """Return where the same stands with links to every report."""
    return f"{settings.PUBLIC_URL}/command/brief/?scope={found.scope.key}"


def key(scope: Scope, day: str) -> str:
    """Return what names the brief of a scope and day: `brief:2026-11-27:area:31.75`."""
    return f"brief:{day}:{scope.key}"


def _name(found: Gathered) -> str:
    code = found.scope.area or found.scope.unit
    return f"brief-{found.day:%Y-%m-%d}{'-' + code if code else ''}"
