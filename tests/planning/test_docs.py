"""The page on the planning names every state, step and column that there is."""

from pathlib import Path

from tanggap.insight.proposals import COLUMNS
from tanggap.planning.lifecycle import STEPS
from tanggap.planning.words import ProposalState

PAGE = Path("docs/planning.md").read_text("utf-8")


def test_every_state_step_and_column_is_named():
    names = [*ProposalState.values, *STEPS, *COLUMNS]

    assert [name for name in names if f"`{name}`" not in PAGE] == []
