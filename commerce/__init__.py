"""The rules of the shop; reads like the shop's own manual."""
