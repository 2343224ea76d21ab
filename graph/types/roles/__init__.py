"""Types of who works for whom: members, facilitators, staff."""
