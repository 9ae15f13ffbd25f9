"""How well each model version did by the outcomes that were confirmed later."""
