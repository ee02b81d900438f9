"""SQL expressions for what is hard to read in files: moments, money and page addresses."""

from collections.abc import Mapping

from etappe.store.files.fields import Fields, literal
from etappe.store.files.plan import MoneyRule, TimeRule

_UNITS = {"s": "1000000", "ms": "1000", "us": "1", "ns": "0.001"}
_CLICK_IDS = "gclid|gbraid|wbraid|dclid|fbclid|msclkid|ttclid|twclid|li_fat_id|epik|ScCid|yclid|rdt_cid|irclickid|awc"
_SIGNS = r"(?:[A-Z]{3}|Fr\.?|[€$£¥₹])?"


SANE = "BETWEEN TIMESTAMP '1900-01-01' AND TIMESTAMP '2200-01-01'"
"""What is taken for a moment; beyond lie the null dates and misread numbers of exports."""


def time_sql(rule: TimeRule, fields: Fields) -> str:
    """The moment in UTC as TIMESTAMP; NULL where it cannot be read. Whether it is SANE is asked later."""
    if rule.kind == "typed":
        return _typed(*fields.raw(rule.field), rule.zone)
    if rule.kind == "epoch":
        return _epoch(*fields.raw(rule.field), rule.unit)
    return _text(fields.text(rule.field), rule)


def _typed(column: str, type_: str, zone: str) -> str:
    if type_ == "TIMESTAMP WITH TIME ZONE":
        return f"timezone('UTC', {column})"
    return _to_utc(f"CAST({column} AS TIMESTAMP)", zone)


def _to_utc(moment: str, zone: str) -> str:
    return moment if zone == "UTC" else f"timezone('UTC', timezone({literal(zone)}, {moment}))"


def _epoch(column: str, type_: str, unit: str) -> str:
    # Through DECIMAL, for floats would lose microseconds and a cast to BIGINT would round seconds.
    number = f"TRY_CAST({column} AS {'BIGINT' if type_ == 'BIGINT' else 'DECIMAL(30, 9)'})"
    return f"make_timestamp(TRY_CAST(trunc({number} * {_UNITS[unit]}) AS BIGINT))"


def _text(text: str, rule: TimeRule) -> str:
    # %y before %Y: the latter would read '1.2.24' as the year 24, the former never reads '1.2.2024'.
    patterns = sorted(rule.formats, key=lambda pattern: "%y" not in pattern)
    tries = [_strptime(text, pattern, rule.zone) for pattern in patterns]
    if rule.iso:
        # The session's zone is the zone of zone-less text: see FileEngine.
        tries.append(f"timezone('UTC', TRY_CAST({text} AS TIMESTAMPTZ))")
    return f"coalesce({', '.join(tries)})" if len(tries) > 1 else tries[0]


def _strptime(text: str, pattern: str, zone: str) -> str:
    parsed = f"try_strptime({text}, {literal(pattern)})"
    if "%z" in pattern or "%Z" in pattern:
        return f"timezone('UTC', {parsed})"
    return parsed if pattern.endswith("Z") else _to_utc(parsed, zone)


def decimal_sql(rule: MoneyRule, fields: Fields) -> str:
    """The amount as DECIMAL in major units (or as given, for minor ones); NULL if unreadable."""
    amount = _decimal(rule.field, rule.decimal, fields)
    if rule.times:
        amount = (
            f"({amount} * CAST({_decimal(rule.times, rule.decimal, fields)} AS DECIMAL(18, 4)))"
        )
    return amount


def _decimal(field: str, mark: str, fields: Fields) -> str:
    column, type_ = fields.raw(field)
    if type_ != "VARCHAR":
        return f"TRY_CAST({column} AS DECIMAL(18, 4))"
    text = fields.text(field)
    other = "." if mark == "," else ","
    bare = rf"regexp_replace({text}, '[\s\x{{00A0}}\x{{202F}}''’]', '', 'g')"
    core = rf"regexp_replace({bare}, '^([+-]?){_SIGNS}([+-]?[0-9.,]*[0-9]){_SIGNS}$', '\1\2')"
    grouped = rf"regexp_full_match({core}, '[+-]?\d{{1,3}}(\{other}\d{{3}})+(\{mark}\d+)?')"
    plain = rf"regexp_full_match({core}, '[+-]?\d*\{mark}?\d+')"
    number = f"replace(replace({core}, '{other}', ''), '{mark}', '.')"
    careful = f"CASE WHEN {grouped} OR {plain} THEN TRY_CAST({number} AS DECIMAL(18, 4)) END"
    # Tried first, for patterns are slow. Casts take '1_000' for a thousand; we don't.
    strange = f"contains({column}, '_')" + (f" OR contains({column}, '.')" if mark == "," else "")
    pointed = f"replace({column}, ',', '.')" if mark == "," else column
    simple = f"CASE WHEN NOT ({strange}) THEN TRY_CAST({pointed} AS DECIMAL(18, 4)) END"
    if mark == ",":
        # '12.50' cannot be thousands; '1.234' is, in a column with a decimal comma.
        dotted = rf"regexp_full_match({core}, '[+-]?\d+\.\d{{1,2}}')"
        careful += f", CASE WHEN {dotted} THEN TRY_CAST({core} AS DECIMAL(18, 4)) END"
    return f"coalesce({simple}, {careful})"


def factor_sql(rule: MoneyRule, currency: str, digits: Mapping[str, int]) -> str:
    """How many minor units one major unit of the row's currency has."""
    if rule.minor:
        return "1"
    if not rule.currency_field:
        return str(10 ** digits[rule.currency])
    odd: dict[int, list[str]] = {}
    for code, places in digits.items():
        odd.setdefault(places, []).append(code)
    cases = [
        f"WHEN {currency} IN ({', '.join(map(literal, codes))}) THEN {10**places}"
        for places, codes in sorted(odd.items())
        if places != 2
    ]
    return f"CASE {' '.join(cases)} ELSE 100 END" if cases else "100"


_UTM = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content")
PAGE_COLUMNS = ("host", "path", *_UTM, "click_id")
"""The event columns that a page address fills."""


def with_page(source: str, address: str) -> str:
    """The rows of `source` with the parts of a page address that `page_sql` reads, each computed once."""
    local = f"split_part({address}, '#', 1)"
    halves = (
        f"SELECT *, split_part({local}, '?', 1) AS __bare, CASE WHEN contains({address}, '?') "
        f"THEN '&' || substr({local}, strpos({local}, '?') + 1) END AS __query FROM ({source})"
    )
    # Plain text functions, for regular expressions are several times slower and most rows need none.
    parameters = ", ".join(
        f"CASE WHEN contains(__query, '&{name}=') THEN "
        f"split_part(substr(__query, strpos(__query, '&{name}=') + {len(name) + 2}), '&', 1) END AS __{name}"
        for name in _UTM
    )
    likely = "contains(__query, 'id=') OR contains(__query, 'epik=') OR contains(__query, 'awc=')"
    click = f"regexp_extract(__query, '&({_CLICK_IDS})=([^&]+)', ['kind', 'value'])"
    return (
        f"SELECT *, {parameters}, CASE WHEN {likely} THEN {click} END AS __click, CASE WHEN contains(__bare, '://') "
        f"THEN substr(__bare, strpos(__bare, '://') + 3) || '/' END AS __site FROM ({halves})"
    )


def page_sql() -> dict[str, str]:
    """Event column → SQL, for everything that a page address tells; reads the columns of `with_page`."""
    columns = {
        "host": "nullif(lower(substr(__site, 1, strpos(__site, '/') - 1)), '')",
        # The '/' that __site was given at its end is the path of an address without one.
        "path": "CASE WHEN __site IS NULL THEN nullif(__bare, '') WHEN strpos(__site, '/') = length(__site) THEN '/' "
        "ELSE substr(__site, strpos(__site, '/'), length(__site) - strpos(__site, '/')) END",
    }
    for name in _UTM:
        spaced = f"replace(__{name}, '+', ' ')"
        decoded = f"coalesce(TRY(url_decode({spaced})), {spaced})"
        columns[name] = (
            f"nullif(trim(CASE WHEN contains(__{name}, '%') THEN {decoded} ELSE {spaced} END), '')"
        )
    columns["click_id"] = (
        "CASE WHEN __click.value <> '' THEN __click.kind || ':' || __click.value END"
    )
    return columns
