"""A paper for the staff: words and a file, kept until everybody whom it is for has got it, and a while longer."""

from django.db import models


class Paper(models.Model):
    """What is sent to members of staff by e-mail with a file, in one `language`; `key` names it in their messages (`bundle`).

    It tells nothing of who reported. Who it was for stands in the messages alone.
    """

    key = models.TextField()
    language = models.TextField()
    subject = models.TextField()
    text = models.TextField()
    name = models.TextField()
    media_type = models.TextField()
    file = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "language"], name="notify_paper_once_a_language")]
        indexes = [models.Index(fields=["made_at"], name="notify_paper_old")]

    def __str__(self) -> str:
        return f"{self.key} {self.language}"
