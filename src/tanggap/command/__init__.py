"""What leaders see: the city's picture now, and the brief of the morning."""
