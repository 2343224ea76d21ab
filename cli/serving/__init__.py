"""The mart served, and its jobs done."""
