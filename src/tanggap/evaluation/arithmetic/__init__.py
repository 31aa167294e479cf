"""What counts say beyond themselves: pure arithmetic. No database, no clock, no rounding; every room above may use it."""
