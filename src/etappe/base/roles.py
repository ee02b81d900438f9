"""Roles: what somebody who signed in may do. Each may all that the one before may."""

from typing import Literal, get_args

Role = Literal["viewer", "editor", "owner"]
ROLES: tuple[Role, ...] = get_args(Role)
"""viewer reads; editor changes words, settings and data; owner also manages who may sign in."""
