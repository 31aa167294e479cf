"""The surface's own label: `opendata` is that of the room whose files it shows."""

from django.apps import AppConfig


class OpenDataPages(AppConfig):
    """The pages below `/data/`."""

    name = "tanggap.web.opendata"
    label = "opendata_pages"
