"""Types of places, crafts and categories."""
