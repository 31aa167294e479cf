"""What an open desk asks by itself: whether anything is new, and its views with their counts."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from tanggap.agencies import queries as agencies
from tanggap.reports.queries.pulse import pulse, reach, read_place
from tanggap.web.desk import pulse as asking
from tanggap.web.desk.views.frame import DESK_ROLES
from tanggap.web.ui.access import kept_nowhere


@require_safe
def beat(request: HttpRequest) -> HttpResponse:
    """Answer what is new since `after` (or since the page was made, `since`); 204 for nothing, 401 for nobody signed in.

    No statement while the token is good, but for the process's own one a second. With another token, the answer brings a new one.
    """
    query = request.GET
    desk = asking.read(request, query.get("token", ""))
    answer: dict[str, object] = {}
    if desk is None:
        if not request.user.is_authenticated or not agencies.roles(request.user) & set(DESK_ROLES):
            return kept_nowhere(HttpResponse(status=401))
        desk = asking.Desk(request.user.pk, reach(request.user))
        answer["token"] = asking.token(request, request.user)
    after = read_place(query.get("after", ""))
    told = pulse.beat(desk.held, staff=desk.staff, after=after, since=asking.since(query.get("since", "")))
    if after == told.place and not answer:
        return kept_nowhere(HttpResponse(status=204))
    if not told.codes and after is not None and not answer:
        return kept_nowhere(HttpResponse(status=204, headers={"X-After": str(told.place)}))
    return kept_nowhere(
        JsonResponse({**answer, "after": str(told.place), "codes": told.codes, "arrived": told.arrived})
    )
