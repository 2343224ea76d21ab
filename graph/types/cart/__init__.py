"""Types of the cart."""
