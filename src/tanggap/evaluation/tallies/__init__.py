"""What one report cost and how openly it was handled: rollups that stand beside those of `insight`, kept by a consumer of their own."""
