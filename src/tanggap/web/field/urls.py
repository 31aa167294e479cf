"""The field app, below `/field/`. The first three are the same for everybody and hold nothing of anybody."""

from django.urls import path

from tanggap.web.field import views

app_name = "field"
urlpatterns = [
    path("sw.js", views.worker, name="worker"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("kulit/", views.shell, name="shell"),
    path("", views.day, name="day"),
    path("daftar.json", views.listing, name="list"),
    path("kirim/", views.send, name="send"),
    path("kunci/", views.register, name="register"),
    path("perangkat/", views.devices, name="devices"),
    path("perangkat/<uuid:device>/cabut/", views.revoke, name="revoke"),
]
