"""The shop's facts of an order as rows: the ERP, the carrier and the stores tell each its own."""

from collections.abc import Mapping
from json import dumps

import numpy as np

from etappe.demo.calendar import DAY, HOUR, MINUTE
from etappe.demo.dice import Ints
from etappe.demo.fulfilment import CARRIERS, NEVER, Fulfilment
from etappe.demo.orders import COMPANY_ORDER, STORES, Orders
from etappe.demo.people import People
from etappe.demo.sheet import Cell, Sheet


def write_facts(sheet: Sheet, people: People, orders: Orders, done: Fulfilment, rows: Ints) -> None:
    """The shop's facts of those orders, as the ERP, the carrier and the stores tell them."""
    person = orders.person[rows]
    account = people.account_codes(sheet, orders.company[rows])
    company = orders.kind[rows] == COMPANY_ORDER
    common: dict[str, Cell] = {
        "user_id": person + 1,
        "account_id": account,
        "order_id": rows + 1,
        "source": "erp",
    }
    stock = sheet.code("properties", [None, dumps({"stock_shop": "auf Lager", "stock_erp": 0})])
    sheet.add(
        orders.time[rows] + MINUTE, name="order_confirmed", **common,
        email=person + 1, phone=np.where(company, person + 1, 0),
        properties=stock[orders.retro[rows].astype(np.int64)],
    )  # fmt: skip
    _station(sheet, "order_paid", rows, done.paid, common)
    _station(sheet, "order_picked", rows, done.picked, common)
    _write_parcels(sheet, orders, done, rows, common)
    collected = (orders.store[rows] > 0) & (done.shipped[rows] < NEVER)
    _write_pickups(sheet, orders, done, rows[collected])
    billed = rows[company & (done.shipped[rows] < NEVER)]
    sheet.add(
        done.shipped[billed] + HOUR, name="invoice_issued", source="erp", order_id=billed + 1,
        user_id=orders.person[billed] + 1,
    )  # fmt: skip
    _write_unpaid(sheet, orders, rows[done.unpaid[rows]])


def _station(
    sheet: Sheet,
    name: str,
    rows: Ints,
    times: Ints,
    common: Mapping[str, Cell],
    properties: Cell = None,
) -> None:
    there = times[rows] < NEVER
    cells = {**common, "properties": properties}
    here = {
        key: cell[there] if isinstance(cell, np.ndarray) else cell for key, cell in cells.items()
    }
    sheet.add(times[rows][there], name=name, **here)


def _write_parcels(
    sheet: Sheet, orders: Orders, done: Fulfilment, rows: Ints, common: Mapping[str, Cell]
) -> None:
    """Handed to the carrier, and what the carrier says: it knows the order's number and nobody's name."""
    words = [
        dumps({"carrier": name, "promised": "2–3 Tage"}, ensure_ascii=False) for name in CARRIERS
    ]
    carrier = sheet.code("properties", words)[done.carrier]
    sent = np.where(orders.store == 0, done.shipped, NEVER)
    _station(sheet, "order_shipped", rows, sent, common, carrier[rows])
    parcels = rows[(sent[rows] < NEVER) & (done.delivered[rows] < NEVER)]
    sheet.add(
        done.delivered[parcels], name="order_delivered", source="carrier", order_id=parcels + 1,
        properties=carrier[parcels],
    )  # fmt: skip


def _write_pickups(sheet: Sheet, orders: Orders, done: Fulfilment, rows: Ints) -> None:
    """Ready, then collected; where the shelf was empty, a visit in vain between."""
    person = orders.person[rows]
    words = sheet.code("properties", [None, *(dumps({"store": store}) for store in STORES[1:])])
    place = words[orders.store[rows]]
    sheet.add(done.shipped[rows], name="ready_for_pickup", source="erp", order_id=rows + 1,
              user_id=person + 1, properties=place)  # fmt: skip
    vain = rows[done.not_there[rows]]
    empty = sheet.code(
        "properties",
        [None, *(dumps({"store": store, "outcome": "nicht da"}) for store in STORES[1:])],
    )
    sheet.add(done.shipped[vain] + 26 * HOUR, name="store_visit", source="store", channel="store",
              order_id=vain + 1, user_id=orders.person[vain] + 1, properties=empty[orders.store[vain]])  # fmt: skip
    sheet.add(done.delivered[rows], name="order_collected", source="store", channel="store",
              order_id=rows + 1, user_id=person + 1, properties=place)  # fmt: skip


def _write_unpaid(sheet: Sheet, orders: Orders, rows: Ints) -> None:
    """Two reminders, then the order is cancelled."""
    cells: dict[str, Cell] = {
        "source": "erp",
        "order_id": rows + 1,
        "user_id": orders.person[rows] + 1,
    }
    for days in (7, 14):
        sheet.add(orders.time[rows] + days * DAY, name="payment_reminded", **cells)
    sheet.add(orders.time[rows] + 21 * DAY, name="order_cancelled", **cells)
