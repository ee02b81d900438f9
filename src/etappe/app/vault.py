"""The vault: the data keys of a shop, and whether originals are kept where nobody told of a consent."""

from collections.abc import Iterable, Mapping

from etappe.store.records import ShopRecords


class ShopVault:
    """What the event store seals originals with (its protocol `Vault`)."""

    def __init__(self, records: ShopRecords) -> None:
        self._records = records

    @property
    def keeps_untold(self) -> bool:
        """As the shop has set it."""
        return self._records.tracking().keep_untold

    def made(self, numbers: Iterable[int]) -> Mapping[int, bytes]:
        """The data keys of these identity keys; who has none gets one."""
        return self._records.data_keys.made(numbers)

    def known(self, numbers: Iterable[int]) -> Mapping[int, bytes]:
        """Those data keys that there are."""
        return self._records.data_keys.known(numbers)
