"""Who works for whom: staff, members of vendors, facilitators, and invitations to that."""
