"""The surface's own label: `staffing` is that of the room that simulates."""

from django.apps import AppConfig


class StaffingPages(AppConfig):
    """The pages below `/evaluation/staffing/`."""

    name = "tanggap.web.staffing"
    label = "staffing_pages"
