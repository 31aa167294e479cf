"""Who may open what: every address of the staff × every role, by the surface that it belongs to; new addresses are found by themselves."""

import pytest
from django.urls import get_resolver
from tests.factories import make
from tests.web.account.test_guessing import BY_TOKEN, SLUGS, _filled, _named, plainly, theirs
from tests.web.desk.pages import GEBANG, browser

from tanggap.agencies import permissions
from tanggap.agencies.words import ASSIGNABLE, Role, UnitKind

__all__ = ["plainly", "theirs"]
pytestmark = pytest.mark.django_db
DESK = {Role.INTAKE, Role.OFFICER, Role.SUPERVISOR}
EVERYBODY = set(ASSIGNABLE)
SURFACES = {
    "desk/": DESK,
    "verify/": {Role.VALIDATOR},
    "field/": {Role.OFFICER, Role.SUPERVISOR, Role.VALIDATOR},
    "admin/": {Role.OPERATOR},
    "mitra/": {Role.PARTNER},
    "evaluation/surveys/kelola/": permissions.roles("surveys.manage"),
    "evaluation/asoca/": permissions.roles("asoca.judge") | permissions.roles("evaluation.see_workspace"),
    "evaluation/staffing/": permissions.roles("staffing.try"),
    "planning/": permissions.roles("planning.see"),
    "command/": permissions.roles("command.see"),
    "masuk/akun/": EVERYBODY,
    "masuk/ke/": EVERYBODY,
    "masuk/ulang/": EVERYBODY,
}
TEAM = {Role.SUPERVISOR, Role.OPERATOR}
COUNTER = ("desk:counter", "desk:counter-advice", "desk:counter-support")
ONES_OWN = ("desk:me", "desk:absence", "desk:notices", "desk:notice-see", "desk:notices-see-all")
PEOPLE = (
    "desk:team",
    "desk:rule",
    "desk:member",
    "desk:absence-withdraw",
    "desk:register",
    "desk:register-csv",
    "desk:certify",
    "desk:certificate-revoke",
)
BOARDS = (
    "asoca:new",
    "asoca:example",
    "asoca:describe",
    "asoca:open",
    "asoca:take-back",
    "asoca:close",
    "asoca:edition",
    "asoca:discard",
    "asoca:element-remove",
    "asoca:link-indicator",
    "asoca:link-query",
    "asoca:link-document",
    "asoca:unlink",
    "asoca:assessor-remove",
    "asoca:plan",
    "asoca:action-change",
    "asoca:follow",
    "asoca:effect-keep",
    "asoca:unfollow",
)
OTHERWISE = {
    **{name: {Role.OFFICER, Role.SUPERVISOR} for name in COUNTER},
    **dict.fromkeys(ONES_OWN, EVERYBODY),
    **{name: DESK | {Role.LEADER} for name in ("desk:escalations", "desk:acknowledge")},
    **dict.fromkeys(PEOPLE, TEAM),
    **{name: {Role.INTAKE} for name in ("desk:conversation", "desk:moderation", "desk:moderate")},
    **dict.fromkeys(("desk:closures", "desk:closures-csv"), permissions.roles("closures.see")),
    **dict.fromkeys(("desk:reopenings", "desk:reopening"), permissions.roles("feedback.grant_reopen")),
    **dict.fromkeys(BOARDS, permissions.roles("asoca.edit")),
    **dict.fromkeys(("planning:new", "planning:candidates"), permissions.roles("planning.propose")),
    "command:brief-wish": permissions.roles("command.brief"),
    **dict.fromkeys(("command:walls", "command:wall-revoke"), permissions.roles("command.hang")),
    "command:acknowledge": permissions.roles("command.see") & permissions.roles("deadlines.acknowledge"),
    "asoca:issue": permissions.roles("evaluation.manage"),
    "verify:results": {Role.VALIDATOR, Role.LEADER, Role.ANALYST},
    "verify:conflicts": permissions.roles("conflicts.see"),
    "verify:withdraw": permissions.roles("conflicts.withdraw"),
}
OF_ANOTHER = {
    name: {403, 409}
    for name in ("desk:task-act", "desk:task-uninvite", "desk:member", "desk:absence-withdraw", "verify:withdraw")
}
"""The page is open to the role; what it is about here is another's."""
OPEN = {"field:worker", "field:manifest", "field:shell"}
"""What the field app is made of: the same for everybody, and nothing of anybody in it."""
BY_ITSELF = {"desk:beat": 401, "command:now": 401}  # an open page asks for it and goes to the sign-in page
UNITS = {Role.INTAKE: "jsc-intake", Role.VALIDATOR: "biro-pemerintahan"}


def pages(given):
    """Yield (name, address, roles) of every page of the staff, filled with what belongs to somebody."""
    for name, pattern in _named(get_resolver()):
        allowed = next((roles for surface, roles in SURFACES.items() if pattern.startswith(surface)), None)
        if allowed is None or BY_TOKEN in pattern or name in OPEN:
            continue
        slug = next(iter(SLUGS.get(name, [""])))
        yield (
            name,
            "/" + (_filled(name, pattern, given, slug) if "<" in pattern else pattern),
            OTHERWISE.get(name, allowed),
        )


@pytest.mark.usefixtures("plainly")
@pytest.mark.parametrize("role", ASSIGNABLE)
def test_each_role_opens_its_own_surface_alone(theirs, role):
    unit = make.unit(kind=UnitKind.PARTNER).code if role == Role.PARTNER else UNITS.get(role, GEBANG)
    client = browser(make.staff(of=unit, role=role))

    wrong = {}
    for name, address, allowed in pages(theirs.given):
        for answer in (client.get(address), client.post(address, {})):
            fitting = (
                {200, 302, 404, 409, 422, *OF_ANOTHER.get(name, ())} if role in allowed else {BY_ITSELF.get(name, 403)}
            )
            if answer.status_code not in {405, *fitting}:
                wrong[name] = answer.status_code

    assert wrong == {}


def test_who_is_not_signed_in_is_led_to_the_sign_in_page_and_no_answer_is_kept(theirs):
    client = browser()

    wrong = {}
    for name, address, _allowed in pages(theirs.given):
        for answer in (client.get(address), client.post(address, {})):
            if answer.status_code == 405:
                continue
            is_led = answer.status_code == 302 and answer["Location"].startswith("/masuk/")
            is_led |= answer.status_code == BY_ITSELF.get(name)
            if not is_led or answer["Cache-Control"] != "private, no-store":
                wrong[name] = answer.status_code

    assert wrong == {}
