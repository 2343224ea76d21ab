"""Tables of carts."""
