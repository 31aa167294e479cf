"""The surface's own label: `asoca` is that of the room that keeps the boards."""

from django.apps import AppConfig


class AsocaPages(AppConfig):
    """The pages below `/evaluation/asoca/`."""

    name = "tanggap.web.asoca"
    label = "asoca_pages"
