"""Attacks on the edge, each with what has to come of it; none may hold the mart up.

`python -m tests.campaigns.attacks` tries them all, and sells to somebody else meanwhile.
"""
