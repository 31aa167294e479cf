"""Addresses of the ASOCA boards, below `/evaluation/asoca/`."""

from django.urls import URLPattern, URLResolver, path

from tanggap.web.asoca.views import acting, boards, effects, files, judging, laying, ranking

app_name = "asoca"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", boards.listed, name="boards"),
    path("baru/", boards.new, name="new"),
    path("contoh/", boards.from_example, name="example"),
    path("<int:board>/", ranking.overview, name="board"),
    path("<int:board>/ubah/", boards.describe, name="describe"),
    path("<int:board>/buka/", boards.start_judging, name="open"),
    path("<int:board>/draf/", boards.take_back, name="take-back"),
    path("<int:board>/tutup/", boards.close, name="close"),
    path("<int:board>/edisi/", boards.edition, name="edition"),
    path("<int:board>/buang/", boards.discard, name="discard"),
    path("<int:board>/unsur/", laying.elements, name="elements"),
    path("<int:board>/unsur/<str:key>/", laying.element, name="element"),
    path("<int:board>/unsur/<str:key>/hapus/", laying.remove, name="element-remove"),
    path("<int:board>/unsur/<str:key>/indikator/", laying.indicator, name="link-indicator"),
    path("<int:board>/unsur/<str:key>/kueri/", laying.query, name="link-query"),
    path("<int:board>/unsur/<str:key>/dokumen/", laying.document, name="link-document"),
    path("<int:board>/unsur/<str:key>/lepas/<int:link>/", laying.unlink, name="unlink"),
    path("<int:board>/strategi/", laying.strategies, name="strategies"),
    path("<int:board>/penilai/", judging.assessors, name="assessors"),
    path("<int:board>/penilai/<int:assessor>/", judging.judging, name="judging"),
    path("<int:board>/penilai/<int:assessor>/lepas/", judging.remove, name="assessor-remove"),
    path("<int:board>/penilai/<int:assessor>/nilai/", judging.ratings, name="ratings"),
    path("<int:board>/penilai/<int:assessor>/<str:among>/", judging.pairs, name="pairs"),
    path("<int:board>/keyakinan/", ranking.sure, name="sure"),
    path("<int:board>/banding/", ranking.compared, name="compared"),
    path("<int:board>/tindakan/", acting.listed, name="actions"),
    path("<int:board>/strategi/<str:pair>/tindakan/", acting.plan, name="plan"),
    path("<int:board>/tindakan/<int:action>/", acting.action, name="action"),
    path("<int:board>/tindakan/<int:action>/ubah/", acting.change, name="action-change"),
    path("<int:board>/tindakan/<int:action>/keadaan/", acting.state, name="action-state"),
    path("<int:board>/tindakan/<int:action>/dampak/", effects.follow, name="follow"),
    path("<int:board>/dampak/<int:following>/", effects.effect, name="effect"),
    path("<int:board>/dampak/<int:following>/catat/", effects.take_reading, name="effect-keep"),
    path("<int:board>/dampak/<int:following>/lepas/", effects.unfollow, name="unfollow"),
    path("<int:board>/dampak/<int:following>/angka.<str:kind>", effects.file, name="effect-file"),
    path("<int:board>/terbitkan/", files.issue, name="issue"),
    path("<int:board>/asoca.<str:kind>", files.download, name="file"),
]
