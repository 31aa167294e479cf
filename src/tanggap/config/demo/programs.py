"""The programs of the simulated city: one of a partner organisation, one of a unit, with keys in a file for the owner alone."""

import json
from pathlib import Path

from tanggap.agencies.words import Role
from tanggap.clients import actions, overview
from tanggap.clients.words import OF_A_UNIT, Scope
from tanggap.config.demo.figures import Figures
from tanggap.starter.files import write_private

FILE = "demo-clients.json"
WHY = "simulation"


def connect(figures: Figures, home: Path) -> None:
    """Make the programs that are not there yet, and write the file of their keys: a list of `{client, key, scopes, unit}`."""
    path = home / FILE
    there = {row.code for row in overview.clients()}
    if path.exists() and {"demo-partner"} <= there:
        return
    office = next((one.unit for one in figures.accounts if Role.OFFICER in one.roles), "")
    open_to_all = [scope for scope in Scope if scope not in OF_A_UNIT]
    rows = []
    for code, name, unit, scopes in (
        ("demo-partner", "Demo: Peta Warga", "", open_to_all),
        ("demo-unit", "Demo: Buku Kerja", office, list(Scope)),
    ):
        if code.endswith("unit") and not unit:
            continue
        if code not in there:
            actions.add(
                by=None,
                code=code,
                name=name,
                owner="Demo",
                contact="demo@example.org",
                unit=unit,
                scopes=[scope.value for scope in scopes],
            )
        made = actions.make_key(by=None, code=code, label=FILE, reason=WHY)
        rows.append({"client": code, "key": made.key, "scopes": [scope.value for scope in scopes], "unit": unit})
    write_private(path, json.dumps(rows, indent=1).encode())
