#!/usr/bin/env python3
"""Checks a city's public log without any of the city's software: Python 3.11 and one signature check (`pip install cryptography`).

    verify.py log     URL|DIR             --key VKEY [--witness VKEY]… [--quorum N] [--remember FILE] [--memory FILE]… [--json]
    verify.py proof   FILE                --key VKEY [--witness VKEY]… [--quorum N] [--memory FILE]… [--json]
    verify.py receipt FILE --log URL|DIR  --key VKEY [the options of `log`]

URL is the log's address (https://city.example/ledger), DIR what `tanggap ledger export DIR` wrote. Without --key the log itself is
asked for its key, which proves less. `--remember FILE` keeps what was seen: the next run finds whatever changed since, to the very
leaf. `--memory FILE` is only read, such as a witness's. docs/ledger.md tells the format of everything that is read here.
Ends with 0: all is true; 1: something is not, and each line says where and what; 2: it cannot be checked, or not yet.
"""
# ruff: noqa: S310, T201
import argparse
import base64
import hashlib
import json
import os
import re
import sys
import urllib.request
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

WIDTH, MOST_BYTES, CLOCKS_DIFFER = 256, 64_000_000, 300
FAULTS: list[dict] = []

class Unreadable(ValueError):
    """What was asked for is not there, or is none of what it should be."""

def fault(what, **where):
    FAULTS.append({**where, "what": what})

def b64(text):
    return base64.b64decode(text, validate=True)

def coded(raw):
    return base64.b64encode(raw).decode()

def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()

def canonical(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

def is_signed(key, signature, message):
    try:
        return Ed25519PublicKey.from_public_bytes(key).verify(signature, message) is None
    except (InvalidSignature, ValueError):
        return False

# --- notes: c2sp.org/signed-note, tlog-checkpoint, tlog-cosignature ---
def split(note):
    """Return a note's text and its signatures: name, the key's id, signature."""
    text, gap, below = note.rpartition("\n\n")
    lines = [line.split(" ") for line in below.splitlines()]
    if not gap or not lines or not all(len(line) == 3 and line[0] == "—" for line in lines):
        raise Unreadable("this is no signed note")
    return text + "\n", [(name, b64(raw)[:4], b64(raw)[4:]) for _dash, name, raw in lines]

def signed(note, vkey, kind):
    """Return a key's name, and when its holder signed (kind 1: as 0) or cosigned (kind 4) a note, by signature; None for a false one."""
    name, number, raw = [*vkey.strip().split("+", 2), "", ""][:3]
    if len(b64(raw)) != 33 or b64(raw)[0] not in (1, 4) or sha(name.encode(), b"\n", b64(raw))[:4].hex() != number:
        raise Unreadable(f"{vkey!r} is no verifier key")
    (text, signatures), key, found = split(note), b64(raw)[1:], []
    for who, number, signature in signatures:
        if (who, number) == (name, sha(name.encode(), b"\n", bytes([kind]), key)[:4]):
            at = int.from_bytes(signature[:8], "big") if kind == 4 else 0
            message = f"cosignature/v1\ntime {at}\n{text}" if kind == 4 else text
            found.append(at if is_signed(key, signature[8 * (kind == 4) :], message.encode()) else None)
    return name, found

def head(note, options, key):
    """Return a checkpoint's origin, size and root, and when it was the newest (0: nobody says). Notes what its signatures lack."""
    lines = split(note)[0].splitlines()
    if len(lines) < 3 or not re.fullmatch("0|[1-9][0-9]{0,17}", lines[1]) or len(b64(lines[2])) != 32:
        raise Unreadable("this is no checkpoint")
    name, made = signed(note, key, 1)
    if name != lines[0] or not made or None in made:
        fault(f"the head of {lines[0]} is not signed by the key of {name}", size=int(lines[1]))
    seen, good = signed(note, key, 4)[1], set()
    for vkey in options.witness:
        name, made = signed(note, vkey, 4)
        if None in made:
            fault(f"the cosignature of {name} is false", size=int(lines[1]))
        good |= {name} if made else set()
        seen = seen + made
    if len(good) < options.quorum:
        fault(f"{len(good)} of the named witnesses cosigned the head, {options.quorum} are asked for", size=int(lines[1]))
    return lines[0], int(lines[1]), b64(lines[2]), max((at for at in seen if at), default=0)

# --- the tree: RFC 9162 ---
class Tree:
    """Leaves come one after another; `peaks` are the complete subtrees, from left to right."""

    def __init__(self, hashes=()):
        self.size, self.peaks = 0, []
        for hashed in hashes:
            self.push(hashed)

    def push(self, hashed):
        size = self.size
        while size & 1:
            hashed, size = sha(b"\1", self.peaks.pop(), hashed), size >> 1
        self.peaks.append(hashed)
        self.size += 1

    def root(self):
        folded = self.peaks[-1] if self.peaks else sha()
        for peak in reversed(self.peaks[:-1]):
            folded = sha(b"\1", peak, folded)
        return folded

def root_by_path(at, last, hashed, path):
    """Return the root that an inclusion proof gives for leaf `at` of `last` + 1 (RFC 9162 §2.1.3.2), None for a wrong path."""
    inner, path = (at ^ last).bit_length(), list(path)
    if not 0 <= at <= last or len(path) != inner + (at >> inner).bit_count():
        return None
    for n, other in enumerate(path):
        hashed = sha(b"\1", other, hashed) if n >= inner or at >> n & 1 else sha(b"\1", hashed, other)
    return hashed

# --- openings: what somebody is shown of a leaf (tanggap-event/1) ---
def commitment(one):
    return coded(sha(b"tanggap-event/1\0", b64(one["salt"]), canonical(one["document"])))

def check_opening(one, entry, reports):
    """Check an event against its leaf's data, and against the events of the same report beside it, as far as `reports` has them."""
    document, data = one["document"], json.loads(entry)
    where = {"index": one["index"], "report": document["report"], "version": document["version"]}
    if (data.get("c"), data["t"]) != (commitment(one), one["time"]):
        fault("what is shown of the event is not what the log committed to", **where)
    for name, sealed in one.get("sealed", {}).items():
        group, _, rest = name.partition(".")
        if document.get(group, {}).get(rest) != {"sealed": coded(sha(b64(sealed["salt"]), sealed["value"].encode()))}:
            fault(f"the value shown as {name} is not the one that was sealed", **where)
    version, seen = document["version"], reports.setdefault(document["report"], {})  # of two writers at once either may come first
    beside = seen.get(version - 1, (0, document["before"]))[1], seen.get(version + 1, (document["after"], 0))[0]
    if version in seen or beside != (document["before"], document["after"]):
        goes = f"it goes from {document['before']!r} to {document['after']!r}, and the events beside it do not fit"
        fault(f"the log has it twice, also as leaf {seen[version][2]}" if version in seen else goes, **where)
    if datetime.fromisoformat(document["at"]).timestamp() > data["t"] + CLOCKS_DIFFER:
        fault(f"it tells of {document['at']}, after it was put into the log", **where)
    seen[version] = document["before"], document["after"], one["index"]

# --- a whole log ---
def read(base, path, missing=None):
    """Return a file below a URL or a folder; where there is none, `missing`, or it raises Unreadable."""
    try:
        if re.match("https?://", base):
            asked = urllib.request.Request(f"{base.rstrip('/')}/{path}", headers={"User-Agent": "tanggap-verify/1"})
            with urllib.request.urlopen(asked, timeout=60) as answer:
                return answer.read(MOST_BYTES)
        with open(os.path.join(base, path), "rb") as file:
            return file.read(MOST_BYTES)
    except (OSError, ValueError) as error:
        if missing is not None and (isinstance(error, FileNotFoundError) or getattr(error, "code", 0) == 404):
            return missing
        raise Unreadable(f"{path}: {error}") from None

def place(number, width):
    above = "".join(f"x{number // 1000**n % 1000:03d}/" for n in (3, 2, 1) if number >= 1000**n)
    return f"{above}{number % 1000:03d}" + (f".p/{width}" if width < WIDTH else "")

def entries(bundle, width):
    found, at = [], 0
    while at < len(bundle):
        end = at + 2 + int.from_bytes(bundle[at : at + 2], "big")
        found.append(bundle[at + 2 : end])
        at = end
    return (found + [b""] * width)[:width]

def key_of(options):
    """Return the key that was given, or the one that the log says is its own."""
    return options.key or re.search("^log (.+)$", read(options.log, "key").decode(), re.M)[1]

def memories(files, origin):
    """Return the heads that were seen before (size and root), and of each tile the first four bytes of its leaves' hashes."""
    heads, tiles = set(), []
    for name in filter(os.path.exists, filter(None, files)):
        known = json.loads(read(".", name)).get(origin) or {}
        heads |= {tuple(one) for one in known.get("heads", [])} | ({(known["size"], known["root"])} if known else set())
        tiles = max(tiles, known.get("tiles", []), key=len)
    return heads, tiles

def check_log(options):
    """Read a whole log and compute all of it again. Return when its head was the newest, and each commitment's index and time."""
    note = read(options.log, "checkpoint").decode()
    origin, size, root, seen = head(note, options, key_of(options))
    heads, before = memories([options.remember, *options.memory], origin)
    if heads and (old := max(heads)[0]) > size:
        fault(f"a head of {old} leaves was seen before: the log was taken back, leaves {size} to {old - 1} are gone", size=size)
    tree, tiles, whole, reports, held, shown, edges = Tree(), [], [], {}, {}, 0, {one[0] for one in heads}
    for number in range(-(-size // WIDTH)):
        width = min(WIDTH, size - number * WIDTH)
        bundle = entries(read(options.log, f"tile/entries/{place(number, width)}", b""), width)
        told, was = read(options.log, f"tile/0/{place(number, width)}", b""), b64("".join(before[number : number + 1]))
        hashes = [sha(b"\0", entry) for entry in bundle]
        for index, (hashed, entry) in enumerate(zip(hashes, bundle, strict=True), number * WIDTH):
            at = index % WIDTH
            if hashed != told[at * 32 : at * 32 + 32]:
                fault("the entry is not that of its hash in the tile" if entry else "the entry is missing", index=index, tile=number)
            if was[at * 4 : at * 4 + 4] not in (b"", hashed[:4]):
                fault("the leaf is not the one that was seen before", index=index, tile=number)
            tree.push(hashed)
            if tree.size in edges and any(one[0] == tree.size and one[1] != coded(tree.root()) for one in heads):
                fault("another head of as many leaves was seen before: the log has two histories", size=tree.size)
            try:
                held.setdefault(json.loads(entry).get("c"), (index, int(json.loads(entry)["t"])))
            except (ValueError, KeyError, TypeError, AttributeError):
                fault("the entry cannot be read", index=index, tile=number)
        tiles.append(coded(b"".join(hashed[:4] for hashed in hashes)))
        whole += [Tree(hashes).root()] if width == WIDTH else []
        for one in json.loads(read(options.log, f"openings/{place(number, WIDTH)}", b"{}")).get("openings", []):
            try:
                if one["index"] < number * WIDTH + len(bundle):  # what came since this head is not under it
                    shown += 1
                    check_opening(one, bundle[one["index"] - number * WIDTH], reports)
            except (KeyError, IndexError, TypeError, ValueError, AttributeError):
                fault("what is shown of the event cannot be read", tile=number, index=one.get("index"))
    level = 1
    while whole:  # the tiles above the leaves: each hash is the root of 256 below it
        for at in range(0, len(whole), WIDTH):
            part = whole[at : at + WIDTH]
            told = read(options.log, f"tile/{level}/{place(at // WIDTH, len(part))}", b"")
            for n in [n for n, hashed in enumerate(part) if told[n * 32 : n * 32 + 32] != hashed]:
                fault(f"hash {n} of tile {level}/{at // WIDTH} is not the root of the tile below it", level=level, tile=at + n)
        level, whole = level + 1, [Tree(whole[at : at + WIDTH]).root() for at in range(0, len(whole) - WIDTH + 1, WIDTH)]
    if tree.root() != root:
        fault("the leaves give another root than the one that is signed", size=size)
    print(f"{origin}: {size} leaves computed again, {shown} events shown, {len(heads)} heads remembered", file=sys.stderr)
    if options.remember and not FAULTS:
        heads.add((size, coded(root)))
        known = {"size": size, "root": coded(root), "note": note, "heads": sorted(heads)[-1000:], "tiles": tiles}
        with open(options.remember + ".new", "w", encoding="utf-8") as file:
            json.dump({origin: known}, file)
        os.replace(options.remember + ".new", options.remember)
    return max([seen, *(at for _index, at in held.values())]), held

def check_proof(options):
    proof = json.loads(read(".", options.file))
    origin, size, root, _seen = head(proof["checkpoint"], options, options.key or proof["verifier"])
    for old, known in memories(options.memory, origin)[0]:
        if old == size and known != coded(root):
            fault("another head of as many leaves was seen before: the log has two histories", size=size)
    reports = {}
    for one in proof["entries"]:
        entry = canonical({"c": commitment(one), "t": one["time"]})
        check_opening(one, entry, reports)
        if root_by_path(one["index"], size - 1, sha(b"\0", entry), map(b64, one["inclusion"])) != root:
            fault("it is not in the tree of the signed head", index=one["index"], report=one["report"], version=one["version"])
    print(f"{proof['report']}: {len(proof['entries'])} events under the head of {size} leaves", file=sys.stderr)
    return 0

def check_receipt(options):
    note = read(".", options.file).decode()
    form, origin, code, at, promised, delay, *_more = split(note)[0].splitlines() + [""] * 6
    at, delay, told = int(at), int(delay), lambda seconds: datetime.fromtimestamp(seconds, UTC)
    (latest, held), (name, made) = check_log(options), signed(note, key_of(options), 1)
    if form != "tanggap-receipt/1" or name != origin or made != [0]:
        fault("the receipt is not signed by the log's key", report=code)
    elif promised in held:
        index, logged = held[promised]
        print(f"{code}: acknowledged at {told(at)}, in the log as leaf {index} since {told(logged)}", file=sys.stderr)
        if logged > at + delay + CLOCKS_DIFFER:
            fault(f"it came into the log {logged - at} seconds after it was acknowledged, {delay} were promised", index=index, report=code)
    elif latest > at + delay:
        fault(f"it was acknowledged at {told(at)}, the log as it stood at {told(latest)} does not have it: it was dropped", report=code)
    else:
        print(f"{code}: the log's head is not newer than the promised {delay} seconds; ask again later", file=sys.stderr)
        return 2
    return 0

def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["log", "proof", "receipt"])
    parser.add_argument("file", metavar="URL|DIR|FILE")
    for name in ("--log", "--key", "--remember"):
        parser.add_argument(name)
    for name in ("--witness", "--memory"):
        parser.add_argument(name, action="append", default=[])
    parser.add_argument("--quorum", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    options.log = options.file if options.what == "log" else options.log
    try:
        ended = {"log": check_log, "proof": check_proof, "receipt": check_receipt}[options.what](options)
    except (OSError, ValueError, KeyError, TypeError, IndexError, StopIteration) as error:
        print(f"not to be checked: {error!r}", file=sys.stderr)
        ended = 2
    for one in FAULTS:
        where = ", ".join(f"{name} {value}" for name, value in one.items() if name != "what")
        print(json.dumps(one, ensure_ascii=False) if options.json else f"{where}: {one['what']}")
    return 1 if FAULTS else ended if isinstance(ended, int) else 0

if __name__ == "__main__":
    sys.exit(main())
