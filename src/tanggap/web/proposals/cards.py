"""The picture of a proposal where its address is shared (`web.ui.cards` draws it)."""

from tanggap.planning.rows import PublicProposalRow
from tanggap.web.ui import status
from tanggap.web.ui.cards import Card, draw, with_shape


def of_proposal(row: PublicProposalRow) -> bytes:
    """Return the card of a proposal: what, where, how far it is; its point as everybody may see it."""
    return draw(
        Card(
            title=row.title,
            place=f"{row.category_label} · {row.area_label}",
            foot=row.code,
            family=status.proposal_family(row.state),
            state=row.state_label,
            areas=with_shape([row.area]),
            point=(row.lon, row.lat) if row.lon is not None and row.lat is not None else None,
        )
    )
