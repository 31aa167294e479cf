"""Addresses below `/evaluation/staffing/`: what was learned of units' work, the staffings that were tried on it, and their files."""

from django.urls import URLPattern, URLResolver, path

from tanggap.web.staffing.views import aside, bases, files, scenarios

app_name = "staffing"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", bases.listed, name="bases"),
    path("baru/", bases.new, name="new"),
    path("<int:basis>/", bases.basis, name="basis"),
    path("<int:basis>/coba/", scenarios.try_out, name="try"),
    path("<int:basis>/termurah/", scenarios.seek, name="seek"),
    path("<int:basis>/perbandingan.<str:kind>", files.compared, name="compared"),
    path("<int:basis>/sisihkan/", aside.set_aside, name="aside"),
    path("<int:basis>/hapus/", aside.remove, name="remove"),
    path("<int:basis>/<int:number>/", scenarios.scenario, name="scenario"),
    path("<int:basis>/<int:number>/sisihkan/", aside.set_aside, name="aside"),
    path("<int:basis>/<int:number>/hapus/", aside.remove, name="remove"),
    path("<int:basis>/<int:number>/ubah/", scenarios.change, name="change"),
    path("<int:basis>/<int:number>/ulang/", scenarios.repeat, name="repeat"),
    path("<int:basis>/<int:number>/hari.<str:kind>", files.days, name="days"),
]
