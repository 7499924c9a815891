"""Times of a piece of work: milliseconds of the processor, which other programs on the machine do not lengthen."""

import statistics
import time
from typing import NamedTuple


class Times(NamedTuple):
    """Milliseconds: median and 95th percentile of the processor, median of the clock on the wall; how many."""

    median: float
    p95: float
    wall: float
    count: int


def times(work, inputs, rounds: int = 1, warm: int = 3) -> Times:
    """Times of `work(input)` over all inputs, several rounds of them."""
    for one in inputs[:warm]:
        work(one)
    spent, walls = [], []
    for _ in range(rounds):
        for one in inputs:
            wall, processor = time.perf_counter(), time.process_time()
            work(one)
            spent.append(1000 * (time.process_time() - processor))
            walls.append(1000 * (time.perf_counter() - wall))
    ordered = sorted(spent)
    p95 = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    return Times(statistics.median(spent), p95, statistics.median(walls), len(spent))


def seconds(work):
    """(what it gives, seconds of the processor)."""
    begun = time.process_time()
    found = work()
    return found, time.process_time() - begun
