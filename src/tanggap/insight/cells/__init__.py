"""Where public reports stand on the map: counted by H3 cell, from what everybody may see of them, and nothing else."""
