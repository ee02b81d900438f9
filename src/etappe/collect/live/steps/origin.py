"""Origin: campaign and click id, as the sender tells them or the address carries them.

The channel itself is decided when journeys are built, so that a changed rule re-reads the past.
"""

from collections.abc import Sequence

from etappe.collect.live.address import click_id_of, read_address
from etappe.collect.live.way import Passing, Surroundings

_UTM = {
    "source": "utm_source", "medium": "utm_medium", "name": "utm_campaign", "term": "utm_term",
    "content": "utm_content",
}  # fmt: skip


def put_origin(batch: Sequence[Passing], _: Surroundings) -> None:
    """Put the utm fields and the click id into the row; what the sender states goes before what the address has."""
    for passing in batch:
        draft = passing.draft
        if (
            draft.campaign is None
            and draft.click_ids is None
            and (not draft.url or "=" not in draft.url)
        ):
            continue
        _put(passing)


def _put(passing: Passing) -> None:
    draft, row = passing.draft, passing.row
    address = read_address(draft.url) if draft.url else None
    campaign = {_UTM[key]: text for key, text in (draft.campaign or {}).items() if key in _UTM}
    campaign = campaign or (address.utm if address and address.utm else {})
    for column, text in campaign.items():
        row.setdefault(column, text)
    click_id = click_id_of(draft.click_ids or {}) or (address.click_id if address else None)
    if click_id:
        row.setdefault("click_id", click_id)
        passing.note("origin", "click_id", click_id.partition(":")[0])
    if "utm_source" in row:
        passing.note("origin", "campaign", row.get("utm_campaign") or row["utm_source"])
