"""What the browser clients of Segment and RudderStack ask before they send: settings that lead them back here."""

from typing import Any

from etappe.api.collector_request import Asked

_OPEN = {"__default": {"enabled": True, "integrations": {}}}


def client_settings(key: str, asked: Asked) -> dict[str, Any]:
    """Settings of Segment's browser library (analytics-next): its events come here, no other destination is loaded."""
    return {
        "integrations": {
            "Segment.io": {
                "apiKey": key,
                "apiHost": f"{asked.headers.get('host', '')}/v1",
                "protocol": asked.headers.get("x-forwarded-proto", asked.scheme),
                "unbundledIntegrations": [],
                "addBundledMetadata": False,
                "maybeBundledConfigIds": {},
                "versionSettings": {"version": "4.4.7", "componentTypes": ["browser"]},
            }
        },
        "plan": {"track": _OPEN, "identify": {"__default": {"enabled": True}}, "group": {}},
        "edgeFunction": {},
        "analyticsNextEnabled": True,
        "middlewareSettings": {},
        "enabledMiddleware": {},
        "metrics": {"sampleRate": 0},
        "legacyVideoPluginsEnabled": False,
        "remotePlugins": [],
    }


def source_config(key: str) -> dict[str, Any]:
    """What RudderStack's browser library asks its control plane: a source without further destinations."""
    silent = {"statsCollection": {"errors": {"enabled": False}, "metrics": {"enabled": False}}}
    return {
        "source": {
            "id": "etappe",
            "name": "Etappe",
            "writeKey": key,
            "workspaceId": "etappe",
            "enabled": True,
            "config": silent,
            "connections": [],
            "destinations": [],
            "dataplanes": {},
        },
        "updatedAt": "2026-01-01T00:00:00.000Z",
    }
