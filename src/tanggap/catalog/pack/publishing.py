"""`[opendata]` of pack.toml: who publishes the city's open data, and on which terms."""

from tanggap.catalog.pack.shapes import Table


def check_publisher(whole: Table) -> None:
    """Look at `[opendata]`, which `insight.opendata.publisher` reads: a licence needs its address, and tables in it are datasets."""
    table = whole.raw("opendata")
    if table is None:
        return
    if not isinstance(table, dict):
        whole.fault('"opendata" must be a table [opendata]', "opendata")
        return
    known = {
        "publisher": dict,
        "contact": str,
        "catalogue": str,
        "licence": str,
        "licence_url": str,
        "attribution": str,
    }
    for key, value in table.items():
        own = isinstance(value, dict) and key != "publisher"
        terms = value if own else table
        if not own and not isinstance(value, known.get(key, type(None))):
            whole.fault(f'"{key}" is nothing that [opendata] tells, or of another kind', "opendata", key)
        if not str(terms.get("licence_url", "")).startswith(("https://", "http://")) and terms.get("licence"):
            whole.fault(f'a licence needs its address as "licence_url" ({key})', "opendata", key)
