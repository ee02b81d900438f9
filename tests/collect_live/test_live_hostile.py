"""Hostile requests: whatever is sent, the server answers below 500, and goes on taking what is good."""

import random
from pathlib import Path

from benchmarks.hostile import RARE, Hostile, hostile

from collect_live.front import Front, receiving

REQUESTS = 400


def sent(front: Front, request: Hostile) -> int:
    answer = front.client.request(
        request.method, request.path, content=request.body, headers=request.headers
    )
    return answer.status_code


def test_no_request_is_a_fault_of_ours(tmp_path: Path) -> None:
    dice = random.Random(20261126)
    with receiving(tmp_path) as front:
        keys = (front.browser, front.server)
        answers: dict[int, int] = {}
        requests = [hostile(dice, keys) for _ in range(REQUESTS)]
        requests += [
            Hostile("POST", f"/v1/batch?writeKey={front.server}", {}, rare(dice, ""))
            for rare in RARE
        ]
        for request in requests:
            status = sent(front, request)
            assert status < 500, (status, request)
            answers[status] = answers.get(status, 0) + 1
        assert answers[200] > 5, answers
        assert answers[400] > 10, answers
        good = {"event": "view_item", "userId": "u", "messageId": "good", "writeKey": front.server}
        for _ in range(2):
            body = good | {"properties": {"note": "still taken"}}
            assert front.client.post("/v1/track", json=body).status_code == 200
            assert front.shop.collector.drained()
        rows = front.rows()
        assert "good" in {row["event_id"] for row in rows}
        assert front.shop.collector.state().alarms == ()
        assert len(front.shop.columns().counts) > 0
