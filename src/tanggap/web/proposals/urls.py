"""Addresses below `/usulan/`: what everybody reads of the problems that are too big for one unit."""

from django.urls import path

from tanggap.web.proposals.views import listing, proposal

app_name = "proposals"
urlpatterns = [
    path("", listing.index, name="index"),
    path("<str:code>/", proposal.show, name="proposal"),
    path("<str:code>/dukung/", proposal.support, name="support"),
    path("<str:code>/kartu.png", proposal.card, name="card"),
]
