"""Surveys for tests: published, open, and answered by the product's own actions."""

from datetime import timedelta

from tanggap.core import clock
from tanggap.surveys import actions
from tanggap.surveys.actions import Plan
from tanggap.surveys.elements import CODES

TITLE = {"id": "Survei kepuasan", "en": "Satisfaction survey"}


def questionnaire(code="skm", *, kind="skm", questions=()):
    """Publish a questionnaire."""
    actions.write(by=None, code=code, kind=kind, title=TITLE, introduction={}, questions=questions)
    return actions.publish(by=None, code=code)


def planned(**changes):
    """Return a plan that begins today and ends in 60 days, with `changes`."""
    today = clock.local(clock.now()).date()
    given = {"questionnaire": "skm", "title": TITLE, "opens_on": today, "closes_on": today + timedelta(days=60)}
    return Plan(**{**given, **changes})


def survey(code="skm-2026", **changes):
    """Open a survey, of the satisfaction questionnaire if no other is named."""
    if "questionnaire" not in changes:
        questionnaire()
    row = actions.plan(by=None, code=code, plan=planned(**changes))
    return actions.open_survey(by=None, code=code, version=row.version)


def form(score=3, **changes):
    """Return the form of somebody who gives every element the same score, with `changes`."""
    return {**dict.fromkeys(CODES, str(score)), **{name: str(value) for name, value in changes.items()}}


def mixed(number=0, **changes):
    """Return the form of somebody who tells the elements apart."""
    return {**{code: str((place + number) % 3 + 2) for place, code in enumerate(CODES)}, **changes}
