"""Golden scores: what a version said of a reference set when it was promoted. Unchanged, it must say so for ever."""
