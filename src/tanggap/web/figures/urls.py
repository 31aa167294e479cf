"""Addresses of the city's numbers: statistics, an area's own page, and pieces that other sites show."""

from django.urls import URLPattern, URLResolver, path, re_path

from tanggap.web.figures.views import areas, feeds, numbers, widgets

app_name = "figures"
urlpatterns: list[URLPattern | URLResolver] = [
    path("statistik/", numbers.statistics_page, name="statistics"),
    re_path(r"^statistik/data\.(?P<ending>csv|xlsx)$", numbers.data, name="data"),
    path("statistik/definisi/", numbers.definitions, name="definitions"),
    path("statistik/sematan/", widgets.builder, name="embed"),
    path("sematan/<slug:code>/", widgets.widget, name="widget"),
    path("wilayah/", areas.find, name="areas"),
    path("wilayah/<str:code>/", areas.area, name="area"),
    re_path(r"^wilayah/(?P<code>[^/]+)/umpan\.(?P<ending>rss|atom|ics)$", feeds.of_area, name="area-feed"),
    re_path(r"^peta/umpan\.(?P<ending>rss|atom)$", feeds.of_search, name="search-feed"),
]
