"""PostgreSQL: tables, the job queue, the ledger, migrations. PostgreSQL is the truth about jobs and decisions."""
