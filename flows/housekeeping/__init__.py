"""Looks after what is left over: expired leases, objects without a job, clips of erased jobs, dead workers' shifts,
web sessions that have ended, unused uploads, batches that nobody started."""
