"""Clothes, shoes, bags and jewellery."""
