"""Mutations of roles: staff, officers, vendor members, facilitators."""
