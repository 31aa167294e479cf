"""The evaluation of one selection as a document: `report` gathers it, `sections` says its parts in words, `evaluation.typ` sets it."""
