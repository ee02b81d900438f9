"""Page: the address becomes host and path, the referrer loses its query; neither carries an e-mail address on."""

from collections.abc import Sequence

from etappe.collect.live.address import MASK, lean_referrer, read_address, without_mail
from etappe.collect.live.way import Passing, Surroundings

_LONGEST_TITLE = 500


def put_page(batch: Sequence[Passing], _: Surroundings) -> None:
    """Put host, path, title and referrer into the row."""
    for passing in batch:
        draft, row = passing.draft, passing.row
        if draft.url:
            address = read_address(draft.url)
            if address.host:
                row.setdefault("host", address.host)
            if address.path:
                row.setdefault("path", address.path)
                if MASK in address.path:
                    passing.note("page", "mail_masked")
        if draft.title:
            row["title"] = without_mail(draft.title.strip())[:_LONGEST_TITLE]
        if draft.referrer and (referrer := lean_referrer(draft.referrer)):
            row["referrer"] = referrer
