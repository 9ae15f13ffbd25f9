"""PostgreSQL: tables, the job queue, migrations. PostgreSQL is the truth about jobs."""
