"""Addresses of the city's numbers: statistics, an area's own page, and pieces that other sites show."""

from django.urls import URLPattern, URLResolver

app_name = "figures"
urlpatterns: list[URLPattern | URLResolver] = []
