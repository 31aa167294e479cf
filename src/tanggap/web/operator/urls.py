"""Addresses of the operator, below `/admin/`."""

from django.urls import path

from tanggap.web.operator import channels, photos, securing, views, webhooks, wordings

app_name = "operator"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("orang/", views.people, name="people"),
    path("orang/baru/", views.new_person, name="new-person"),
    path("orang/<str:username>/", views.person, name="person"),
    path("orang/<str:username>/peran/", views.grant, name="grant"),
    path("orang/<str:username>/peran/cabut/", views.revoke, name="revoke"),
    path("orang/<str:username>/tutup/", views.close, name="close"),
    path("orang/<str:username>/buka/", views.reopen, name="reopen"),
    path("orang/<str:username>/sandi/", views.reset_password, name="reset-password"),
    path("orang/<str:username>/faktor/", securing.reset_factors, name="reset-factors"),
    path("orang/<str:username>/keluarkan/", securing.sign_out, name="sign-out"),
    path("orang/<str:username>/segel/", securing.seal, name="seal"),
    path("orang/<str:username>/identitas/", securing.link, name="link"),
    path("penolakan/", securing.refused, name="refused"),
    path("paket/", views.pack, name="pack"),
    path("foto/periksa-ulang/", photos.look_again, name="photos-replay"),
    path("pesan/", wordings.listed, name="wordings"),
    path("pesan/<slug:template>/", wordings.wording, name="wording"),
    path("webhook/", webhooks.overview, name="webhooks"),
    path("webhook/baru/", webhooks.new, name="new-webhook"),
    path("webhook/<slug:key>/", webhooks.webhook, name="webhook"),
    path("webhook/<slug:key>/ubah/", webhooks.change, name="webhook-change"),
    path("webhook/<slug:key>/uji/", webhooks.test, name="webhook-test"),
    path("webhook/<slug:key>/nyala/", webhooks.switch, name="webhook-switch"),
    path("webhook/<slug:key>/rahasia/", webhooks.rotate, name="webhook-rotate"),
    path("webhook/<slug:key>/kirim-ulang/", webhooks.replay, name="webhook-replay"),
    path("webhook/<slug:key>/kirim-ulang/<int:event>/", webhooks.again, name="webhook-again"),
    path("webhook/<slug:key>/hapus/", webhooks.delete, name="webhook-delete"),
    path("kanal/", channels.overview, name="channels"),
    path("kanal/baru/<slug:channel>/", channels.new_account, name="new-account"),
    path("kanal/akun/<int:number>/", channels.account, name="account"),
    path("kanal/akun/<int:number>/ubah/", channels.change_account, name="account-change"),
    path("kanal/akun/<int:number>/uji/", channels.test_account, name="account-test"),
    path("kanal/akun/<int:number>/nyala/", channels.switch_account, name="account-switch"),
    path("kanal/surat/", channels.letters, name="letters"),
    path("kanal/surat/baca-ulang/", channels.replay, name="letters-replay"),
    path("kanal/surat/hasil/", channels.fates, name="letters-fates"),
    path("kanal/surat/<int:number>/", channels.letter, name="letter"),
    path("kanal/surat/<int:number>/perbaiki/", channels.mend, name="letter-mend"),
]
