"""Payouts to sellers: transfers, payees, the balance of a vendor."""
