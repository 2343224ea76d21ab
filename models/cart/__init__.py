"""Tables of carts and promotions."""
