"""Addresses below `/planning/`."""

from django.urls import URLPattern, URLResolver, path

from tanggap.web.planning.views import acting, figures, listing, making, needs, proposal

app_name = "planning"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", listing.register, name="register"),
    path("kebutuhan/", needs.ranking, name="ranking"),
    path("calon/", making.candidates, name="candidates"),
    path("baru/", making.new, name="new"),
    path("angka/", figures.figures, name="figures"),
    path("angka/<slug:kind>.csv", figures.table, name="table"),
    path("unduh.<str:kind>", figures.register, name="file"),
    path("<str:code>/", proposal.proposal, name="proposal"),
    path("<str:code>/<slug:slug>/", acting.act, name="act"),
]
