"""Sealing what came before: personal properties of events that were stored before there was sealing."""

from dataclasses import dataclass

from etappe.app.shop import Shop


@dataclass(frozen=True, slots=True)
class SealedBefore:
    """`sealed`: events that held something personal in plain words and hold it no more."""

    sealed: int


def seal_before(shop: Shop) -> SealedBefore:
    """Seal all of them; does nothing where all is done. StorageFault if the disk does not take it.

    If it is interrupted, the next call goes on with the piece it was at.
    """
    private = shop.events.private
    if not private.unsealed():
        return SealedBefore(0)
    sealed = 0
    while (found := private.seal_piece()) is not None:
        sealed += found
    private.rewrite()
    # Columns of such a property were cached with its words.
    shop.book.compact()
    private.note_sealed()
    return SealedBefore(sealed)
