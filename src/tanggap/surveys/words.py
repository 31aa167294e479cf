"""Enumerations of the surveys room."""

from datetime import timedelta
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

DAYS_BETWEEN: Final = 90
"""Nobody is invited to a survey twice within so many days."""
AFTER_CLOSURE: Final = timedelta(days=3)
"""So long after a report was closed its reporter is invited: the one tap about the result comes first, and a dispute, if there is one."""
ANSWERABLE_DAYS: Final = 30
WORDS_KEPT_DAYS: Final = 365
"""So long after a survey is closed what people wrote in their own words is kept; the scores stay."""
FAST_SECONDS: Final = 10
"""Nine questions cannot be read in less."""


class Kind(models.TextChoices):
    """SKM: the nine elements of PermenPAN-RB 14/2017, and questions of one's own besides. OWN: those alone, and no index."""

    SKM = "skm", _("Satisfaction after PermenPAN-RB 14/2017")
    OWN = "own", _("Questions of our own")


class QuestionKind(models.TextChoices):
    """What a question of one's own takes."""

    SCALE = "scale", _("Scale of 1 to 4")
    CHOICE = "choice", _("One of several answers")
    WORDS = "words", _("Own words")


class SurveyState(models.TextChoices):
    """Where a survey stands. It is answered while it is open; its questions stand still from then on."""

    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Being answered")
    CLOSED = "closed", _("Closed")


class Entrance(models.TextChoices):
    """How somebody came to answer."""

    INVITED = "invited", _("Invited after a closure")
    OPEN = "open", _("By the open link or its QR code")
    PAPER = "paper", _("On paper, entered by the office")


class Flag(models.TextChoices):
    """What makes an answer doubtful. It counts all the same; the result without the doubtful ones stands beside."""

    STRAIGHT = "straight", _("The same answer to everything")
    CONTRADICTORY = "contradictory", _("Contradicts itself")
    FAST = "fast", _("Answered faster than one can read")
    OUTSIDE = "outside", _("Holds a value outside 1 to 4, which is not counted")
    AGAIN = "again", _("From a device that had answered already")


class Took(models.TextChoices):
    """How long the report took from receipt to its end."""

    DAY = "1d", _("Up to a day")
    WEEK = "7d", _("Up to a week")
    MONTH = "30d", _("Up to 30 days")
    LONGER = "longer", _("Longer")


class Sex(models.TextChoices):
    """As the regulation's form asks it."""

    FEMALE = "female", _("Female")
    MALE = "male", _("Male")


class Age(models.TextChoices):
    """The regulation asks for years; bands tell less of a person."""

    TO_19 = "-19", _("Up to 19 years")
    TO_29 = "20-29", _("20 to 29 years")
    TO_39 = "30-39", _("30 to 39 years")
    TO_49 = "40-49", _("40 to 49 years")
    TO_59 = "50-59", _("50 to 59 years")
    FROM_60 = "60-", _("60 years and more")


class Education(models.TextChoices):
    """The highest school finished, as the regulation's form lists it."""

    PRIMARY = "sd", _("Primary school (SD)")
    JUNIOR = "smp", _("Junior secondary school (SMP)")
    SENIOR = "sma", _("Senior secondary school (SMA)")
    DIPLOMA = "diploma", _("Diploma")
    BACHELOR = "s1", _("Bachelor (S1)")
    MASTER = "s2", _("Master (S2)")
    DOCTOR = "s3", _("Doctor (S3)")


class Work(models.TextChoices):
    """The occupation, as the regulation's form lists it."""

    CIVIL = "pns", _("Civil servant")
    MILITARY = "tni", _("Armed forces")
    POLICE = "polri", _("Police")
    EMPLOYED = "swasta", _("Employed in a private company")
    SELF_EMPLOYED = "wirausaha", _("Self-employed")
    OTHER = "lainnya", _("Other")


class Step(models.TextChoices):
    """Where a measure of the follow-up plan stands."""

    PLANNED = "planned", _("Planned")
    DOING = "doing", _("Being done")
    DONE = "done", _("Done")


ASKED_OF_PEOPLE: Final = {"sex": Sex, "age": Age, "education": Education, "work": Work}
"""What a questionnaire may ask of who answers: each in bands, none needed."""
