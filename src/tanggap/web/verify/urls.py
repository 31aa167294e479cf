"""The validator's pages, below `/verify/`."""

from django.urls import path

from tanggap.web.verify import views

app_name = "verify"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("<str:code>/", views.case, name="case"),
    path("<str:code>/accept/", views.accept, name="accept"),
    path("<str:code>/reject/", views.reject, name="reject"),
    path("<str:code>/field/", views.send_to_field, name="send_to_field"),
]
