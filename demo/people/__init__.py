"""Artisans, vendors and accounts of the demo."""
