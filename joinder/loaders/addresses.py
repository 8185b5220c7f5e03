"""Where a web address leads: only public hosts, over http and https, unless the user says otherwise."""

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from joinder.errors import ArticleError

_PORTS = {"http": 80, "https": 443}
_SHARED = (ipaddress.ip_network("100.64.0.0/10"), ipaddress.ip_network("64:ff9b::/96"))


@dataclass(frozen=True, slots=True)
class Target:
    """One address, looked up: the IP ``address`` is the one to connect to."""

    scheme: str
    host: str
    port: int
    address: str
    path: str
    host_header: str


def is_address(text: str) -> bool:
    """Tell whether a text is meant as a web address."""
    return text.lower().startswith(("http://", "https://"))


def resolve(url: str, *, allow_private: bool = False) -> Target:
    """Look up a web address.

    Raises:
        ArticleError: it is none, its host is unknown, or any of the host's addresses is not a public one.
    """
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme, 0)
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except (ValueError, UnicodeError) as error:
        raise ArticleError("this is no web address") from error
    if parts.scheme not in _PORTS:
        raise ArticleError(f"{parts.scheme or 'no'}:// is not fetched, only http:// and https://")
    if not host or parts.username is not None:
        raise ArticleError("this is no web address that can be fetched")
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise ArticleError(f"the host {host} is unknown") from error
    addresses = [str(entry[4][0]) for entry in found]
    if not allow_private:
        for address in addresses:
            _check(host, address)
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (f"?{_query(parts.query)}" if parts.query else "")
    named = f"[{host}]" if ":" in host else host
    header = named if port == _PORTS[parts.scheme] else f"{named}:{port}"
    return Target(parts.scheme, host, port, addresses[0], path, header)


def _query(text: str) -> str:
    return quote(text, safe="/%:@!$&'()*+,;=~-._?[]")


def _check(host: str, text: str) -> None:
    """Refuse addresses inside somebody's house: loopback, private, link-local (and the metadata service among them)."""
    address = ipaddress.ip_address(text.partition("%")[0])
    mapped = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    inner = mapped or address
    shared = any(one in net for one in (address, inner) for net in _SHARED if one.version == net.version)
    if shared or not inner.is_global or inner.is_multicast or inner.is_reserved or inner.is_unspecified:
        raise ArticleError(f"{host} is the private address {text} (--allow-private fetches it all the same)")
