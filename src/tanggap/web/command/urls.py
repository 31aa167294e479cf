"""Addresses below `/command/`."""

from django.urls import URLPattern, URLResolver, path

from tanggap.web.command.views import alarms, behind, front, hanging, morning

app_name = "command"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", front.page, name="front"),
    path("kini/", front.now, name="now"),
    path("saya/", front.mine, name="mine"),
    path("eskalasi/", front.acknowledge, name="acknowledge"),
    path("terlambat/", behind.late, name="late"),
    path("tempat/", behind.place, name="place"),
    path("laporan/<str:code>/", behind.report, name="report"),
    path("lonjakan/<int:number>/", alarms.alarm, name="alarm"),
    path("lonjakan/<int:number>/tindak/", alarms.notice, name="notice"),
    path("lonjakan/<int:number>/diam/", alarms.mute, name="mute"),
    path("lonjakan/diam/<int:mute>/akhiri/", alarms.unmute, name="unmute"),
    path("layar/", hanging.listing, name="walls"),
    path("layar/<int:wall>/cabut/", hanging.revoke, name="wall-revoke"),
    path("brief/", morning.brief, name="brief"),
    path("brief/surat/", morning.brief_wish, name="brief-wish"),
    path("brief/<slug:day>/", morning.brief_file, name="brief-file"),
]
