"""The core looks, before a database is migrated, whether it can be."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core import checks


class CoreConfig(AppConfig):
    """Registers what is looked at before a migration."""

    name = "tanggap.core"

    def ready(self) -> None:
        """Ask to be heard before a database is migrated."""
        checks.register(_can_be_upgraded, checks.Tags.database)


def _can_be_upgraded(*, databases: Sequence[str] | None, **_others: Any) -> list[checks.CheckMessage]:
    from tanggap.core import upgrading

    lacking = upgrading.half_way() if databases else []
    if not lacking:
        return []
    return [
        checks.Error(
            f"This database was made by an earlier version, and lacks {len(lacking)} of its migrations, such as {lacking[-1]}."
            " This version has put them together and cannot apply a part of them. Nothing was changed.",
            hint=f"Run `tanggap migrate` once with the version before (`git checkout {upgrading.LAST_BEFORE}`), then with this one.",
            id="tanggap.E001",
        )
    ]
