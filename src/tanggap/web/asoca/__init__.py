"""The workspace under /evaluation/asoca/: boards, elements, judgements, strategies, actions, effects."""
