"""Addresses of the evaluation: the criteria, each indicator and its fair comparison, what is under-reported, files, documents, queries."""

from django.urls import URLPattern, URLResolver, path, re_path

from tanggap.web.evaluation.views import comparison, documents, files, front, indicators, queries, reporting, study

app_name = "evaluation"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", front.criteria, name="front"),
    path("definitions/", front.definitions, name="definitions"),
    path("indicators/<slug:code>/", indicators.indicator, name="indicator"),
    path("indicators/<slug:code>/compare/", comparison.comparison, name="comparison"),
    path("under-reporting/", reporting.under_reporting, name="under-reporting"),
    re_path(r"^data\.(?P<ending>csv|xlsx|json)$", files.data, name="data"),
    path("report.pdf", files.report, name="report"),
    path("study/", study.page, name="study"),
    re_path(r"^study/tables\.(?P<ending>csv|xlsx|json)$", study.data, name="study-data"),
    path("study/tables.pdf", study.document, name="study-document"),
    path("query/", queries.query, name="query"),
    path("documents/", documents.issued, name="documents"),
    path("documents/new/", documents.issue, name="issue"),
    path("documents/<str:number>/", documents.document, name="document"),
]
