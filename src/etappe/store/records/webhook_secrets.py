"""Secrets of webhooks: by which a platform signs what it tells, one for each write key and platform; never shown again."""

from collections.abc import Mapping

from etappe.store.records.data_keys import DataKeys
from etappe.store.records.secrets import Secrets

_PREFIX = "webhook"


class WebhookSecrets:
    """Sealed with the shop's master secret, and kept in memory, because every webhook asks for its own."""

    def __init__(self, secrets: Secrets, data_keys: DataKeys) -> None:
        self._secrets, self._data_keys = secrets, data_keys
        self._known: dict[tuple[int, str], bytes | None] = {}

    def get(self, key: int, system: str) -> bytes | None:
        """What `system` signs with when it sends with the write key of that number; None: it need not sign."""
        if (key, system) not in self._known:
            name = _name(key, system)
            sealed = self._secrets.get(name)
            self._known[key, system] = (
                None if sealed is None else self._data_keys.unwrapped(name, sealed)
            )
        return self._known[key, system]

    def put(self, key: int, system: str, secret: bytes) -> None:
        """From now on only what is signed with this secret counts as told by `system` with that key."""
        name = _name(key, system)
        self._secrets.put(name, self._data_keys.wrapped(name, secret))
        self._known.pop((key, system), None)

    def drop(self, key: int, system: str) -> None:
        """Forget it: the platform need not sign any more."""
        self._secrets.drop(_name(key, system))
        self._known.pop((key, system), None)

    def systems(self) -> Mapping[int, tuple[str, ...]]:
        """The number of each write key that has secrets, with the platforms they are for."""
        found: dict[int, tuple[str, ...]] = {}
        for name in self._secrets.names():
            kind, _, rest = name.partition(":")
            if kind == _PREFIX:
                key, _, system = rest.partition(":")
                found[int(key)] = (*found.get(int(key), ()), system)
        return found


def _name(key: int, system: str) -> str:
    return f"{_PREFIX}:{key}:{system}"
