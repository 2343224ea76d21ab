"""Types of orders and their parcels."""
