"""Servers of other projects, for comparison."""
