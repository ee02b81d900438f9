import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from etappe.store.events.recent import RecentIds

hashes = st.lists(st.integers(0, 30), max_size=20)


@given(st.lists(hashes, max_size=6), hashes)
def test_suspects_are_those_seen_before_or_earlier_in_the_batch(
    earlier: list[list[int]], batch: list[int]
) -> None:
    recent = RecentIds()
    for part in earlier:
        recent.add(np.array(part, np.uint64))
    known = {entry for part in earlier for entry in part}
    naive = [place for place, entry in enumerate(batch) if entry in known or entry in batch[:place]]
    assert recent.suspects(np.array(batch, np.uint64)).tolist() == naive
    assert len(recent) == sum(map(len, earlier))
