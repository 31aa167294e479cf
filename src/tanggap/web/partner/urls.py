"""Addresses of the partners' desk and of the guests' links, below `/mitra/`."""

from django.urls import path

from tanggap.web.partner import guests, views

app_name = "partner"
urlpatterns = [
    path("", views.listing, name="list"),
    path("tamu/<uuid:link>/<str:token>/", guests.task, name="guest"),
    path("tamu/<uuid:link>/<str:token>/foto/<uuid:photo>/<slug:size>.jpg", guests.photo, name="guest-photo"),
    path("tamu/<uuid:link>/<str:token>/<slug:slug>/", guests.act, name="guest-act"),
    path("<str:code>/<int:number>/", views.task, name="task"),
    path("<str:code>/<int:number>/foto/<uuid:photo>/<slug:size>.jpg", views.photo, name="photo"),
    path("<str:code>/<int:number>/<slug:slug>/", views.act, name="act"),
]
