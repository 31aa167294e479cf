"""Write docs/permissions.md from the permission table; a test holds the file to it."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "permissions.md"


def text() -> str:
    """Return the page."""
    from django.utils.translation import override

    from tanggap.agencies import permissions
    from tanggap.agencies.words import Role

    order = [
        Role.INTAKE, Role.OFFICER, Role.SUPERVISOR, Role.VALIDATOR, Role.LEADER, Role.ANALYST, Role.OPERATOR, Role.PARTNER,
        Role.CITIZEN, Role.SYSTEM,
    ]  # fmt: skip
    lines = [
        "# Permissions",
        "",
        "Written by `tools/permissions_doc.py` from `src/tanggap/agencies/permissions.py`; do not edit by hand.",
        "A role is held in a unit, for all of it or narrowed to an area. The table says how far it reaches from there.",
        "Actions ask it (`reports.access.permit`), lists are cut by it (`reports.access.reach`), buttons are drawn by it, the lifecycle",
        "takes its `by` from it, and `tests/agencies/test_permissions.py` holds all of them to it.",
        "",
        "| scope | what it reaches |",
        "|---|---|",
        "| own | what is the person's own: assigned to, made by, the own account; for a citizen, what the private link opens |",
        "| unit | what the unit answers for, also what is confidential; for a validator, what the unit verifies |",
        "| below | as unit, and what the units below it answer for, at any depth |",
        "| had | as unit, and what it answered for once, worked on, is asked to help with, or has across the near border |",
        "| area | as unit, and what lies in the unit's area |",
        "| all | the whole city |",
        "",
        "A role narrowed to an area reaches nothing outside it, and nothing whose place is not known. Beyond `unit` and `own` nothing that",
        "is confidential is reached, by reading or by acting. An empty cell: never. Two roles reach what either of them reaches.",
        "Refused is answered as unknown (404) where even the existence is nobody's business, else 403; both are written down",
        "(`/admin/penolakan/`).",
        "",
    ]
    with override("en"):
        names = [str(role.label) for role in order]
    lines += ["| act | " + " | ".join(names) + " |", "|---|" + "---|" * len(order)]
    for row in permissions.TABLE:
        cells = [str(scope) if (scope := row.scope(role)) is not None else "" for role in order]
        lines.append(f"| `{row.act}` | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanggap.config.settings")
    import django

    django.setup()
    TARGET.write_text(text(), "utf-8")
    print(f"wrote {TARGET.relative_to(ROOT)}")
