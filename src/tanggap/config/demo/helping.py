"""Parts of reports that partners are asked to do. Drawn with a luck of their own, so that nothing else of the story changes by them."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from tanggap.agencies.models import Staff
from tanggap.config.demo.chance import luck
from tanggap.config.demo.lives import Life, Step
from tanggap.config.demo.texts import Writer
from tanggap.reports.actions import tasks, tasks_doing
from tanggap.reports.photos import Upload
from tanggap.reports.words import TaskReason

HELPED = 0.2  # of the reports that are worked on, where partners have a part in such things
DECLINED = 0.2  # of the tasks
SHOWN = 0.7  # of what was done, with a photo
NUMBER = 1  # a life asks once


def draw(life: Life, writer: Writer, partners: Sequence[str], started_at: datetime, claim_at: datetime) -> None:
    """Let the unit ask one of `partners` for a part, between the beginning of the work and the claim."""
    random = luck(f"{life.name}-help")
    if not partners or life.category.is_confidential or random.random() >= HELPED:
        return

    def at(share: float) -> datetime:
        return started_at + (claim_at - started_at) * share

    unit = random.choice(partners)
    life.then(at(0.05), "help", unit=unit, message=writer.answer("coordinated", life.category.code, random))
    if random.random() < DECLINED:
        words = writer.answer("started", life.category.code, random)
        reason = random.choice((TaskReason.NOT_OURS, TaskReason.NO_CAPACITY, TaskReason.NEEDS_PERMIT)).value
        life.then(at(0.35), "turn_down", unit=unit, reason=reason, message=words)
        return
    life.then(at(0.25), "take_on", unit=unit)
    done_at = at(0.85)
    photos = (life.shot("part", done_at, is_solved=True),) if random.random() < SHOWN else ()
    life.then(
        done_at, "do_part", photos=photos, unit=unit, message=writer.answer("claimed_done", life.category.code, random)
    )


def ask(code: str, version: int, by: Staff, step: Step) -> int:
    """Ask, and return the number of the event that says so."""
    made = tasks.ask(code=code, version=version, by=by, units=[step.facts["unit"]], message=step.facts["message"])
    return made[-1].version


def do(code: str, by: Staff, step: Step, photos: list[Upload]) -> None:
    """Let the partner do what the step says."""
    facts: dict[str, Any] = {name: value for name, value in step.facts.items() if name != "unit"}
    action = _DOES[step.act]
    if step.act == "do_part":
        facts["photos"] = photos
    action(code=code, number=NUMBER, by=by, **facts)


_DOES: dict[str, Callable[..., Any]] = {
    "take_on": tasks_doing.accept,
    "turn_down": tasks_doing.decline,
    "do_part": tasks_doing.answer,
}
