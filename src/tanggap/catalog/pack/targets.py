"""Whether what a pack enters for the city's evaluation can be used: targets with their source, and prices of work; it may be absent."""

from collections.abc import Collection

from tanggap.catalog.pack.faults import Faults, instead
from tanggap.catalog.pack.files import Folder
from tanggap.catalog.pack.shapes import Table

FILE = "evaluation.toml"
AMOUNTS = ("minutes_an_act", "minutes_a_visit", "an_hour", "a_visit")
CURRENCY_LETTERS = 3


def check(folder: Folder, languages: Collection[str], channels: Collection[str], faults: Faults) -> None:
    """Note every fault of the file; which numbers there are is known to the evaluation, which says so where it tells them."""
    document = folder.toml(FILE) if folder.has(FILE) else None
    if document is None:
        return
    whole = Table(document, (), document.values, faults)
    targets = whole.table("targets")
    for code in targets:
        one = targets.table(code)
        _amount(one, "value")
        one.names("source", languages)
        one.finish()
    if whole.has("prices"):
        _check_prices(whole.table("prices"), languages, channels)
    whole.finish()


def _check_prices(prices: Table, languages: Collection[str], channels: Collection[str]) -> None:
    currency = prices.text("currency")
    if currency and not (len(currency) == CURRENCY_LETTERS and currency.isascii() and currency.isupper()):
        prices.fault(f'"{currency}" is no currency; give its three letters of ISO 4217, such as IDR', "currency")
    for key in AMOUNTS:
        _amount(prices, key)
    prices.names("source", languages)
    of_channels = prices.table("channels")
    for code in of_channels:
        _amount(of_channels, code)
        if channels and code not in channels:
            of_channels.fault(f'the channel "{code}" is not in channels.toml{instead(code, channels)}', code)
    prices.finish()


def _amount(table: Table, key: str) -> None:
    value = table.raw(key)
    if type(value) not in {int, float} or not 0 <= value < float("inf"):
        table.fault(f'"{key}" must be a number of 0 or more', key)
