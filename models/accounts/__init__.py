"""Tables of people and what they keep."""
