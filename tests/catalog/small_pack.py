"""A city of two quarters, small enough to break one line at a time."""

from pathlib import Path

from tanggap.catalog.pack.messages import MESSAGES, NEEDED

TRACK = "track_url"
FILES = {
    "pack.toml": """\
[city]
code = "smallville"
name = { en = "Smallville", nl = "Kleinstad" }
prefix = "SV"
time_zone = "Europe/Amsterdam"
languages = ["en", "nl"]
leaf_level = "quarter"
centre = [4.5, 52.0]
zoom = 12
bbox = [4.0, 51.5, 5.0, 52.5]
intake_unit = "desk"

[hours]
monday = ["08:00", "16:00"]
""",
    "areas.csv": """\
code,level,name,parent_code
t,town,Smallville,
t.1,quarter,North,t
t.2,quarter,South,t
""",
    "units.csv": """\
code,name_en,name_nl,kind,level,parent,area,contact
desk,Desk,Balie,intake,town,,,
roads,Roads,Wegen,agency,town,,,
roads-1,Roads North,Wegen Noord,branch,quarter,roads,t.1,
office-1,North office,Kantoor Noord,area_office,quarter,,t.1,
office-2,South office,Kantoor Zuid,area_office,quarter,,t.2,
audit,Audit,Toezicht,verifier,town,,,
""",
    "policies.toml": """\
[standard]
name = { en = "Standard", nl = "Standaard" }
answer_minutes = 360
verify_minutes = 1440
resolve_minutes = 10080
""",
    "categories.toml": """\
[streets]
name = { en = "Streets", nl = "Straten" }

[hole]
parent = "streets"
name = { en = "Hole", nl = "Gat" }
icon = "road"
routes = [
  { kind = "area_office", level = "quarter" },
  { role = "competent", of = "roads" },
]
questions = [
  { code = "size", label = { en = "Size?", nl = "Maat?" }, kind = "choice", options = [
    { code = "s", label = { en = "Small", nl = "Klein" } },
    { code = "l", label = { en = "Large", nl = "Groot" } },
  ] },
]
keywords.en = ["hole"]
""",
    "channels.toml": """\
[web]
name = { en = "Web", nl = "Web" }
adapter = "web"

[counter]
name = { en = "Counter", nl = "Balie" }
adapter = "counter"
is_walk_in = true
unit = "desk"
""",
    "calendar.csv": """\
on,name_en,name_nl,is_working
2026-12-25,Christmas,Kerstmis,no
""",
}
for _language in ("en", "nl"):
    FILES[f"messages/{_language}.toml"] = "".join(
        f'[{name}]\nsubject = "{{code}}"\ntext = "{{code}} {{{NEEDED.get(name, TRACK)}}}"\nshort = "{{code}}"\n'
        if "code" in blanks and TRACK in blanks
        else f'[{name}]\nsubject = "{{city}}"\ntext = "{" ".join(f"{{{one}}}" for one in sorted(blanks))}"\nshort = "{{city}}"\n'
        for name, blanks in MESSAGES.items()
    )


def write(folder: Path, **changes: str | None) -> Path:
    """Write the small pack into `folder` and return it. `changes` replace whole files by their name, None leaves one out."""
    for file, text in {**FILES, **changes}.items():
        if text is not None:
            path = folder / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    return folder


def edited(file: str, old: str, new: str) -> dict[str, str]:
    """Return a file with `old`, which must stand in it once, replaced by `new`."""
    assert FILES[file].count(old) == 1, f"{old!r} stands {FILES[file].count(old)} times in {file}"
    return {file: FILES[file].replace(old, new)}
