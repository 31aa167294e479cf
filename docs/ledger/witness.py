#!/usr/bin/env python3
"""A witness for public logs, in one file: it signs that a log only grew, and never signs two histories (c2sp.org/tlog-witness).

    witness.py --name witness.example/w1 --log VKEY [--log VKEY]… [--port 8087] [--host 127.0.0.1] [--folder .]

Python 3.11 and `pip install cryptography`; none of the city's software. The first start draws a key (`witness-key`: keep it to yourself)
and prints the verifier key that you give to the city and to everybody who checks its log. What was signed is kept in `witness-memory.json`:
`verify.py log … --memory witness-memory.json` checks a log against it. Put a web server with https in front; logs then send their
heads to https://your.address/add-checkpoint; `GET /` tells what is known of each.
"""
# fmt: off
# ruff: noqa: T201
import argparse
import base64
import fcntl
import hashlib
import json
import os
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

MOST_BYTES, MOST_HASHES, SECONDS = 256_000, 63, 15


class Refused(Exception):
    """Why nothing is signed: the status and the body that the protocol asks for."""

    def __init__(self, status, body="", kind="text/plain; charset=utf-8"):
        self.status, self.body, self.kind = status, body + "\n" if body else "", kind


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def raw(text):
    """Return what standard Base 64 says, written in the one way."""
    decoded = base64.b64decode(text, validate=True)
    if base64.b64encode(decoded).decode() != text:
        raise ValueError
    return decoded


def key_id(name, kind, key):
    return sha(name.encode(), b"\n", bytes([kind]), key)[:4]


def continues(old, new, old_root, new_root, proof):
    """Return whether the tree of `new` leaves begins with that of `old` (RFC 9162 §2.1.4.2; `old` > 0)."""
    if old == new:
        return not proof and old_root == new_root
    path = ([] if old & (old - 1) else [old_root]) + proof
    if not path:
        return False
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    first = second = path[0]
    for hashed in path[1:]:
        if not last:
            return False
        if at & 1 or at == last:
            first, second = sha(b"\1", hashed, first), sha(b"\1", hashed, second)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            second = sha(b"\1", second, hashed)
        at, last = at >> 1, last >> 1
    return not last and (first, second) == (old_root, new_root)


def parse(body):
    """Return old size, proof, and the checkpoint: its text, origin, size, root and signatures. Raises Refused."""
    try:
        asked, gap, note = body.decode().partition("\n\n")
        text, break_, below = note.rpartition("\n\n")
        first, *proof = asked.split("\n")
        origin, size, root, *more = text.split("\n")
        old = re.fullmatch(r"old (0|[1-9][0-9]{0,18})", first)
        signatures = [re.fullmatch(r"— ([^\s+]+) (\S+)", line).groups() for line in below.removesuffix("\n").split("\n")]
        signatures = [(name, raw(coded)[:4], raw(coded)[4:]) for name, coded in signatures]
        if not (gap and break_ and old and below.endswith("\n") and origin and all(more) and re.fullmatch(r"0|[1-9][0-9]{0,18}", size)):
            raise ValueError
        hashes = [raw(line) for line in proof]
        if len(hashes) > MOST_HASHES or {len(one) for one in [*hashes, raw(root)]} != {32} or int(old[1]) > int(size):
            raise ValueError
    except (ValueError, AttributeError):
        raise Refused(400, "this is no old size, proof and checkpoint") from None
    return int(old[1]), hashes, text + "\n", origin, int(size), raw(root), signatures


class Witness:
    """One name, one key, one memory. Looking at the memory, changing it and writing it down are one step."""

    def __init__(self, name, logs, folder):
        self.name, self.logs, self.memory, self.lock = name, {}, os.path.join(folder, "witness-memory.json"), threading.Lock()
        for vkey in logs:
            origin, number, coded = vkey.split("+", 2)
            if raw(coded)[:1] != b"\1" or key_id(origin, 1, raw(coded)[1:]).hex() != number:
                raise SystemExit(f"{vkey} is no verifier key of a log")
            self.logs.setdefault(origin, []).append(raw(coded)[1:])
        path = os.path.join(folder, "witness-key")
        if not os.path.exists(path):
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(os.urandom(32))
                os.fsync(file.fileno())
        with open(path, "rb") as file:
            self.key = Ed25519PrivateKey.from_private_bytes(file.read())
        self.guard = open(self.memory + ".lock", "w")  # noqa: SIM115  held as long as we run: two witnesses never share one memory
        fcntl.flock(self.guard, fcntl.LOCK_EX | fcntl.LOCK_NB)
        self.known = {}
        if os.path.exists(self.memory):
            with open(self.memory, encoding="utf-8") as file:
                self.known = json.load(file)
        public = self.key.public_key().public_bytes_raw()
        self.id = key_id(name, 4, public)
        self.vkey = f"{name}+{self.id.hex()}+{base64.b64encode(bytes([4]) + public).decode()}"

    def add(self, body):
        """Return our cosignature's line for the checkpoint in a request. Raises Refused."""
        old, proof, text, origin, size, root, signatures = parse(body)
        if origin not in self.logs:
            raise Refused(404, "this log is not known here")
        if not any(self.is_signed(origin, text, *one) for one in signatures):
            raise Refused(403, "the checkpoint is not signed by the log's key")
        with self.lock:
            known = self.known.get(origin, {"size": 0, "root": ""})
            if old != known["size"]:
                raise Refused(409, str(known["size"]), "text/x.tlog.size")
            if old == size and old and root != raw(known["root"]):
                raise Refused(409, str(known["size"]), "text/x.tlog.size")
            if proof if not old else not continues(old, size, raw(known["root"]), root, proof):
                raise Refused(422, "the proof does not hold")
            if not size and root != sha():
                raise Refused(422, "a tree without leaves has another root")
            note = text + "\n" + "".join(f"— {name} {base64.b64encode(number + made).decode()}\n" for name, number, made in signatures)
            self.remember({**self.known, origin: {"size": size, "root": base64.b64encode(root).decode(), "note": note}})
            at = int(time.time())
            made = self.key.sign(f"cosignature/v1\ntime {at}\n{text}".encode())
        return f"— {self.name} {base64.b64encode(self.id + at.to_bytes(8, 'big') + made).decode()}\n"

    def is_signed(self, origin, text, name, number, signature):
        for key in self.logs[origin]:
            if (name, number) == (origin, key_id(origin, 1, key)):
                try:
                    return Ed25519PublicKey.from_public_bytes(key).verify(signature, text.encode()) is None
                except (InvalidSignature, ValueError):
                    return False
        return False

    def remember(self, known):
        """Have it on the disk before anybody is answered."""
        with open(self.memory + ".new", "w", encoding="utf-8") as file:
            json.dump(known, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(self.memory + ".new", self.memory)
        folder = os.open(os.path.dirname(self.memory) or ".", os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
        self.known = known


def handler(witness):
    class Handler(BaseHTTPRequestHandler):
        timeout, protocol_version = SECONDS, "HTTP/1.1"

        def do_POST(self):
            length = self.headers.get("Content-Length", "")
            if self.path != "/add-checkpoint":
                self.close_connection = True
                return self.answer(404)
            if not re.fullmatch("[0-9]{1,9}", length) or int(length) > MOST_BYTES:
                self.close_connection = True
                return self.answer(413 if length.isdigit() else 411)
            try:
                return self.answer(200, witness.add(self.rfile.read(int(length))))
            except Refused as refused:
                return self.answer(refused.status, refused.body, refused.kind)

        def do_GET(self):
            told = [f"{origin}: {one['size']} leaves, root {one['root']}\n" for origin, one in sorted(witness.known.items())]
            return self.answer(200, f"{witness.vkey}\n\n{''.join(told)}") if self.path == "/" else self.answer(404)

        def answer(self, status, body="", kind="text/plain; charset=utf-8"):
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body.encode())))
            self.end_headers()
            self.wfile.write(body.encode())

    return Handler


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--name", required=True)
    parser.add_argument("--log", action="append", required=True)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8087)
    parser.add_argument("--folder", default=".")
    options = parser.parse_args()
    witness = Witness(options.name, options.log, options.folder)
    server = ThreadingHTTPServer((options.host, options.port), handler(witness))
    print(f"{witness.vkey}\nlistening on http://{options.host}:{server.server_port}/add-checkpoint", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
