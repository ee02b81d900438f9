"""Proportions: how sure a share is, and how sure the difference of two.

E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the American
Statistical Association 22 (1927): the score interval. R. G. Newcombe, "Interval estimation for the difference
between independent proportions: comparison of eleven methods", Statistics in Medicine 17 (1998), method 10: the
difference, from the score intervals of both shares.
"""

from math import sqrt

Z95 = 1.959963984540054
"""Standard errors that hold 95 of 100 values of a normal distribution."""

Interval = tuple[float, float]


def wilson(part: int, whole: int) -> Interval:
    """The 95 % interval of part ÷ whole; `whole` is at least 1."""
    share, square = part / whole, Z95**2
    middle = share + square / (2 * whole)
    half = Z95 * sqrt(share * (1 - share) / whole + square / (4 * whole**2))
    scale = 1 + square / whole
    return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)


def newcombe(part: int, whole: int, other_part: int, other_whole: int) -> Interval:
    """The 95 % interval of part ÷ whole - other_part ÷ other_whole; both wholes are at least 1."""
    share, other = part / whole, other_part / other_whole
    low, high = wilson(part, whole)
    other_low, other_high = wilson(other_part, other_whole)
    below = sqrt((share - low) ** 2 + (other_high - other) ** 2)
    above = sqrt((high - share) ** 2 + (other - other_low) ** 2)
    return share - other - below, share - other + above
