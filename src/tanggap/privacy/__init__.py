"""The rights of who reported (UU 27/2022): what is known of a person is erased in every room at once, and the log stays whole."""
