"""Tables of places, crafts, categories and delivery."""
