"""The index of products on sale: sets of numbers in the process, counted in microseconds."""
