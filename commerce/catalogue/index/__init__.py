"""What products on sale have, as sets of numbers in the process: counting takes microseconds."""
