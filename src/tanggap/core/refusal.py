"""Why something was not done, as a sentence for the person who asked."""

import re
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refusal(Exception):
    """A rule said no. Nothing was written. Subclasses carry a translated `message`; faces render it, the API as problem+json."""

    message: str | Promise = _("This cannot be done.")
    status: int = 409
    field: str | None = None

    def __init__(self, message: str | Promise | None = None, *, field: str | None = None) -> None:
        if message is not None:
            self.message = message
        if field is not None:
            self.field = field
        super().__init__()

    def __str__(self) -> str:
        return str(self.message)

    @property
    def code(self) -> str:
        """Return the class name in snake_case: the stable word for machines."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", type(self).__name__).lower()

    @property
    def errors(self) -> dict[str, str]:
        """Return the message under the field that it concerns; empty when it concerns none."""
        return {self.field: str(self)} if self.field else {}


class Invalid(Refusal):
    """The input cannot be used. `errors` names each field, what was wrong and what to do."""

    message = _("Some of what you entered cannot be used.")
    status = 422

    def __init__(self, errors: Mapping[str, str | Promise]) -> None:
        super().__init__()
        self._errors = dict(errors)

    @property
    def errors(self) -> dict[str, str]:
        return {field: str(message) for field, message in self._errors.items()}


class NotFound(Refusal):
    """Unknown, private, erased and malformed all look like this."""

    message = _("There is nothing under this address.")
    status = 404


class NotAllowed(Refusal):
    """This person may not do this here."""

    message = _("Your role does not permit this.")
    status = 403


class Stale(Refusal):
    """Somebody changed the report since it was opened."""

    message = _(
        "Somebody changed this report while you had it open. Nothing of yours was saved; look at the change, then decide again."
    )
    status = 409
