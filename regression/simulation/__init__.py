"""How often the gate errs, found on cohorts of which the truth is known."""
