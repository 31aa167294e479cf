"""Addresses under which people answer, below `/survei/`."""

from django.urls import URLPattern, URLResolver, path

from tanggap.web.surveys.views import answering

app_name = "answering"
urlpatterns: list[URLPattern | URLResolver] = [
    path("terima-kasih/", answering.thanks, name="thanks"),
    path("<str:token>/", answering.page, name="page"),
    path("<str:token>/tidak-lagi/", answering.decline, name="decline"),
]
