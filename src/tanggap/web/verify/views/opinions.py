"""Second opinions: asked for on a case, and given blind."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tanggap.agencies.words import Role
from tanggap.core.refusal import NotFound, Refusal
from tanggap.verification import opinions, queries
from tanggap.web.ui.access import StaffRequest, staff_only
from tanggap.web.verify.forms import OpinionForm, VerdictForm
from tanggap.web.verify.views.case import blind
from tanggap.web.verify.views.deciding import decide


@staff_only(Role.VALIDATOR)
@require_POST
def ask(request: StaffRequest, code: str) -> HttpResponse:
    """Ask a colleague to judge the papers, too."""

    def act(form: VerdictForm) -> str:
        version, question = form.cleaned_data["version"], form.cleaned_data["question"]
        opinions.ask(code=code, version=version, by=request.user, question=question)
        return _("A colleague is asked about %(code)s. The case stays in your queue.") % {"code": code}

    return decide(request, code, "verification.ask_opinion", act)


@staff_only(Role.VALIDATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def second(request: StaffRequest, opinion: int) -> HttpResponse:
    """Show the papers of a claim without what others said of them, and take this person's word. Raises NotFound."""
    case = queries.second(opinion, staff=request.user)
    form = OpinionForm(request.POST) if request.method == "POST" else OpinionForm()
    if request.method != "POST" or not form.is_valid():
        return blind(request, case, form, status=422 if form.errors else 200)
    given = form.cleaned_data
    try:
        opinions.give(
            opinion=opinion,
            by=request.user,
            passed=given["verdict"] == OpinionForm.HOLDS,
            checklist=form.ticked(),
            findings=given["findings"],
        )
    except NotFound:
        raise
    except Refusal as refusal:
        return blind(request, case, form, refusal=refusal, status=refusal.status)
    messages.success(
        request, _("Your opinion on %(code)s is kept. It changes nothing of the verdict.") % {"code": case.report.code}
    )
    return redirect("verify:queue")
