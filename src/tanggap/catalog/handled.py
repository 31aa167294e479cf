"""Which categories a unit has to do with, as the routes of the pack say."""

from tanggap.agencies import queries as agencies
from tanggap.agencies.queries import UnitRow
from tanggap.catalog import queries as catalog
from tanggap.catalog.routes import Rule
from tanggap.core.shelf import Shelf


def categories_of(unit: str) -> frozenset[str]:
    """Return the leaves that a unit receives or must act on, somewhere. No statement."""
    return _kept.get(unit) or frozenset()


def _load() -> dict[str, frozenset[str]]:
    leaves = catalog.leaves()
    return {
        unit.code: frozenset(leaf.code for leaf in leaves if any(_means(rule, unit) for rule in leaf.routes))
        for unit in agencies.units()
    }


def _means(rule: Rule, unit: UnitRow) -> bool:
    """Return whether a rule can lead to a unit, whatever the place."""
    if "unit" in rule:
        return rule["unit"] == unit.code
    if "of" in rule:
        return rule["of"] in {unit.code, unit.parent}
    return (rule.get("kind"), rule.get("level")) == (unit.kind, unit.level)


_kept: Shelf[str, frozenset[str]] = Shelf(_load)
