"""The surface's own label: `evaluation` is that of the room that declares the criteria."""

from django.apps import AppConfig


class EvaluationPages(AppConfig):
    """The pages below `/evaluation/`."""

    name = "tanggap.web.evaluation"
    label = "evaluation_pages"
