"""Addresses of this surface."""

from django.urls import URLPattern, URLResolver

app_name = "asoca"
urlpatterns: list[URLPattern | URLResolver] = []
