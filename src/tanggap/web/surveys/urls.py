"""Addresses of this surface: results for everybody, and below `kelola/` what the staff makes."""

from django.urls import URLPattern, URLResolver, path, re_path

from tanggap.web.surveys.views import making, planning, results

app_name = "surveys"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", results.front, name="front"),
    path("kelola/", planning.overview, name="manage"),
    path("kelola/sampel/", planning.samples, name="samples"),
    path("kelola/baru/", planning.new, name="new"),
    path("kelola/kuesioner/baru/", making.new, name="new-questionnaire"),
    path("kelola/kuesioner/<slug:code>/", making.questionnaire, name="questionnaire"),
    path("kelola/<slug:code>/", planning.run, name="run"),
    path("kelola/<slug:code>/ubah/", planning.change, name="change"),
    path("kelola/<slug:code>/buka/", planning.open_it, name="open"),
    path("kelola/<slug:code>/tutup/", planning.close_it, name="close"),
    path("kelola/<slug:code>/kertas/", planning.paper, name="paper"),
    path("kelola/<slug:code>/tindak-lanjut/", planning.follow_up, name="follow-up"),
    path("<slug:code>/", results.survey, name="survey"),
    re_path(r"^(?P<code>[-\w]+)/hasil\.(?P<ending>csv|xlsx|json)$", results.data, name="data"),
    path("<slug:code>/laporan.pdf", results.report, name="report"),
]
