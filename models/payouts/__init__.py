"""Tables of what goes to vendors and artisans."""
