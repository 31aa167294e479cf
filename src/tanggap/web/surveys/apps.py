"""The surface's own label: `surveys` is that of the room that keeps the surveys."""

from django.apps import AppConfig


class SurveyPages(AppConfig):
    """The pages below `/evaluation/surveys/`."""

    name = "tanggap.web.surveys"
    label = "survey_pages"
