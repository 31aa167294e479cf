"""A survey answered by a link. Opening it changes nothing, by whatever machine; nothing here knows who answers."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from time import monotonic
from typing import Any, Final

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tanggap.core import clock
from tanggap.core.address import client_address
from tanggap.core.buckets import Buckets
from tanggap.core.refusal import NotFound, Refusal
from tanggap.surveys import actions
from tanggap.surveys.queries import asking
from tanggap.surveys.queries.asking import Asked, Standing
from tanggap.web.surveys.forms import AnswerForm
from tanggap.web.ui import brake, errors

COOKIE: Final = "survei"
COOKIE_SECONDS: Final = 180 * 24 * 60 * 60
MOST_REMEMBERED: Final = 20
SALT: Final = "survey-began"
LONGEST_READING: Final = 24 * 60 * 60
senders = Buckets(
    60, seconds=600
)  # answers by open links of one network: a hall with its wireless may send some at once
View = Callable[..., HttpResponse]


class TooManyAnswers(Refusal):
    """One network sends more answers than a hall full of people."""

    message = gettext_lazy("Many answers came from your network just now. Please send yours again in a few minutes.")
    status = 429


def unseen(view: View) -> View:
    """Keep a page out of caches, search engines and the addresses that other sites see."""

    @wraps(view)
    def shielded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except NotFound:
            return errors.not_found(request)
        response["Cache-Control"] = "private, no-store"
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return shielded


@require_http_methods(["GET", "HEAD", "POST"])
@unseen
def page(request: HttpRequest, token: str) -> HttpResponse:
    """Ask by GET, keep what was answered by POST."""
    unit = request.GET.get("unit", "")[:80]
    asked = asking.asked(token, unit=unit)
    if asked.standing != Standing.OPEN:
        return render(request, "surveys/not_open.html", {"asked": asked, "token": token})
    is_again = not asked.is_invitation and asked.code in _remembered(request)
    if request.method != "POST":
        return _form(request, asked, AnswerForm(asked=asked), token=token, is_again=is_again)
    form = AnswerForm(request.POST, asked=asked)
    if not form.is_valid():
        return _form(request, asked, form, token=token, is_again=is_again, status=422)
    try:
        _must_have_room(request, asked)
        actions.answer(
            token=token,
            given=form.given(),
            unit=unit,
            began_at=_began(request.POST.get("began", "")),
            is_again=is_again,
            key=form.cleaned_data["key"],
        )
    except NotFound:
        raise
    except Refusal as refusal:
        form.refuse(refusal.errors or {"": str(refusal)})
        return _form(request, asked, form, token=token, is_again=is_again, status=refusal.status)
    response = redirect("answering:thanks")
    if not asked.is_invitation:
        _remember(request, response, asked.code)
    return response


@require_safe
@unseen
def thanks(request: HttpRequest) -> HttpResponse:
    """Thank whoever answered, and say where the results are."""
    return render(request, "surveys/thanks.html")


@require_POST
@unseen
def decline(request: HttpRequest, token: str) -> HttpResponse:
    """Invite this person no more."""
    actions.decline(token=token)
    return render(request, "surveys/declined.html", {"title": _("You are not invited any more")})


def _form(
    request: HttpRequest, asked: Asked, form: AnswerForm, *, token: str, is_again: bool, status: int = 200
) -> HttpResponse:
    began = request.POST.get("began", "") or signing.dumps(clock.now().isoformat(), salt=SALT)
    context = {"asked": asked, "form": form, "token": token, "is_again": is_again, "began": began}
    return render(request, "surveys/answer.html", context, status=status)


def _began(signed: str) -> datetime | None:
    """Return when a form was shown; None where that was lost or altered, which is nobody's fault."""
    try:
        return datetime.fromisoformat(signing.loads(signed, salt=SALT, max_age=LONGEST_READING))
    except (signing.BadSignature, ValueError):
        return None


def _must_have_room(request: HttpRequest, asked: Asked) -> None:
    sender = "" if asked.is_invitation else brake.network(client_address(request))
    if sender and senders.wait_seconds(sender, now=monotonic()):
        raise TooManyAnswers


def _remembered(request: HttpRequest) -> list[str]:
    return [code for code in request.COOKIES.get(COOKIE, "").split("|") if code][:MOST_REMEMBERED]


def _remember(request: HttpRequest, response: HttpResponse, code: str) -> None:
    known = [code, *(one for one in _remembered(request) if one != code)][:MOST_REMEMBERED]
    response.set_cookie(
        COOKIE, "|".join(known), max_age=COOKIE_SECONDS, secure=request.is_secure(), httponly=True, samesite="Lax"
    )
