"""Credentials of people and servers."""
