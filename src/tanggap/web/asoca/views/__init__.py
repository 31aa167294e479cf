"""The pages of the ASOCA boards."""
