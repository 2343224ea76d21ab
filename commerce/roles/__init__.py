"""Roles: staff, officers, vendor members, facilitators, and invitations to a role."""
