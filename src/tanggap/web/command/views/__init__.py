"""The views of the command centre."""
