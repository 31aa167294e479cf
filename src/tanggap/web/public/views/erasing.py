"""“Erase me”, behind the private link: what goes and what stays in plain words, done by a POST alone, without an account or a script."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from tanggap.privacy import actions, queries
from tanggap.web.public.views.tracking import canonical, private


@require_http_methods(["GET", "HEAD", "POST"])
@private
def erase(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """Ask whether the reporter wants to be erased, and do it: of this report, or of all that came from the same address at its channel."""
    meant = canonical(code)
    mine = queries.own(meant, token=token)
    is_sure = request.POST.get("sure") == "yes"
    if request.method == "POST" and is_sure:
        actions.erase_own(code=meant, token=token, is_all=request.POST.get("which") == "all")
        return redirect("public:erased")
    is_wrong = request.method == "POST"
    context = {"code": meant, "token": token, "mine": mine, "is_wrong": is_wrong, "which": request.POST.get("which")}
    return render(request, "public/erase.html", context, status=422 if is_wrong else 200)


@require_safe
@private
def erased(request: HttpRequest) -> HttpResponse:
    """Say that it is done. The page is the same for everybody: there is nobody left to tell more."""
    return render(request, "public/erased.html")
