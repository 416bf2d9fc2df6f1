"""Rates side by side: each case takes its turn in every round, and what is told are medians."""

from itertools import cycle
from statistics import median

from served import middle_time, rate


class Case:
    """Requests to one server, of which `each` together are what is counted.

    `beside` names the cases whose rates it is compared with, each with the least ratio.
    """

    def __init__(self, name, port, requests, beside=None, each=1):
        self.name, self.port, self.beside, self.each = name, port, beside or {}, each
        self.turns, self.rates = cycle(requests), []


def measure(cases, rounds, seconds):
    # Once unmeasured, to have every connection open and every cache of the database warm.
    for number in range(rounds + 1):
        for case in cases:
            found = rate(case.port, case.turns, seconds) / case.each
            if number:
                case.rates.append(found)


def tell(cases, *, judging=True):
    """Print the median rate of each case, its ratios, and where `judging` whether each reaches its aim."""
    rates = {case.name: case.rates for case in cases}
    for case in cases:
        middle = median(case.rates)
        line = f"{case.name:<46}{middle:>9.1f}/s {1e6 / middle:>9,.0f} µs"
        for other, target in case.beside.items():
            ratio = median(mine / theirs for mine, theirs in zip(case.rates, rates[other], strict=True))
            line += f"   {ratio:.2f} × {other}{judged(ratio >= target, f'≥ {target}') if target and judging else ''}"
        print(line, flush=True)


def judged(is_met, target):
    return f" ({target}{'' if is_met else ', MISSED'})"


def tell_time(name, port, request, *, times, target=None, before=lambda: None):
    """Print the median time of a request, sent so many times; `before` is done ahead of each, untimed."""
    try:
        seconds = middle_time(port, request, times, before)
    except TimeoutError:
        print(f"{name:<46}more than two minutes", flush=True)
        return
    line = f"{name:<46}{seconds * 1000:>9.1f} ms p50"
    print(line + (judged(seconds * 1000 <= target, f"≤ {target} ms") if target else ""), flush=True)
