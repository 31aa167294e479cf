"""Rendered pieces kept in the process: a row or an entry is drawn once, not again for every reader and every look.

A piece is kept under everything that it shows: its template, the language, its arguments. What changes with the clock ("2 hours ago") is
given as an argument in words, so that another minute or another version is another piece and nothing is thrown out by hand.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from threading import Lock
from typing import Generic, TypeVar

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language

from tanggap.core import clock
from tanggap.web.ui.form_token import PLACE, form_token

Piece = TypeVar("Piece")
MOST = 8_000  # pieces, most of them about a kilobyte


class Kept(Generic[Piece]):
    """Pieces by key; those longest unused go first."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._pieces: OrderedDict[Hashable, Piece] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, draw: Callable[[], Piece]) -> Piece:
        """Return the piece of `key` in the active language, drawn now if it is not there."""
        key = (key, get_language())
        with self._lock:
            piece = self._pieces.get(key)
            if piece is not None:
                self._pieces.move_to_end(key)
                return piece
        piece = draw()
        self._keep(key, piece)
        return piece

    def many(self, keys: Sequence[Hashable], draw: Callable[[int], Piece]) -> list[Piece]:
        """Return the pieces of several keys in the active language; `draw` is given the place of one that is not there."""
        language = get_language()
        wanted = [(key, language) for key in keys]
        with self._lock:
            found = [self._pieces.get(key) for key in wanted]
            for key, piece in zip(wanted, found, strict=True):
                if piece is not None:
                    self._pieces.move_to_end(key)
        return [
            self._drawn(wanted[place], draw, place) if piece is None else piece for place, piece in enumerate(found)
        ]

    def _drawn(self, key: Hashable, draw: Callable[[int], Piece], place: int) -> Piece:
        piece = draw(place)
        self._keep(key, piece)
        return piece

    def _keep(self, key: Hashable, piece: Piece) -> None:
        with self._lock:
            self._pieces[key] = piece
            while len(self._pieces) > self._most:
                self._pieces.popitem(last=False)

    def clear(self) -> None:
        """Forget everything: between tests."""
        with self._lock:
            self._pieces.clear()


pieces: Kept[str] = Kept()
parts: Kept[tuple[str, ...]] = Kept()  # cut at their gaps
pages: Kept[str] = Kept(500)


def minute() -> int:
    """Return the number of the present minute: the key of what says how long ago something was."""
    return int(clock.now().timestamp() // 60)


def page(request: HttpRequest, template: str, key: Hashable, context: Callable[[], dict[str, object]]) -> HttpResponse:
    """Return a whole public page, drawn once for the same `key`, address and language.

    Only for pages that are the same for every reader but for the form token; a reader with a message waiting gets one of their own.
    """
    if "messages" in request.COOKIES:
        return HttpResponse(render_to_string(template, context(), request))

    def draw() -> str:
        return render_to_string(template, {**context(), "csrf_token": PLACE}, request)

    text = pages.get((template, request.build_absolute_uri(), key), draw)
    return HttpResponse(text.replace(PLACE, form_token(request)) if PLACE in text else text)
