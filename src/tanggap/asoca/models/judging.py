"""Who judges a board, and what each of them said. It can be written only while the board is open."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least

from tanggap.agencies.models import Staff
from tanggap.asoca.models.boards import Board
from tanggap.asoca.words import AMONG, STEPS


class Assessor(models.Model):
    """Who judges a board: somebody of the staff, or a person without an account (`staff` None) whose paper the board's keeper enters.

    `version` grows with every saving of this assessor's judgements, so that two windows of one person lose nothing.
    """

    board = models.ForeignKey(Board, models.CASCADE, related_name="+", db_index=False)
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    name = models.TextField(default="", blank=True)
    place = models.IntegerField()
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["board", "staff"], name="asoca_assessor_once"),
            models.UniqueConstraint(fields=["board", "place"], name="asoca_assessor_place_once"),
            models.CheckConstraint(
                condition=Q(staff__isnull=False, name="") | Q(staff__isnull=True) & ~Q(name=""),
                name="asoca_assessor_is_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.staff_id)


class Judgement(models.Model):
    """How much more important `first` is than `second` to an assessor: a `step` of Saaty's scale (`words.SCALE`).

    `among` says of what: the groups within, those around (then the two are letters), or the elements of a group (then their keys).
    """

    assessor = models.ForeignKey(Assessor, models.CASCADE, related_name="+", db_index=False)
    among = models.TextField()
    first = models.TextField()
    second = models.TextField()
    step = models.SmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                F("assessor"),
                F("among"),
                Least("first", "second"),
                Greatest("first", "second"),
                name="asoca_judged_once",
            ),
            models.CheckConstraint(condition=~Q(first=F("second")), name="asoca_judgement_of_two"),
            models.CheckConstraint(condition=Q(step__in=sorted(STEPS)), name="asoca_judgement_on_scale"),
            models.CheckConstraint(condition=Q(among__in=AMONG), name="asoca_judgement_among"),
        ]

    def __str__(self) -> str:
        return f"{self.assessor_id} {self.first}:{self.second} {self.step}"


class Rating(models.Model):
    """How good an assessor finds what an element names at present: 1, very weak, to 4, very good."""

    assessor = models.ForeignKey(Assessor, models.CASCADE, related_name="+", db_index=False)
    key = models.TextField()
    score = models.SmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessor", "key"], name="asoca_rated_once"),
            models.CheckConstraint(condition=Q(score__gte=1, score__lte=4), name="asoca_rating_one_to_four"),
        ]

    def __str__(self) -> str:
        return f"{self.assessor_id} {self.key} {self.score}"
