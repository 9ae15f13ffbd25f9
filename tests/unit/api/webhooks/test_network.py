"""What is refused before any connection is opened: a unit test that opens one fails."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

import httpcore
import pytest

from api.webhooks.address import Reach
from api.webhooks.network import CheckedNetwork, NotReachable


def leads_to(*addresses: str):
    async def resolve(host: str, port: int):
        return [ip_address(address) for address in addresses]

    return resolve


@pytest.mark.parametrize(
    "addresses", [["127.0.0.1"], ["8.8.8.8", "127.0.0.1"], ["10.0.0.1", "8.8.8.8"], ["::1"], ["::ffff:10.0.0.1"]]
)
async def test_one_address_that_may_not_be_reached_is_enough(addresses):
    with pytest.raises(NotReachable):
        await CheckedNetwork(Reach(), leads_to(*addresses), encrypted=True).connect_tcp("receiver.example", 443)


async def test_in_clear_only_into_named_networks():
    reach = Reach((ip_network("10.0.0.0/8"),))

    with pytest.raises(NotReachable):
        await CheckedNetwork(reach, leads_to("8.8.8.8"), encrypted=False).connect_tcp("receiver.example", 80)


async def test_a_name_without_an_address():
    async def unknown(host: str, port: int):
        raise OSError("Name or service not known")

    for resolve in (unknown, leads_to()):
        with pytest.raises(httpcore.ConnectError):
            await CheckedNetwork(Reach(), resolve, encrypted=True).connect_tcp("receiver.example", 443)
