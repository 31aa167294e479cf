"""What is laid on a board: elements, what each rests on, and the six strategies. All of it can change only while the board is a draft."""

from django.db import models
from django.db.models import F, Q

from tanggap.agencies.models import Staff
from tanggap.asoca.words import BoardState, Letter, LinkKind, Pair
from tanggap.places.models import Area


class Board(models.Model):
    """One examination of a policy in an `area` (None: the whole city) by what happened from the day `first` to `last`.

    `edition` counts from 1 along `previous`. `version` grows with every change of the board itself; who saves must have seen the latest.
    The board of an `is_example` came with the product: its words are messages of the catalogue, and nobody changes it.
    """

    title = models.TextField()
    purpose = models.TextField(default="", blank=True)
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+", db_index=False)
    first = models.DateField()
    last = models.DateField()
    state = models.TextField(choices=BoardState.choices, default=BoardState.DRAFT)
    version = models.IntegerField(default=1)
    edition = models.IntegerField(default=1)
    previous = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    is_example = models.BooleanField(default=False)
    made_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="asoca_board_days_in_order"),
            models.CheckConstraint(condition=Q(state__in=BoardState.values), name="asoca_board_state"),
            models.CheckConstraint(
                condition=Q(state=BoardState.DRAFT, opened_at__isnull=True, closed_at__isnull=True)
                | Q(state=BoardState.OPEN, opened_at__isnull=False, closed_at__isnull=True)
                | Q(state=BoardState.CLOSED, opened_at__isnull=False, closed_at__isnull=False),
                name="asoca_board_says_when",
            ),
            models.CheckConstraint(
                condition=Q(edition=1, previous__isnull=True) | Q(edition__gt=1, previous__isnull=False),
                name="asoca_board_edition_has_previous",
            ),
            models.CheckConstraint(condition=Q(is_example=True) | Q(made_by__isnull=False), name="asoca_board_made_by"),
            models.UniqueConstraint(fields=["is_example"], condition=Q(is_example=True), name="asoca_one_example"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.edition})"


class Element(models.Model):
    """A thing that is so within the organisation or around it, in one of the five groups, at its `place` there.

    `key` is the same in every edition of the board, however the words change.
    """

    board = models.ForeignKey(Board, models.CASCADE, related_name="+", db_index=False)
    key = models.TextField()
    group = models.TextField(choices=Letter.choices)
    place = models.IntegerField()
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["board", "key"], name="asoca_element_once"),
            models.CheckConstraint(condition=Q(group__in=Letter.values), name="asoca_element_group"),
        ]

    def __str__(self) -> str:
        return f"{self.group} {self.key}"


class Link(models.Model):
    """What an element rests on: a document (address or name in `target`), or an indicator as it stood when it was linked.

    Of an indicator `target` is the query id by which the figure is computed anew; `value`, `n`, `low` and `high` are what it said `at`.
    """

    element = models.ForeignKey(Element, models.CASCADE, related_name="+")
    kind = models.TextField(choices=LinkKind.choices)
    title = models.TextField()
    target = models.TextField()
    indicator = models.TextField(default="", blank=True)
    value = models.FloatField(null=True)
    n = models.IntegerField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    reason = models.TextField(default="", blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["element", "target"], name="asoca_link_once"),
            models.CheckConstraint(
                condition=Q(kind=LinkKind.DOCUMENT, indicator="", n__isnull=True, value__isnull=True)
                | Q(kind=LinkKind.INDICATOR, n__isnull=False) & ~Q(indicator=""),
                name="asoca_link_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Strategy(models.Model):
    """What is to be done where a group within meets one around."""

    board = models.ForeignKey(Board, models.CASCADE, related_name="+", db_index=False)
    pair = models.TextField(choices=Pair.choices)
    text = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["board", "pair"], name="asoca_strategy_once"),
            models.CheckConstraint(condition=Q(pair__in=Pair.values), name="asoca_strategy_pair"),
        ]

    def __str__(self) -> str:
        return self.pair
