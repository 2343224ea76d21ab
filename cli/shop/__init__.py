"""The shop: its operator, its staff, its search."""
