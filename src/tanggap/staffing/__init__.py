"""What other staffing would change: arrivals, service times and staff of a unit, fitted from events and simulated."""
