"""On which terms a city speaks Open311: `[open311]` of its pack's pack.toml, which may be absent."""

import tomllib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from tanggap.core.words import say

_TOLD = ("pack.toml", "categories.toml", "units.csv")


@dataclass(frozen=True, slots=True)
class Terms:
    """`jurisdictions` are the ids that this city answers to, the first its own; `is_open`: reports are taken without a key, too.

    `contact` and `key_service` are told by discovery, in the city's languages. `changeset`: when the pack's files last changed (UTC).
    """

    jurisdictions: tuple[str, ...]
    is_open: bool = False
    contact: dict[str, str] = field(default_factory=dict)
    key_service: dict[str, str] = field(default_factory=dict)
    changeset: str = ""

    def told(self, words: dict[str, str], otherwise: str) -> str:
        """Return one of the texts in the active language, `otherwise` where the pack has none."""
        return say(words) if words else otherwise


def terms() -> Terms:
    """Return the terms of the city that this installation serves."""
    return _read(Path(settings.TANGGAP_PACK))


@lru_cache(maxsize=4)
def _read(pack: Path) -> Terms:
    document = tomllib.loads((pack / "pack.toml").read_text("utf-8"))
    told = document.get("open311", {})
    changed = max(path.stat().st_mtime for name in _TOLD if (path := pack / name).is_file())
    return Terms(
        jurisdictions=tuple(told.get("jurisdictions") or (document["city"]["code"],)),
        is_open=bool(told.get("open", False)),
        contact=told.get("contact", {}),
        key_service=told.get("key_service", {}),
        changeset=datetime.fromtimestamp(changed, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    )
