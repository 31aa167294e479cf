"""Who publishes a city's open data, under which licence: what its pack says in `[opendata]` of pack.toml."""

import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Licence:
    """Terms of use. `code` is an SPDX one, empty where the city has stated none; `attribution` is to be shown wherever the data is."""

    code: str = ""
    url: str = ""
    attribution: str = ""


@dataclass(frozen=True, slots=True)
class Publisher:
    """`contact` is a mail or web address, `catalogue` the page of the city's own data portal; `licence` is of all but what `own` names."""

    name: dict[str, str]
    contact: str = ""
    catalogue: str = ""
    licence: Licence = field(default_factory=Licence)
    own: dict[str, Licence] = field(default_factory=dict)

    def licence_of(self, dataset: str) -> Licence:
        """Return the terms of one dataset."""
        return self.own.get(dataset, self.licence)


def publisher() -> Publisher:
    """Return who publishes the open data of this installation's city."""
    return _read(Path(settings.TANGGAP_PACK))


@lru_cache(maxsize=4)
def _read(pack: Path) -> Publisher:
    document = tomllib.loads((pack / "pack.toml").read_text("utf-8"))
    told: dict[str, Any] = document.get("opendata", {})
    return Publisher(
        name=told.get("publisher") or document["city"]["name"],
        contact=told.get("contact", ""),
        catalogue=told.get("catalogue", ""),
        licence=_licence(told),
        own={name: _licence(table) for name, table in told.items() if isinstance(table, dict) and name != "publisher"},
    )


def _licence(told: dict[str, Any]) -> Licence:
    return Licence(told.get("licence", ""), told.get("licence_url", ""), told.get("attribution", ""))
