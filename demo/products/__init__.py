"""Products of the demo, with their variants and reviews."""
