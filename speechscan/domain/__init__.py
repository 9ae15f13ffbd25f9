"""Pure core: frozen dataclasses and functions. No I/O, no framework."""
