"""Types of artisans, vendors and what they sell."""
