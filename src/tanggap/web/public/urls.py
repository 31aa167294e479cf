"""The citizen's pages."""

from django.urls import path, re_path

from tanggap.web.public.views import exploring, pages, photos, reporting, tracking

app_name = "public"
OWN = "laporan/<str:code>/<str:token>/"

urlpatterns = [
    path("", pages.home, name="home"),
    path("lapor/", reporting.report, name="report"),
    path("lapor/tempat/", reporting.places_typed, name="places"),
    path("lapor/titik/", reporting.point, name="point"),
    path("lacak/", tracking.find, name="find"),
    path("dekat/", exploring.near, name="near"),
    path("peta/", exploring.explore, name="explore"),
    path("peta/wilayah.json", exploring.areas, name="areas"),
    path("peta/titik.json", exploring.points, name="points"),
    path("statistik/definisi/", pages.definitions, name="definitions"),
    path("bahasa/", pages.language, name="language"),
    path("laporan/<str:code>/", tracking.report, name="track"),
    path("laporan/<str:code>/dukung/", tracking.support, name="support"),
    path(OWN, tracking.own, name="own"),
    path(OWN + "tanda-terima/", tracking.receipt, name="receipt"),
    path(OWN + "pesan/", tracking.messages_sent, name="messages"),
    path(OWN + "jawab/", tracking.answer, name="answer"),
    path(OWN + "nilai/", tracking.rate, name="rate"),
    path(OWN + "buka-lagi/", tracking.reopen, name="reopen"),
    path(OWN + "banding/", tracking.appeal, name="appeal"),
    path(OWN + "foto/<uuid:photo>/<str:size>.jpg", photos.own, name="own_photo"),
    path("foto/<uuid:photo>/<str:size>.jpg", photos.show, name="photo"),
    path("manifest.webmanifest", pages.manifest, name="manifest"),
    path("robots.txt", pages.robots, name="robots"),
    re_path(r"^favicon\.ico$", pages.favicon, name="favicon"),
]
