"""The surface's own label: `command` is that of the room that draws the picture."""

from django.apps import AppConfig


class CommandPages(AppConfig):
    """The pages below `/command/`."""

    name = "tanggap.web.command"
    label = "command_pages"
