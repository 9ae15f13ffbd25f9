"""The programs of the stack, in the order of the architecture: data, servers, scorer, workers, entry."""

from __future__ import annotations

import sys
from datetime import timedelta

from infra.stack import environment, postgres, seaweedfs
from infra.stack.folder import DataFolder
from infra.stack.ports import HOST, Ports
from infra.stack.program import Program
from infra.stack.secrets import Secrets

WORK_POOL = "speechscan"
_PYTHON = (sys.executable, "-m")
# Runs older than this leave Prefect's database; jobs and results are in ours. Off by default in Prefect.
_PREFECT_RETENTION = timedelta(days=14)
# The recorder in batches: 91 -> 112 jobs/s and 24 -> 10 ms of server CPU a job, all task runs recorded (measured).
PREFECT_SERVER = {
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_READ_BATCH_SIZE": "50",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "1",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_BATCH_SIZE": "200",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(int(_PREFECT_RETENTION.total_seconds())),
    # By default in the server's memory: with a restart a run would lose its turn and be ended, and the turn of a run
    # that died with the server would never be over, so that its deployment ran no more.
    "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
    # A promotion that queues behind another looks again so often; the default is 30 s.
    "PREFECT_SERVER_DEPLOYMENTS_CONCURRENCY_SLOT_WAIT_SECONDS": "5",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
}
# By default glibc gives the memory of every larger tensor back at once, and each score faults it in again.
_MIB = 1 << 20
_KEPT_MEMORY = {
    "MALLOC_MMAP_THRESHOLD_": str(64 * _MIB),
    "MALLOC_TRIM_THRESHOLD_": str(256 * _MIB),
    "MALLOC_TOP_PAD_": str(16 * _MIB),
}


def all_programs(folder: DataFolder, secrets: Secrets, ports: Ports) -> tuple[Program, ...]:
    return (
        database(folder, ports),
        seaweedfs.program(folder, secrets, ports),
        prefect(secrets, ports),
        mlflow(secrets, ports),
        bento(folder, ports),
        screening_worker(ports),
        deployments_worker(),
        promotion_watcher(),
        webhook_sender(),
        api(folder, ports),
    )


def database(folder: DataFolder, ports: Ports) -> Program:
    return Program(
        name="postgres",
        stage="data",
        command=postgres.command(folder.postgres, ports["postgres"]),
        address=f"{HOST}:{ports['postgres']}",
        cwd=folder.root,
        user=postgres.system_user(),
        stop_signal="INT",  # PostgreSQL's fast shutdown: ends sessions, loses nothing
        grace_s=20,
    )


def prefect(secrets: Secrets, ports: Ports) -> Program:
    return Program(
        name="prefect",
        stage="servers",
        command=[*_PYTHON, "prefect", "server", "start", "--host", HOST, "--port", str(ports["prefect"])],
        environment=prefect_server_environment(secrets, ports),
        address=ports.url("prefect"),
        grace_s=15,
    )


def prefect_server_environment(secrets: Secrets, ports: Ports) -> dict[str, str]:
    origins = f"http://{HOST}:{ports['prefect']},http://localhost:{ports['prefect']}"
    return {
        **PREFECT_SERVER,
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": environment.database_url(
            "postgresql+asyncpg", "prefect", secrets, ports
        ),
        # By default any web page that the person's browser shows could call it.
        "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": origins,
    }


def mlflow(secrets: Secrets, ports: Ports) -> Program:
    hosts = f"{HOST}:{ports['mlflow']},localhost:{ports['mlflow']}"
    options = ["--host", HOST, "--port", str(ports["mlflow"]), "--workers", "1", "--allowed-hosts", hosts]
    return Program(
        name="mlflow",
        stage="servers",
        command=[*_PYTHON, "mlflow", "server", *options],
        environment={
            **environment.object_store(secrets, ports),
            # In the environment, since everybody on the machine can read a command line.
            "MLFLOW_BACKEND_STORE_URI": environment.database_url("postgresql+psycopg", "mlflow", secrets, ports),
            "MLFLOW_ARTIFACTS_DESTINATION": f"s3://{environment.MLFLOW_BUCKET}",
            # Its job runner (for hosted evaluations) would be four more processes that nothing here uses.
            "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false",
        },
        address=ports.url("mlflow"),
    )


def bento(folder: DataFolder, ports: Ports) -> Program:
    return Program(
        name="bento",
        stage="scorer",
        command=[
            *_PYTHON,
            "bentoml",
            "serve",
            "bentos.service:Screener",
            "--host",
            HOST,
            "--port",
            str(ports["bento"]),
        ],
        # BentoML leaves temporary folders behind; here the next start removes them.
        environment={"TMPDIR": str(folder.tmp), **_KEPT_MEMORY},
        address=ports.url("bento"),
    )


def screening_worker(ports: Ports) -> Program:
    return Program(
        name="screening-worker",
        stage="workers",
        command=[*_PYTHON, "flows.screen"],
        environment={
            # A task run's log records would be a call to the server each.
            "PREFECT_LOGGING_TO_API_ENABLED": "false",
            # Only of this worker: others of the machine need ports of their own.
            "SPEECHSCAN_WORKER_METRICS_PORT": str(ports["worker-metrics"]),
        },
        grace_s=30,  # above the setting exit_grace_s
    )


def deployments_worker() -> Program:
    options = ["--pool", WORK_POOL, "--type", "process", "--name", "local", "--install-policy", "never"]
    return Program(
        name="deployments-worker",
        stage="workers",
        command=[*_PYTHON, "prefect", "worker", "start", *options],
        environment={"PREFECT_WORKER_QUERY_SECONDS": "5"},
        grace_s=20,
    )


def promotion_watcher() -> Program:
    return Program(name="promotion-watcher", stage="workers", command=[*_PYTHON, "flows.promote"])


def webhook_sender() -> Program:
    # Above an attempt's longest time, the setting webhook_timeout_s.
    return Program(name="webhook-sender", stage="workers", command=[*_PYTHON, "api.webhooks"], grace_s=20)


def api(folder: DataFolder, ports: Ports) -> Program:
    return Program(
        name="api",
        stage="entry",
        command=[*_PYTHON, "api", "--host", HOST, "--port", str(ports["api"])],
        environment={"TMPDIR": str(folder.tmp)},
        address=ports.url("api"),
    )
