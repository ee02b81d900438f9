"""Free mail: domains that anybody gets an address at; they say nothing about a company."""

from functools import cache

from etappe.events.datafiles import table


def is_free_mail(domain: str) -> bool:
    """Whether addresses at `domain` are to be had by anybody ('gmail.com', 'web.de')."""
    return domain.strip().lower().rstrip(".") in free_mail_domains()


@cache
def free_mail_domains() -> frozenset[str]:
    """All of them, in lower case (data/free_mail.csv; NOTICE names its source)."""
    return frozenset(row["domain"] for row in table("free_mail"))
