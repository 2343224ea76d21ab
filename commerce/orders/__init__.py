"""Orders: their states, stock, promotion usage, timeline, lookup and notifications."""
