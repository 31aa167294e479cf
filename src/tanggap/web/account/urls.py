"""Addresses of signing in and out and of the own account, below `/`."""

from django.urls import path

from tanggap.web.account.views import enrolling, own, provider, signing

app_name = "sign-in"
urlpatterns = [
    path("masuk/", signing.sign_in, name="sign-in"),
    path("masuk/kode/", signing.code, name="code"),
    path("masuk/pasang/", enrolling.enrol, name="enrol"),
    path("masuk/darurat/", signing.emergency, name="emergency"),
    path("masuk/penyedia/", provider.start, name="provider"),
    path("masuk/penyedia/kembali/", provider.returned, name="provider-return"),
    path("masuk/ke/", signing.onward, name="onward"),
    path("masuk/ulang/", own.again, name="again"),
    path("masuk/akun/", own.account, name="account"),
    path("masuk/akun/sandi/", own.change_password, name="password"),
    path("masuk/akun/bahasa/", own.change_language, name="language"),
    path("masuk/akun/faktor/", enrolling.add, name="add-factor"),
    path("masuk/akun/faktor/<int:factor>/hapus/", enrolling.remove, name="remove-factor"),
    path("masuk/akun/cadangan/", enrolling.codes, name="codes"),
    path("masuk/akun/sesi/", own.end_sessions, name="end-sessions"),
    path("masuk/akun/kabar/<int:alarm>/", own.see_alarm, name="see-alarm"),
    path("keluar/", signing.sign_out, name="sign-out"),
]
