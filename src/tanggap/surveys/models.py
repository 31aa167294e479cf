"""Tables of `surveys`. None holds who answered: an answer leads to no report and to no person."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from tanggap.agencies.models import Staff, Unit
from tanggap.reports.models import Report
from tanggap.surveys.elements import COUNT
from tanggap.surveys.words import Age, Education, Entrance, Kind, Sex, SurveyState, Took, Work


class Questionnaire(models.Model):
    """One version of a set of questions. Once published it stands still: a change is the next version.

    `title` and `introduction` are texts by language. `questions` are those of one's own: `code`, `kind` (QuestionKind), `label` by
    language, `options` (code and label) for a choice, `is_needed`. The nine elements of kind "skm" are in `elements`, not here.
    """

    code = models.TextField()
    version = models.IntegerField()
    kind = models.TextField(choices=Kind.choices)
    title = models.JSONField()
    introduction = models.JSONField(default=dict)
    questions = models.JSONField(default=list)
    made_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="surveys_questionnaire_version_once"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(published_at__isnull=True), name="surveys_questionnaire_one_draft"
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="surveys_questionnaire_version_counts"),
        ]

    def __str__(self) -> str:
        return f"{self.code}/{self.version}"


class Survey(models.Model):
    """A questionnaire put to people from `opens_on` to `closes_on`, both included, about `units`, `channels` and `area`; empty: all.

    `population` is how many people there are to ask, where it is known; `target` how many answers are wanted. Of those whose report was
    closed `share` in a thousand are invited (0: nobody); `seen_at` and `seen_id` tell up to which closure it was looked. `is_linked`: there
    is an open link. `follow_up` is the plan made of the result: `element`, `what`, `unit`, `due`, `state`.
    """

    code = models.TextField(primary_key=True)
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="+", db_index=False)
    title = models.JSONField()
    state = models.TextField(choices=SurveyState.choices, default=SurveyState.DRAFT)
    units = ArrayField(models.TextField(), default=list)
    channels = ArrayField(models.TextField(), default=list)
    area = models.TextField(default="", blank=True)
    opens_on = models.DateField()
    closes_on = models.DateField()
    population = models.IntegerField(null=True)
    target = models.IntegerField(default=0)
    share = models.IntegerField(default=0)
    is_linked = models.BooleanField(default=True)
    seen_at = models.DateTimeField(null=True)
    seen_id = models.BigIntegerField(default=0)
    follow_up = models.JSONField(default=list)
    version = models.IntegerField(default=1)
    made_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="surveys_survey_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(share__gte=0, share__lte=1000), name="surveys_survey_share_in_a_thousand"
            ),
            models.CheckConstraint(
                condition=Q(population__isnull=True) | Q(population__gte=0), name="surveys_survey_population_counts"
            ),
            models.CheckConstraint(
                condition=Q(state=SurveyState.CLOSED, closed_at__isnull=False)
                | (~Q(state=SurveyState.CLOSED) & Q(closed_at__isnull=True)),
                name="surveys_survey_closed_at_when_closed",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Invitation(models.Model):
    """The reporter of `report` was invited to `survey`; what is known of the report then is kept beside, to see who does not answer.

    `report` is null when its reporter was erased. That there is an answer is kept without its time, so that it leads to none.
    """

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="+", db_index=False)
    report = models.ForeignKey(Report, models.PROTECT, null=True, related_name="+")
    invited_on = models.DateField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    channel = models.TextField()
    area = models.TextField(default="", blank=True)
    category = models.TextField(default="", blank=True)
    outcome = models.TextField()
    took = models.TextField(choices=Took.choices)
    is_told = models.BooleanField(default=False)
    is_answered = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "report"], name="surveys_invitation_once")]
        indexes = [
            models.Index(  # all that is told of who is silent: read from it alone
                fields=["survey", "outcome", "channel", "category", "took", "is_answered"],
                name="surveys_invitation_silence",
            )
        ]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.report_id}"


class Response(models.Model):
    """What somebody answered, on a day. `scores` are the nine elements in their order (null: none that counts), `overall` our own question.

    `total` and `filled` are their sum and number. `seconds` is how long it took, where it is known. The codes tell what the answer is
    about: the unit, the channel, the area (not the smallest), the group of categories, how the report ended. `key` lets a form that
    arrives twice be one answer.
    """

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="+", db_index=False)
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="+", db_index=False)
    on = models.DateField()
    entrance = models.TextField(choices=Entrance.choices)
    unit = models.TextField(default="", blank=True)
    channel = models.TextField(default="", blank=True)
    area = models.TextField(default="", blank=True)
    category = models.TextField(default="", blank=True)
    outcome = models.TextField(default="", blank=True)
    took = models.TextField(default="", blank=True)
    sex = models.TextField(choices=Sex.choices, default="", blank=True)
    age = models.TextField(choices=Age.choices, default="", blank=True)
    education = models.TextField(choices=Education.choices, default="", blank=True)
    work = models.TextField(choices=Work.choices, default="", blank=True)
    scores = ArrayField(models.SmallIntegerField(null=True), size=COUNT, default=list)
    overall = models.SmallIntegerField(null=True)
    total = models.SmallIntegerField(default=0)
    filled = models.SmallIntegerField(default=0)
    seconds = models.IntegerField(null=True)
    flags = ArrayField(models.TextField(), default=list)
    key = models.TextField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "key"], name="surveys_response_once"),
            models.CheckConstraint(
                condition=Q(overall__isnull=True) | Q(overall__gte=1, overall__lte=4), name="surveys_response_overall"
            ),
            models.CheckConstraint(
                condition=Q(filled__gte=0, filled__lte=COUNT, total__gte=F("filled"), total__lte=4 * F("filled")),
                name="surveys_response_total_of_scores",
            ),
        ]
        indexes = [
            models.Index(fields=["survey", "on"], name="surveys_response_of_survey"),
            models.Index(fields=["on"], name="surveys_response_by_day"),
            models.Index(fields=["survey", "sex", "age", "education", "work"], name="surveys_response_people"),
            models.Index(
                fields=["survey", "outcome", "channel", "filled", "total"],
                condition=Q(entrance="invited", filled__gt=0),
                name="surveys_response_strata",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.on}"


class Cell(models.Model):
    """What was answered to a survey in one year, month or day (`on` is its first), of one unit, channel and area, doubtful or not.

    `grain` is a letter for the time (`y`, `m`, `d`) and one for the side (`surveys.grains.SIDES`): what its rows are told apart by, the
    other codes being empty. Each answer stands in the rows of `surveys.grains.KEPT`. Triggers of `surveys_response` write them in the
    answer's own transaction, whoever writes, changes or deletes it; `surveys_count_anew()` makes all of them anew.

    `answers` are all, `n` those to the nine elements: `s1` to `s9` are the sums of these in their order, `c1` to `c9` how many there are;
    `told` how many people gave any of them, `means` and `squares` the sums of their own means, and of these squared, in parts of
    `surveys.grains.PARTS`: whole numbers, so that what is taken away leaves exactly what was there. Then how many have each flag.
    """

    grain = models.CharField(max_length=2)
    on = models.DateField()
    survey = models.TextField()
    unit = models.TextField()
    channel = models.TextField()
    area = models.TextField()
    is_doubtful = models.BooleanField()
    answers = models.IntegerField()
    n = models.IntegerField()
    s1 = models.IntegerField()
    c1 = models.IntegerField()
    s2 = models.IntegerField()
    c2 = models.IntegerField()
    s3 = models.IntegerField()
    c3 = models.IntegerField()
    s4 = models.IntegerField()
    c4 = models.IntegerField()
    s5 = models.IntegerField()
    c5 = models.IntegerField()
    s6 = models.IntegerField()
    c6 = models.IntegerField()
    s7 = models.IntegerField()
    c7 = models.IntegerField()
    s8 = models.IntegerField()
    c8 = models.IntegerField()
    s9 = models.IntegerField()
    c9 = models.IntegerField()
    told = models.IntegerField()
    means = models.BigIntegerField()
    squares = models.BigIntegerField()
    straight = models.IntegerField()
    contradictory = models.IntegerField()
    fast = models.IntegerField()
    outside = models.IntegerField()
    again = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["grain", "on", "survey", "unit", "channel", "area", "is_doubtful"], name="surveys_cell_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.grain} {self.on} {self.survey} {self.unit} {self.channel} {self.area}"


class Answer(models.Model):
    """The answer to one question of one's own: a score, a choice or words, and nothing else."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="+")
    question = models.TextField()
    score = models.SmallIntegerField(null=True)
    choice = models.TextField(default="", blank=True)
    words = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["response", "question"], name="surveys_answer_once"),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=1, score__lte=4), name="surveys_answer_score"
            ),
            models.CheckConstraint(
                condition=Q(choice="", words="") | Q(score__isnull=True, words="") | Q(score__isnull=True, choice=""),
                name="surveys_answer_is_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.response_id} {self.question}"
