"""Batches: making one, taking its recordings in, giving its results out."""
