"""Options: everything that `etappe import` may be told, as one value."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

FileFormat = Literal["", "csv", "jsonl", "json", "parquet", "combined"]


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """The flags of the command line. "" means: not given; a name of a column unless said otherwise."""

    person: str = ""
    event: str = ""
    time: str = ""
    id: str = ""
    sequence: str = ""
    """Orders the rows of equal times; without it they keep the order of the file."""
    timezone: str = ""
    """IANA name of the zone of times that carry none; UTC when not given."""
    time_format: str = ""
    """A strptime pattern."""
    format: str = ""
    """csv, jsonl, parquet or combined; recognised when not given."""
    visit: str = ""
    channel: str = ""
    value: str = ""
    currency: str = ""
    """A code of ISO 4217, or the column that holds it."""
    order: str = ""
    product: str = ""
    account: str = ""
    email: str = ""
    mapping: str = ""
    """A TOML file, or the name of a mapping that Etappe brings along."""
    source: str = ""
    """The word for where the events come from; 'import' when not given."""
    kind: Literal["events", "advertising"] = "events"
    dedupe: bool = False
    dry_run: bool = False
    keep_visitor_key: bool = False
    """Access logs: keep the key that turns address and browser into a visitor, for later imports."""
    folder: Path | None = None
    """The shop's folder; holds the visitor key while it is needed."""
    rejects_dir: Path = Path(".")
    on_reject: Callable[[], None] | None = None
    """Called for each rejected row: how somebody who waits is shown them while the import runs."""
    first_look: Path | None = None
    """A file that remembers the first look at the input, so that a later one needs no pass over its bytes."""
    wait: float | None = None
    """Seconds to wait for another process that owns the data; for the command alone."""
    default_currency: str = ""
    """The shop's own currency, taken when neither file nor flags name one; "" for none."""
    batch_rows: int = 250_000
    memory_mb: int = 768

    def named_columns(self) -> dict[str, str]:
        """Mapping key → column, for the flags that name columns."""
        flags = {
            "person": self.person,
            "event": self.event,
            "time": self.time,
            "id": self.id,
            "visit_id": self.visit,
            "channel": self.channel,
            "value": self.value,
            "order_id": self.order,
            "product_id": self.product,
            "account_id": self.account,
            "email": self.email,
        }
        return {key: column for key, column in flags.items() if column}
