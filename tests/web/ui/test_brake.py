"""A network that asks for more pages than a neighbourhood would is told to wait; what is kept is given to everybody."""

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory

from tanggap.web.ui import brake, caching

SCRAPER, NEIGHBOUR, ELSEWHERE = "36.68.10.1", "36.68.10.200", "36.68.11.1"


@pytest.fixture(autouse=True)
def now(monkeypatch):
    instant = [100.0]
    monkeypatch.setattr(brake, "monotonic", lambda: instant[0])
    monkeypatch.setattr(settings, "PAGES_KEPT_SECONDS", 5.0)
    monkeypatch.setattr(settings, "PAGES_PER_SECOND", 2)
    brake.clear()
    caching.forget()
    yield instant
    brake.clear()
    caching.forget()


@caching.public(60, parameters=("page",))
def view(request):
    return HttpResponse(request.GET.get("page", ""))


def ask(address, page, **more):
    return view(RequestFactory().get(f"/peta/?page={page}", REMOTE_ADDR=address, **more))


def test_a_network_is_braked_when_its_bucket_is_empty_and_told_for_how_long():
    answers = [ask(SCRAPER, page) for page in range(9)]

    assert [answer.status_code for answer in answers] == [200] * 8 + [429]
    assert (answers[-1]["Retry-After"], answers[-1]["Cache-Control"]) == ("1", "private, no-store")
    assert ask(NEIGHBOUR, "n").status_code == 429
    assert ask(ELSEWHERE, "n").status_code == 200


def test_what_is_kept_is_given_to_the_braked_too():
    for page in range(9):
        ask(SCRAPER, page)

    assert ask(SCRAPER, 0).status_code == 200


def test_the_bucket_fills_again(now):
    one = brake.Brake(per_second=2, at_once=2, busy=4)

    def tries(number):
        waits = []
        for _ in range(number):
            waits.append(one.enter("net"))
            if not waits[-1]:
                one.leave("net")
        return waits

    assert tries(9) == [0.0] * 8 + [0.5]
    now[0] += 1
    assert tries(3) == [0.0] * 2 + [0.5]


def test_a_dear_page_counts_for_several(now):
    one = brake.Brake(per_second=2, at_once=2, busy=4)

    assert one.enter("net") == 0.0
    one.leave("net", spent=10 * brake.PAGE_SECONDS)
    assert one.enter("net") == 1.5
    now[0] += 1.5
    assert one.enter("net") == 0.0


def test_a_network_draws_few_slow_pages_at_once():
    one = brake.Brake(per_second=25, at_once=2, busy=4)

    assert [one.enter("net") for _ in range(5)] == [0.0] * 4 + [1.0]
    one.leave("net")
    assert one.enter("net") == 0.0


def test_a_network_draws_back_as_others_come():
    one = brake.Brake(per_second=25, at_once=2, busy=4)

    assert [one.enter("net") for _ in range(3)] == [0.0] * 3
    assert [one.enter(f"citizen {number}") for number in range(3)] == [0.0] * 3
    one.leave("net")
    assert one.enter("net") == 1.0
    one.leave("net")
    assert one.enter("net") == 0.0


def test_a_failing_page_gives_its_place_back():
    for _ in range(6):
        with pytest.raises(ZeroDivisionError):
            brake.on(RequestFactory().get("/", REMOTE_ADDR=SCRAPER), lambda: 1 / 0)


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.1.2.3", "192.168.1.1", "100.64.0.1", "::1", "fd00::1", "", "nonsense"]
)
def test_addresses_of_nobody_in_the_internet_are_not_braked(address):
    assert brake.network(address) == ""


def test_a_network_is_a_24_or_a_48():
    assert [brake.network(one) for one in (SCRAPER, "::ffff:36.68.10.9", "2001:4489:1:2::3")] == [
        "36.68.10.0/24", "36.68.10.0/24", "2001:4489:1::/48",
    ]  # fmt: skip


def test_only_a_counted_proxy_says_who_asks(monkeypatch):
    forged = [ask(SCRAPER, page, HTTP_X_FORWARDED_FOR=f"36.{page}.1.1") for page in range(9)]
    assert forged[-1].status_code == 429

    monkeypatch.setattr(settings, "TRUSTED_PROXIES", 1)
    assert ask(SCRAPER, "p", HTTP_X_FORWARDED_FOR=f"{SCRAPER}, {ELSEWHERE}").status_code == 200


def test_none_are_braked_where_the_operator_says_so(monkeypatch):
    monkeypatch.setattr(settings, "PAGES_PER_SECOND", 0)

    assert {ask(SCRAPER, page).status_code for page in range(30)} == {200}


@pytest.mark.django_db
def test_the_way_to_a_report_is_never_braked(client):
    for page in range(9):
        ask(SCRAPER, page)

    assert client.get("/lapor/", REMOTE_ADDR=SCRAPER).status_code == 200
