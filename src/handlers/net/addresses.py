"""Which addresses of the network may be called."""

import ipaddress
import socket
from typing import Final

__all__ = ["Address", "BlockedAddressError", "allowed", "resolve"]

# family, sockaddr: what a socket connects to.
Address = tuple[int, tuple[str, int]]

_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
_SIX_TO_FOUR: Final = ipaddress.ip_network("2002::/16")


class BlockedAddressError(Exception):
    """A name leads into a network that may not be called.

    No OSError, which urllib3 would make a failed connection of, to be tried again.
    """


def allowed(address: str, *, private: bool, loopback: bool) -> bool:
    """Tell whether an IP address may be called.

    Parameters
    ----------
    address : str
    private : bool
        Whether private networks may be.
    loopback : bool
        Whether this machine may be.
    """
    ip = _innermost(ipaddress.ip_address(address.partition("%")[0]))
    if ip.is_loopback:
        return loopback
    if ip.is_multicast or ip.is_unspecified or ip.is_link_local or ip.is_reserved:
        return False  # 169.254.169.254 is link-local: nobody's CMS is there
    return ip.is_global or private


def resolve(host: str, port: int, *, private: bool, loopback: bool) -> list[Address]:
    """Look a host up, once; what is connected to is what was checked.

    Raises
    ------
    OSError
        If there is no such host.
    BlockedAddressError
        If any of its addresses may not be called: a name that leads both in and out is an attack.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses: list[Address] = []
    for family, _, _, _, target in found:
        ip = str(target[0])
        if not allowed(ip, private=private, loopback=loopback):
            raise BlockedAddressError(f"{host} is at an address that may not be called")
        addresses.append((family, (ip, port)))
    return addresses


def _innermost(
    ip: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """IPv4 in the dress of IPv6 is judged as IPv4."""
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return ip.ipv4_mapped
        if ip in _SIX_TO_FOUR and ip.sixtofour is not None:
            return ip.sixtofour
        if ip in _NAT64:
            return ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)
    return ip
