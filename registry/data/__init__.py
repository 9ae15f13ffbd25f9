"""Labelled recordings: the manifest that names them, importers that write one, and the checks before training."""
