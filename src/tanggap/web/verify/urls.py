"""The validator's pages, below `/verify/`."""

from django.urls import path

from tanggap.web.verify import views

app_name = "verify"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("hasil/", views.results, name="results"),
    path("benturan/", views.conflicts, name="conflicts"),
    path("benturan/<int:conflict>/cabut/", views.withdraw, name="withdraw"),
    path("pendapat/<int:opinion>/", views.second, name="second"),
    path("<str:code>/", views.case, name="case"),
    path("<str:code>/findings/", views.findings, name="findings"),
    path("<str:code>/compare/<str:key>/", views.compare, name="compare"),
    path("<str:code>/accept/", views.accept, name="accept"),
    path("<str:code>/reject/", views.reject, name="reject"),
    path("<str:code>/field/", views.send_to_field, name="send_to_field"),
    path("<str:code>/ask/", views.ask, name="ask_opinion"),
    path("<str:code>/recuse/", views.recuse, name="recuse"),
]
