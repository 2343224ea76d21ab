"""The price of a cart: promotions, tax, shipping."""
