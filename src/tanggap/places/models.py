"""Areas of the city, as its pack gives them."""

from django.db import models


class Area(models.Model):
    """One area: province, kota, kecamatan, kelurahan, or whatever the city calls its levels. `path` lists its ancestors' codes."""

    code = models.TextField(primary_key=True)
    level = models.TextField()
    name = models.TextField(db_index=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    path = models.JSONField(default=list)
    is_leaf = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name
