"""`[open311]` of pack.toml: by which ids other cities' programs name this one, and who may send reports."""

from tanggap.catalog.pack.shapes import Table

_KNOWN = {"jurisdictions": list, "open": bool, "contact": dict, "key_service": dict}


def check_open311(whole: Table) -> None:
    """Look at `[open311]`, which `api.open311.terms` reads: ids are words without blanks, texts stand in the city's languages."""
    table = whole.raw("open311")
    if table is None:
        return
    if not isinstance(table, dict):
        whole.fault('"open311" must be a table [open311]', "open311")
        return
    for key, value in table.items():
        if not isinstance(value, _KNOWN.get(key, type(None))):
            whole.fault(f'"{key}" is nothing that [open311] tells, or of another kind', "open311", key)
    ids = table.get("jurisdictions", [])
    if isinstance(ids, list) and not all(isinstance(one, str) and one and not set(one) & set(" ,\t") for one in ids):
        whole.fault(
            '"jurisdictions" are words without blanks or commas, such as ["city.example"]', "open311", "jurisdictions"
        )
