"""Looks after what is left over: expired leases, objects without a job, shifts of dead workers."""
