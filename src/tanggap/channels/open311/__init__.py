"""Another Open311 city: reports that are theirs go there, and what becomes of them comes back."""
