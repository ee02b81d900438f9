"""Where: the condition of a question, read from text by our own parser (never SQL).

condition  := and-part ("or" and-part)*          and-part := not-part ("and" not-part)*
not-part   := "not" not-part | "(" condition ")" | comparison
comparison := name ("=" | "!=" | "<" | "<=" | ">" | ">=") value | name ["not"] "in" "(" value, … ")"
            | name ["not"] "like" text | name "is" ["not"] "null"
name       := word | word.word | "any name in quotes"    value := 'text' | number | true | false
"""

import re
from dataclasses import dataclass
from typing import Literal, NoReturn, cast

from etappe.base.errors import BadInput

Owner = Literal["", "person", "account", "journey"]
Operator = Literal["=", "!=", "<", "<=", ">", ">=", "in", "like", "is null"]
Value = str | float | bool

OWNERS: tuple[Owner, ...] = ("person", "account", "journey")
_NEXT = (
    "For example: device = 'phone' and (country in ('DE', 'AT') or person.newsletter is not null)."
)
_MAX_DEPTH = 60
_TOKEN = re.compile(
    r"""\s*(?:
      (?P<text>'(?:[^']|'')*')
    | (?P<quoted>(?:(?:person|account|journey)\.)?"(?:[^"]|"")+")
    | (?P<number>[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?(?![\w.]))
    | (?P<word>[^\W\d][\w$-]*(?:\.[\w$-]+)*)
    | (?P<sign><=|>=|!=|<>|==|=|<|>|\(|\)|,)
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_KEYWORDS = frozenset(("and", "or", "not", "in", "like", "is", "null", "true", "false"))


@dataclass(frozen=True, slots=True)
class Compare:
    """One comparison: the property (of touches, or of `owner`), how, and with which values."""

    owner: Owner
    name: str
    operator: Operator
    values: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class All:
    """Every one of `items` holds."""

    items: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of `items` holds."""

    items: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """`item` does not hold: everything else, also what has no such property."""

    item: "Condition"


Condition = Compare | All | AnyOf | Not


def parse_where(text: str) -> Condition:
    """Read a condition; raises BadInput that shows the place with a caret below it."""
    parser = _Parser(text, _tokens(text))
    condition = parser.either()
    if parser.here.kind != "end":
        parser.fail("expected `and`, `or` or the end")
    return condition


def comparisons(condition: Condition) -> list[Compare]:
    """All comparisons of a condition, from left to right."""
    match condition:
        case Compare():
            return [condition]
        case Not(item):
            return comparisons(item)
        case All(items) | AnyOf(items):
            return [found for item in items for found in comparisons(item)]


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # text, quoted, number, word, keyword, sign, end
    value: str
    at: int


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    at = 0
    while text[at:].strip():
        match = _TOKEN.match(text, at)
        if not match:
            start = at + len(text[at:]) - len(text[at:].lstrip())
            what = (
                "this text has no end" if text[start] in "'\"" else "this is no name, value or sign"
            )
            _fail(text, start, what)
        kind = cast(str, match.lastgroup)
        value = match[kind]
        if kind == "word" and value.lower() in _KEYWORDS:
            kind, value = "keyword", value.lower()
        tokens.append(_Token(kind, value, match.start(match.lastgroup or 0)))
        at = match.end()
    return [*tokens, _Token("end", "", len(text))]


def _fail(text: str, at: int, what: str) -> NoReturn:
    line = text.replace("\n", " ").replace("\t", " ")
    caret = " " * at + "^"
    raise BadInput(
        f"where: {what} at position {at + 1}.\n  {line}\n  {caret}", next_step=_NEXT, field="where"
    )


class _Parser:
    """Recursive descent over the tokens; each method reads one rule of the grammar above."""

    def __init__(self, text: str, tokens: list[_Token]) -> None:
        self.text = text
        self.tokens = tokens
        self.index = 0
        self.depth = 0

    @property
    def here(self) -> _Token:
        return self.tokens[self.index]

    def fail(self, what: str) -> NoReturn:
        _fail(self.text, self.here.at, what)

    def took(self, kind: str, *values: str) -> bool:
        """Step over the next token if it is one of these."""
        token = self.here
        if token.kind == kind and (not values or token.value in values):
            self.index += 1
            return True
        return False

    def either(self) -> Condition:
        items = [self.both()]
        while self.took("keyword", "or"):
            items.append(self.both())
        return items[0] if len(items) == 1 else AnyOf(tuple(items))

    def both(self) -> Condition:
        items = [self.negated()]
        while self.took("keyword", "and"):
            items.append(self.negated())
        return items[0] if len(items) == 1 else All(tuple(items))

    def negated(self) -> Condition:
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            self.fail("the brackets are nested too deeply")
        try:
            if self.took("keyword", "not"):
                return Not(self.negated())
            if self.took("sign", "("):
                inner = self.either()
                if not self.took("sign", ")"):
                    self.fail("expected `)`")
                return inner
            return self.comparison()
        finally:
            self.depth -= 1

    def comparison(self) -> Condition:
        owner, name = self.name()
        if self.took("keyword", "is"):
            negative = self.took("keyword", "not")
            if not self.took("keyword", "null"):
                self.fail("expected `null`")
            found = Compare(owner, name, "is null")
            return Not(found) if negative else found
        if self.took("keyword", "not"):
            if self.here.value not in ("in", "like"):
                self.fail("expected `in` or `like`")
            return All((Not(Compare(owner, name, "is null")), Not(self.listed(owner, name))))
        if self.here.value in ("in", "like") and self.here.kind == "keyword":
            return self.listed(owner, name)
        sign = self.here.value
        if not self.took("sign", "=", "==", "!=", "<>", "<", "<=", ">", ">="):
            self.fail("expected =, !=, <, <=, >, >=, in, like or is")
        sign = {"==": "=", "<>": "!="}.get(sign, sign)
        return Compare(owner, name, cast(Operator, sign), (self.value(),))

    def listed(self, owner: Owner, name: str) -> Compare:
        """What follows after `in` or `like`."""
        if self.took("keyword", "like"):
            if self.here.kind != "text":
                self.fail("expected a text such as 'shoe%'")
            return Compare(owner, name, "like", (self.value(),))
        self.index += 1
        if not self.took("sign", "("):
            self.fail("expected `(`")
        values = [self.value()]
        while self.took("sign", ","):
            values.append(self.value())
        if not self.took("sign", ")"):
            self.fail("expected `,` or `)`")
        return Compare(owner, name, "in", tuple(values))

    def name(self) -> tuple[Owner, str]:
        token = self.here
        if token.kind not in ("word", "quoted"):
            self.fail("expected the name of a property")
        self.index += 1
        owner, dot, rest = token.value.partition(".")
        if dot and owner.lower() in OWNERS:
            return cast(Owner, owner.lower()), _bare(rest)
        return "", _bare(token.value)

    def value(self) -> Value:
        token = self.here
        self.index += 1
        if token.kind == "text":
            return token.value[1:-1].replace("''", "'")
        if token.kind == "number":
            return float(token.value)
        if token.kind == "keyword" and token.value in ("true", "false"):
            return token.value == "true"
        self.index -= 1
        self.fail("expected a value: 'text' in single quotes, a number, true or false")


def _bare(name: str) -> str:
    return name[1:-1].replace('""', '"') if name.startswith('"') else name
