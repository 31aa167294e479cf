"""Make a city pack from the history of Baltimore's 311: `python tools/baltimore_pack.py HISTORY.csv.gz [FOLDER]`.

It proves that nothing of the first city is in code: areas known by name only, another zone, one language, agencies, types and channels
of its own. Everything that the history says of types, agencies, methods, neighbourhoods and due dates is kept; what it does not say
(who verifies, when the first answer is due, holidays) is marked as ours. `messages/` and `import.toml` are written by hand and left alone.
"""

import csv
import gzip
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

PACK = Path(__file__).parents[1] / "packs" / "baltimore"
STAMP = "%m/%d/%Y %I:%M:%S %p"
CITY = "baltimore"
YEARS = range(2014, 2028)
UNSTATED = "no-due-date"
LADDER = """\
ladder = [
  { promise = "answer", share = 0, tell = "supervisor" },
  { share = 50, tell = "officer" },
  { share = 25, tell = "supervisor" },
  { share = 0, tell = "leader" },
  { share = -100, tell = "leader", unit = "call-center" },
]
acknowledge_minutes = 1440
quiet = ["21:00", "06:00"]
"""
LIKE = f'like = "{UNSTATED}"\n'
HEADER = "# Made by tools/baltimore_pack.py from the history of Baltimore's 311; change the script, not this file.\n"

GROUPS = {  # prefix of a type: what its agency calls itself, and its picture
    "BCLB": ("Liquor licences", "shop"),
    "BGE": ("Street lights (BGE)", "lamp"),
    "BPD": ("Police", "shield"),
    "DPW": ("Public works", "drain"),
    "ECC": ("Call center", "chat"),
    "FCCS": ("Finance: customer services", "tax"),
    "FCDA": ("Finance: delinquent accounts", "tax"),
    "FCPF": ("Finance: parking fines", "parking"),
    "FIN": ("Finance: claims", "tax"),
    "FIR": ("Fire department", "fire"),
    "FOR": ("Forestry", "tree"),
    "HCD": ("Housing and code enforcement", "house"),
    "HLTH": ("Health and animals", "health"),
    "PABC": ("Parking authority", "parking"),
    "RP": ("Recreation and parks", "park"),
    "SW": ("Solid waste", "bin"),
    "TEC": ("Transportation: engineering", "road"),
    "TR": ("Transportation: permits and programmes", "permit"),
    "TRA": ("Transportation: cameras", "traffic"),
    "TRC": ("Transportation: conduits", "cables"),
    "TRM": ("Transportation: maintenance", "road"),
    "TRS": ("Transportation: parking and safety", "parking"),
    "TRT": ("Transportation: traffic", "traffic"),
    "TTR": ("Transportation: towing", "parking"),
    "WW": ("Water and wastewater", "tap"),
}
ICONS = (  # the first that stands in a type's name
    ("graffiti", "spray"), ("light", "lamp"), ("tree", "tree"), ("branch", "tree"), ("limb", "tree"), ("stump", "tree"),
    ("animal", "animal"), ("dog", "animal"), ("rat ", "animal"), ("rodents", "animal"), ("insect", "insect"),
    ("bed bugs", "insect"), ("mosquito", "insect"), ("noise", "noise"), ("odor", "smoke"), ("dust", "smoke"), ("sidewalk", "footway"),
    ("footway", "footway"), ("bridge", "bridge"), ("pothole", "road"), ("sign", "sign"), ("marking", "sign"),
    ("crosswalk", "sign"), ("grass", "plant"), ("shrub", "plant"), ("sewer", "sewage"), ("storm", "drain"), ("flood", "flood"),
    ("vending", "stall"), ("vacant", "house"), ("signal", "traffic"), ("vehicle", "parking"), ("parking", "parking"), ("fire", "fire"),
)  # fmt: skip
PARTNERS = {"BGE"}  # handles reports without being the city's
INTAKE = "Call Center"
OFFICE_PREFIXES = ("ECC", "FCCS", "FCDA", "FCPF", "FIN", "TR")  # about an account or an errand, not about a place
METHODS = {  # how a request was received: the adapter that would receive it today
    "Phone": "counter",
    "API": "api",
    "Internal": "counter",
    "Mail": "counter",
    "Email": "email",
    "System": "api",
    "Other": "counter",
}
LITTLE_WORDS = frozenset(("and", "from", "out", "the", "with", "misc", "other", "special", "request"))


def slug(text: str) -> str:
    """Return the code of a name: small letters and digits, dashes between. The importer finds types and neighbourhoods by it."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def read(path: Path) -> list[dict[str, str]]:
    """Return the rows of the history."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(rows: list[dict[str, str]], folder: Path) -> None:
    """Write the generated files of the pack into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    types = defaultdict(list)
    for row in rows:
        types[row["SRType"]].append(row)
    _text(folder / "pack.toml", _pack())
    _table(folder / "areas.csv", ("code", "level", "name", "parent_code"), _areas(rows))
    _table(folder / "units.csv", ("code", "name_en", "kind", "level", "parent", "area", "contact"), _units(rows))
    _text(folder / "policies.toml", _policies(types.values()))
    _text(folder / "categories.toml", _categories(types))
    _text(folder / "channels.toml", _channels(rows))
    _table(folder / "calendar.csv", ("on", "name_en", "is_working"), _days())


def _pack() -> str:
    return (
        HEADER
        + """
[city]
code = "baltimore"
name = { en = "Baltimore" }
prefix = "BAL"
time_zone = "America/New_York"
languages = ["en"]
leaf_level = "neighborhood"
centre = [-76.6122, 39.2904]
zoom = 12
bbox = [-76.7115, 39.1972, -76.5294, 39.372]
attribution = "311 customer service requests: City of Baltimore, open data"
default_policy = "no-due-date"
intake_unit = "call-center"
near_metres = 100
near_days = 28
phone_region = "US"

[city.emergency]
en = "Emergency? Call 911."
number = "911"

[hours]
monday = ["08:30", "16:30"]
tuesday = ["08:30", "16:30"]
wednesday = ["08:30", "16:30"]
thursday = ["08:30", "16:30"]
friday = ["08:30", "16:30"]

[opendata]
publisher = { en = "City of Baltimore (Tanggap sample pack)" }
attribution = "311 customer service requests: City of Baltimore, open data"
"""
    )


def _areas(rows: list[dict[str, str]]) -> Iterator[tuple[str, ...]]:
    yield CITY, "city", "Baltimore", ""
    names = sorted({row["Neighborhood"] for row in rows if row["Neighborhood"]})
    codes = [slug(name) for name in names]
    _expect_different(names, codes)
    for name, code in zip(names, codes, strict=True):
        yield f"n-{code}", "neighborhood", name, CITY


def _units(rows: list[dict[str, str]]) -> Iterator[tuple[str, ...]]:
    for agency in sorted({row["Agency"] for row in rows}):
        kind = "intake" if agency == INTAKE else "partner" if agency in PARTNERS else "agency"
        yield slug(agency), "311 Call Center" if agency == INTAKE else agency, kind, "city", "", "", ""
    yield "closure-review", "Closure review", "verifier", "city", "", "", ""


def _due_hours(rows: Iterable[dict[str, str]]) -> int | None:
    """Return the most usual span from creation to the due date in hours, None where the history states none or zero."""
    spans = Counter(
        round((datetime.strptime(row["DueDate"], STAMP) - datetime.strptime(row["CreatedDate"], STAMP)).total_seconds() / 3600)  # noqa: DTZ007 – one wall clock
        for row in rows
        if row["DueDate"]
    )  # fmt: skip
    usual = min(spans, key=lambda hours: (-spans[hours], hours), default=0)
    return usual if usual > 0 else None


def _policy_code(hours: int | None) -> str:
    return f"due-{hours}h" if hours else UNSTATED


def _span(hours: int) -> str:
    number, unit = (hours // 24, "day") if hours % 24 == 0 else (hours, "hour")
    return f"{number} {unit}{'' if number == 1 else 's'}"


def _policies(types: Iterable[list[dict[str, str]]]) -> str:
    spans = sorted({hours for rows in types if (hours := _due_hours(rows))})
    parts = [
        HEADER
        + "# resolve_minutes: the usual span to the due date of a type. First answer, check within a day and ladder are ours.\n"
    ]
    for hours in [None, *spans]:
        promised = hours or 720
        name = f"Due in {_span(hours)}" if hours else "No due date in the history: 30 days"
        source = (
            "usual span from CreatedDate to DueDate"
            if hours
            else "ours: the history states no due date, or the moment of creation"
        )
        first = min(promised, 24) * 60
        parts.append(
            f"\n[{_policy_code(hours)}]\nname = {{ en = {_quoted(name)} }}\nanswer_minutes = {first}\nverify_minutes = {first}\n"
            f"resolve_minutes = {promised * 60}\nsource = {_quoted(source)}\n{LADDER if not hours else LIKE}"
        )
    return "".join(parts)


def _categories(types: dict[str, list[dict[str, str]]]) -> str:
    groups: dict[str, list[str]] = defaultdict(list)
    for name in sorted(types):
        groups[re.split(r"[\s-]", name, maxsplit=1)[0]].append(name)
    codes = [slug(name) for name in [*types, *groups]]
    _expect_different([*types, *groups], codes)
    parts = [
        HEADER
        + "# Groups are the prefixes of the types; a leaf's code is its type in small letters, its hint the type as the city writes it.\n"
    ]
    for prefix, names in sorted(groups.items()):
        label, icon = GROUPS[prefix]
        parts.append(f"\n[{slug(prefix)}]\nname = {{ en = {_quoted(label)} }}\nicon = {_quoted(icon)}\n")
        parts += [_leaf(prefix, name, types[name], icon) for name in names]
    return "".join(parts)


def _leaf(prefix: str, name: str, rows: list[dict[str, str]], group_icon: str) -> str:
    short = name[len(prefix) :].strip(" -")
    low = short.lower()
    icon = next((picture for word, picture in ICONS if word in low), group_icon)
    agencies = Counter(row["Agency"] for row in rows)
    agency = min(agencies, key=lambda each: (-agencies[each], each))
    words = [word for word in re.findall(r"[a-z]{3,}", low) if word not in LITTLE_WORDS]
    phrase = " ".join(re.findall(r"[a-z0-9]+", low))
    keywords = list(dict.fromkeys([phrase, *words]))
    is_office = prefix in OFFICE_PREFIXES
    lines = [
        f"\n[{slug(name)}]",
        f"parent = {_quoted(slug(prefix))}",
        f"name = {{ en = {_quoted(short)} }}",
        f"hint = {{ en = {_quoted(name)} }}",
        f"icon = {_quoted(icon)}",
        f"policy = {_quoted(_policy_code(_due_hours(rows)))}",
        f"routes = [{{ unit = {_quoted(slug(agency))} }}]",
        "evidence = { photos_after = 0 }",
        f"keywords.en = [{', '.join(map(_quoted, keywords))}]",
        *(["is_sensitive = true", "near_metres = 0"] if is_office else []),
    ]
    return "\n".join(lines) + "\n"


def _channels(rows: list[dict[str, str]]) -> str:
    counted = Counter(row["MethodReceived"] for row in rows)
    parts = [HEADER]
    for method in sorted(counted, key=lambda each: (-counted[each], each)):
        adapter = METHODS[method]
        parts.append(f"\n[{slug(method)}]\nname = {{ en = {_quoted(method)} }}\nadapter = {_quoted(adapter)}\n")
        if adapter == "api":
            parts.append("is_geotagged = true\n")
        if adapter == "counter":
            parts.append('is_walk_in = true\nunit = "call-center"\n')
    parts.append(
        '\n[website]  # ours: the portal of this product\nname = { en = "Website" }\nadapter = "web"\nis_geotagged = true\n'
    )
    return "".join(parts)


def _days() -> Iterator[tuple[str, ...]]:
    days = {on: name for year in YEARS for name, on in _holidays(year)}
    for on in sorted(days):
        yield on.isoformat(), days[on], "no"


def _holidays(year: int) -> Iterator[tuple[str, date]]:
    """Yield the federal holidays of a year as they are observed: a Saturday's on Friday, a Sunday's on Monday."""
    fixed = [("New Year's Day", 1, 1), ("Independence Day", 7, 4), ("Veterans Day", 11, 11), ("Christmas Day", 12, 25)]
    if year >= 2022:
        fixed.append(("Juneteenth", 6, 19))
    for name, month, day in fixed:
        on = date(year, month, day)
        yield name, on + timedelta(days={5: -1, 6: 1}.get(on.weekday(), 0))
    yield "Martin Luther King Jr. Day", _nth(year, 1, 0, 3)
    yield "Presidents' Day", _nth(year, 2, 0, 3)
    yield "Memorial Day", _nth(year, 5, 0, -1)
    yield "Labor Day", _nth(year, 9, 0, 1)
    yield "Columbus Day", _nth(year, 10, 0, 2)
    yield "Thanksgiving", _nth(year, 11, 3, 4)


def _nth(year: int, month: int, weekday: int, number: int) -> date:
    """Return the `number`th `weekday` (0 Monday) of a month, counted from its end when negative."""
    first = date(year, month, 1)
    days = [first + timedelta(days=step) for step in range(31)]
    fitting = [day for day in days if day.month == month and day.weekday() == weekday]
    return fitting[number - 1 if number > 0 else number]


def _expect_different(names: Iterable[str], codes: list[str]) -> None:
    twice = [code for code, number in Counter(codes).items() if number > 1]
    if twice:
        raise SystemExit(f"different names would have the code {', '.join(twice)}: {sorted(names)}")


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _text(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")


def _table(path: Path, header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    if len(sys.argv) not in {2, 3}:
        raise SystemExit(__doc__)
    write(read(Path(sys.argv[1])), Path(sys.argv[2]) if len(sys.argv) == 3 else PACK)
