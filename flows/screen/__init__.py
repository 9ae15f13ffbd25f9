"""The screening worker: claims jobs, and runs each as a Prefect task inside one flow run per shift.

worker.py      the process: opens shifts one after another, obeys TERM and the operator
shift.py       one shift: claims, starts tasks, ends
flow.py        what Prefect sees: the flow and the task
screening.py   one job through its stages, and what each outcome means for the queue
stages.py      validate, store, score, record on real parts
batcher.py     shares the work of jobs that wait at the same time
leases.py      keeps leases alive from a thread
dependencies.py  which parts are away, and since when they are back
watch.py       notices what the operator asks for in the Prefect UI
operator.py    asks and tells Prefect
runtime.py     what a process holds open for all its shifts
notify.py      wakes the worker when a job is queued
"""
