"""The views of the proposals' public pages."""
