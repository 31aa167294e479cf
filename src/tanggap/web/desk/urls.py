"""Addresses of the desk, below `/desk/`."""

from django.urls import path

from tanggap.web.desk.views import acting, counter, finding, listing, notices

app_name = "desk"
urlpatterns = [
    path("", listing.listing, name="list"),
    path("cari/unit/", finding.units, name="units"),
    path("cari/tempat/", finding.places, name="places"),
    path("loket/", counter.counter, name="counter"),
    path("loket/saran/", counter.advice, name="counter-advice"),
    path("loket/dukung/", counter.support, name="counter-support"),
    path("pemberitahuan/", notices.listing, name="notices"),
    path("pemberitahuan/lihat/", notices.see, name="notice-see"),
    path("pemberitahuan/lihat-semua/", notices.see_all, name="notices-see-all"),
    path("<str:code>/", acting.report, name="report"),
    path("<str:code>/<slug:slug>/", acting.act, name="act"),
]
