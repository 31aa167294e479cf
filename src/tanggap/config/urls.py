"""Every address of the product: each surface under its own prefix (design.md §8). Tried in this order: what is read most comes first."""

from django.urls import include, path

from tanggap.api import hooks

urlpatterns = [
    path("desk/", include("tanggap.web.desk.urls")),
    path("verify/", include("tanggap.web.verify.urls")),
    path("field/", include("tanggap.web.field.urls")),
    path("mitra/", include("tanggap.web.partner.urls")),
    path("admin/", include("tanggap.web.operator.urls")),
    path("api/", include("tanggap.api.urls")),
    path("channels/<slug:channel>/<slug:account>/", hooks.call, name="hook"),
    path("", include("tanggap.api.health_urls")),
    path(".well-known/", include("tanggap.api.well_known_urls")),
    path("", include("tanggap.web.public.urls")),
    path("", include("tanggap.web.figures.urls")),
    path("data/", include("tanggap.web.opendata.urls")),
    path("ledger/", include("tanggap.web.ledger.urls")),
    path("evaluation/asoca/", include("tanggap.web.asoca.urls")),
    path("evaluation/surveys/", include("tanggap.web.surveys.urls")),
    path("survei/", include("tanggap.web.surveys.answering_urls")),
    path("evaluation/staffing/", include("tanggap.web.staffing.urls")),
    path("command/", include("tanggap.web.command.urls")),
    path("layar/", include("tanggap.web.command.hanging_urls")),
    path("planning/", include("tanggap.web.planning.urls")),
    path("usulan/", include("tanggap.web.proposals.urls")),
    path("evaluation/", include("tanggap.web.evaluation.urls")),
    path("open311/", include("tanggap.api.open311.urls")),
    path("", include("tanggap.web.account.urls")),
]
handler400 = "tanggap.web.ui.errors.bad_request"
handler403 = "tanggap.web.ui.errors.forbidden"
handler404 = "tanggap.web.ui.errors.not_found"
handler500 = "tanggap.web.ui.errors.server_error"
