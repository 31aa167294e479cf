"""What a scraper does to citizens: `python -m bench.scraper [--port 8000] [--seconds 25]` against a running server.

Twenty citizens a second open pages and send reports, each from a network of its own; then the same while one network asks for 200 pages a
second: lists, the map, reports, feeds, numbers, with junk in the query. Both come at their own pace and do not wait for answers (an open
loop), so a slow server is not asked less. The server must believe one proxy (TANGGAP_TRUSTED_PROXIES=1), for the networks are said in
X-Forwarded-For. Sends real reports: never against a city in use.
"""

import argparse
import random
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

CITIZENS, SCRAPES = 20, 200  # a second
SENDERS = 5  # of a hundred visits send a report
SCRAPER = "36.68.10"
FORM = {
    "do": "send",
    "text": "Lampu jalan mati sejak tiga hari",
    "lon": "106.9454",
    "lat": "-6.2119",
    "visibility": "public",
}


@dataclass
class Told:
    """Seconds and statuses of what was asked."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)

    def line(self, name: str) -> str:
        """Return it as one line of a table."""
        times = sorted(self.seconds) or [float("nan")]
        p50, p95, p99 = (1000 * times[min(len(times) - 1, int(len(times) * share))] for share in (0.5, 0.95, 0.99))
        told = " ".join(f"{status}×{number}" for status, number in sorted(self.statuses.items()))
        return f"{name:32}{len(times):7}{p50:9.1f}{p95:9.1f}{p99:9.1f}  {told}"


class Asker:
    """Asks one server; a connection a thread, kept open."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._own = threading.local()

    def ask(self, path: str, sender: str, *, body: str = "", cookie: str = "") -> tuple[int, str, dict[str, str]]:
        """Return status, text and headers; status 0 when there was no answer."""
        headers = {"X-Forwarded-For": sender, "Host": f"127.0.0.1:{self._port}"}
        headers |= {"Cookie": cookie} if cookie else {}
        headers |= {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        try:
            line = getattr(self._own, "line", None) or HTTPConnection("127.0.0.1", self._port, timeout=20)
            self._own.line = line
            line.request("POST" if body else "GET", path, body or None, headers)
            answer = line.getresponse()
            return answer.status, answer.read().decode("utf-8", "replace"), dict(answer.getheaders())
        except (OSError, HTTPException):
            self._own.line = None
            return 0, "", {}


def paced(each_second: int, seconds: float, do: Callable[[], None], threads: int) -> None:
    """Begin `each_second` acts a second at random instants, whether or not the earlier ones are done."""
    with ThreadPoolExecutor(threads) as pool:
        at = until = time.perf_counter()
        until += seconds
        while at < until:
            at += random.expovariate(each_second)
            time.sleep(max(0.0, at - time.perf_counter()))
            pool.submit(do)


def addresses(asker: Asker) -> list[str]:
    """Return what the scraper asks for: as many different pages as it finds, and feeds."""
    codes: set[str] = set()
    path = "/peta/"
    while path and len(codes) < 300:
        _status, page, _headers = asker.ask(path, "127.0.0.1")
        codes |= set(re.findall(r"/laporan/([A-Z0-9-]+)/", page))
        after = re.search(r'href="(\?[^"]*after=[^"]+)"', page)
        path = f"/peta/{after[1].replace('&amp;', '&')}" if after else ""
    areas = re.findall(r"/wilayah/([0-9.]+)/", asker.ask("/sitemap/wilayah.xml", "127.0.0.1")[1])
    found = [f"/laporan/{code}/" for code in codes]
    found += [f"/peta/?area={code}&state={state}" for code in areas[:80] for state in ("open", "closed")]
    found += [f"/wilayah/{code}/" for code in areas[:80]] + [f"/wilayah/{code}/umpan.rss" for code in areas[:40]]
    return found + [f"/statistik/?area={code}&period=12m" for code in areas[:40]] + ["/", "/peta/titik.json"] * 10


def scrape(asker: Asker, pages: Sequence[str], told: Told) -> None:
    """Ask for one of the pages, half of the time with junk."""
    path = random.choice(pages)
    if random.random() < 0.5:
        path += f"{'&' if '?' in path else '?'}x={random.random()}"
    begun = time.perf_counter()
    status, _page, _headers = asker.ask(path, f"{SCRAPER}.{random.randrange(1, 250)}")
    told.seconds.append(time.perf_counter() - begun)
    told.statuses[status] += 1


def visit(asker: Asker, pages: Sequence[str], opened: Told, sent: Told) -> None:
    """Be a citizen from somewhere: look at a page, or report something."""
    sender = f"114.{random.randrange(4, 120)}.{random.randrange(250)}.{random.randrange(1, 250)}"
    if random.randrange(100) >= SENDERS:
        path = random.choice(("/", "/", "/peta/", random.choice(pages)))
        begun = time.perf_counter()
        status, _page, _headers = asker.ask(path, sender)
        opened.seconds.append(time.perf_counter() - begun)
        opened.statuses[status] += 1
        return
    begun = time.perf_counter()
    _status, page, headers = asker.ask("/lapor/", sender)
    given = dict(re.findall(r'name="(csrfmiddlewaretoken|key)" value="([^"]+)"', page))
    cookie = headers.get("set-cookie", headers.get("Set-Cookie", "")).partition(";")[0]
    status, _page, _headers = asker.ask("/lapor/", sender, body=urlencode({**FORM, **given}), cookie=cookie)
    sent.seconds.append(time.perf_counter() - begun)
    sent.statuses[status] += 1


def phase(given: argparse.Namespace, pages: Sequence[str], *, with_scraper: bool) -> None:
    """Print one line for who opens pages, one for who reports, one for the scraper."""
    opened, sent, scraped = Told(), Told(), Told()
    citizens, scraper = Asker(given.port), Asker(given.port)
    seconds = given.seconds
    both = [
        threading.Thread(target=paced, args=(given.citizens, seconds, lambda: visit(citizens, pages, opened, sent), 40))
    ]
    if with_scraper:
        both.append(
            threading.Thread(target=paced, args=(given.scrapes, seconds, lambda: scrape(scraper, pages, scraped), 40))
        )
    for one in both:
        one.start()
    for one in both:
        one.join()
    name = "with the scraper" if with_scraper else "alone"
    print(opened.line(f"pages opened, {name}"))
    print(sent.line(f"reports sent, {name}"))
    if with_scraper:
        print(scraped.line("the scraper itself"))


def main() -> None:
    """Measure both phases."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--seconds", type=float, default=25)
    parser.add_argument("--citizens", type=int, default=CITIZENS, help="a second")
    parser.add_argument("--scrapes", type=int, default=SCRAPES, help="a second")
    given = parser.parse_args()
    pages = addresses(Asker(given.port))
    print(f"{len(pages)} addresses\n{'':32}{'asked':>7}{'p50 ms':>9}{'p95':>9}{'p99':>9}  answers")
    for with_scraper in (False, True):
        phase(given, pages, with_scraper=with_scraper)


if __name__ == "__main__":
    main()
