"""Write docs/channels.md from the pack's channels and what each adapter says that it can; a test holds the file to it."""

import os
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "channels.md"
PACK = ROOT / "packs" / "jakarta" / "channels.toml"

OWN = {
    "web": (
        "form",
        "e-mail, SMS, private page",
        "yes",
        "point, area, address",
        "the site's own (`/healthz`)",
        "key of the form",
    ),
    "counter": (
        "clerk's form",
        "receipt, SMS, e-mail",
        "yes",
        "point, area, address",
        "the site's own (`/healthz`)",
        "key of the form",
    ),
}
"""What our own surfaces do, which need no adapter: in, out, media, location, health, replay."""

HEAD = """# Channels

Written by `tools/channels_doc.py` from `packs/jakarta/channels.toml` and the adapters' `ways`; do not edit by hand.
`tests/channels/test_channels_doc.py` holds it to them, `tests/channels/test_conformance*.py` hold the adapters to what they say, and
`tests/channels/test_every_channel.py` walks each row: its own payload in, the report on its desk, an officer's act, the answer back out.

"""

KEY = """
* **in**: `called` — the platform calls `/channels/<channel>/<account>/`; `asked` — the worker asks it every minute; `line` — a line is held
  on which it tells at once; `own API` — each installation of the app signs for itself at an interface of its own.
* **out**: where an answer goes. `shared`: others read along there, so no private link goes.
* **media**: files are fetched by the worker through the one door out (`core/wire.py`), or come inside the letter.
* **location**: a shared point is read. Everywhere else the place is read from the words (`channels/talk`).
* **health**: every account has last heard, asked, sent, lag, error share and a test button at `/admin/kanal/`, and in `/metrics`.
* **replay**: what comes twice is kept once by the platform's own id; what could not be read waits as a dead letter and is replayed.

## How a channel works

1. **Proven.** `POST /channels/<channel>/<account>/` reaches the account's adapter, whose `verify` checks the signature over the raw bytes
   in constant time. Without a secret, with a wrong, missing or old proof: 403, counted, nothing kept.
2. **Kept raw.** `split` cuts the payload into events, each with the platform's own id. They are sealed and inserted in one statement
   (`channels.receiving.keep`); an id that an account has brought before is not inserted again, for good.
3. **Acknowledged.** Only now the platform is answered. 200 is a promise: whatever is killed after it, the event is on disk.
4. **Understood.** The worker takes an account's events in order, one worker an account at a time (an advisory lock that dies with its
   connection). `read` is pure: no network, no table; it returns one of the contract's values or raises `Malformed`.
5. **Acted on.** `Said` goes to the dialogue (`channels/talk`, sentences in `packs/<city>/dialogue.toml`), which asks only for what is
   missing; `Filed` to the one door (`intake.accept`) under the event's id; `Update` to the report that a partner has, too; `Delivered` to
   what we sent. All that an event causes is one transaction, or idempotent on its id: cut off anywhere, it is done again and makes
   nothing twice.
6. **Set aside.** What can be read later waits, longer each time (`Later`), at most about an hour and a half. What can never be read is a
   dead letter: shown with why, opened with who sent it hidden, mended and replayed at `/admin/kanal/surat/`.
7. **Answered.** News of a report become messages (`notify`), each message one posting. It is worded when it goes, marked as being sent,
   handed to `send`, and marked as sent. Whoever dies between these marks leaves it `unsure`: a person sees that, nobody is
   written to twice.

`tests/drills/test_channels_kill.py` holds all of it: mixed messages through every channel while two workers are killed at random.

## How to add one

1. A folder `src/tanggap/channels/<name>/` with a class that has what `channels.contract.Adapter` asks for (and `Polling`, `Listening` or
   `Following` where its `ways` say so), its instance as `ADAPTER` in `__init__.py`, and a `README.md`: where the format was read, and when.
   It may use `contract`, `wire`, `native`, `core` and `intake.words`; never a model, never another adapter.
2. A line in `channels/registry.py`: which word of the pack's `adapter` it serves, how the platform calls itself, whether it calls us.
3. `settings`: every one labelled in the city's languages, every secret marked; `previous_secret` right behind the one that it was.
4. A peer in `tests/peers/` that speaks the platform's protocol on a real socket, and a class in `tests/channels/natives/` that makes a
   person's words into its signed call. The conformance test then runs by itself, rule by rule.
5. A way in `tests/channels/test_every_channel.py`, and `python tools/channels_doc.py`.

A city connects it by a row in its `channels.toml` and an account at `/admin/kanal/`; no code names a city's channel.
"""


def text() -> str:
    """Return the page."""
    lines = [
        "| channel | adapter | in | out | media | location | health | replay |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for code, row in tomllib.loads(PACK.read_text("utf-8")).items():
        if row.get("is_active", True):
            lines += [_line(code, *cells) for cells in _ways(row["adapter"])]
    return HEAD + "\n".join(lines) + "\n" + KEY


def _line(code: str, *cells: str) -> str:
    return f"| `{code}` | " + " | ".join(cells) + " |"


def _ways(word: str) -> list[tuple[str, ...]]:
    from tanggap.channels import registry

    if word in OWN:
        return [("our own", *OWN[word])]
    return [(f"`{name}`", *_cells(name)) for name in registry.adapters_of(word)]


def _cells(name: str) -> tuple[str, ...]:
    from tanggap.channels import registry

    ways = registry.adapter(name).ways
    came = [f"own API, `{own}`"] if (own := registry.OWN_ADDRESS.get(name)) else []
    came += ["called"] if registry.is_called(name) else []
    came += [word for way, word in (("poll", "asked"), ("listen", "line")) if way in ways]
    answered = [f"by {registry.TITLES[name]}", *(["shared"] if "shared" in ways else [])]
    return (
        ", ".join(came),
        ", ".join(answered) if "out" in ways else "—",
        "yes" if "media" in ways else "—",
        "shared point" if "location" in ways else "words",
        "pulse, test button, metrics",
        "once by id, dead letters",
    )


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanggap.config.settings")
    import django

    django.setup()
    TARGET.write_text(text(), "utf-8")
    print(f"wrote {TARGET.relative_to(ROOT)}")
