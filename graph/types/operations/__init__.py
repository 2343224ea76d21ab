"""Types of what staff look after."""
