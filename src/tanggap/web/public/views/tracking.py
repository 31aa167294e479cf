"""A report followed: by everybody through its code, by its reporter through the private link."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from tanggap.core.ids import read_code, sifted, sought_code
from tanggap.core.refusal import NotFound, Refusal
from tanggap.feedback import actions as feedback_actions
from tanggap.feedback import queries as feedback
from tanggap.ledger import marks, receipts
from tanggap.ledger import queries as ledger
from tanggap.notify import queries as notify
from tanggap.places import queries as places
from tanggap.places.city import city
from tanggap.planning.queries import public as planning
from tanggap.planning.rows import PublicCourse
from tanggap.planning.rules import is_planned, rules
from tanggap.reports import actions as report_actions
from tanggap.reports.queries import public
from tanggap.reports.words import PENDING, FlagReason, State
from tanggap.surveys.queries import asking
from tanggap.web.public import words
from tanggap.web.public.forms import SCORES, AddForm, AnswerForm, AppealForm, ReopenForm
from tanggap.web.ui import caching, errors, kept, stills, supporting
from tanggap.web.ui.codes import qr
from tanggap.web.ui.forms import Form

PLANNING = "planning."
View = Callable[..., HttpResponse]


def private(view: View) -> View:
    """Keep a page of the private link out of caches, search engines and the addresses that other sites see.

    `same-origin`, not `no-referrer`: with the latter a browser sends `Origin: null`, and the page's own forms would be refused.
    """

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


def canonical(typed: str) -> str:
    """Return the code that was meant, else one that no report has, so that each miss costs the same look-up."""
    return sought_code(typed, city().prefix)


@csrf_exempt
@require_POST
def find(request: HttpRequest) -> HttpResponse:
    """Send a person who typed a code to its page; changes nothing, so it needs no token."""
    typed = request.POST.get("code", "")
    code = read_code(typed, city().prefix)
    if code is None:
        return render(request, "public/mistyped.html", {"typed": typed[:64].replace("\x00", "")}, status=422)
    return redirect("public:track", code)


@require_safe
@caching.public(5, personal=(supporting.COOKIE,))
def report(request: HttpRequest, code: str) -> HttpResponse:
    """Return a public report. Unknown, private and malformed codes give the same answer."""
    meant, is_one = sifted(code, city().prefix)
    if is_one and meant != code:
        return redirect("public:track", meant)
    mine = tuple(one for one in supporting.known(request) if one.partition("+")[0] == meant)
    seen = (public.version_of(meant), kept.minute(), mine)
    return kept.page(request, "public/report.html", seen, lambda: _shown(request, public.report(meant), mine))


def _shown(request: HttpRequest, shown: public.PublicReport, mine: tuple[str, ...]) -> dict[str, Any]:
    """Return the context of the public page for who has supported the report, and answered for its closure, as the cookie says."""
    closing = words.check(shown)
    has_answered = closing is not None and f"{shown.code}+{closing.entry.version}" in mine
    asks = shown.state == State.RESOLVED and bool(mine) and not has_answered
    area_path = f"/wilayah/{places.current(shown.area) or shown.area}/"
    return _told(request, shown) | {
        "supported": bool(mine),
        "asks_neighbour": asks,
        "has_answered": has_answered,
        "area_path": area_path,
    }


def _told(request: HttpRequest, shown: public.PublicReport) -> dict[str, Any]:
    address = request.build_absolute_uri(reverse("public:track", args=[shown.code]))
    head = ledger.head()
    sealed = marks.of(shown.code, head=head)
    return {
        "report": shown,
        "now": words.now(shown),
        "lines": words.lines(shown, sealed),
        "log": head,
        "sealed": sum(mark.number is not None for mark in sealed),
        "unsealed": sum(mark.number is None for mark in sealed),
        "coming": words.coming(shown),
        "check": words.check(shown),
        "still": stills.still(shown.area, shown.lon, shown.lat),
        "address": address,
        "qr": qr(address),
        "course": _course(shown),
        "currency": rules().currency if is_planned() else "",
        "photo_base": "",
        "flags": FlagReason.choices,
        "neighbours": words.neighbours(shown),
        "links": words.links(shown),
        "disputed": [one for one in shown.photos if one.role == "dispute"],
        "more_before": shown.before[1:] if shown.after else shown.before,
        "more_after": [
            *(shown.after[1:] if shown.before else shown.after),
            *(one for one in shown.photos if one.role == "check"),
        ],
    }


def _course(shown: public.PublicReport) -> PublicCourse | None:
    """Return the course of the report's proposal; no statement for one that did not come near the planning."""
    is_proposed = any(entry.kind.startswith(PLANNING) for entry in shown.timeline)
    return planning.course_of(shown.code) if is_proposed or shown.parent else None


@require_POST
def support(request: HttpRequest, code: str) -> HttpResponse:
    """Stand behind a report. A random token in a cookie makes one person count once."""
    meant = canonical(code)
    person = supporting.person(request)
    report_actions.support(code=meant, person=person)
    messages.success(request, _("Thank you. Your support counts; the unit sees how many stand behind this report."))
    return supporting.remember(request, redirect("public:track", meant), person=person, latest=[meant])


@require_POST
def confirm(request: HttpRequest, code: str) -> HttpResponse:
    """Say as a supporter whether the closure holds. The cookie that was given with the support is the proof; without it nothing happens."""
    meant = canonical(code)
    person = supporting.token(request)
    event = feedback_actions.confirm(code=meant, person=person, is_solved=request.POST.get("solved") == "yes")
    messages.success(request, _("Thank you. Everybody sees how many neighbours say so."))
    closing = words.check(public.report(meant))
    answered = [f"{meant}+{closing.entry.version}"] if closing and event else []
    return supporting.remember(request, redirect("public:track", meant), person=person, latest=answered)


@require_safe
@private
def own(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """Return the reporter's view, with what the reporter can do now."""
    return _own(request, code, token)


def _own(
    request: HttpRequest,
    code: str,
    token: str,
    *,
    status: int = 200,
    refusal: Refusal | None = None,
    forms: Mapping[str, Form] = {},
) -> HttpResponse:
    mine = feedback.own(canonical(code), token=token)
    offered: dict[str, Form] = {"answer_form": AnswerForm(), "reopen_form": ReopenForm()}
    offered |= {"appeal_form": AppealForm(), "add_form": AddForm(), **forms}
    code = mine.report.code
    context = _told(request, mine.report) | {"mine": mine, "refusal": refusal, "code": code, "token": token} | offered
    context["scores"] = SCORES
    context["photo_base"] = f"/laporan/{code}/{token}"
    context["survey"] = "" if mine.report.state in PENDING else asking.invitation_of(code)
    return render(request, "public/own.html", context, status=status)


@require_safe
@private
def receipt(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """Return the receipt: code, who has it, what is promised, what comes next, and the private link with its QR."""
    mine = feedback.own(canonical(code), token=token)
    link = request.build_absolute_uri(reverse("public:own", args=[mine.report.code, token]))
    context = {"report": mine.report, "mine": mine, "link": link, "qr": qr(link), "coming": words.coming(mine.report)}
    context |= {"signed": receipts.given(mine.report.code), "token": token}
    return render(request, "public/receipt.html", context)


@require_safe
@private
def signed(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """Return the signed receipt as a file: the same for ever."""
    code = feedback.own(canonical(code), token=token).report.code
    response = HttpResponse(receipts.of(code), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{code}-tanda-terima.txt"'
    return response


@require_safe
@private
def proof(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """Return the reporter's own proof: that the log holds the report's entries, with the reporter's own words and their salts."""
    code = feedback.own(canonical(code), token=token).report.code
    found = ledger.proof(code, is_own=True)
    if found is None:
        raise NotFound
    response = JsonResponse(found.as_json(), json_dumps_params={"ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="{code}.json"'
    return response


@require_safe
@private
def messages_sent(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """Return what was written to the reporter, latest first, word for word: also for one who left no address, or lost a message."""
    mine = feedback.own(canonical(code), token=token)
    code = mine.report.code
    link = request.build_absolute_uri(reverse("public:own", args=[code, token]))
    said = notify.messages_of(code, private_url=link, base_url=request.build_absolute_uri("/").rstrip("/"))
    return render(request, "public/messages.html", {"said": said, "code": code, "token": token})


@require_POST
@private
def answer(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """Answer the unit's question."""
    form = AnswerForm(request.POST)
    return _act(
        request,
        code,
        token,
        form,
        "answer_form",
        feedback_actions.answer,
        _("Thank you. Your answer is with the unit."),
    )


@require_POST
@private
def add(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """Add words or photos. The form's key makes sending it again harmless."""
    form = AddForm(request.POST, request.FILES)
    said = _("Thank you. What you added is with those who work on it.")
    return _act(request, code, token, form, "add_form", feedback_actions.add, said)


@require_POST
@private
def appeal(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """Appeal a refusal."""
    form = AppealForm(request.POST)
    said = _("Your appeal is received. The report is looked at anew.")
    return _act(request, code, token, form, "appeal_form", feedback_actions.appeal, said)


def _act(
    request: HttpRequest, code: str, token: str, form: Form, name: str, act: Callable[..., Any], said: str
) -> HttpResponse:
    if not form.is_valid():
        return _own(request, code, token, status=422, forms={name: form})
    try:
        act(code=canonical(code), token=token, **form.cleaned_data)
    except NotFound:
        raise
    except Refusal as refusal:
        if refusal.errors and isinstance(form, AddForm):
            form.refuse(refusal.errors)
            return _own(request, code, token, status=refusal.status, forms={name: form})
        return _own(request, code, token, status=refusal.status, refusal=refusal, forms={name: form})
    messages.success(request, said)
    return redirect("public:own", canonical(code), token)
