"""What a cart costs: prices, promotions, tax, shipping."""
