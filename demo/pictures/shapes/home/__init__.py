"""Small things of the house: scents, baskets, paper, the desk, the kitchen."""
