"""What everybody reads of proposals for the yearly planning, and how they support and follow them."""
