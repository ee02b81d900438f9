"""Refusals: each is said in German too, with the same values, and recognised by its words."""

import re
from typing import get_args

from docs.docs_refusals import refusals, told_to_senders
from etappe.base.refusals import Kind, in_language, templates

SAME = re.compile(r"(\{\}: )*\{\}[ .]*|[a-z_]+: \{\}\.?|etappe [a-z]+ .*")
"""Nothing of these is a language's: a field and a value, or a command."""


def test_every_refusal_of_the_code_is_said_in_german() -> None:
    german = templates("errors")
    missing = [
        f"{file.name}: {text}"
        for text, file in refusals().items()
        if text not in german and not SAME.fullmatch(text)
    ]
    assert not missing, "Add to base/data/refusals_de.toml:\n" + "\n".join(missing)


def test_everything_that_a_sender_is_told_is_said_in_german() -> None:
    """The pages Live and Rejected quote it."""
    german, said = templates("senders") | templates("errors"), told_to_senders()
    assert len(said) > 30
    assert [text for text in said if text not in german and not SAME.fullmatch(text)] == []


def test_the_catalogue_holds_nothing_that_the_code_says_no_more() -> None:
    said = refusals()
    assert [text for text in templates("errors") if text not in said] == []


def test_both_languages_tell_the_same_values() -> None:
    for english, german in [pair for kind in get_args(Kind) for pair in templates(kind).items()]:
        assert english.count("{}") == german.count("{}"), english
        assert "!" not in german


def test_a_refusal_is_recognised_by_its_words_and_keeps_its_values() -> None:
    said = in_language("laden.csv: no row could be read: line 2: no time; line 3: no time.", "de")
    assert said.startswith("laden.csv: keine Zeile ist lesbar: ")
    assert in_language("Known: aida, b2b-4.", "de") == "Bekannt: aida, b2b-4."
    assert in_language("unreadable time: gestern", "de") == "unlesbare Zeit: gestern"
    assert in_language("There is no shop 'x'.", "en") == "There is no shop 'x'."
    assert in_language("Something nobody has translated", "de") == "Something nobody has translated"
