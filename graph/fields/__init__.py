"""Declared fields over rows: their kinds, their types, and checks of what they name."""
