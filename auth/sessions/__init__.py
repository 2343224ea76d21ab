"""Sessions, devices, and the viewers a process knows."""
