"""Reference sets, phantoms and the statistics that guard a model update."""
