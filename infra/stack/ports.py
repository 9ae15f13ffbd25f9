"""The ports of the stack: consecutive from a base but for one, all on 127.0.0.1, probed before anything starts."""

from __future__ import annotations

import socket
from dataclasses import dataclass

from infra.stack.errors import PortTaken

DEFAULT_BASE = 8600
HOST = "127.0.0.1"
# In the order of their offset from the base. SeaweedFS is five servers in one process, each with a gRPC port.
NAMES = (
    "api",
    "prefect",
    "mlflow",
    "bento",
    "postgres",
    "s3",
    "s3-grpc",
    "s3-master",
    "s3-master-grpc",
    "s3-filer",
    "s3-filer-grpc",
    "s3-volume",
    "s3-volume-grpc",
    "s3-admin",
    "s3-admin-grpc",
    "worker-metrics",
)
# SeaweedFS's maintenance worker finds this one by its distance from s3-admin, whatever the options say.
_ADMIN_GRPC_DISTANCE = 10_000
HIGHEST_BASE = 65_535 - _ADMIN_GRPC_DISTANCE - len(NAMES)


@dataclass(frozen=True, slots=True)
class Ports:
    base: int = DEFAULT_BASE

    def __getitem__(self, name: str) -> int:
        if name == "s3-admin-grpc":
            return self["s3-admin"] + _ADMIN_GRPC_DISTANCE
        return self.base + NAMES.index(name)

    def url(self, name: str) -> str:
        return f"http://{HOST}:{self[name]}"

    def require_free(self) -> None:
        """Raises PortTaken with every taken port by name."""
        taken = {name: self[name] for name in NAMES if not is_free(self[name])}
        if taken:
            raise PortTaken(taken, self.base)


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        # As the servers bind: connections in TIME_WAIT do not count, a listener does.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True
