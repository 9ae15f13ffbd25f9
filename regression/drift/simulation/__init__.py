"""How often unchanged data are called drift, and how often drift that was put in is found: measured, not assumed."""
