"""Photographs the main pages of a simulated city for docs/shots: `make shots`.

Starts a city of its own in a temporary folder, unless `--url` names one that runs (then `--accounts` names its demo-accounts.json).
Heavy pictures are brought down to 256 colours; all of them together must stay below 5 MB.
"""

import argparse
import contextlib
import io
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs/shots"
CHROMIUM = os.environ.get("TANGGAP_CHROMIUM", "/usr/bin/chromium")
SIZES = {360: 780, 768: 1024, 1440: 900}
WALL = {1920: 1080}
COLOURS = 256
MOST_BYTES = 5_000_000
HEAVY_BYTES = 90_000
LINKS = (  # of a list, those with a photo first
    "[...document.querySelectorAll('main a[href]')].sort((one, other) => !!other.querySelector('img') - !!one.querySelector('img'))"
    ".map(link => link.getAttribute('href'))"
)
FIGURES = (
    ("statistics", "/statistik/?period=all"),
    ("compare", "/peta/wilayah/"),
    ("evaluation", "/evaluation/?period=all"),
    ("fair-comparison", "/evaluation/indicators/solved_in_time/compare/?period=all&by=area.kecamatan"),
    ("proposals", "/usulan/"),
)
LEADERS = (
    ("leader", "command", "/command/"),
    ("leader", "need", "/planning/kebutuhan/"),
)
MOST_ACCOUNTS = 30  # tried for one that has work
REPORTS = "2500"
START_SECONDS = 300


def main() -> int:
    """Take every picture; return 1 when they are too heavy together."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--url", help="a city that runs, such as http://127.0.0.1:8000")
    parser.add_argument("--accounts", type=Path, help="its demo-accounts.json, for the pages of the staff")
    given = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as stack:
        url, accounts = (given.url, given.accounts) if given.url else stack.enter_context(own_city())
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        Camera(browser, url, accounts).take_all()
    total = sum(path.stat().st_size for path in FOLDER.glob("*.png"))
    print(f"{len(list(FOLDER.glob('*.png')))} pictures, {total / 1e6:.1f} MB, in {FOLDER.relative_to(ROOT)}")
    return int(total > MOST_BYTES)


@contextlib.contextmanager
def own_city() -> Iterator[tuple[str, Path]]:
    """Yield the address and the accounts of a simulated city that lives as long as the pictures take."""
    with tempfile.TemporaryDirectory(prefix="shots-") as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        environment = {**os.environ, "TANGGAP_HOME": folder, "TANGGAP_PORT": str(port), "TANGGAP_DEMO": "1"}
        for step in (["migrate"], ["pack", "load", "--yes"], ["demo", "--reports", REPORTS]):
            subprocess.run([sys.executable, "-m", "tanggap", *step], cwd=ROOT, env=environment, check=True)
        city = subprocess.Popen([sys.executable, "-m", "tanggap", "run"], cwd=ROOT, env=environment)
        try:
            url, accounts = f"http://127.0.0.1:{port}", Path(folder) / "demo-accounts.json"
            wait_for(url, accounts, city)
            yield url, accounts
        finally:
            city.send_signal(signal.SIGINT)
            city.wait(60)


def wait_for(url: str, accounts: Path, city: "subprocess.Popen[bytes]") -> None:
    """Return when the city answers and its home page has numbers. Raises SystemExit when it does not within the time."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and city.poll() is None:
        with contextlib.suppress(OSError):
            page = urllib.request.urlopen(f"{url}/", timeout=5).read()
            if accounts.exists() and page.count(b'class="item"') and page.count("<dd>–</dd>".encode()) == 0:
                return
        time.sleep(2)
    raise SystemExit("The city did not start, or its simulation did not fill, within five minutes.")


class Camera:
    """A browser that visits a city's pages and keeps what it sees."""

    def __init__(self, browser: Browser, url: str, accounts: Path | None) -> None:
        self.browser, self.url = browser, url
        self.accounts = json.loads(accounts.read_text("utf-8")) if accounts else []
        self.reports = self.dense()

    def take_all(self) -> None:
        """Visit everything."""
        self.public()
        self.report_flow()
        self.wide_form()
        for role, name, path in (
            ("officer", "desk", "/desk/"),
            ("validator", "verify", "/verify/"),
            ("operator", "operator", "/admin/"),
            ("partner", "partner", "/mitra/"),
        ):
            self.staff(role, name, path)
        self.page_of("supervisor", "team", "/desk/tim/")
        self.page_of("leader", "escalations", "/desk/eskalasi/")
        self.page_of("validator", "verify-results", "/verify/hasil/")
        self.page_of("supervisor", "closures", "/desk/mutu/")
        for role, name, path in LEADERS:
            self.page_of(role, name, path)
        self.wall()
        self.field_app()

    def public(self) -> None:
        """The pages that everybody reads."""
        solved, open_ = self.one_of("done"), self.one_of("moving")
        for width in SIZES:
            with self.context(width) as context:
                self.shoot(context, "/", f"home-{width}")
                self.shoot(context, "/peta/", f"map-{width}")
                self.shoot(context, solved, f"solved-{width}")
        for width in (360, 1440):
            with self.context(width) as context:
                for name, path in FIGURES:
                    self.shoot(context, path, f"{name}-{width}")
        with self.context(1440, scheme="dark") as context:
            self.shoot(context, "/", "home-1440-dark")
            self.shoot(context, open_, "in-progress-1440-dark")
        with self.context(360, scheme="dark", locale="en-GB") as context:
            self.shoot(context, open_, "in-progress-360-dark-en")
        with self.context(1440) as context:
            lon, lat = self.reports[0]["lon"], self.reports[0]["lat"]
            self.shoot(context, "/statistik/pemeriksaan/", "checks-1440")
            self.shoot(context, f"/peta/?bbox={lon - 0.02},{lat - 0.012},{lon + 0.02},{lat + 0.012}", "map-close-1440")

    def report_flow(self) -> None:
        """The four steps on a phone, and the receipt."""
        there = self.reports[0]
        with self.context(360, at=(there["lon"], there["lat"])) as context:
            page = self.open(context, "/lapor/")
            page.fill("#id_text", there["lines"][-1])
            self.keep(page, "report-1-what-360")
            page.click("#next")
            page.click("#gps")
            page.wait_for_selector("#meant .found")
            page.wait_for_timeout(800)
            self.keep(page, "report-2-where-360")
            page.click("#next")
            page.wait_for_timeout(1200)
            self.keep(page, "report-3-kind-360")
            for question in page.locator("[data-asked]").all():
                question.locator("label").first.click()
            page.click("#next")
            self.keep(page, "report-4-you-360")
            page.click("#send")
            page.wait_for_url("**/tanda-terima/")
            self.keep(page, "receipt-360")

    def wide_form(self) -> None:
        """The same form on one wide page."""
        there = self.reports[0]
        with self.context(1440, at=(there["lon"], there["lat"])) as context:
            page = self.open(context, "/lapor/")
            page.fill("#id_text", there["lines"][-1])
            page.click("#gps")
            page.wait_for_timeout(2000)
            page.evaluate("scrollTo(0, 0)")
            self.keep(page, "report-1440")

    def staff(self, role: str, name: str, path: str) -> None:
        """A surface of the staff, wide and on a phone, by the first account that has work there."""
        for account in [one for one in self.accounts if one["role"] == role][:MOST_ACCOUNTS]:
            with self.context(1440) as context:
                page = self.signed_in(context, account, path)
                links = page.evaluate(LINKS)
                cases = [link for link in links if re.match(rf"{path}[A-Z]+-\w{{4}}-", link)]
                if not cases and role != "operator":
                    continue
                for width in (1440, 360):
                    page.set_viewport_size({"width": width, "height": SIZES[width]})
                    page.goto(f"{self.url}{path}", wait_until="networkidle")
                    self.keep(page, f"{name}-{width}")
                for case in cases[:1]:
                    for width in (1440, 360):
                        page.set_viewport_size({"width": width, "height": SIZES[width]})
                        page.goto(f"{self.url}{case}", wait_until="networkidle")
                        page.wait_for_timeout(700)
                        self.keep(page, f"{name}-case-{width}")
                        if (
                            role == "validator"
                            and width == 1440
                            and page.locator(".compare-tools a[data-drawing]").count()
                        ):
                            page.click(".compare-tools a[data-drawing]")
                            page.wait_for_selector("#drawing svg.beside")
                            page.wait_for_timeout(700)
                            self.keep(page, f"{name}-match-{width}")
                return

    def field_app(self) -> None:
        """Today's visits of an officer on a phone, and one of them."""
        for account in [one for one in self.accounts if one["role"] == "officer"][:MOST_ACCOUNTS]:
            with self.context(360) as context:
                page = self.signed_in(context, account, "/field/")
                page.wait_for_timeout(2500)
                visits = page.locator("a.item")
                if visits.count():
                    self.keep(page, "field-360")
                    visits.first.click()
                    page.wait_for_timeout(1500)
                    self.keep(page, "field-visit-360")
                    return

    def page_of(self, role: str, name: str, path: str) -> None:
        """One page of the account of `role` that has most to see there."""
        sizes = {}
        for account in [one for one in self.accounts if one["role"] == role]:
            with self.context(1440) as context:
                sizes[account["username"]] = len(self.signed_in(context, account, path).content())
        best = next(one for one in self.accounts if one["username"] == max(sizes, key=sizes.__getitem__))
        for width in (1440, 360):
            with self.context(width) as context:
                self.keep(self.signed_in(context, best, path), f"{name}-{width}")

    def wall(self) -> None:
        """The leaders' screen as it hangs on a wall."""
        leader = next(one for one in self.accounts if one["role"] == "leader")
        with self.context(1920, scheme="dark") as context:
            page = self.signed_in(context, leader, "/command/")
            page.goto(f"{self.url}/command/?wall", wait_until="networkidle")
            page.wait_for_timeout(2500)
            self.keep(page, "wall-1920")

    def signed_in(self, context: BrowserContext, account: dict[str, str], path: str) -> Page:
        """Return the page at `path` as this account sees it."""
        page = self.open(context, f"/masuk/?next={path}")
        page.fill("[name=username]", account["username"])
        page.fill("[name=password]", account["password"])
        page.press("[name=password]", "Enter")
        page.wait_for_url(f"**{path}**")
        return page

    @contextlib.contextmanager
    def context(
        self, width: int, *, scheme: str = "light", locale: str = "id-ID", at: tuple[float, float] | None = None
    ) -> Iterator[BrowserContext]:
        """Yield a browser window of `width`, standing `at` a lon and lat when given."""
        made = self.browser.new_context(
            viewport={"width": width, "height": {**SIZES, **WALL}[width]},
            color_scheme="dark" if scheme == "dark" else "light",
            locale=locale,
            geolocation={"longitude": at[0], "latitude": at[1]} if at else None,
            permissions=["geolocation"] if at else [],
            reduced_motion="reduce",
        )
        yield made
        made.close()

    def open(self, context: BrowserContext, path: str) -> Page:
        """Return a page that has come to rest."""
        page = context.new_page()
        page.goto(f"{self.url}{path}", wait_until="networkidle")
        page.wait_for_timeout(700)
        return page

    def shoot(self, context: BrowserContext, path: str, name: str) -> None:
        """Open a page, keep its picture, close it."""
        page = self.open(context, path)
        self.keep(page, name)
        page.close()

    def keep(self, page: Page, name: str) -> None:
        """Write what the window shows as docs/shots/<name>.png."""
        picture, path = Image.open(io.BytesIO(page.screenshot())).convert("RGB"), FOLDER / f"{name}.png"
        picture.save(path, optimize=True)
        if path.stat().st_size > HEAVY_BYTES:
            picture.quantize(COLOURS, kmeans=3, dither=Image.Dither.NONE).save(path, optimize=True)
        print(f"  {name}")

    def one_of(self, family: str) -> str:
        """Return the address of a report of a family, with photos when one has them."""
        wanted = [point["href"] for point in self.reports if point["family"] == family] or [self.reports[0]["href"]]
        for href in wanted[:40]:
            with urllib.request.urlopen(f"{self.url}{href}") as answer:
                if b'class="pair"' in answer.read():
                    return str(href)
        return str(wanted[0])

    def dense(self) -> list[dict[str, Any]]:
        """Return the reports of a neighbourhood that has many: as many as the map shows one by one."""
        whole = self.get("/peta/titik.json?bbox=-180,-90,180,90")
        if whole["points"]:
            return whole["points"]
        at, half = max(whole["clusters"], key=lambda one: one["reports"]), 0.08
        while True:
            box = f"{at['lon'] - half},{at['lat'] - half},{at['lon'] + half},{at['lat'] + half}"
            if points := self.get(f"/peta/titik.json?zoom=17&bbox={box}")["points"]:
                return points
            half /= 1.5

    def get(self, path: str) -> dict[str, list[dict[str, Any]]]:
        """Return the JSON under a path."""
        with urllib.request.urlopen(f"{self.url}{path}") as answer:
            return dict(json.load(answer))


if __name__ == "__main__":
    sys.exit(main())
