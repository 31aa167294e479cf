"""The citizen's pages."""

from django.urls import path, re_path

from tanggap.web.public.views import (
    checking,
    exploring,
    judging,
    moderating,
    pages,
    photos,
    reaching,
    reporting,
    tracking,
)

app_name = "public"
OWN = "laporan/<str:code>/<str:token>/"

urlpatterns = [
    path("", pages.home, name="home"),
    path("laporan/<str:code>/", tracking.report, name="track"),
    path("lapor/", reporting.report, name="report"),
    path("lapor/tempat/", reporting.places_typed, name="places"),
    path("lapor/titik/", reporting.point, name="point"),
    path("lacak/", tracking.find, name="find"),
    path("dekat/", exploring.near, name="near"),
    path("peta/", exploring.explore, name="explore"),
    path("peta/wilayah.json", exploring.areas, name="areas"),
    path("peta/titik.json", exploring.points, name="points"),
    path("statistik/pemeriksaan/", checking.checks, name="checks"),
    path("statistik/pemeriksaan/undian.csv", checking.draws, name="draws"),
    path("moderasi/", moderating.log, name="moderation"),
    path("moderasi/catatan.csv", moderating.table, name="moderation-csv"),
    path("bahasa/", pages.language, name="language"),
    path("laporan/<str:code>/dukung/", tracking.support, name="support"),
    path("laporan/<str:code>/beres/", tracking.confirm, name="confirm"),
    path("laporan/<str:code>/pribadi/", moderating.flag, name="flag"),
    path(OWN, tracking.own, name="own"),
    path(OWN + "tanda-terima/", tracking.receipt, name="receipt"),
    path(OWN + "pesan/", tracking.messages_sent, name="messages"),
    path(OWN + "kabar/", reaching.wish, name="wishes"),
    path(OWN + "kabar/masih-saya/", reaching.vouch, name="vouch"),
    path(OWN + "tambah/", tracking.add, name="add"),
    path(OWN + "jawab/", tracking.answer, name="answer"),
    path(OWN + "nilai/", judging.survey, name="rate"),
    path(OWN + "nilai/kata/", judging.detail, name="detail"),
    path(OWN + "buka-lagi/", judging.dispute, name="reopen"),
    path(OWN + "banding/", tracking.appeal, name="appeal"),
    path(OWN + "foto/<uuid:photo>/<str:size>.jpg", photos.own, name="own_photo"),
    path("berhenti/<str:link>/", reaching.stop, name="stop"),
    path("berhenti/<str:link>/ini/", reaching.stop_one, name="stop-one"),
    path("berhenti/<str:link>/semua/", reaching.stop_all, name="stop-all"),
    path("masih-anda/<str:link>/", reaching.still, name="still"),
    path("masih-anda/<str:link>/bukan/", reaching.disown, name="disown"),
    path("langganan/", reaching.subscribe, name="subscribe"),
    path("langganan/terkirim/", reaching.subscribed, name="subscribed"),
    path("langganan/<str:link>/", reaching.subscription, name="subscription"),
    path("langganan/<str:link>/berhenti/", reaching.unsubscribe, name="unsubscribe"),
    path("foto/<uuid:photo>/<str:size>.jpg", photos.show, name="photo"),
    path("manifest.webmanifest", pages.manifest, name="manifest"),
    path("robots.txt", pages.robots, name="robots"),
    re_path(r"^favicon\.ico$", pages.favicon, name="favicon"),
]
