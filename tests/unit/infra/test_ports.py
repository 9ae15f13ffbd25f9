from __future__ import annotations

from infra.stack.errors import PortTaken
from infra.stack.ports import HIGHEST_BASE, NAMES, Ports


def test_the_documented_offsets_hold() -> None:
    ports = Ports(8600)
    first_six = ("api", "prefect", "mlflow", "bento", "postgres", "s3")
    assert [ports[name] for name in first_six] == [8600, 8601, 8602, 8603, 8604, 8605]


def test_no_two_share_a_port_and_the_highest_base_fits() -> None:
    ports = Ports(HIGHEST_BASE)
    numbers = {ports[name] for name in NAMES}
    assert len(numbers) == len(NAMES)
    assert max(numbers) <= 65_535


def test_a_taken_port_is_reported_by_name_and_number_with_advice() -> None:
    assert PortTaken({"mlflow": 8602}, 8600).detail == (
        "Port 8602 (mlflow) is taken by another program. Choose other ports for the whole stack, "
        "for example --port-base 8700."
    )
    assert PortTaken({"api": 8600, "s3": 8605}, 8600).detail.startswith("Ports 8600 (api), 8605 (s3) are taken")
