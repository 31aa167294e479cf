"""The surface's own label: `planning` is that of the room that keeps the register."""

from django.apps import AppConfig


class PlanningPages(AppConfig):
    """The pages below `/planning/`."""

    name = "tanggap.web.planning"
    label = "planning_pages"
