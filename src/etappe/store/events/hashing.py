"""Hashing: e-mail addresses and phone numbers stand in the store as hashes, which are the same for all spellings of one."""

import hashlib
from dataclasses import dataclass

from etappe.base.phones import Step, phone_steps, spelled

HASHED = ("email", "phone")
"""Kinds of keys that stand as hashes; the columns of the event row are called so too."""


@dataclass(frozen=True, slots=True)
class Hashing:
    """How the words of one shop become hashes: with its secret, phone numbers as they are read in its `country`.

    Without a country ("") a number without calling code is compared by its digits alone.
    """

    salt: bytes
    country: str = ""

    def email(self, address: str) -> str:
        """sha256(salt, address without surrounding blanks, lower case), in hex: as the store keeps it."""
        return hashlib.sha256(self.salt + address.strip().lower().encode()).hexdigest()

    def phone(self, number: str) -> str:
        """sha256(salt, number as `etappe.base.phones` spells it), in hex: as the store keeps it."""
        return hashlib.sha256(self.salt + spelled(number, self.country).encode()).hexdigest()

    def kept(self, kind: str, word: str) -> str:
        """What the store keeps of a key of that kind: a hash of addresses and numbers, else the word itself."""
        if kind == "email":
            return self.email(word)
        return self.phone(word) if kind == "phone" else word

    @property
    def mark(self) -> str:
        """A digest by which secret and country are known and not told."""
        told = self.salt + self.country.encode()
        return hashlib.blake2b(told, digest_size=16, person=b"etappe mark").hexdigest()


def hashed_in_sql(kind: str, country: str) -> str:
    """The same as an SQL expression over `{name}`; the secret is the parameter $salt. Empty words have none."""
    word = "lower(trim({name}))" if kind == "email" else _spelled_in_sql(country)
    return f"sha256($salt::BLOB || encode(nullif({word}, '')))"


def _spelled_in_sql(country: str) -> str:
    told = "{name}"
    for step in phone_steps(country):
        told = _replacing(told, step)
    return told


def _replacing(told: str, step: Step) -> str:
    # The expression is filled in by str.format: its own braces stand twice.
    pattern = step.pattern.replace("{", "{{").replace("}", "}}")
    everywhere = ", 'g'" if step.everywhere else ""
    return f"regexp_replace({told}, '{pattern}', '{step.replacement}'{everywhere})"
