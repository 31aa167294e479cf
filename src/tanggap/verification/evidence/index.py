"""The index of every photo ever received: what a photo is found by, and who looks like it. Plain tables of PostgreSQL, no extension.

A photo has up to 96 words of its local points and four parts of each of its two hashes, all rows of one inverted table
(`evidence_mark`). A look-up asks for the words that a copy would have, mirrored ones and near misses too; each photo gets a vote for
each word, a rare word counting more. Words that more photos have than `COMMON` say nothing and are passed over, so a look-up reads a
bounded number of rows. Hashes find what has too few points for words. What is found is a candidate: only pixels confirm it.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction

from tanggap.verification.evidence import hashes
from tanggap.verification.evidence.models import Print

COMMON = 128  # photos that share a word
COMMON_PART = 256  # photos that share a part of a hash
LEAST_VOTES = 3
BEST = 8  # candidates of each way

_INSERT = "INSERT INTO evidence_mark (word, print_id) SELECT word, %s FROM unnest(%s::integer[]) AS word"

_BY_WORDS = """
SELECT p.photo_id, found.votes, p.whole, p.upper
FROM (
  SELECT print_id, count(*) AS votes, sum(ln(1e6 / shared.number)) AS weight
  FROM unnest(%(words)s::integer[]) AS asked (word)
  CROSS JOIN LATERAL (
    SELECT array_agg(m.print_id) AS prints, count(*) AS number
    FROM (SELECT print_id FROM evidence_mark WHERE word = asked.word LIMIT %(common)s + 1) AS m
  ) AS shared
  CROSS JOIN LATERAL unnest(shared.prints) AS print_id
  WHERE shared.number BETWEEN 1 AND %(common)s
  GROUP BY print_id
  HAVING count(*) >= %(least)s
  ORDER BY weight DESC
  LIMIT %(best)s
) AS found
JOIN evidence_print AS p ON p.id = found.print_id
WHERE p.photo_id <> %(but)s
ORDER BY found.weight DESC
"""

_BY_HASHES = """
SELECT p.photo_id, near.bits
FROM (
  SELECT m.print_id
  FROM unnest(%(parts)s::integer[]) AS asked (word)
  CROSS JOIN LATERAL (SELECT print_id FROM evidence_mark WHERE word = asked.word ORDER BY print_id LIMIT %(common)s) AS m
  GROUP BY m.print_id
  HAVING count(*) >= 2
) AS found
JOIN evidence_print AS p ON p.id = found.print_id
CROSS JOIN LATERAL (
  SELECT least(
    (SELECT min(bit_count((p.whole # hash)::bit(64))) FROM unnest(%(wholes)s::bigint[]) AS hash),
    (SELECT min(bit_count((p.upper # hash)::bit(64))) FROM unnest(%(uppers)s::bigint[]) AS hash)
  ) AS bits
) AS near
WHERE near.bits <= %(most)s AND p.photo_id <> %(but)s
ORDER BY near.bits, p.id
LIMIT %(best)s
"""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a photo is kept by (`whole`, `upper`, `words`), and what its copies are looked for by (`wholes`, `uppers`, `asked`).

    `points` is how many local points it has, None where they could not be looked for.
    """

    whole: int | None
    upper: int | None
    words: tuple[int, ...]
    wholes: tuple[int, ...]
    uppers: tuple[int, ...]
    asked: tuple[int, ...]
    points: int | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A photo that may be a copy: by `votes` of words, or by `bits` of 64 in which hashes differ (None: in too many to say)."""

    photo: UUID
    votes: int
    bits: int | None


def has(photo: UUID) -> bool:
    """Return whether a photo is in the index. One statement."""
    return Print.objects.filter(photo=photo).exists()


@transaction.atomic
def add(photo: UUID, fingerprint: Fingerprint) -> None:
    """Put a photo into the index; nothing happens when it is there. Two statements."""
    rows = Print.objects.bulk_create(
        [Print(photo_id=photo, whole=fingerprint.whole, upper=fingerprint.upper, points=fingerprint.points)],
        ignore_conflicts=True,
    )
    number = Print.objects.select_for_update().values_list("pk", flat=True).get(photo=rows[0].photo_id)
    marks = [*fingerprint.words, *_parts(0, fingerprint.whole), *_parts(1, fingerprint.upper)]
    with connection.cursor() as cursor:
        cursor.execute(f"{_INSERT} ON CONFLICT DO NOTHING", [number, marks])


def look_up(fingerprint: Fingerprint, *, but: UUID | None = None) -> list[Candidate]:
    """Return the photos that may be copies of one, those with the most votes first, then those with like hashes. Two statements."""
    nobody = UUID(int=0)
    found: dict[UUID, Candidate] = {}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL jit = off; SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        cursor.execute(
            _BY_WORDS,
            {"words": list(fingerprint.asked), "common": COMMON, "least": LEAST_VOTES, "best": BEST, "but": but or nobody},
        )  # fmt: skip
        for photo, votes, whole, upper in cursor.fetchall():
            found[photo] = Candidate(photo, votes, _bits(fingerprint, whole, upper))
        near = [
            *(word for hash_ in fingerprint.wholes for word in _near(0, hash_)),
            *(word for hash_ in fingerprint.uppers for word in _near(1, hash_)),
        ]
        if near:
            cursor.execute(
                _BY_HASHES,
                {
                    "parts": sorted(set(near)), "wholes": list(fingerprint.wholes), "uppers": list(fingerprint.uppers),
                    "common": COMMON_PART, "most": hashes.ALIKE_BITS, "best": BEST, "but": but or nobody,
                },
            )  # fmt: skip
            for photo, bits in cursor.fetchall():
                found.setdefault(photo, Candidate(photo, 0, bits))
    return list(found.values())


def _bits(fingerprint: Fingerprint, whole: int | None, upper: int | None) -> int | None:
    pairs = [(hash_, whole) for hash_ in fingerprint.wholes] + [(hash_, upper) for hash_ in fingerprint.uppers]
    least = min((((one ^ other) & (2**64 - 1)).bit_count() for one, other in pairs if other is not None), default=None)
    return least if least is not None and least <= hashes.ALIKE_BITS else None


def _parts(kind: int, value: int | None) -> list[int]:
    """Return the words of a hash's parts: negative, so that no point's word is one of them."""
    return [] if value is None else [_part(kind, place, part) for place, part in enumerate(hashes.chunks(value))]


def _near(kind: int, value: int) -> list[int]:
    return [_part(kind, place, one) for place, part in enumerate(hashes.chunks(value)) for one in hashes.near(part)]


def _part(kind: int, place: int, part: int) -> int:
    return -1 - ((kind * hashes.CHUNKS + place) << 16 | part)
