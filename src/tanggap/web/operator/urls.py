"""Addresses of the operator, below `/admin/`."""

app_name = "operator"
urlpatterns: list[object] = []
