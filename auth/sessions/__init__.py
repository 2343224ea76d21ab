"""Sessions, devices, and the cache of viewers."""
