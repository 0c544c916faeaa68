"""Which addresses the collector may talk to: the open internet, and the hosts an operator allows by name.

The check is made on the resolved address that the connection is then pinned to, so a name that changes its address between
check and use gains nothing.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache

import anyio
import httpcore
import httpx

IP = ipaddress.IPv4Address | ipaddress.IPv6Address

METADATA = frozenset({ipaddress.ip_address("168.63.129.16")})  # Azure's, on a public address; the others are link-local or private
NAT64 = ipaddress.ip_network("64:ff9b::/96")
SCHEMES = {"http": 80, "https": 443}


class Unsafe(Exception):
    """An address the collector does not talk to."""

    def __init__(self, outcome: str, detail: str) -> None:
        super().__init__(detail)
        self.outcome = outcome  # bad_url or unsafe_address
        self.detail = detail


@dataclass(frozen=True)
class Target:
    """A URL fit to be asked for."""

    url: str  # normalised: lower-case ASCII host, escaped path, no fragment
    scheme: str
    host: str
    port: int

    @property
    def site(self) -> str:
        """The unit of politeness: the host without `www.`, with its port when that is unusual."""
        name = self.host.removeprefix("www.")
        return name if self.port == SCHEMES[self.scheme] else f"{name}:{self.port}"


def target(url: str, base: str | None = None) -> Target:
    """The URL, made absolute on `base` and normalised. Raises Unsafe for what is not a plain http(s) URL."""
    try:
        found = httpx.URL(base).join(url.strip()) if base else httpx.URL(url.strip())
        host = found.raw_host.decode("ascii").lower().rstrip(".")
        port = found.port
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise Unsafe("bad_url", f"not a URL: {str(error)[:200]}") from None
    if found.scheme not in SCHEMES:
        raise Unsafe("bad_url", f"{url.strip()[:100]} is no web address: {found.scheme[:20] or 'no scheme'} where http or https belongs")
    if not host:
        raise Unsafe("bad_url", "no host")
    if found.userinfo:
        raise Unsafe("bad_url", "credentials in the address")
    port = port or SCHEMES[found.scheme]
    if port not in SCHEMES.values() and not 1024 <= port < 65536:
        raise Unsafe("bad_url", f"port {port} is no web server's")
    return Target(str(found.copy_with(host=host, fragment=None)), found.scheme, host, port)


def forbidden(address: str) -> str | None:
    """Why an IP address is off limits (loopback, private, link-local, metadata, multicast, …); None when it is of the open internet."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    for inner in _embedded(ip):
        if inner in METADATA:
            return f"{ip} is a metadata service"
        if not inner.is_global or inner.is_multicast or inner.is_reserved:
            return f"{ip} is not an address of the open internet"
    return None


def _embedded(ip: IP) -> Iterable[IP]:
    """The addresses that an address stands for: those inside it, where it is a wrapping, else itself."""
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            return [ip.ipv4_mapped]
        if ip in NAT64:
            return [ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)]
        return [ip, *([ip.sixtofour] if ip.sixtofour else ()), *(ip.teredo or ())]
    return [ip]


def allowances(text: str) -> frozenset[str]:
    """The operator's hosts, from `host, host:port, …`."""
    return frozenset(part.strip().lower() for part in text.split(",") if part.strip())


class PinnedBackend(httpcore.AsyncNetworkBackend):
    """Connects to the very address it has resolved and checked; nothing resolves the name a second time."""

    def __init__(self, allowed: Collection[str]) -> None:
        self._allowed = allowed
        self._backend = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Resolve, check, connect. Raises Unsafe, or httpcore's errors."""
        addresses = await self._resolve(host, port, timeout)
        if host not in self._allowed and f"{host}:{port}" not in self._allowed:
            for address in addresses:
                if reason := forbidden(address):
                    raise Unsafe("unsafe_address", f"{host}: {reason}")
        error: Exception = httpcore.ConnectError("no address")
        for address in addresses[:3]:
            try:
                return await self._backend.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as failed:
                error = failed
        raise error

    async def _resolve(self, host: str, port: int, timeout: float | None) -> list[str]:
        try:
            with anyio.fail_after(timeout):
                return await resolve(host, port)
        except TimeoutError:
            raise httpcore.ConnectTimeout(f"the name {host} did not resolve in time") from None
        except OSError as failed:
            raise NoSuchHost(f"{host}: {failed.strerror or failed}") from None


class NoSuchHost(Exception):
    """The name does not resolve."""


@cache
def _resolvers() -> ThreadPoolExecutor:
    """Threads of their own for names: a resolver that is slow must hold up nothing else."""
    return ThreadPoolExecutor(64, thread_name_prefix="resolve")


async def resolve(host: str, port: int) -> list[str]:
    """The addresses of a name, IPv4 first, each once."""
    try:
        return [str(ipaddress.ip_address(host))]
    except ValueError:
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(_resolvers(), lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        return list(dict.fromkeys(str(row[4][0]) for row in sorted(found, key=lambda row: row[0])))
