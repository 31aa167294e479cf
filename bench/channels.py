"""How many messages a second the channels keep, and how fast what was kept becomes reports, with how much memory.

`python -m bench.channels` measures it on the measuring database: signed SMS over HTTP on the product as it is served, then one worker.
"""

import hashlib
import hmac
import itertools
import json
import resource
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from bench.load import Measured, measure, request

if TYPE_CHECKING:
    from tanggap.channels.contract import Call

SECRET = "bench-secret-of-a-gateway"
BURST = 5_000
KELURAHAN = ("Pulo Gebang, Cakung", "Gambir", "Pinangsia", "Ragunan", "Cipinang Melayu", "Sunter Agung")
PROBLEMS = (
    "Lampu jalan mati sudah tiga hari", "Sampah menumpuk di pinggir jalan", "Jalan berlubang dalam sekali",
    "Pohon tumbang menutup jalan", "Saluran air mampet dan bau", "Parkir liar bikin macet tiap sore",
)  # fmt: skip
_numbers = itertools.count(int(time.time()) * 1000)


def account() -> int:
    """Return the measuring account's id, made when it is not there."""
    from tanggap.channels import registry
    from tanggap.channels.models import Account
    from tanggap.core import clock, crypto, shelf

    values = {one.key: one.default for one in registry.adapter("sms").settings} | {
        "provider": "generic",
        "secret": SECRET,
    }
    sealed = crypto.seal(values, context="channel account:sms/bench")
    row, _made = Account.objects.update_or_create(
        channel_id="sms",
        code="bench",
        defaults={"adapter": "sms", "name": "bench", "sealed": sealed, "made_at": clock.now()},
    )
    shelf.clear_all()
    return int(row.pk)


def messages(size: int = 1) -> Iterator[bytes]:
    """Yield signed calls of `size` messages each, every message another one of another person."""
    while True:
        body = json.dumps({"messages": [_message() for _ in range(size)]}).encode()
        stamp = str(int(time.time()))
        digest = hmac.new(SECRET.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
        yield request(
            "POST", "/channels/sms/bench/", body=body,
            headers={
                "Content-Type": "application/json", "X-Tanggap-Timestamp": stamp, "X-Tanggap-Signature": f"sha256={digest}",
            },
        )  # fmt: skip


def _message() -> dict[str, str]:
    number = next(_numbers)
    text = (
        f"{PROBLEMS[number % len(PROBLEMS)]} di Jl. Melati no {number % 90 + 1}, {KELURAHAN[number % len(KELURAHAN)]}"
    )
    return {"id": f"b{number}", "from": f"+62812{number % 10**8:08d}", "text": text}


def kept(port: int, *, seconds: float) -> Measured:
    """Return how many calls of one message each the door answers a second."""
    account()
    return measure(port, messages, seconds=seconds)


def drained() -> dict[str, float]:
    """Keep a burst, let one worker deal with it, and return messages a second and how much its memory grew (MiB)."""
    from tanggap.channels import accounts, processing, receiving, registry
    from tanggap.channels.models import Arrival
    from tanggap.channels.words import ArrivalState

    found = accounts.by_id(account())
    assert found is not None
    while processing.work(found):  # what the measurement before this one left
        pass
    calls = (_call({"messages": [_message() for _ in range(100)]}) for _ in range(BURST // 100))
    portions = [registry.adapter("sms").split(found, call) for call in calls]
    begun = time.perf_counter()
    for portion in portions:
        receiving.keep(found, portion)
    stored = time.perf_counter() - begun
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun, last = time.perf_counter(), Arrival.objects.filter(account=found.id).latest("id").pk
    while processing.work(found):
        pass
    spent = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    burst = Arrival.objects.filter(account=found.id, pk__gt=last - BURST)
    done = burst.filter(state=ArrivalState.DONE).count()
    return {
        "stored a second": BURST / stored, "dealt with a second": BURST / spent, "done": done, "memory grew, MiB": (after - before) / 1024,
        "filed": burst.filter(report__isnull=False).count(), "memory, MiB": after / 1024,
    }  # fmt: skip


def _call(told: dict[str, Any]) -> "Call":
    from tanggap.channels.contract import Call

    return Call("POST", "", {}, {"content-type": "application/json"}, json.dumps(told).encode())


def main() -> None:
    """Measure and print."""
    from bench.__main__ import prepare, served

    prepare(10_000)
    account()
    with served("tanggap.config.serving:application") as port:
        found = kept(port, seconds=5)
        print(f"kept over HTTP: {found.per_second:.0f} messages/s, p95 {found.p95:.1f} ms, {found.failures} failures")
    for name, figure in drained().items():
        print(f"{name:24}{figure:10.1f}")


if __name__ == "__main__":
    main()
