"""What is unusual in the city now: counts by the hour against a seasonal baseline, each alarm with its explanation."""
