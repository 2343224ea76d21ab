"""Products of the demo, with variants and reviews."""
