"""The rights of who reported: what is known of a person can be erased, in every room at once, and the log stays whole (UU 27/2022 Art. 43)."""
