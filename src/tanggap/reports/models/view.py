"""Views of the desk that people made for themselves, or a supervisor for a unit."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from tanggap.agencies.models import Staff, Unit
from tanggap.agencies.words import ASSIGNABLE


class SavedView(models.Model):
    """A view with its filters and order under a name: `query` is the address's, as `web.desk.lens` writes it.

    It is the owner's own; with `unit` everybody who works there has it too, with `role` only those who hold that role there.
    """

    owner = models.ForeignKey(Staff, models.CASCADE, related_name="+", db_index=False)
    name = models.TextField()
    query = models.TextField()
    position = models.IntegerField(default=0)
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, related_name="+", db_index=False)
    role = models.TextField(choices=[(role.value, role.label) for role in ASSIGNABLE], default="", blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("owner", Lower("name"), name="reports_savedview_name_once"),
            models.CheckConstraint(
                condition=Q(role="") | Q(unit__isnull=False), name="reports_savedview_role_in_a_unit"
            ),
        ]
        indexes = [
            models.Index(fields=["unit"], name="reports_savedview_of_unit", condition=Q(unit__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.name
