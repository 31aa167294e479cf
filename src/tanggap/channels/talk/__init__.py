"""One dialogue for every channel on which a person can be asked back: what to file, what to ask, what to leave alone.

It is pure: no table, no network. `engine.hear` is told a message and the draft so far; what the city asks and which words it knows stand
in the pack's `dialogue.toml`.
"""
