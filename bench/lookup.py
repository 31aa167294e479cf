"""`python -m bench.lookup`: how long the search for earlier uses takes when a million photos are in the index.

The index holds every second photo of the test side of `bench.evidence`'s split, and as many invented ones as are asked for. An invented
photo has as many words as a real one: those of real points of the other side, moved at random; by how much is chosen so that a real
photo shares as many words with an invented one as with another real one. So lists are as long, and as uneven, as those of real photos.
"""

import argparse
import json
import os
import statistics
import sys
import time
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[1]
os.environ.setdefault("TANGGAP_HOME", str(ROOT / "var" / "lookup"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanggap.config.settings")
sys.path.insert(0, str(ROOT / "src"))

PICTURES = ROOT / "var" / "pictures"
RESULTS = ROOT / "bench" / "lookup.json"
BATCH = 20_000
GOAL_MS = 150
ROW = np.dtype([("n", ">i2"), ("a", ">i4"), ("word", ">i4"), ("b", ">i4"), ("print", ">i4")])


def main(arguments: Sequence[str]) -> int:
    """Fill, ask, print and save. Return the exit code: 1 when the goal was missed."""
    parser = argparse.ArgumentParser(prog="python -m bench.lookup", description=__doc__)
    parser.add_argument("--photos", type=int, default=1_000_000)
    parser.add_argument("--asked", type=int, default=300, help="look-ups of each kind")
    parser.add_argument("--keep", action="store_true", help="ask the index that an earlier run filled")
    asked = parser.parse_args(arguments)
    if not os.environ.get("DATABASE_URL"):
        from tanggap.starter import home, postgres

        postgres.ensure(home.home())
    import django

    django.setup()
    base, known, used, fresh = _photos(asked.asked)
    if not asked.keep:
        fill(asked.photos, base)
    _add(known)
    result = {"photos": asked.photos, **_size(), **measure(known, used, fresh)}
    RESULTS.write_text(json.dumps(result, indent=1) + "\n")
    print(json.dumps(result, indent=1))
    return int(max(result["used"]["p95_ms"], result["fresh"]["p95_ms"]) > GOAL_MS)


def _photos(number: int) -> tuple[list[Any], list[Any], list[tuple[int, Any]], list[Any]]:
    """Return photos that others are invented from, those in the index, changed ones of them (place, photo), and some that are not in it."""
    from bench.evidence import fetch, looking, scenes, variants

    fetch.fetch(PICTURES)

    def seen(scene: scenes.Scene, variant: variants.Variant | None) -> Any:
        name = variant.name if variant else "as it is"

        def make() -> looking.Looked:
            photo = scene.photo(PICTURES)
            data = variants.variant_of(variant, photo, scene.name)[1] if variant else variants.upload(photo)
            return looking.look(data)

        return looking.kept(PICTURES / "seen", f"look-up/{scene.name}/{name}", make).seen

    in_index, not_in_it = scenes.scenes("test")[::2], scenes.scenes("test")[1::2]
    ways = [one for one in variants.VARIANTS if one.family not in {"same", "screen", "print"}]
    pairs = [(place, scene, way) for way in ways for place, scene in enumerate(in_index)]
    step = max(1, len(pairs) // number)
    used = [(place, seen(scene, way)) for place, scene, way in pairs[::step][:number]]
    others = [(scene, way) for way in (None, *ways[::6]) for scene in not_in_it][:number]
    base, known = ([seen(one, None) for one in of] for of in (scenes.scenes("train"), in_index))
    return base, known, used, [seen(scene, way) for scene, way in others]


def fill(photos: int, base: Sequence[Any]) -> None:
    """Bring the database to an index of `photos` invented photos."""
    from django.db import connection

    from bench.evidence import lookup
    from tanggap.reports.models import Report

    lookup.prepare()
    draw = np.random.default_rng(7)
    words = _Words(base, draw)
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '1GB'; SET synchronous_commit = off")
        cursor.execute("ALTER TABLE evidence_mark DROP CONSTRAINT evidence_mark_pkey")
        cursor.execute("CREATE TEMP TABLE invented (id integer, whole bigint, upper bigint)")
        for first in range(1, photos + 1, BATCH):
            count = min(BATCH, photos + 1 - first)
            hashes = words.hashes(count)
            with cursor.copy("COPY invented FROM STDIN") as copy:
                for place in range(count):
                    copy.write_row((first + place, int(hashes[place, 0]), int(hashes[place, 1])))
            rows = words.rows(first, hashes)
            with cursor.copy("COPY evidence_mark (word, print_id) FROM STDIN (FORMAT binary)") as copy:
                copy.write(b"PGCOPY\n\xff\r\n\0" + bytes(8))
                copy.write(rows.tobytes())
                copy.write(b"\xff\xff")
            print(f"… {first + count - 1} photos", file=sys.stderr, flush=True)
        cursor.execute(_PHOTOS, [Report.objects.earliest("id").pk])
        cursor.execute(
            "INSERT INTO evidence_print (id, photo_id, whole, upper, points)"
            " SELECT id, md5(id::text)::uuid, whole, upper, 1500 FROM invented"
        )
        cursor.execute("SELECT setval(pg_get_serial_sequence('evidence_print', 'id'), %s)", [photos])
        cursor.execute("ALTER TABLE evidence_mark ADD CONSTRAINT evidence_mark_pkey PRIMARY KEY (word, print_id)")


def _add(known: Sequence[Any]) -> None:
    """Put the known photos into the index."""
    from django.db import connection

    from tanggap.core import clock
    from tanggap.reports.models import Photo, Report
    from tanggap.verification.evidence import index

    report = Report.objects.earliest("id")
    for place, seen in enumerate(known):
        Photo.objects.get_or_create(
            id=_name(place),
            defaults={
                "report": report, "version": 1, "role": "after", "position": 3_000_000 + place, "sha256": _name(place).hex,
                "width": 800, "height": 600, "size": 1, "added_at": clock.now(),
            },
        )  # fmt: skip
        index.add(_name(place), seen.fingerprint)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) evidence_mark")
        cursor.execute("VACUUM (ANALYZE) evidence_print")


def _name(place: int) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"known {place}")


_PHOTOS = """
INSERT INTO reports_photo
  (id, report_id, version, role, position, sha256, original, shown, thumb, width, height, size, is_repaired, added_at)
SELECT md5(id::text)::uuid, %s, 1, 'after', 1000 + id, md5(id::text), '', '', '', 800, 600, 1, false, now() FROM invented
"""


class _Words:
    """Draws words and hashes of photos that were never taken."""

    def __init__(self, known: Sequence[Any], draw: np.random.Generator) -> None:
        from tanggap.verification.evidence import vocabulary

        self._draw, self._numbers = draw, vocabulary._numbers
        coarse = [seen.features.descriptors[seen.features.frames[:, 2] >= vocabulary.COARSE_PX] for seen in known]
        self._mixed = np.concatenate([vocabulary._mixed(one[: vocabulary.KEPT]) for one in coarse])
        self._noise = draw.standard_normal((4_000_000, self._mixed.shape[1]), np.float32) * self._mixed.std(axis=0)
        self._known = known
        self._wholes = np.array([(seen.fingerprint.whole, seen.fingerprint.upper) for seen in known], np.int64)
        self._kept = round(statistics.mean(len(seen.fingerprint.words) for seen in known))
        self.moved, self.shared = self._calibrated()

    def rows(self, first: int, hashes: NDArray[np.int64]) -> NDArray[Any]:
        """Return the index's rows of photos numbered from `first`, as PostgreSQL reads them."""
        from tanggap.verification.evidence import index

        count = len(hashes)
        words = self.words(count)
        parts = np.array([index._parts(0, int(one)) + index._parts(1, int(other)) for one, other in hashes], np.int64)
        both = np.concatenate([words, parts], axis=1)
        rows = np.empty(both.size, ROW)
        rows["n"], rows["a"], rows["b"] = 2, 4, 4
        rows["word"] = both.ravel()
        rows["print"] = np.repeat(np.arange(first, first + count), both.shape[1])
        _, once = np.unique(
            rows["print"].astype(np.int64) << 32 | (rows["word"].astype(np.int64) + 2**31), return_index=True
        )
        return rows[np.sort(once)]

    def words(self, count: int, moved: float | None = None) -> NDArray[np.int64]:
        chosen = self._mixed[self._draw.integers(0, len(self._mixed), count * self._kept)]
        first = int(self._draw.integers(0, len(self._noise) - len(chosen)))
        noise = self._noise[first : first + len(chosen)] * np.float32(self.moved if moved is None else moved)
        return self._numbers(chosen + noise > 0).reshape(count, self._kept)

    def hashes(self, count: int) -> NDArray[np.int64]:
        chosen = self._wholes[self._draw.integers(0, len(self._wholes), count)]
        flips = np.packbits(self._draw.random((count, 2, 64)) < 0.35, axis=2).view(">i8").astype(np.int64)[:, :, 0]
        return chosen ^ flips

    def _calibrated(self) -> tuple[float, float]:
        """Return by how much words are moved, and how many words two real photos share."""
        kept = [np.array(seen.fingerprint.words) for seen in self._known]
        asked = [np.array(seen.fingerprint.asked) for seen in self._known]
        shared = [np.isin(kept[i], asked[j]).sum() for i in range(len(kept)) for j in range(len(kept)) if i != j]
        real = float(np.mean([min(number, 12) for number in shared]))  # two photos of one thing are no strangers
        for moved in np.arange(0.2, 2.0, 0.1):
            made = self.words(400, float(moved)).ravel()
            if np.mean([np.isin(made, one).sum() / 400 for one in asked]) <= real:
                break
        return float(moved), real


def measure(known: Sequence[Any], used: Sequence[tuple[int, Any]], fresh: Sequence[Any]) -> dict[str, Any]:
    """Return the times of look-ups and how often the right photo is among the candidates."""
    from tanggap.verification.evidence import index

    name = {_name(place): place for place in range(len(known))}
    for _, seen in used[:20]:
        index.look_up(seen.fingerprint)  # the first ones read the index from the disk
    found, times, before = 0, [], _cpu_ms()
    for place, seen in used:
        candidates, took = _timed(seen)
        times.append(took)
        found += place in {name.get(one.photo) for one in candidates}
    cpu = (_cpu_ms() - before) / len(used)
    others, candidates_of_fresh = [], []
    for seen in fresh:
        candidates, took = _timed(seen)
        others.append(took)
        candidates_of_fresh.append(len(candidates))
    return {
        "used": {**_percentiles(times), "server_cpu_ms": round(cpu, 1), "n": len(times), "among_candidates": found},
        "fresh": {
            **_percentiles(others),
            "n": len(others),
            "candidates_mean": round(statistics.mean(candidates_of_fresh), 1),
        },
    }


def _timed(seen: Any) -> tuple[list[Any], float]:
    from tanggap.verification.evidence import index

    begun = time.perf_counter()
    found = index.look_up(seen.fingerprint)
    return found, 1000 * (time.perf_counter() - begun)


def _cpu_ms() -> float:
    """Return how long the server's process of this connection has worked, apart from waiting for a core."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return 1000 * (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _percentiles(times: Sequence[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {
        "p50_ms": round(ordered[len(ordered) // 2], 1),
        "p95_ms": round(ordered[int(len(ordered) * 0.95)], 1),
        "most_ms": round(ordered[-1], 1),
    }


def _size() -> dict[str, Any]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT reltuples::bigint FROM pg_class WHERE relname = 'evidence_mark'),"
            " pg_table_size('evidence_mark') / 2^30, pg_indexes_size('evidence_mark') / 2^30"
        )
        rows, table, keys = cursor.fetchone()
    return {"words": rows, "table_gib": round(table, 2), "index_gib": round(keys, 2)}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
