"""What buyers do with a cart and an order: check out, cancel, change the address, buy again."""
