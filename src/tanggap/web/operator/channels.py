"""The channels as their operator sees them: how each is, its accounts, and what could not be read."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tanggap.catalog import overview as catalog
from tanggap.channels import accounts, looking, mending, queries, receiving, registry
from tanggap.channels.contract import Health
from tanggap.channels.queries import AccountHealth, ChannelHealth, OpenLetter
from tanggap.core.refusal import NotFound, Refusal
from tanggap.web.operator.channel_forms import AccountForm, MendForm, ReplayForm
from tanggap.web.ui.access import StaffRequest, proved_lately, staff_only

MOST_FOLLOWED = 100


@staff_only(act="channels.configure")
@require_safe
def overview(request: StaffRequest) -> HttpResponse:
    """Show how each channel is and what to do; those that are switched off stand below. Three statements."""
    found = queries.health()
    known = {row.code: row for row in catalog.channels()}
    context = {
        "connected": [row for row in found if row.accounts],
        "unconnected": [row for row in found if not row.accounts and not row.is_own],
        "own": [(row, known.get(row.code)) for row in found if row.is_own],
        "off": [row for row in known.values() if not row.is_active],
        "troubled": [one for row in found for one in row.accounts if one.verdict.level.value == "broken"],
        "dead": sum(one.pulse.dead for row in found for one in row.accounts),
    }
    return render(request, "operator/channels.html", context)


@staff_only(act="channels.configure")
@require_http_methods(["GET", "HEAD", "POST"])
@proved_lately
def new_account(request: StaffRequest, channel: str) -> HttpResponse:
    """Connect a channel: an account of one of the platforms that it can be connected by."""
    row = _channel(channel)
    asked = str(request.POST.get("adapter") or request.GET.get("cara") or "")
    adapter = asked if asked in row.adapters else row.adapters[0]
    form = AccountForm(request.POST or None, adapter=adapter)
    context = {
        "channel": row,
        "adapter": adapter,
        "ways": [(name, registry.TITLES.get(name, name)) for name in row.adapters],
    }
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = {
                "channel": channel,
                "code": form.cleaned_data["code"],
                "adapter": adapter,
                "name": form.cleaned_data["name"],
            }
            try:
                made = accounts.configure(by=request.user, values=form.values(), **given)
            except Refusal as refusal:
                status = refusal.status
                form.refuse(refusal.errors)
            else:
                messages.success(
                    request, _("The account is connected. Test it, then enter its address at the platform.")
                )
                return redirect("operator:account", made.pk)
    return render(request, "operator/account_form.html", {**context, "form": form}, status=status)


@staff_only(act="channels.configure")
@require_safe
def account(request: StaffRequest, number: int) -> HttpResponse:
    """Show one account: how it is, since when, what to do, the address that its platform calls."""
    return _account(request, number)


@staff_only(act="channels.configure")
@require_http_methods(["GET", "HEAD", "POST"])
@proved_lately
def change_account(request: StaffRequest, number: int) -> HttpResponse:
    """Change an account's name and settings; secrets are written, never read."""
    row, one = _find(number)
    form = AccountForm(
        request.POST or None, adapter=one.adapter, known=accounts.settings_of(number), initial={"name": one.name}
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = {
                "channel": one.channel,
                "code": one.code,
                "adapter": one.adapter,
                "name": form.cleaned_data["name"],
            }
            try:
                accounts.configure(
                    by=request.user, account=number, values=form.values(), forget=form.forgotten(), **given
                )
            except Refusal as refusal:
                status = refusal.status
                form.refuse(refusal.errors)
            else:
                messages.success(request, _("The settings are saved. Test the account now."))
                return redirect("operator:account", number)
    context = {"channel": row, "account": one, "adapter": one.adapter, "form": form}
    return render(request, "operator/account_form.html", context, status=status)


@staff_only(act="channels.configure")
@require_POST
def test_account(request: StaffRequest, number: int) -> HttpResponse:
    """Try the account at its platform and show what it said."""
    return _account(request, number, tried=accounts.test(by=request.user, account=number))


@staff_only(act="channels.configure")
@require_POST
def switch_account(request: StaffRequest, number: int) -> HttpResponse:
    """Switch an account on or off: what the pressed button says."""
    is_active = request.POST.get("on") == "yes"
    accounts.switch(by=request.user, account=number, is_active=is_active)
    if is_active:
        messages.success(request, _("The account is switched on: it takes in, and what waited goes out."))
    else:
        messages.success(request, _("The account is switched off. What came before is kept, what goes out waits."))
    return redirect("operator:account", number)


@staff_only(act="channels.replay")
@require_safe
def letters(request: StaffRequest) -> HttpResponse:
    """List what could not be read: by cause, then one by one, latest first. Two statements."""
    chosen = request.GET.get("akun", "")
    number = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 19 else None
    error = request.GET.get("sebab")
    after = request.GET.get("after", "").replace("\x00", "")
    page = queries.dead_letters(
        by=request.user, account=number, error=error and error[:400].replace("\x00", ""), after=after
    )
    causes = [] if after else queries.causes(by=request.user)
    return render(request, "operator/letters.html", {"page": page, "causes": causes, "is_filtered": number or error})


@staff_only(act="channels.replay")
@require_safe
def letter(request: StaffRequest, number: int) -> HttpResponse:
    """Show one dead letter; what became of it when it was read again meanwhile."""
    try:
        found = looking.open_letter(number, by=request.user)
    except NotFound:
        if not queries.fates([number], by=request.user):
            raise
        return redirect(f"{reverse('operator:letters-fates')}?surat={number}")
    return _letter(request, found, MendForm(initial={"text": found.payload.text}))


@staff_only(act="channels.replay")
@require_POST
def mend(request: StaffRequest, number: int) -> HttpResponse:
    """Put the mended payload in the place of the one that came and let it be read again."""
    found = queries.dead_letter(number, by=request.user)
    form = MendForm(request.POST)
    status = 422
    if form.is_valid():
        try:
            mending.mend(by=request.user, arrival=number, text=form.cleaned_data["text"])
        except Refusal as refusal:
            if not refusal.errors:
                raise
            status = refusal.status
            form.refuse(refusal.errors)
        else:
            return redirect(f"{reverse('operator:letters-fates')}?surat={number}")
    return _letter(request, found, form, status=status)


@staff_only(act="channels.replay")
@require_POST
def replay(request: StaffRequest) -> HttpResponse:
    """Let letters be read again: those that were chosen, or all of one cause."""
    form = ReplayForm(request.POST)
    chosen = form.cleaned_data if form.is_valid() else {}
    if chosen.get("account"):
        number = receiving.replay_all(by=request.user, account=chosen["account"], error=chosen["error"])
        _tell(request, number)
        return redirect("operator:letters")
    if not (ids := chosen.get("letter")):
        messages.warning(request, _("Nothing was chosen. Mark the letters that are to be read again."))
        return redirect("operator:letters")
    _tell(request, receiving.replay(by=request.user, arrivals=ids))
    named = "&".join(f"surat={one}" for one in ids[:MOST_FOLLOWED])
    return redirect(f"{reverse('operator:letters-fates')}?{named}")


@staff_only(act="channels.replay")
@require_safe
def fates(request: StaffRequest) -> HttpResponse:
    """Show what became of letters that were read again. One statement."""
    given = request.GET.getlist("surat")[:MOST_FOLLOWED]
    ids = [int(one) for one in given if one.isascii() and one.isdigit() and len(one) < 19]
    found = queries.fates(ids, by=request.user)
    return render(request, "operator/fates.html", {"fates": found, "is_open": any(not one.is_settled for one in found)})


def _tell(request: StaffRequest, number: int) -> None:
    if number:
        words = ngettext("%(n)d letter is being read again.", "%(n)d letters are being read again.", number)
        messages.success(request, words % {"n": number})
    else:
        messages.info(request, _("None of them is set aside any more."))


def _channel(code: str) -> ChannelHealth:
    """Return a channel that can have accounts. Raises NotFound."""
    found = next((row for row in queries.health() if row.code == code and row.adapters), None)
    if found is None:
        raise NotFound
    return found


def _find(number: int) -> tuple[ChannelHealth, AccountHealth]:
    found = next(((row, one) for row in queries.health() for one in row.accounts if one.id == number), None)
    if found is None:
        raise NotFound
    return found


def _account(request: StaffRequest, number: int, *, tried: Health | None = None) -> HttpResponse:
    row, one = _find(number)
    declared = registry.adapter(one.adapter).settings
    known = accounts.settings_of(number)
    context: dict[str, Any] = {
        "channel": row,
        "account": one,
        "platform": registry.TITLES.get(one.adapter, one.adapter),
        "settings": [(setting.label, known.get(setting.key, ""), setting.is_secret) for setting in declared],
        "tried": tried,
        "outages": queries.outages(number),
        "forwards": queries.forwards(number),
        "hands_over": registry.forwarding(one.adapter) is not None,
        "deeds": queries.deeds(number),
        "causes": [cause for cause in queries.causes(by=request.user) if cause.account == number]
        if one.pulse.dead
        else [],
    }
    if registry.is_called(one.adapter):
        context["address"] = request.build_absolute_uri(f"/channels/{one.channel}/{one.code}/")
    return render(request, "operator/account.html", context)


def _letter(request: StaffRequest, found: OpenLetter, form: MendForm, *, status: int = 200) -> HttpResponse:
    return render(request, "operator/letter.html", {"letter": found.letter, "open": found, "form": form}, status=status)
