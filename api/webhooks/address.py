"""Which addresses a webhook may reach. A caller chooses the URL, and our network must not be reachable through it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from speechscan.settings import Settings

Address = IPv4Address | IPv6Address
# All that is routed between networks lies here (RFC 4291); what Python calls global has holes beside it.
_UNICAST = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")
# Not public by IANA's registry of special addresses, and global by the Python of some years: protocol assignments,
# 6to4's relays (which lead anywhere), documentation.
_SPECIAL = (IPv4Network("192.0.0.0/24"), IPv4Network("192.88.99.0/24"), IPv6Network("3fff::/20"))


@dataclass(frozen=True, slots=True)
class Reach:
    """Public addresses, and these networks."""

    networks: Sequence[IPv4Network | IPv6Network] = ()

    @classmethod
    def of(cls, settings: Settings) -> Reach:
        return cls(tuple(settings.webhook_allow_private))

    def permits(self, address: Address, *, encrypted: bool = True) -> bool:
        """In clear only into the networks that the operator named: what is told may be about a person."""
        address = _meant(address)
        return self._is_named(address) or (encrypted and _is_public(address))

    @property
    def permits_plain(self) -> bool:
        return bool(self.networks)

    def _is_named(self, address: Address) -> bool:
        return any(address in network for network in self.networks)


def literal(host: str) -> Address | None:
    """The address that the host is, None for a name."""
    try:
        return ip_address(host)
    except ValueError:
        return None


def _meant(address: Address) -> Address:
    """The IPv4 address that an IPv6 one stands for."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


def _is_public(address: Address) -> bool:
    if not address.is_global or address.is_multicast or address.is_reserved:
        return False
    is_routed = isinstance(address, IPv4Address) or address in _UNICAST
    return is_routed and not any(address in network for network in _SPECIAL)
