"""What becomes of one report: who answers when, who does the work, how it is checked, and how its reporter takes it."""

import math
from datetime import datetime, timedelta
from random import Random

from tanggap.agencies import queries as agencies
from tanggap.agencies.words import UnitKind
from tanggap.catalog.routing import route
from tanggap.config.demo import helping, passing
from tanggap.config.demo.figures import Figures
from tanggap.config.demo.lives import HOUR, Life
from tanggap.config.demo.texts import Writer
from tanggap.places.city import city
from tanggap.reports.words import REFUSABLE, Visibility

LEAST_HOURS = 1.6  # from the first answer to the closure
LONGEST_ANSWER = 200  # letters of a reporter's answer to a question
MOST_SUPPORT, SUPPORT_DAYS = 25, 20
STAGES = {"start": 0.22, "claim": 0.46, "check": 0.17, "field": 0.22}  # how long each takes, beside the others
STUCK = {
    "never": 1,
    "start": 4,
    "claim": 4,
    "check": 1,
}  # before which stage a report stays that is not closed, beside the others


class Course:
    """Draws the steps of one life."""

    def __init__(self, figures: Figures, writer: Writer, life: Life, random: Random) -> None:
        self._figures, self._share = figures, figures.share
        self._writer, self._life, self._random = writer, life, random
        self._claims = 0
        self._needs_field = life.category.needs_field_check

    def draw(self, answered_at: datetime, parent: Life | None) -> None:
        """Draw the steps, the first answer at `answered_at`; with a parent the report joins it then."""
        life, random = self._life, self._random
        if not life.is_placed:
            life.then(life.at + (answered_at - life.at) * random.uniform(0.2, 0.8), "complete")
        if parent is not None:
            life.is_joined = parent.has_joined = True
            life.then(answered_at, "merge", parent=parent.number)
        elif random.random() < self._share["rejected"]:
            self._rejected(answered_at)
        else:
            self._handled(answered_at)
        life.open_until = min(
            (step.at for step in life.steps if step.act in {"reject", "refer", "accept"}), default=None
        )
        self._supported()
        life.steps.sort(key=lambda step: step.at)

    def _rejected(self, at: datetime) -> None:
        random, life = self._random, self._life
        reason, message, body = random.choice(REFUSABLE).value, self._say("rejected"), passing.body(life)
        if body:
            life.then(at, "refer", body=body, message=message)
        else:
            life.then(at, "reject", reason=reason, message=message)
        if random.random() < self._share["appealed"]:
            appealed_at = at + HOUR * random.uniform(3, 90)
            life.then(appealed_at, "appeal", message=self._writer.rating(1, random))
            self._handled(appealed_at + HOUR * random.uniform(1, 20), is_appealed=True)

    def _handled(self, at: datetime, *, is_appealed: bool = False) -> None:
        """From the first answer at `at` to the closure, or to the stage before which the report gets stuck."""
        life, random = self._life, self._random
        hours = self._figures.solution_hours(random)
        stuck = random.choices(list(STUCK), list(STUCK.values()))[0] if hours is None else ""
        target = route(category=life.category.code, area=life.area)
        unit = target.competent or target.unit
        is_passed_on = is_appealed or (unit != target.unit and random.random() >= self._share["handled_at_once"])
        ends = self._ends(at, hours, is_passed_on=is_passed_on)
        if stuck == "never":
            return
        if is_passed_on:
            self._pass_on(at, ends["start"], unit)
        if stuck == "start":
            if is_passed_on and passing.is_doubted(life):
                life.then(ends["start"], "hand_back", message=self._say("coordinated"))
        else:
            started_at = ends["start"] if is_passed_on else at
            life.then(started_at, "start", message=self._say("started"))
            self._worked(started_at, ends, stuck)

    def _ends(self, at: datetime, hours: float | None, *, is_passed_on: bool) -> dict[str, datetime]:
        """Return when each stage ends, so that the last one ends `hours` after the receipt (not before they can be done)."""
        random = self._random
        total = hours if hours is not None else random.lognormvariate(math.log(60), 0.8)
        left = max(LEAST_HOURS, total - (at - self._life.at) / HOUR)
        names = ["start"] * is_passed_on + ["claim", "check"] + ["field"] * self._needs_field
        weights = [random.uniform(0.6, 1.4) * STAGES[name] for name in names]
        return {name: at + HOUR * left * sum(weights[: number + 1]) / sum(weights) for number, name in enumerate(names)}

    def _pass_on(self, at: datetime, start_at: datetime, unit: str) -> None:
        """Ask the competent unit, or its agency, which then instructs it."""
        life, row = self._life, agencies.unit(unit)
        above = row.parent if row and row.kind == UnitKind.BRANCH else None
        if above and self._random.random() < self._share["through_parent"]:
            life.then(at, "coordinate", unit=above, message=self._say("coordinated"))
            act = "hand_back" if passing.goes_back(life) else "disposition"
            life.then(at + (start_at - at) * 0.4, act, unit=unit, message=self._say("coordinated"))
        else:
            life.then(at, "coordinate", unit=unit, message=self._say("coordinated"))

    def _worked(self, started_at: datetime, ends: dict[str, datetime], stuck: str) -> None:
        partners = self._figures.partners.get(self._life.category.code, ())
        helping.draw(self._life, self._writer, partners, started_at, ends["claim"])
        if stuck == "claim":
            return
        claimed_at = self._asked(started_at, ends["claim"])
        delay = claimed_at - ends["claim"]
        self._claim(claimed_at, may_fake=True)
        if stuck != "check":
            self._checked(ends["check"] + delay, ends.get("field", ends["check"]) + delay)

    def _asked(self, started_at: datetime, claim_at: datetime) -> datetime:
        """Ask the reporter something, where that is so; return when the work can be claimed."""
        life, random = self._life, self._random
        if random.random() >= self._share["asked"]:
            return claim_at
        at = started_at + (claim_at - started_at) * 0.2
        life.then(at, "ask", question=self._say("asked"))
        if random.random() < self._share["answered"]:
            back = at + HOUR * min(150.0, random.lognormvariate(math.log(9), 0.9))
            life.then(back, "answer", answer=self._writer.complaint(life.category.code, random)[:LONGEST_ANSWER])
        else:
            back = at + timedelta(days=city().answer_wait_days, minutes=2)
            life.then(back, "resume")
        return max(claim_at, back + HOUR * random.uniform(1, 8))

    def _claim(self, at: datetime, *, may_fake: bool = False) -> None:
        """Claim the work done. A fake shows the reporter's own picture as the result (threats.md A2)."""
        life, random = self._life, self._random
        self._claims += 1
        needed = int(life.category.evidence.get("photos_after", 1))
        count = needed + (1 if needed and random.random() < 0.1 else 0)
        names = [f"after{self._claims}.{one}" for one in range(count)]
        photos = tuple(life.shot(name, at, is_solved=True) for name in names)
        if may_fake and photos and life.photo and random.random() < self._share["faked"] / self._share["photo"]:
            life.is_faked, photos = True, (life.photo,)
        life.then(at, "claim", photos=photos, message=self._say("claimed_done"))

    def _checked(self, at: datetime, field_at: datetime, *, again: bool = False) -> None:
        """Check a claim; what fails goes back to work, once."""
        life, random = self._life, self._random
        chance = self._share["faked_found"] if life.is_faked else self._share["check_failed"]
        fails = not again and random.random() < chance
        if self._needs_field and (not fails or random.random() < 0.5):
            life.then(at, "send_to_field")
            at = field_at
        if fails:
            life.then(at, "fail", message=self._say("refused"))
            self._work_again(at)
            return
        shots = (life.shot(f"check{self._claims}", at, is_solved=True),) if self._needs_field else ()
        life.then(at, "accept", photos=shots, findings=self._say("accepted"))
        if not any(step.act == "reopen" for step in life.steps):
            self._felt(at)

    def _work_again(self, at: datetime) -> None:
        random = self._random
        started_at = at + HOUR * min(72.0, random.lognormvariate(math.log(7), 0.8))
        claimed_at = started_at + HOUR * min(150.0, random.lognormvariate(math.log(18), 0.8))
        checked_at = claimed_at + HOUR * random.uniform(2, 20)
        self._life.then(started_at, "start", message=self._say("started"))
        self._claim(claimed_at)
        self._checked(checked_at, checked_at + HOUR * random.uniform(3, 24), again=True)

    def _felt(self, closed_at: datetime) -> None:
        """The reporter looks at it, rates it, or has it opened again."""
        life, random = self._life, self._random
        at = closed_at + HOUR * min(300.0, random.lognormvariate(math.log(13), 1.0))
        is_fooled = life.is_faked and self._claims == 1
        if random.random() < (0.6 if is_fooled else self._share["reopened"]):
            score = random.choice((1, 1, 2))
            life.then(at, "reopen", score=score, message=self._writer.rating(score, random))
            self._work_again(at)
        elif random.random() < self._share["rated"]:
            score = random.choices((1, 2, 3, 4), self._figures.scores)[0]
            comment = self._writer.rating(score, random) if random.random() < 0.6 else ""
            life.then(at, "rate", score=score, comment=comment)

    def _supported(self) -> None:
        """Let others stand behind a public report while it is open for the first time."""
        life, random = self._life, self._random
        is_public = life.visibility == Visibility.PUBLIC and not life.category.is_confidential
        if not is_public or life.is_joined or random.random() >= self._share["supported"]:
            return
        last = life.at + timedelta(days=SUPPORT_DAYS)
        end = min(last, life.open_until or last)
        for one in range(1 + min(MOST_SUPPORT - 1, int(random.expovariate(0.45)))):
            at = life.at + (end - life.at) * random.uniform(0.02, 0.98)
            life.then(at, "support", person=f"{life.name}-{one}")

    def _say(self, kind: str) -> str:
        return self._writer.answer(kind, self._life.category.code, self._random)
