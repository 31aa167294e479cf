"""What results show that are none (threats.md §5): the reporter's own photo, that photo with the problem edited away, or the photo of
another report's work under a new date stamp. A few of the newest claims are such, so that their checks have something to find.
"""

from dataclasses import replace
from datetime import datetime

from tanggap.config.demo.lives import Life, Step
from tanggap.config.demo.scenes.taking import Shot
from tanggap.core import clock

NEWEST = 3  # of the claims that still wait for their check


def disguise(lives: list[Life], until: datetime) -> None:
    """Choose for each life with a faked result what it shows, by turns, and fake the newest claims that wait."""
    for life in _waiting(lives, until)[:NEWEST]:
        life.is_faked = True
    faked = [(step, life) for life in lives if life.is_faked and (step := _claim(life))]
    for number, (step, life) in enumerate(sorted(faked, key=lambda one: (one[0].at, one[1].number))):
        if life.photo is not None:
            ways = ((life.photo,), (edited(life.photo),), _borrowed(step, life, lives))
            step.photos = ways[number % len(ways)] or ways[1]


def edited(photo: Shot) -> Shot:
    """Return the reporter's very photo with the problem gone."""
    return replace(photo, is_solved=True)


def _borrowed(claim: Step, life: Life, lives: list[Life]) -> tuple[Shot, ...]:
    """Return the photo of the last work of its kind elsewhere, stamped with the new day; none where there was none."""
    others = [
        (step.at, step.photos[0])
        for other in lives
        if other is not life and not other.is_faked and other.category == life.category
        for step in other.steps
        if step.act == "claim" and step.photos and step.at < claim.at
    ]
    if not others:
        return ()
    _, shot = max(others, key=lambda one: (one[0], one[1].shot))
    return (replace(shot, stamp=f"{clock.local(claim.at):%d-%m-%Y %H:%M}"),)


def _claim(life: Life) -> Step | None:
    return next((step for step in life.steps if step.act == "claim" and step.photos), None)


def _waiting(lives: list[Life], until: datetime) -> list[Life]:
    """Return the lives whose result was claimed last and shows the place of a photographed problem, the newest claim first."""
    found = []
    for life in lives:
        done = [step for step in life.steps if step.at <= until and step.act != "support"]
        if life.photo and not life.is_faked and done and done[-1].act == "claim" and done[-1] is _claim(life):
            found.append((done[-1].at, life.number, life))
    return [life for *_, life in sorted(found, key=lambda one: one[:2], reverse=True)]
