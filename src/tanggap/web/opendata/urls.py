"""Addresses of the open data, below `/data/`."""

from django.urls import path

from tanggap.web.opendata import machines, views

app_name = "opendata"
urlpatterns = [
    path("", views.index, name="index"),
    path("catalog.jsonld", machines.catalog, name="catalog"),
    path("versions/<str:number>/manifest.json", machines.manifest, name="manifest"),
    path("versions/<str:number>/SHA256SUMS", machines.sums, name="sums"),
    path("reports.jsonl", machines.lines, name="lines"),
    path("reports.<str:kind>", machines.chosen, name="chosen"),
    path("<slug:code>/", views.dataset, name="dataset"),
    path("<slug:code>/dictionary.json", machines.dictionary, name="dictionary"),
    path("<slug:code>/dictionary.csv", machines.dictionary_csv, name="dictionary-csv"),
    path("<slug:code>/croissant.json", machines.croissant, name="croissant"),
    path("<slug:code>/<str:number>/<str:name>", machines.file, name="file"),
]
