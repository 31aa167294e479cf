"""Every page that anybody may open, found in the table of addresses: a new one is tried by the tests that walk here without being named.

A new part of an address (`<str:…>`) has to be given a value (`GIVEN`), for which the walk asks by name.
"""

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.test import Client
from django.urls import get_resolver, reverse
from tests.factories import PULO_GEBANG, make
from tests.planning import planned
from tests.surveys.making import mixed, survey
from tests.web.ledger.scene import signed
from tests.web.public.pages import path_of

from tanggap.config.consumers import CONSUMERS
from tanggap.core import clock, crypto, cursors
from tanggap.evaluation import issuing, telling
from tanggap.insight import statistics
from tanggap.insight.opendata import making
from tanggap.intake.words import Reporter
from tanggap.notify import links, subscribing
from tanggap.notify.models import Contact, OutboundMessage, Subscription
from tanggap.notify.subscribing import Target
from tanggap.planning import actions as planning
from tanggap.planning.rules import rules
from tanggap.reports import actions as reports
from tanggap.reports.models import Photo
from tanggap.reports.photos import Upload
from tanggap.reports.words import State
from tanggap.surveys import actions as survey_actions
from tanggap.web.ui import caching

SPACES = ("public", "proposals", "figures", "opendata", "ledger", "evaluation", "surveys", "answering")
RATNA = Reporter(email="ratna@example.org", phone="+6281234500001")
AREA = "31.75.06"


def city() -> SimpleNamespace:
    """Fill a city so that no page is empty: reports in their states, a message held back, subscriptions, a version of the open data."""
    photos = [Upload(make.photo(), "a.jpg")]
    mine = make.report(reporter=RATNA, state=State.IN_PROGRESS, photos=photos, at=clock.now() - timedelta(days=91))
    solved = make.report(state=State.RESOLVED, photos=photos)
    asked, refused = make.report(state=State.AWAITING_REPORTER), make.report(state=State.REJECTED)
    nameless = make.report(text="Pohon tumbang menutup jalan")
    caught_up()
    reports.ask(code=mine.code, version=mine.version, by=make.staff(of=mine.unit_id), question="Di sisi mana?")
    caught_up()
    OutboundMessage.objects.filter(template="asked").update(state="held", told_at=clock.now())
    Contact.objects.create(index=crypto.blind_index("email", RATNA.email), rests_since=clock.now())
    for target in (Target(code=mine.code), Target(area=AREA)):
        subscribing.subscribe(email="warga@example.org", target=target, language="id")
    making.make(only=["units"])
    signed()
    selection, _problems = statistics.read({"period": "30d"}, today=clock.local(clock.now()).date())
    figures = telling.tell(selection, ["answered_in_six", "views"]).values()
    waiting = planned.reports(planned.unit(), 1)
    proposal = planned.proposed(waiting, year=_open_year())
    proposal.do(planning.admit, by=proposal.keeper(), year=_open_year())
    survey("skm-kota")
    for number in range(12):
        survey_actions.answer(token="skm-kota", given=mixed(number))
    return SimpleNamespace(
        mine=mine, proposal=proposal, waiting=waiting[0], solved=solved, asked=asked, refused=refused, nameless=nameless,
        photo=Photo.objects.filter(report=mine).first(), subscription=Subscription.objects.order_by("id").first(),
        issued=issuing.issue(kind="evaluation", selection=selection, figures=figures, language="id"),
    )  # fmt: skip


def _open_year() -> int:
    return rules().open_years(clock.local(clock.now()).date())[0]


def caught_up() -> None:
    for consumer in CONSUMERS.values():
        cursors.catch_up(consumer)


def given(city: SimpleNamespace) -> dict[str, Any]:
    """Return a value for each part of an address: by the page's name and the part's, else by the surface's, else by the part's alone."""
    nonce = bytes(city.mine.nonce)
    return {
        "public:code": city.mine.code,
        "public:token": make.token(city.mine),
        "public:photo": city.photo.pk,
        "public:size": "thumb",
        "public:name": "halaman",
        "public:stop:link": links.of_report(links.STOP, city.mine.pk, nonce),
        "public:stop-one:link": links.of_subscription(links.STOP, city.subscription),
        "public:still:link": links.of_report(links.STILL, city.mine.pk, nonce),
        "public:link": links.of_subscription(links.CONFIRM, city.subscription),
        "proposals:code": city.proposal.code,
        "figures:code": AREA,
        "figures:widget:code": "answered_in_time",
        "figures:ending": None,  # a file or a feed, not a page
        "opendata:code": "units",
        "opendata:number": None,
        "opendata:name": None,
        "opendata:kind": None,
        "ledger:code": city.mine.code,
        "ledger:level": None,
        "ledger:place": None,
        "ledger:number": None,
        "evaluation:code": "answered_in_six",
        "evaluation:ending": None,
        "evaluation:number": city.issued,
        "surveys:code": "skm-kota",
        "surveys:ending": None,
        "answering:token": "skm-kota",
    }


def variants(city: SimpleNamespace) -> dict[str, str]:
    """Return addresses of pages that look otherwise than the first example does: by what is chosen, or by how it is with the report."""
    lon, lat = PULO_GEBANG
    near = f"{lon - 0.01},{lat - 0.01},{lon + 0.01},{lat + 0.01}"
    return {
        "map, near, chosen": f"/peta/?state=open&area={AREA}&bbox={near}",
        "map, nothing there": "/peta/?unknown=qq&category=sampah&words=zebra",
        "statistics, a year of an area": f"/statistik/?area={AREA}&period=12m",
        "solved": f"/laporan/{city.solved.code}/",
        "solved, own": path_of(city.solved),
        "asked, own": path_of(city.asked),
        "refused, own": path_of(city.refused),
        "nameless, wishes": path_of(city.nameless) + "kabar/",
        "stop news": f"/berhenti/{links.of_subscription(links.STOP, city.subscription)}/",
        "subscribe to a report": f"/langganan/?code={city.nameless.code}",
        "no such report": "/laporan/unknown/",
        "planned": f"/laporan/{city.waiting.code}/",
        "subscribe to a proposal": f"/langganan/?proposal={city.proposal.code}",
        "proposals, nothing there": "/usulan/?state=built&year=2031&area=99",
    }


def pages(city: SimpleNamespace, client: Client) -> dict[str, str]:
    """Return the address of every page by its name: what answers a GET with HTML, each route once, and its variants."""
    found = {name: path for name, path in _routes(given(city)) if _is_page(client, path)}
    assert {
        "public:home",
        "public:explore",
        "public:own",
        "figures:statistics",
        "opendata:index",
        "ledger:index",
    } <= set(found)
    return {**found, **variants(city)}


def _is_page(client: Client, path: str) -> bool:
    """Return whether a whole page answers: no part of one, no file, no way elsewhere, nothing that wants more to be told."""
    caching.forget()
    answer = client.get(path)
    assert answer.status_code in {200, 301, 302, 400, 405, 422}, (path, answer.status_code)
    is_html = answer["Content-Type"].startswith("text/html") if answer.status_code == 200 else False
    return is_html and b"<html" in answer.content


def _routes(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield name and address of each public route; those left out for which a part is given as None."""
    for space in SPACES:
        for resolver in get_resolver().url_patterns:
            if getattr(resolver, "namespace", None) != space:
                continue
            for pattern in resolver.url_patterns:
                name = f"{space}:{pattern.name}"
                parts = {part: _value(values, space, name, part) for part in pattern.pattern.regex.groupindex}
                if None not in parts.values():
                    yield name, reverse(name, kwargs=parts)


def _value(values: dict[str, Any], space: str, name: str, part: str) -> Any:
    for key in (f"{name}:{part}", f"{space}:{part}"):
        if key in values:
            return values[key]
    raise AssertionError(f"the address of {name} has a part {part}: give the walk over every page a value for it")
