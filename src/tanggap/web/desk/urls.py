"""Addresses of the desk, below `/desk/`."""

from django.urls import path

from tanggap.web.desk.views import acting, bulk, counter, finding, listing, live, notices, register, report, tasks, team, views

app_name = "desk"
urlpatterns = [
    path("", listing.listing, name="list"),
    path("cari/", listing.find, name="find"),
    path("saring/", listing.narrow, name="filter"),
    path("denyut/", live.beat, name="beat"),
    path("tampilan/", views.arrange, name="views"),
    path("tampilan/<int:number>/", views.change, name="view"),
    path("massal/", bulk.choose, name="bulk"),
    path("massal/<uuid:key>/", bulk.batch, name="batch"),
    path("massal/<uuid:key>/hasil.csv", bulk.table, name="batch-table"),
    path("cari/unit/", finding.units, name="units"),
    path("cari/tempat/", finding.places, name="places"),
    path("loket/", counter.counter, name="counter"),
    path("loket/saran/", counter.advice, name="counter-advice"),
    path("loket/dukung/", counter.support, name="counter-support"),
    path("tugas/", tasks.listing, name="tasks"),
    path("tugas/unit/", tasks.units, name="task-units"),
    path("pemberitahuan/", notices.listing, name="notices"),
    path("pemberitahuan/lihat/", notices.see, name="notice-see"),
    path("pemberitahuan/lihat-semua/", notices.see_all, name="notices-see-all"),
    path("saya/", team.me, name="me"),
    path("tim/", team.team, name="team"),
    path("tim/aturan/", team.rule, name="rule"),
    path("tim/<str:username>/", team.member, name="member"),
    path("tim/<str:username>/absen/", team.absence, name="absence"),
    path("tim/<str:username>/absen/<int:absence>/batal/", team.withdraw, name="absence-withdraw"),
    path("tim/<str:username>/kompetensi/", team.certify, name="certify"),
    path("tim/<str:username>/kompetensi/<int:certificate>/cabut/", team.revoke, name="certificate-revoke"),
    path("kompetensi/", register.listing, name="register"),
    path("kompetensi/unduh.csv", register.export, name="register-csv"),
    path("<str:code>/", report.report, name="report"),
    path("<str:code>/tugas/<int:number>/tautan/cabut/", tasks.uninvite, name="task-uninvite"),
    path("<str:code>/tugas/<int:number>/<slug:slug>/", tasks.act, name="task-act"),
    path("<str:code>/instruksi/<int:version>/baca/", tasks.read, name="instruction-read"),
    path("<str:code>/hadir/", report.look, name="look"),
    path("<str:code>/ikuti/", report.watch, name="watch"),
    path("<str:code>/rekan/", report.colleagues, name="colleagues"),
    path("<str:code>/pesan/", report.messages, name="messages"),
    path("<str:code>/<slug:slug>/", acting.act, name="act"),
]
