"""Write docs/lifecycle.md from the lifecycle table and the list of event kinds; a test holds the file to them."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "lifecycle.md"


def text() -> str:
    """Return the page."""
    from django.utils.translation import override

    from tanggap.reports import events, lifecycle
    from tanggap.reports.words import State

    lines = [
        "# Lifecycle",
        "",
        "Written by `tools/lifecycle_doc.py` from `src/tanggap/reports/lifecycle.py` and `events.py`; do not edit by hand.",
        "The database holds the same rows in `reports_move` and refuses every other move (`docs/adr/0003`).",
        "",
        "## States",
        "",
        "| state | English | Indonesian |",
        "|---|---|---|",
    ]
    for state in State:
        with override("en"):
            english = str(state.label)
        with override("id"):
            lines.append(f"| `{state.value}` | {english} | {state.label} |")
    lines += ["", "## Moves", "", "| door | from | to | by | clock | told |", "|---|---|---|---|---|---|"]
    for move in lifecycle.MOVES:
        source = ", ".join(f"`{state}`" for state in sorted(move.source))
        target = "back to where it was" if move.to == lifecycle.BACK else f"`{move.to}`"
        by = ", ".join(sorted(role.value for role in move.by))
        lines.append(f"| `{move.door}` | {source} | {target} | {by} | {move.clock} | {move.told} |")
    lines += [
        "",
        "## Events",
        "",
        "Public keys reach the public timeline, staff keys the desk's. No event holds who reported.",
        "Quiet kinds never make an open page stale.",
        "",
        "| kind | what the timeline says | audience | public keys | staff keys | quiet |",
        "|---|---|---|---|---|---|",
    ]
    with override("en"):
        for kind in events.KINDS.values():
            public, staff = (", ".join(f"`{key}`" for key in keys) for keys in (kind.public, kind.staff))
            lines.append(
                f"| `{kind.name}` | {kind.label} | {kind.audience} | {public} | {staff} | {'yes' if kind.quiet else ''} |"
            )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanggap.config.settings")
    import django

    django.setup()
    TARGET.write_text(text(), "utf-8")
    print(f"wrote {TARGET.relative_to(ROOT)}")
