"""The nine elements of every satisfaction survey, in the order of the questionnaire that PermenPAN-RB 14/2017 annexes.

The regulation's text counts the handling of complaints as the eighth and the facilities as the ninth, its questionnaire the other way
round: here an element is known by its code. Each is answered from 1 (the first answer) to 4.
"""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Element:
    """One element with its question and its four answers, the worst first."""

    code: str
    name: Promise
    question: Promise
    answers: tuple[Promise, Promise, Promise, Promise]

    @property
    def choices(self) -> list[tuple[int, Promise]]:
        """Return the answers with what they count, the worst first."""
        return list(enumerate(self.answers, start=1))


ELEMENTS: Final = (
    Element(
        "requirements",
        _("Requirements"),
        _("Did what you had to tell or show fit the kind of service?"),
        (_("Did not fit"), _("Fitted badly"), _("Fitted"), _("Fitted very well")),
    ),
    Element(
        "procedure",
        _("System, mechanism and procedure"),
        _("How easy was the procedure?"),
        (_("Not easy"), _("Not so easy"), _("Easy"), _("Very easy")),
    ),
    Element(
        "time",
        _("Time of completion"),
        _("How quick was the service?"),
        (_("Not quick"), _("Not so quick"), _("Quick"), _("Very quick")),
    ),
    Element(
        "cost",
        _("Cost or tariff"),
        _("What do you think of what it cost you?"),
        (_("Very expensive"), _("Rather expensive"), _("Cheap"), _("Free of charge")),
    ),
    Element(
        "product",
        _("Product of the service"),
        _("Did the result fit what had been promised?"),
        (_("It did not fit"), _("It fitted badly"), _("It fitted"), _("It fitted very well")),
    ),
    Element(
        "competence",
        _("Competence of the staff"),
        _("How able were those who worked on it?"),
        (_("Not able"), _("Not so able"), _("Able"), _("Very able")),
    ),
    Element(
        "behaviour",
        _("Behaviour of the staff"),
        _("How polite and friendly were those who worked on it?"),
        (_("Not polite and friendly"), _("Not so polite and friendly"), _("Polite and friendly"), _("Very polite and friendly")),
    ),
    Element(
        "facilities",
        _("Facilities"),
        _("How good are the facilities, such as the application, the website or the counter?"),
        (_("Bad"), _("Fair"), _("Good"), _("Very good")),
    ),
    Element(
        "complaints",
        _("Handling of complaints, suggestions and input"),
        _("How are complaints about the service itself dealt with?"),
        (
            _("There is no way to complain"),
            _("There is one, but it does not work"),
            _("It works, but not well"),
            _("It is well looked after"),
        ),
    ),
)  # fmt: skip
CODES: Final = tuple(one.code for one in ELEMENTS)
COUNT: Final = len(ELEMENTS)

OVERALL: Final = Element(
    "overall",
    _("All in all"),
    _("All in all, how satisfied are you?"),
    (_("Not satisfied"), _("Not so satisfied"), _("Satisfied"), _("Very satisfied")),
)
"""Our own question beside the nine: it counts in no index, but shows answers that contradict themselves."""


def element(code: str) -> Element:
    """Return the element of a code. Raises KeyError."""
    return {one.code: one for one in (*ELEMENTS, OVERALL)}[code]
