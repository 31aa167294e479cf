"""Addresses under /api/jaki/v1/."""

from django.urls import path

from tanggap.api.jaki import views
from tanggap.api.jaki.signed import resource

urlpatterns = [
    path("devices", resource(POST=views.register)),
    path("devices/self", resource(GET=views.installation)),
    path("devices/self/push", resource(PUT=views.set_push, DELETE=views.end_push)),
    path("uploads", resource(POST=views.begin_upload)),
    path("uploads/<uuid:number>", resource(GET=views.upload, PATCH=views.go_on, DELETE=views.give_up)),
    path("uploads/<uuid:number>/done", resource(POST=views.finish_upload)),
    path("reports", resource(GET=views.reports, POST=views.submit)),
    path("reports/<str:code>", resource(GET=views.report)),
    path("reports/<str:code>/<slug:name>", resource(POST=views.act)),
]
