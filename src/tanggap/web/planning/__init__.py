"""The staff's register of proposals for the yearly planning."""
