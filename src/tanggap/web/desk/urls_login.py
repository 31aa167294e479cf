"""Addresses of signing in and out and of the own account, below `/`."""

from django.urls import path

from tanggap.web.desk import login

app_name = "sign-in"
urlpatterns = [
    path("masuk/", login.sign_in, name="sign-in"),
    path("masuk/ke/", login.onward, name="onward"),
    path("masuk/akun/", login.account, name="account"),
    path("masuk/akun/sandi/", login.change_password, name="password"),
    path("masuk/akun/bahasa/", login.change_language, name="language"),
    path("keluar/", login.sign_out, name="sign-out"),
]
