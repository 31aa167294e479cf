"""The words of a board's paper that do not depend on the board."""

from django.utils.translation import gettext as _

from tanggap.asoca.documents import effects, firmness


def words() -> dict[str, str]:
    """Return the headings, heads of tables and short words."""
    return {
        "order": _("The order of the strategies"),
        "order-lead": _(
            "A strategy weighs the score of its group within plus that of its group around. Beside it: the rank if the two scores were "
            "multiplied instead."
        ),
        "rank": _("Rank"),
        "strategy": _("Strategy"),
        "weight": _("Weight"),
        "product": _("Rank by product"),
        "matrix": _("The six strategies"),
        "laid": _("Elements and what they rest on"),
        "no-evidence": _("rests on nothing that is linked here"),
        "judged": _("How it was weighed"),
        "thing": _("Compared"),
        "differences": _("Where the assessors lie farthest apart"),
        "pair": _("Pair"),
        "spread": _("Spread (times)"),
        "said": _("Said"),
        "elements": _("Weights, ratings and scores"),
        "element": _("Element"),
        "local": _("In its group"),
        "on-side": _("On its side"),
        "rating": _("Rating (1–4)"),
        "score": _("Score"),
        "actions": _("Actions and what followed"),
        "action": _("Action"),
        "owner": _("Owner"),
        "budget": _("Budget"),
        "due": _("Due"),
        "state": _("State"),
        "needs": _("Waits for"),
        "method": _("Method"),
        **effects.words(),
        **firmness.words(),
    }


def method() -> list[str]:
    """Return how it was done, for who reads the paper alone."""
    return [
        _(
            "Elements are laid out in the five groups of ASOCA (Suradinata 2013). Each assessor compared the groups and the elements in "
            "pairs on Saaty’s scale of 1/9 to 9; the comparisons of all were joined by their geometric mean, and the weights are the "
            "principal eigenvector (Saaty 1977; Forman and Peniwati 1998). CR is the consistency ratio; above 0.1 it should be judged anew."
        ),
        _(
            "A rating is how good an element is found at present, 1 (very weak) to 4 (very good), the mean of the assessors. Nobody saw "
            "the others’ judgements before everybody had judged or the board was closed."
        ),
        _(
            "Effects: %(its)s, %(did)s. The interval is the wider one of Newey and West 1987 and of first-order autoregression. What the "
            "estimate rests on stands beside it; an interval that holds zero says nothing of better or worse."
        )
        % {"its": _("interrupted time series (segmented regression)"), "did": _("difference in differences")},
    ]
