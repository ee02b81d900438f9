"""The records: what people edit. SQLite through SQLAlchemy, one file per installation, one per shop."""

from etappe.store.records.account_log import AccountEntry, AccountLog, NewEntry
from etappe.store.records.changes import Change, ChangeHistory, Draft, Edit
from etappe.store.records.installation import (
    PASSWORD_LENGTH,
    Installation,
    InstalledShop,
    User,
)
from etappe.store.records.links import KeptLink
from etappe.store.records.openings import Opening
from etappe.store.records.requests import Request, RequestKind, RequestState
from etappe.store.records.segments import Segment
from etappe.store.records.setting_log import NewSetting, SettingArea, SettingEntry
from etappe.store.records.shop import Rate, ShopRecords, ShopSettings, WordEdits
from etappe.store.records.tracking import EXTRAS, TrackingSettings
from etappe.store.records.withdrawals import Withdrawal
from etappe.store.records.write_keys import KeyKind, WriteKey, WriteKeys, shop_of

__all__ = [
    "EXTRAS",
    "PASSWORD_LENGTH",
    "AccountEntry",
    "AccountLog",
    "Change",
    "ChangeHistory",
    "Draft",
    "Edit",
    "Installation",
    "InstalledShop",
    "KeptLink",
    "KeyKind",
    "NewEntry",
    "NewSetting",
    "Opening",
    "Rate",
    "Request",
    "RequestKind",
    "RequestState",
    "Segment",
    "SettingArea",
    "SettingEntry",
    "ShopRecords",
    "ShopSettings",
    "TrackingSettings",
    "User",
    "Withdrawal",
    "WordEdits",
    "WriteKey",
    "WriteKeys",
    "shop_of",
]
