"""Rollups that the event consumer keeps; pages read these, never the reports. All of it can be dropped and counted anew."""

from django.db import models

from tanggap.insight.words import COUNTED
from tanggap.reports.models import Report


class Tally(models.Model):
    """What has been counted of one report, up to its event `version`: the consumer's memory.

    Whatever was counted can be taken back by it: when a report moves to another category or area, all that it ever counted moves along.
    `days` maps local days to units (empty: the one at present) to what was counted on them; `marks` what later events refer to.
    `answer_bucket` and `solve_bucket` tell how long the first answer and the closure that holds took; `ending` how it ended, if it did.
    """

    report = models.OneToOneField(Report, models.PROTECT, primary_key=True, related_name="+")
    version = models.IntegerField(default=0)
    area = models.TextField(default="")
    category = models.TextField(default="")
    unit = models.TextField(default="")
    channel = models.TextField(default="")
    state = models.TextField(default="")
    is_public = models.BooleanField()
    is_live = models.BooleanField()
    received_at = models.DateTimeField()
    days = models.JSONField(default=dict)
    marks = models.JSONField(default=dict)
    answer_bucket = models.IntegerField(null=True)
    solve_bucket = models.IntegerField(null=True)
    ending = models.TextField(default="")

    def __str__(self) -> str:
        return f"{self.report_id}/{self.version}"


class Cell(models.Model):
    """What happened in one year, month or day (`on` is its first) of one area, category, unit and channel; `insight.words` says what.

    `grain` is a letter for the time (`y`, `m`, `d`) and one for the side (`insight.words.SIDES`): what its rows are told apart by, the
    other codes being empty. An empty code in its own side is what has none. Each number stands in the rows of
    `insight.words.CELLS`, all written from the same share, so that whatever is asked is the sum of few.
    """

    grain = models.CharField(max_length=2)
    on = models.DateField()
    area = models.TextField()
    category = models.TextField()
    unit = models.TextField()
    channel = models.TextField()
    is_public = models.BooleanField()
    received = models.IntegerField(default=0)
    six_hours_over = models.IntegerField(default=0)
    answered_in_six = models.IntegerField(default=0)
    opened = models.IntegerField(default=0)
    ended = models.IntegerField(default=0)
    planned = models.IntegerField(default=0, db_default=0)
    unplanned = models.IntegerField(default=0, db_default=0)
    answered = models.IntegerField(default=0)
    answered_in_time = models.IntegerField(default=0)
    late_answers = models.IntegerField(default=0)
    solved_in_time = models.IntegerField(default=0)
    late_solutions = models.IntegerField(default=0)
    rejected = models.IntegerField(default=0)
    referred = models.IntegerField(default=0)
    unsolved = models.IntegerField(default=0)
    handed_back = models.IntegerField(default=0)
    merged = models.IntegerField(default=0)
    checks_passed = models.IntegerField(default=0)
    checks_failed = models.IntegerField(default=0)
    checked = models.IntegerField(default=0)
    returned = models.IntegerField(default=0)
    closures = models.IntegerField(default=0)
    unchecked_closures = models.IntegerField(default=0)
    closed_fast = models.IntegerField(default=0)
    reopened = models.IntegerField(default=0)
    appeals = models.IntegerField(default=0)
    objections = models.IntegerField(default=0, db_default=0)
    undone = models.IntegerField(default=0)
    came_back = models.IntegerField(default=0)
    rated = models.IntegerField(default=0)
    unhappy = models.IntegerField(default=0)
    score = models.IntegerField(default=0)
    score_squares = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["grain", "on", "area", "category", "unit", "channel", "is_public"], name="insight_cell_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["unit", "grain", "on"],
                condition=models.Q(grain__in=["yf", "mf", "df"]),
                name="insight_cell_by_unit",
            )
        ]

    def __str__(self) -> str:
        return f"{self.grain} {self.on} {self.area} {self.category} {self.unit} {self.channel}"


assert all(Cell._meta.get_field(name) for name in COUNTED)  # noqa: S101


class Took(models.Model):
    """How many reports received in one year, month or day were answered or solved (`course`) after a time of one `bucket`.

    Grains and sides are those of `Cell`, without those that would be hardly fewer rows than the full days (`insight.words.TIMES`):
    these are read from there. Buckets are those of `insight.buckets`; `NEVER` are those given up. Reports that were refused, referred or
    joined, and those of an earlier system, are not in it; those that still wait stand in `Waiting`.
    """

    grain = models.CharField(max_length=2)
    on = models.DateField()
    area = models.TextField()
    category = models.TextField()
    unit = models.TextField()
    channel = models.TextField()
    is_public = models.BooleanField()
    course = models.TextField()
    bucket = models.IntegerField()
    reports = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["grain", "on", "course", "bucket", "area", "category", "unit", "channel", "is_public"],
                name="insight_took_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["area", "on"],
                include=["category", "unit", "channel", "is_public", "course", "bucket", "reports"],
                condition=models.Q(grain="df"),
                name="insight_took_by_area",
            ),
            models.Index(
                fields=["category", "on"],
                include=["area", "unit", "channel", "is_public", "course", "bucket", "reports"],
                condition=models.Q(grain="df"),
                name="insight_took_by_category",
            ),
            models.Index(fields=["unit", "on"], condition=models.Q(grain="df"), name="insight_took_by_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.grain} {self.on} {self.course} {self.bucket}"


class Waiting(models.Model):
    """How many reports received on a local day, in one quarter of an hour (`at` is its beginning), are open now.

    Of those `open`, `unsolved` were received here and `unanswered` of these had no first answer.
    """

    on = models.DateField()
    at = models.DateTimeField()
    area = models.TextField()
    category = models.TextField()
    unit = models.TextField()
    channel = models.TextField()
    is_public = models.BooleanField()
    open = models.IntegerField(default=0)
    unsolved = models.IntegerField(default=0)
    unanswered = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["on", "at", "area", "category", "unit", "channel", "is_public"], name="insight_waiting_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.at} {self.area} {self.category} {self.unit} {self.channel}"


class WaitingSum(models.Model):
    """The same by whole local days and months (`on` is the first), told apart by one thing or none: sums of `Waiting`.

    Grains are those of `insight.words.WAITS`. How long something waits is told in buckets that are a tenth as wide as they are old, so of
    most days, and where nothing older matters of most months, all reports are in the same one.
    """

    grain = models.CharField(max_length=2)
    on = models.DateField()
    area = models.TextField()
    category = models.TextField()
    unit = models.TextField()
    channel = models.TextField()
    is_public = models.BooleanField()
    open = models.IntegerField(default=0)
    unsolved = models.IntegerField(default=0)
    unanswered = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["grain", "on", "area", "category", "unit", "channel", "is_public"],
                name="insight_waitingsum_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.grain} {self.on} {self.area} {self.category} {self.unit} {self.channel}"


class Standing(models.Model):
    """How many public reports of a leaf area and category stand in a state now."""

    area = models.TextField()
    category = models.TextField()
    state = models.TextField()
    reports = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "category", "state"], name="insight_standing_once")]

    def __str__(self) -> str:
        return f"{self.area} {self.category} {self.state} {self.reports}"


class UnitDay(models.Model):
    """What came to a unit on one local day, and what left its hands: claimed done, refused, joined, referred, or sent to another unit."""

    on = models.DateField()
    unit = models.TextField()
    arrived = models.IntegerField(default=0)
    done = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "on"], name="insight_unitday_once")]

    def __str__(self) -> str:
        return f"{self.on} {self.unit}"


class Proof(models.Model):
    """What became of the results that a unit claimed, by the local day of their verdict; `insight.proof` says how each is counted.

    `is_part`: the unit did a part of reports that another unit answers for. `checked` claims had a verdict, `returned` of them went back,
    `overturned` of these by a second validator; of `closures`, some were `reopened`, had their problem `repeated`, were `rated`, `unhappy`.
    """

    on = models.DateField()
    unit = models.TextField()
    is_part = models.BooleanField()
    checked = models.IntegerField(default=0)
    returned = models.IntegerField(default=0)
    overturned = models.IntegerField(default=0)
    closures = models.IntegerField(default=0)
    reopened = models.IntegerField(default=0)
    repeated = models.IntegerField(default=0)
    rated = models.IntegerField(default=0)
    unhappy = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "on", "is_part"], name="insight_proof_once")]

    def __str__(self) -> str:
        return f"{self.on} {self.unit}"


class Outlook(models.Model):
    """What is expected to come to a unit, made anew each night by `insight.forecast`; the unit of an empty code is the whole city.

    `days` is a list of `{"on", "expected", "low", "high"}`; `level` the reports of an ordinary day lately, `weekdays` seven factors from
    Monday, `closed` the factor of a holiday, `spread` how much a day scatters (1: by chance alone). The errors are those of the same
    method on the past, beside those of the naive one (the same weekday of the week before), a day and a week; None where the history
    is too short to test it.
    """

    unit = models.TextField(primary_key=True)
    made_on = models.DateField()
    history_days = models.IntegerField()
    level = models.FloatField()
    weekdays = models.JSONField(default=list)
    closed = models.FloatField(default=1.0)
    spread = models.FloatField(default=1.0)
    days = models.JSONField(default=list)
    tested_days = models.IntegerField(default=0)
    error = models.FloatField(null=True)
    naive_error = models.FloatField(null=True)
    scaled_error = models.FloatField(null=True)
    naive_scaled_error = models.FloatField(null=True)
    week_error = models.FloatField(null=True)
    naive_week_error = models.FloatField(null=True)

    def __str__(self) -> str:
        return f"{self.unit} {self.made_on}"


class Simulation(models.Model):
    """The simulated city that fills this installation, if any: its recipe, its present (`until`), and how many of its steps are done."""

    seed = models.IntegerField()
    days = models.IntegerField()
    reports = models.IntegerField()
    until = models.DateTimeField()
    steps = models.IntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(models.Value(1), name="insight_one_simulation")]

    def __str__(self) -> str:
        return f"seed {self.seed}, {self.reports} reports in {self.days} days"
