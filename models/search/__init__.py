"""Tables that search reads."""
