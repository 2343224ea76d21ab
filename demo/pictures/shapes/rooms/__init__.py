"""Shapes of furniture and of what decorates a room."""
