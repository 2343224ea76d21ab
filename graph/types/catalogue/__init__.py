"""Types of the catalogue: what a shopper sees."""
