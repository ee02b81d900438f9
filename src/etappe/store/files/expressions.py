"""SQL expressions for what is hard to read in files: moments, money and page addresses."""

from collections.abc import Mapping

from etappe.store.files.fields import Fields, literal
from etappe.store.files.plan import MoneyRule, TimeRule

_SANE = "BETWEEN TIMESTAMP '1900-01-01' AND TIMESTAMP '2200-01-01'"
_UNITS = {"s": "1000000", "ms": "1000", "us": "1", "ns": "0.001"}
_CLICK_IDS = "gclid|gbraid|wbraid|dclid|fbclid|msclkid|ttclid|twclid|li_fat_id|epik|ScCid|yclid|rdt_cid|irclickid|awc"
_SIGNS = r"(?:[A-Z]{3}|Fr\.?|[€$£¥₹])?"


def time_sql(rule: TimeRule, fields: Fields) -> str:
    """The moment in UTC as TIMESTAMP; NULL where it cannot be read or lies outside 1900 to 2200."""
    if rule.kind == "typed":
        moment = _typed(*fields.raw(rule.field), rule.zone)
    elif rule.kind == "epoch":
        moment = _epoch(*fields.raw(rule.field), rule.unit)
    else:
        return _text(fields.text(rule.field), rule)
    return f"CASE WHEN {moment} {_SANE} THEN {moment} END"


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
    tries = [_strptime(text, pattern, rule.zone) for pattern in rule.formats]
    if rule.iso:
        # The session's zone is the zone of zone-less text: see FileEngine.
        tries.append(f"timezone('UTC', TRY_CAST({text} AS TIMESTAMPTZ))")
    sane = [f"CASE WHEN {one} {_SANE} THEN {one} END" for one in tries]
    return f"coalesce({', '.join(sane)})" if len(sane) > 1 else sane[0]


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
    if mark == ",":
        # '12.50' cannot be thousands; '1.234' is, in a column with a decimal comma.
        dotted = rf"regexp_full_match({core}, '[+-]?\d+\.\d{{1,2}}')"
        return (
            f"coalesce({careful}, CASE WHEN {dotted} THEN TRY_CAST({core} AS DECIMAL(18, 4)) END)"
        )
    simple = (
        f"CASE WHEN contains({text}, '_') THEN NULL ELSE TRY_CAST({text} AS DECIMAL(18, 4)) END"
    )
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


def page_sql(address: str) -> dict[str, str]:
    """Event column → SQL, for everything that a page address tells."""
    bare = f"split_part(split_part({address}, '#', 1), '?', 1)"
    absolute = f"contains({bare}, '://')"
    after = f"substr({bare}, strpos({bare}, '://') + 3)"
    cut = f"strpos({after}, '/')"
    columns = {
        "host": f"CASE WHEN {absolute} THEN nullif(lower(split_part({after}, '/', 1)), '') END",
        "path": f"CASE WHEN NOT {absolute} THEN nullif({bare}, '') WHEN {cut} = 0 THEN '/' ELSE substr({after}, {cut}) END",
    }
    for name in ("source", "medium", "campaign", "term", "content"):
        columns[f"utm_{name}"] = (
            f"CASE WHEN contains({address}, 'utm_{name}=') THEN {_parameter(address, 'utm_' + name)} END"
        )
    found = f"regexp_extract({address}, '[?&]({_CLICK_IDS})=([^&#]+)', ['kind', 'value'])"
    columns["click_id"] = (
        f"CASE WHEN regexp_matches({address}, '[?&]({_CLICK_IDS})=[^&#]') "
        f"THEN ({found}).kind || ':' || ({found}).value END"
    )
    return columns


def _parameter(address: str, name: str) -> str:
    text = f"replace(regexp_extract({address}, '[?&]{name}=([^&#]*)', 1), '+', ' ')"
    return f"nullif(trim(coalesce(TRY(url_decode({text})), {text})), '')"
