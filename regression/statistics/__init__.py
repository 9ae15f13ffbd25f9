"""Paired comparison of two versions on the same clips, with speakers as the unit that is drawn."""
