"""How good the champion is by itself, beside the gate, which compares two versions.

by_subgroup.py  figures of a version on a reference set
floor.py        what the policy asks of them
table.py        figures for people, a line a subgroup
picture.py      the same as a plot
"""
