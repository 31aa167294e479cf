"""Addresses of walls that hang, below `/layar/`: each is a secret, opened by whoever has it."""

from django.urls import URLPattern, URLResolver, path

from tanggap.web.command.views import hanging

app_name = "wall"
urlpatterns: list[URLPattern | URLResolver] = [
    path("<str:token>/", hanging.page, name="page"),
    path("<str:token>/kini/", hanging.now, name="now"),
]
