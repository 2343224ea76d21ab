"""Taps, farm tools, brushes, parts of machines and wheels, things of sheet metal."""
