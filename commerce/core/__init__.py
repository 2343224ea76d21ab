"""What every rule is made of: who acts, refusals, money, days, audit, jobs, one answer per key."""
