"""Are the stored results of a day sound? Checked in batches, never in the path of a request."""
