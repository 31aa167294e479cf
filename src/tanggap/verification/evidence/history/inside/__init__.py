"""What looks into a stranger's file: this runs in the confined child only, and hands out nothing but plain, listed words."""
