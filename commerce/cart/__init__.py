"""Carts: reading, changing and merging them."""
