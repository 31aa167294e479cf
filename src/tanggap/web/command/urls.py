"""Addresses below `/command/`."""

from django.urls import URLPattern, URLResolver, path

from tanggap.web.command import morning

app_name = "command"
urlpatterns: list[URLPattern | URLResolver] = [
    path("brief/", morning.brief, name="brief"),
    path("brief/surat/", morning.brief_wish, name="brief-wish"),
    path("brief/<slug:day>/", morning.brief_file, name="brief-file"),
]
