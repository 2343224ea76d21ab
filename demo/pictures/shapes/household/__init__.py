"""Vessels, furniture, lamps, food and tools."""
