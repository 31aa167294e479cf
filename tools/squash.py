"""Helps to put migrations together (docs/developer.md, "Migrations"): prints the tables of a room; compares two databases.

tools/squash.py tables ROOM prints the whole room as one migration, as its migrations leave it.
tools/squash.py same OLD.sql NEW.sql prints what differs between two files of `pg_dump --schema-only`; exit code 1 when something does.
"""

import re
import sys
from collections import defaultdict
from pathlib import Path

HEAD = re.compile(r"\n--\n-- (Name: [^\n]*?)(?:; Owner: [^\n]*)?\n--\n")
NOISE = re.compile(r"^(--|SET default_|\\(un)?restrict).*$", re.MULTILINE)


def objects(dump: str) -> dict[str, str]:
    """Return each object's statements by its name and type; lines lose their indentation, what stands twice is sorted."""
    found = defaultdict(list)
    parts = HEAD.split(dump)
    for name, text in zip(parts[1::2], parts[2::2], strict=True):
        found[name].append("\n".join(line.strip() for line in NOISE.sub("", text).splitlines() if line.strip()))
    return {name: "\n".join(sorted(texts)) for name, texts in found.items()}


def same(old: Path, new: Path) -> int:
    """Print what one database has and the other has not, or has otherwise; return the exit code."""
    before, after = objects(old.read_text("utf-8")), objects(new.read_text("utf-8"))
    wrong = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    for name in wrong:
        print(name)
        was, is_now = (text.get(name, "").splitlines() for text in (before, after))
        print(*(f"  - {line}" for line in was if line not in is_now), sep="\n")
        print(*(f"  + {line}" for line in is_now if line not in was), sep="\n")
    print(f"{len(before)} and {len(after)} objects, {len(wrong)} differ")
    return 1 if wrong else 0


def tables(room: str) -> int:
    """Print a migration that makes the room's tables in one operation, with columns in the order in which its migrations made them."""
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanggap.config.settings")
    import django

    django.setup()
    from django.db import migrations
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.writer import MigrationWriter

    from tanggap.core.tables import CreateTables

    loader = MigrationLoader(None)
    state = loader.project_state()
    models = [model for (of, _), model in state.models.items() if of == room]
    keys = {of for model in models for field in model.fields.values() if (of := _room_of(field)) not in ("", room)}
    made = [
        migrations.CreateModel(
            model.name, list(model.fields.items()), {k: v for k, v in model.options.items() if v}, model.bases
        )
        for model in models
    ]
    migration = type(
        "Migration",
        (migrations.Migration,),
        {
            "initial": True,
            "replaces": sorted(key for key in loader.disk_migrations if key[0] == room),
            "dependencies": [loader.graph.root_nodes(of)[0] for of in sorted(keys)],
            "operations": [CreateTables(made)],
        },
    )
    print(MigrationWriter(migration("0001_tables", room), include_header=False).as_string())
    return 0


def _room_of(field) -> str:
    if not field.remote_field:
        return ""
    to = field.remote_field.model
    label = to if isinstance(to, str) else to._meta.label
    return label.partition(".")[0].replace("settings", "agencies")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["tables", room]:
            raise SystemExit(tables(room))
        case ["same", old, new]:
            raise SystemExit(same(Path(old), Path(new)))
    raise SystemExit(__doc__)
