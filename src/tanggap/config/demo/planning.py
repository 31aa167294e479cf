"""Who reports what: the whole simulation as a list of lives, from a seed and the pack alone.

Nothing here touches the database, so the same seed always plans the same city, and an interrupted simulation can go on where it was.
Each report's life is drawn by a generator of its own; only joining reports of one problem and repeating a text look at others.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from tanggap.catalog import queries as catalog
from tanggap.catalog.queries import CategoryRow, ChannelRow
from tanggap.config.demo.chance import luck
from tanggap.config.demo.courses import Course
from tanggap.config.demo.faking import disguise
from tanggap.config.demo.figures import UNNAMED_CATEGORY, Figures, NothingToSimulate
from tanggap.config.demo.lives import HOUR, RECENT, Life
from tanggap.config.demo.scenes.problems import PAINTERS
from tanggap.config.demo.texts import Writer
from tanggap.config.demo.where import Map, Spot
from tanggap.core import clock
from tanggap.places import locate
from tanggap.reports.words import Visibility

NEIGHBOURS = 400  # how many reports back somebody may have reported the same
SAME_SPOT_METRES = 40


def plan(figures: Figures, writer: Writer, *, seed: int, days: int, reports: int, until: datetime) -> list[Life]:
    """Return `reports` lives that begin in the `days` days before `until`, by their beginning. Raises NothingToSimulate."""
    if not locate.has_boundaries():
        raise NothingToSimulate("The city pack has no boundaries, so the simulation cannot place anything.")
    lives = list(_Planner(figures, writer, seed, until).lives(days, reports))
    disguise(lives, until)
    return lives


class _Planner:
    def __init__(self, figures: Figures, writer: Writer, seed: int, until: datetime) -> None:
        self._figures, self._writer, self._seed, self._until = figures, writer, seed, until
        self._luck = luck(seed)
        self._map = Map(figures, seed)
        self._texts: set[str] = set()
        self._people = 0
        self._lives: list[Life] = []
        self._channels = [_channel(code) for code in figures.channels]
        self._leaves = [row for row in catalog.leaves() if row.code in writer.categories]
        if not self._leaves:
            raise NothingToSimulate("The city pack has no seed texts, so nobody would have anything to say.")
        self._weights = [figures.categories.get(row.code, UNNAMED_CATEGORY) for row in self._leaves]

    def lives(self, days: int, reports: int) -> Iterator[Life]:
        for number, at in enumerate(self._arrivals(days, reports)):
            life = self._life(number, at, luck(self._seed, number))
            self._lives.append(life)
            yield life

    def _arrivals(self, days: int, reports: int) -> list[datetime]:
        """Return when reports come in: by hour and weekday as published, on some days more than on others."""
        hours = [self._until - HOUR * number for number in range(days * 24, 0, -1)]
        rush: dict[date, float] = {}
        weights: list[float] = []
        for hour in hours:
            local = clock.local(hour + HOUR / 2)
            if local.date() not in rush:
                busy = self._figures.busy_factor if self._luck.random() < self._figures.busy_days else 1.0
                rush[local.date()] = busy * self._luck.lognormvariate(0, 0.13)
            of_hour, of_weekday = self._figures.hours[local.hour], self._figures.weekdays[local.weekday()]
            weights.append(of_hour * of_weekday * rush[local.date()])
        chosen = self._luck.choices(hours, weights, k=reports)
        return sorted(hour + timedelta(seconds=self._luck.randrange(3600)) for hour in chosen)

    def _life(self, number: int, at: datetime, random: Random) -> Life:
        channel = random.choices(self._channels, list(self._figures.channels.values()))[0]
        answered_at = at + HOUR * self._figures.answer_hours(random)
        parent = self._same_problem(answered_at, random)
        earlier = self._same_text(random) if parent is None else None
        model = parent or earlier
        category = model.category if model else self._category(channel, random)
        lon, lat, area = self._spot(model, random)
        text = earlier.text if earlier else self._writer.complaint(category.code, random, unlike=self._texts)
        self._texts.add(text)
        share = self._figures.share
        has_picture = random.random() < share["photo_recent" if at > self._until - RECENT else "photo"]
        life = Life(
            seed=self._seed,
            number=number,
            at=at,
            channel=channel.code,
            category=category,
            text=text,
            lon=lon,
            lat=lat,
            area=area,
            is_placed=channel.is_geotagged or parent is not None or random.random() > share["without_place"],
            email=earlier.email if earlier else self._email(random),
            visibility=Visibility.PRIVATE if random.random() < share["private"] else Visibility.PUBLIC,
            details=_details(category, random) if channel.is_geotagged else {},
            until=self._until,
            is_repeat=earlier is not None,
        )
        if has_picture and category.icon in PAINTERS:
            life.photo = life.shot("before", at, is_solved=False)
        Course(self._figures, self._writer, life, random).draw(answered_at, parent)
        return life

    def _same_problem(self, answered_at: datetime, random: Random) -> Life | None:
        """Return an open report of the same problem, which this one will join, where that is so."""
        if random.random() >= self._figures.share["joined"]:
            return None
        found = [
            life
            for life in self._lives[-NEIGHBOURS:]
            if life.is_placed
            and not life.is_joined
            and life.category.near_metres > 0
            and not life.category.is_confidential
            and (life.open_until is None or life.open_until > answered_at + HOUR)
        ]
        return random.choice(found) if found else None

    def _same_text(self, random: Random) -> Life | None:
        """Return the report whose words somebody sends again, where that is so."""
        if not self._lives or random.random() >= self._figures.same_text:
            return None
        return random.choice(self._lives[-NEIGHBOURS:])

    def _category(self, channel: ChannelRow, random: Random) -> CategoryRow:
        if channel.is_confidential and (confidential := [row for row in self._leaves if row.is_confidential]):
            return random.choice(confidential)
        return random.choices(self._leaves, self._weights)[0]

    def _spot(self, model: Life | None, random: Random) -> Spot:
        if model is None:
            return self._map.somewhere(random)
        return self._map.near((model.lon, model.lat, model.area), SAME_SPOT_METRES, random)

    def _email(self, random: Random) -> str:
        """Return the address of a new reporter, or of one who has reported before."""
        is_new = not self._people or random.random() < 1 / self._figures.reports_each
        self._people += is_new
        sender = self._people if is_new else random.randint(1, self._people)
        return f"person{sender:05d}@example.org"


def _channel(code: str) -> ChannelRow:
    row = catalog.channel(code)
    if row is None:
        raise NothingToSimulate(f"The figures name the channel {code}, which the city pack does not have.")
    return row


def _details(category: CategoryRow, random: Random) -> dict[str, str]:
    """Return what the reporter chose in answer to the category's questions, some of them left open."""
    return {
        question["code"]: random.choice(question["options"])["code"]
        for question in category.questions
        if question["kind"] == "choice" and random.random() < 0.7
    }
