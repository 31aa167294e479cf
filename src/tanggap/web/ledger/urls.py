"""Addresses of the public log, below `/ledger/`."""

from django.urls import URLPattern

app_name = "ledger"
urlpatterns: list[URLPattern] = []
