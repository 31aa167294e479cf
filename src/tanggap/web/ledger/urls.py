"""Addresses of the public log, below `/ledger/`: those of C2SP tlog-tiles, our own for proofs, and the pages for people."""

from django.urls import path

from tanggap.web.ledger import machines, views, witness

app_name = "ledger"
urlpatterns = [
    path("", views.index, name="index"),
    path("laporan/", views.find, name="find"),
    path("laporan/<str:code>/", views.report, name="report"),
    path("tanda-terima/", views.receipt, name="receipt"),
    path("checkpoint", machines.checkpoint, name="checkpoint"),
    path("key", machines.key, name="key"),
    path("heads", machines.heads, name="heads"),
    path("verify.py", machines.verifier, name="verifier"),
    path("proof/<str:code>", machines.proof, name="proof"),
    path("witness/add-checkpoint", witness.add_checkpoint, name="witness"),
    path("openings/<path:number>", machines.openings, name="openings"),
    path("tile/entries/<path:place>", machines.entries, name="entries"),
    path("tile/<str:level>/<path:place>", machines.tile, name="tile"),
]
