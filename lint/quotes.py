"""What the READMEs quote and show of the demo shop, asked of it again: `python -m lint.quotes .demo`."""

import re
import shlex
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import msgspec

from etappe.app.demo import DEMO_SHOP

READMES = {"en": Path("README.md"), "de": Path("README.de.md")}
PICTURES = {
    "en": Path("docs/pictures/journey-map.png"),
    "de": Path("docs/pictures/journey-map-de.png"),
}
_QUOTE = re.compile(r"^```\netappe (.+)\n```\n((?:> .+\n)+)", re.MULTILINE)
_WIDTH = 118

Ask = Callable[[list[str]], bytes]


def main(data: str) -> int:
    """Write every quote and both pictures anew from the demo shop in `data`; names what people wrote by hand."""
    place = ["--shop", DEMO_SHOP, "--data", data]

    def ask(words: list[str]) -> bytes:
        return subprocess.run(["etappe", *words, *place], check=True, capture_output=True).stdout

    for language, page in READMES.items():
        page.write_text(renewed(page.read_text("utf-8"), language, ask), "utf-8")
        out = ["--out", str(PICTURES[language]), "--scale", "0.6"]
        ask(["map", "draw", "--language", language, *out])
    sys.stderr.write("Look at the quotes below events yourself: people wrote them.\n")
    return 0


def renewed(text: str, language: str, ask: Ask) -> str:
    """The page with each quoted sentence as the demo shop says it now; what is no sentence stays."""

    def quote(found: re.Match[str]) -> str:
        words = shlex.split(found[1])
        if words[0] == "events":
            return found[0]
        sentence = msgspec.json.decode(ask([*words, "--json"]))["sentences"][language]
        lines = textwrap.wrap(" ".join(sentence.split()), _WIDTH, break_on_hyphens=False)
        return f"```\netappe {found[1]}\n```\n" + "".join(f"> {line}\n" for line in lines)

    return _QUOTE.sub(quote, text)


def by_hand(text: str) -> list[tuple[list[str], str]]:
    """The commands whose quote a person wrote, with it."""
    found = ((shlex.split(line), " ".join(quote.split())) for line, quote in _QUOTE.findall(text))
    return [(words, said) for words, said in found if words[0] == "events"]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if sys.argv[1:] else ".demo"))
