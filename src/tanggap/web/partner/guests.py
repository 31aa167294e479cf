"""The page behind a task's link: one task, no account, no way to anything else. Every link that does not open gives the same page."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tanggap.core import clock
from tanggap.core.address import client_address
from tanggap.core.buckets import Buckets, network
from tanggap.core.refusal import NotFound
from tanggap.reports.actions import tasks_links
from tanggap.reports.queries import tasks_outside
from tanggap.web.partner import pages

View = Callable[..., HttpResponseBase]
RUN: dict[str, Callable[..., object]] = {
    "accept": tasks_links.accept,
    "decline": tasks_links.decline,
    "hand_back": tasks_links.hand_back,
    "answer": tasks_links.answer,
}
LONGEST_TOKEN = 64

looks = Buckets(
    120
)  # pages and photos of links for one address, and for one link, in a minute: enough for a crew on one connection
acts = Buckets(12)


def shielded(buckets: Buckets) -> Callable[[View], View]:
    """Keep a guest's page out of caches, search engines and other sites' logs, and let one address and one link ask only so often.

    `same-origin`, not `no-referrer`: with the latter a browser sends `Origin: null`, and the page's own forms would be refused.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, link: UUID, token: str, **named: Any) -> HttpResponseBase:
            senders = [f"link {link}", network(client_address(request))]
            wait = max(buckets.wait_seconds(one, now=time.monotonic()) for one in senders if one)
            if wait:
                response: HttpResponseBase = render(request, "partner/wait.html", status=429)
                response["Retry-After"] = str(int(wait) + 1)
            else:
                try:
                    response = view(request, link, token[:LONGEST_TOKEN], **named)
                except NotFound:
                    response = render(request, "partner/gone.html", status=404)
            response["Cache-Control"] = "private, no-store"
            response["Referrer-Policy"] = "same-origin"
            response["X-Robots-Tag"] = "noindex, nofollow"
            return response

        return guarded

    return guard


@require_safe
@shielded(looks)
def task(request: HttpRequest, link: UUID, token: str) -> HttpResponse:
    """Show the task that the link opens; looking changes nothing."""
    place = _place(link, token)
    return pages.show(request, place, place.read())


@require_POST
@shielded(acts)
def act(request: HttpRequest, link: UUID, token: str, slug: str) -> HttpResponse:
    """Take the link's task on, decline it, hand it back, or say that it is done."""
    place = _place(link, token)

    return pages.do(request, place, slug, lambda act, given: RUN[act.name](link=link, token=token, **given))


@require_safe
@shielded(looks)
def photo(request: HttpRequest, link: UUID, token: str, photo: UUID, size: str) -> HttpResponseBase:
    """Return a photo of the link's task."""
    return pages.picture(tasks_outside.guests_photo(link, token, photo, size=size, now=clock.now()))


def _place(link: UUID, token: str) -> pages.Place:
    here = reverse("partner:guest", args=[link, token])
    return pages.Place(
        template="partner/guest.html",
        read=lambda: tasks_outside.guests(link, token, now=clock.now()),
        here=here,
        photos=f"{here}foto/",
    )
