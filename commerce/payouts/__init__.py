"""What sellers are paid: transfers, payees, the balance of a vendor."""
