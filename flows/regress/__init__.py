"""Regression of what already runs: the champion, through the running service, must say what it said when it was
promoted.

flow.py        the flow `regression`
sets.py        which reference sets, where their sound and their golden scores are
champion.py    the version that must answer: the ledger's, and the one that serves
rerun.py       one set scored anew and compared
report.py      what a person reads in Prefect: a sentence and tables a set
page.py        the same as a page, with pictures
kept.py        the report and the rows that it leaves
"""
