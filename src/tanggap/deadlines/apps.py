"""The deadlines room says, before a city pack is loaded, which policies open reports live by."""

from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    """Lets a pack keep what open reports were promised by."""

    name = "tanggap.deadlines"

    def ready(self) -> None:
        """Ask to be heard before a pack is loaded."""
        from tanggap.catalog.pack import guards
        from tanggap.deadlines.guard import policies_in_use

        guards.add(policies_in_use)
