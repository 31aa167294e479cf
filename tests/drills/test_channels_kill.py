"""The drill of the channels: mixed messages through every channel while two workers are killed at random: none lost, none twice.

100 messages; `TANGGAP_DRILL=full` sends 1,000. The figures are printed (`-s`).
"""

import json
import os
import random
import signal
import sys
import threading
import time
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from django.db import connection
from tests.channels import natives
from tests.channels.natives import Message, Platform
from tests.factories import LAMP, PULO_GEBANG, make
from tests.peers.http import WITHOUT_TLS, Peer, Received, Reply
from tests.web.desk.pages import browser
from tests.worker.conftest import Worker, until
from tests.worker.nursery import Nursery

from tanggap.agencies.words import Role
from tanggap.channels import receiving
from tanggap.channels.models import Account, Arrival, Posting, Thread
from tanggap.channels.words import ArrivalState, PostingState
from tanggap.config.consumers import CONSUMERS
from tanggap.core import clock, cursors, shelf
from tanggap.notify.models import OutboundMessage
from tanggap.notify.words import Delivery
from tanggap.places.city import city
from tanggap.reports.models import Event, Report

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.processes]
IS_FULL = os.environ.get("TANGGAP_DRILL") == "full"
MESSAGES, KILLS = (1_000, 14) if IS_FULL else (100, 4)
SHARE = MESSAGES // 20  # people for each account: the accounts together hear about twenty messages from one of each
SLOW_SECONDS = 0.1  # how long some platforms take to answer, so that a worker is often killed while it waits for that
PATIENCE_SECONDS = 900 if IS_FULL else 240
WHOLE = "Lampu jalan mati sudah tiga hari di Jl. Dr. Sumarno, kelurahan Pulo Gebang, Cakung"
BEGUN, PLACE, NO = "Lampu jalan mati sudah tiga hari", "Jl. Dr. Sumarno, kelurahan Pulo Gebang, Cakung", "tidak ada"
CHATTER = "terima kasih"
CALLED = {
    "gateway": ("sms by our contract", "sms"),
    "twilio": ("sms by Twilio", "sms"),
    "infobip": ("sms by Infobip", "sms"),
    "wa": ("whatsapp", "sms"),
    "page": ("facebook", "facebook"),
    "governor": ("facebook", "governor_social"),
    "x": ("x", "twitter"),
    "posts": ("qlue", "qlue"),
}
ASKED = {"tickets": ("lapor", "lapor1708"), "mail": ("email", "email"), "app": ("jaki", "jaki")}
COUNTERS = {
    "kelurahan": "kel-31.75.06.1005",
    "kecamatan": "kec-31.75.06",
    "balaikota": "balaikota",
    "inspektorat": "inspektorat",
}


class Drilled(Worker):
    """A worker that goes on from where it was killed; `peers` is where it may go."""

    def __init__(self, log: Path, nursery: Nursery, peers: set[str], *words: str) -> None:
        super().__init__(log, nursery)
        self._peers, self._words = peers, words

    def start(self) -> None:
        self.process = self._nursery.bear("tests.drills.working:work", *self._words, log=self._log, peers=self._peers)

    def start_anew(self) -> None:
        """Start again; what it said before is forgotten."""
        self._log.unlink(missing_ok=True)
        self.start()


@dataclass
class Drill:
    """What is sent: per account who says what, in order; and what each call was answered."""

    platforms: dict[str, Platform]
    site: str
    acknowledged: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    complaints: dict[str, list[list[str]]] = field(default_factory=lambda: defaultdict(list))
    chatter: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    calls: int = 0
    messages: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def say(self, code: str, message: Message, *, times: int = 1) -> list[str]:
        """Let a platform call, some calls several times at once; return the ids that were acknowledged."""
        platform = self.platforms[code]
        told = platform.told(message)
        ids = [piece.external_id for piece in platform.pieces(message)]
        with ThreadPoolExecutor(times) as pool:
            statuses = list(pool.map(lambda _time: self.call(told), range(times)))
        assert set(statuses) == {200}, (code, statuses)
        with self.lock:
            self.acknowledged[code] |= set(ids)
            self.messages += 1
        return ids

    def call(self, told: Any) -> int:
        with self.lock:
            self.calls += 1
        answer = httpx.request(
            told.method, told.url, content=told.body, headers=told.headers, timeout=30, verify=WITHOUT_TLS
        )
        return answer.status_code

    def person(self, code: str, number: int) -> int:
        """Let one person say all that they have to say; return how many messages that was."""
        luck = random.Random(f"{code} {number}")
        times = luck.choice([1, 1, 1, 2, 4])
        platform = self.platforms[code]
        if platform.is_whole:
            ids = self.say(
                code, Message(f"{WHOLE} {number}", number=number, sender=number, place=PULO_GEBANG), times=times
            )
            self.complaints[code].append(ids)
            return 1
        if number % 5 == 4:
            self.chatter[code] += self.say(code, Message(CHATTER, number=number * 10, sender=number), times=times)
            return 1
        turns = [WHOLE, NO] if number % 2 else [BEGUN, PLACE, NO]
        ids = []
        for nth, words in enumerate(turns):
            ids += self.say(code, Message(words, number=number * 10 + nth, sender=number), times=times)
        self.complaints[code].append(ids)
        return len(turns)


@pytest.fixture
def drill(live_server, settings):
    """Every platform with its peer, connected to the running product."""
    with ExitStack() as stack:
        platforms = {}
        for code, (name, channel) in {**CALLED, **ASKED}.items():
            platform = natives.PLATFORMS[name](code=code, channel=channel)
            platform.site = live_server.url
            platform.start(stack)
            natives.allow(settings, platform)
            platform.connected()
            platforms[code] = platform
        for code in ("gateway", "wa", "posts"):
            slow(platforms[code].peer)
        yield Drill(platforms, live_server.url)


def slow(peer: Peer) -> None:
    """Let a platform take each thing that it is told at once, and answer after a moment."""
    plain = peer.respond

    def respond(received: Received) -> Reply:
        return replace(plain(received), wait_seconds=SLOW_SECONDS)

    peer.respond = respond  # type: ignore[method-assign]


@pytest.fixture
def hosts(drill):
    return {host for platform in drill.platforms.values() for host in platform.hosts}


def test_none_is_lost_and_none_twice_while_workers_are_killed(drill, hosts, nursery, tmp_path):
    begun = time.monotonic()
    broken = Drilled(tmp_path / "broken", nursery, hosts, "broken")
    broken.start()
    for number in range(SHARE):
        drill.person("infobip", number)
    until(lambda: dead() == len(drill.acknowledged["infobip"]), within=60, what="setting aside")
    broken.end(signal.SIGKILL)

    workers = [Drilled(tmp_path / f"worker{number}", nursery, hosts) for number in range(2)]
    for worker in workers:
        worker.start()
    try:
        killed = killing(drill, workers)
        for worker in workers:
            worker.end(signal.SIGKILL)
        five_minutes_pass()
        workers[0].start()
        seconds = until(nothing_waits, within=PATIENCE_SECONDS, what="draining")
    finally:
        for worker in workers:
            if worker.process:
                worker.end(signal.SIGKILL)

    figures = consequences(drill)
    figures |= {"calls": drill.calls, "kills": len(killed), "kills_amid_work": sum(killed)}
    figures |= {"drained_s": round(seconds, 1), "whole_s": round(time.monotonic() - begun, 1)}
    sys.stdout.write(json.dumps(figures) + "\n")
    assert drill.messages >= MESSAGES
    assert sum(killed) >= KILLS // 2


def killing(drill: Drill, workers: list[Drilled]) -> list[bool]:
    """Let everybody speak while workers are killed and started again; return for each kill whether work waited."""
    killed, luck = [], random.Random(5)
    until_at = time.monotonic() + PATIENCE_SECONDS
    with ThreadPoolExecutor(2) as pool:
        speaking = [pool.submit(called, drill), pool.submit(unhooked, drill)]
        while len(killed) < KILLS or not all(one.done() for one in speaking):
            assert time.monotonic() < until_at, "the drill takes too long"
            time.sleep(luck.uniform(0.3, 1.5))
            if len(killed) % 2:
                amid_sending()
            at_work = [worker for worker in workers if worker.is_at_work()]
            if at_work and len(killed) < 2 * KILLS:
                worker = luck.choice(at_work)
                killed.append(not nothing_waits())
                worker.end(signal.SIGKILL)
                worker.start_anew()
        for one in speaking:
            one.result()
    return killed


def called(drill: Drill) -> None:
    """Let the platforms call, at four lines at once; in the middle and at the end the operator replays, and arrivals are told."""
    jobs = [(code, number) for number in range(SHARE) for code in CALLED if code != "infobip"]
    with ThreadPoolExecutor(4) as pool:
        for half in (jobs[: len(jobs) // 2], jobs[len(jobs) // 2 :]):
            list(pool.map(lambda job: drill.person(*job), half))
            replayed()
            list(pool.map(lambda number: drill.call(delivered(drill, number)), range(10)))


def amid_sending() -> None:
    """Wait a little for a moment at which something is being sent: who dies then leaves behind what nobody knows."""
    until_at = time.monotonic() + 5
    while time.monotonic() < until_at and not Posting.objects.filter(state=PostingState.SENDING).exists():
        time.sleep(0.01)


def unhooked(drill: Drill) -> None:
    """Let come what is fetched, the app's own calls, the portal's and the counters': none of it waits for a worker's answer."""
    for number in range(1, SHARE + 1):
        for code in ASKED:
            platform = drill.platforms[code]
            platform.show(Message(f"{WHOLE} {number}", number=number, sender=number, place=PULO_GEBANG))
            drill.messages += 1
        place = json.dumps({"lon": PULO_GEBANG[0], "lat": PULO_GEBANG[1]})
        form = {"text": f"{WHOLE} {number}", "category": LAMP, "location": place}
        for _time in range(2):
            answer = httpx.post(f"{drill.site}/api/v1/reports", files={key: (None, value) for key, value in form.items()},
                                headers={"Idempotency-Key": f"drill-portal-{number:08d}"}, timeout=30, verify=WITHOUT_TLS)  # fmt: skip
            assert answer.status_code in {200, 201}, answer.text
        drill.messages += 1
    for number, (channel, unit) in enumerate(COUNTERS.items()):
        officer = browser(make.staff(of=unit, role=(Role.OFFICER, Role.INTAKE, Role.SUPERVISOR)))
        for _time in range(2):
            page = officer.post("/desk/loket/", at_counter(channel, number))
            assert page.status_code in {200, 201}, page.content
        drill.messages += 1
    connection.close()


def at_counter(channel: str, number: int) -> dict[str, str]:
    lon, lat = PULO_GEBANG
    return {
        "key": f"a-key-of-sixteen-or-more-{number}",
        "channel": channel,
        "text": f"{WHOLE} {channel}",
        "category": LAMP,
        "place": f"@{lon},{lat}",
        "place_text": "Kantor Wali Kota",
        "visibility": "public",
        "phone": f"+62811100{90_000 + number}",
    }


def delivered(drill: Drill, number: int) -> Any:
    """Return the gateway's word that one of our messages has arrived; of one that it never had, at the beginning."""
    taken = list(drill.platforms["gateway"].peer.taken.values())
    known = taken[number % len(taken)]["gateway_id"] if taken else f"gw-unknown-{number}"
    with drill.lock:
        drill.acknowledged["gateway"].add(f"{known}:delivered")
    return drill.platforms["gateway"].delivered(known)


def replayed() -> None:
    """Let the operator replay what the broken reader set aside: the bug is mended."""
    operator = make.staff(of=city().intake_unit, role=Role.OPERATOR)
    account = Account.objects.get(code="infobip")
    receiving.replay_all(by=operator, account=account.pk, error="KeyError")
    connection.close()


def dead() -> int:
    return Arrival.objects.filter(state=ArrivalState.DEAD).count()


def five_minutes_pass() -> None:
    """Let the time pass for which a worker holds what it was about to send: both are dead."""
    now = clock.now()
    held = [PostingState.WAITING, PostingState.SENDING]
    Posting.objects.filter(state__in=held, next_try_at__gt=now).update(next_try_at=now)
    Arrival.objects.filter(state=ArrivalState.WAITING, next_try_at__gt=now).update(next_try_at=now)
    Account.objects.update(resumes_at=None)


def nothing_waits() -> bool:
    """Return whether all is read, told and sent, and the platforms that are asked were."""
    if any(cursors.progress(consumer).waiting for consumer in CONSUMERS.values()):
        return False
    if Arrival.objects.filter(state=ArrivalState.WAITING).exists():
        return False
    if Arrival.objects.filter(account__code__in=ASKED).count() < sum_of_asked():
        return False
    if OutboundMessage.objects.filter(state=Delivery.WAITING, staff__isnull=True).exists():
        return False
    return not Posting.objects.filter(state__in=[PostingState.WAITING, PostingState.SENDING]).exists()


def sum_of_asked() -> int:
    return len(ASKED) * SHARE


def consequences(drill: Drill) -> dict[str, object]:
    """Check that everything acknowledged is there once with what follows from it, and return the figures."""
    shelf.clear_all()
    kept: dict[str, list[str]] = defaultdict(list)
    report_of: dict[tuple[str, str], int] = {}
    for code, external_id, report, state in Arrival.objects.values_list(
        "account__code", "external_id", "report", "state"
    ):
        kept[code].append(external_id)
        report_of[code, external_id] = report
        assert state in {ArrivalState.DONE, ArrivalState.IGNORED}, (code, external_id, state)
    for code in CALLED:
        assert Counter(kept[code]) == Counter(drill.acknowledged[code]), code
    assert {code: len(kept[code]) for code in ASKED} == dict.fromkeys(ASKED, SHARE)

    found: list[int] = []
    for code, people in drill.complaints.items():
        for ids in people:
            reports = {report_of[code, one] for one in ids} - {None}
            assert len(reports) == 1, (code, ids, reports)
            found += reports
    found += [report_of[code, one] for code in ASKED for one in kept[code]]
    assert None not in found
    assert len(found) == len(set(found))
    assert not any(report_of[code, one] for code, ids in drill.chatter.items() for one in ids)
    assert Report.objects.count() == len(found) + SHARE + len(COUNTERS)
    accepted = Event.objects.filter(kind="intake.accept").values("id")
    receipts = OutboundMessage.objects.filter(event__in=accepted).values_list("report", flat=True)
    assert Counter(receipts) == Counter(Report.objects.values_list("id", flat=True))
    assert Thread.objects.filter(draft__isnull=False).count() == 0

    return {
        "messages": drill.messages,
        "arrivals": sum(map(len, kept.values())),
        "reports": Report.objects.count(),
        **sendings(drill),
    }


def sendings(drill: Drill) -> dict[str, object]:
    """Check that the platforms took nothing twice: at most what we know to be sent and what nobody knows; and of one key one."""
    states = Counter(Posting.objects.values_list("account__code", "state"))
    unsure, total = 0, 0
    for code, platform in drill.platforms.items():
        mine = SimpleNamespace(**{state.name: states[code, state.value] for state in PostingState})
        sure = mine.SENT + mine.DELIVERED + mine.READ
        taken = len(platform.taken())
        assert sure <= taken <= sure + mine.UNSURE, (code, vars(mine), taken)
        assert mine.FAILED == mine.WAITING == mine.SENDING == 0, (code, vars(mine))
        unsure, total = unsure + mine.UNSURE, total + sure
    for code, name in {"gateway": "id", "wa": "biz_opaque_callback_data", "posts": "key", "tickets": "kunci"}.items():
        told = [
            one.body
            for one in drill.platforms[code].peer.received
            if one.method == "POST" and f'"{name}"'.encode() in one.body
        ]
        keys = Counter(json.loads(body)[name] for body in told)
        assert set(keys.values()) <= {1}, (code, keys.most_common(3))
    return {"sent": total, "unsure": unsure}
