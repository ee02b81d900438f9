"""The country of an address, from a database on this machine. The address itself is never kept."""

from functools import cache, lru_cache
from importlib.resources import files
from ipaddress import ip_address
from pathlib import Path

import maxminddb

DATABASE = "country.mmdb"


@lru_cache(maxsize=1024)
def country_of(address: str) -> str | None:
    """ISO 3166-1 alpha-2 code of a public address; None if it is private, unknown, or no database is installed.

    The latest addresses stay in memory, because one visitor sends often; they are written nowhere.
    """
    reader = _reader()
    if reader is None:
        return None
    try:
        asked = ip_address(address)
        mapped = getattr(asked, "ipv4_mapped", None)
        asked = mapped or asked
        found = reader.get(asked) if asked.is_global else None
    except ValueError:
        return None
    code = found.get("country_code") if isinstance(found, dict) else None
    return code if isinstance(code, str) and len(code) == 2 else None


def installed() -> bool:
    """Whether this Etappe came with the database."""
    return _reader() is not None


@cache
def _reader() -> maxminddb.Reader | None:
    path = Path(str(files("etappe.collect.live").joinpath("data", DATABASE)))
    if not path.is_file():
        return None
    return maxminddb.open_database(path, maxminddb.MODE_MMAP)
