"""Changes of a recording that say nothing of the voice, and what they do to the score."""
