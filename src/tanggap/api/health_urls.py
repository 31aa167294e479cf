"""Addresses that machines ask about this installation, at the root as is usual."""

from django.urls import path

from tanggap.api import health, metrics
from tanggap.api.problems import guarded

urlpatterns = [
    path("healthz", guarded(health.alive), name="healthz"),
    path("readyz", guarded(health.ready), name="readyz"),
    path("metrics", guarded(metrics.metrics), name="metrics"),
]
