"""Addresses that the specifications name, below `/.well-known/`."""

from django.urls import path

from tanggap.api import oauth

urlpatterns = [
    path("oauth-authorization-server", oauth.metadata, name="oauth-metadata"),
]
