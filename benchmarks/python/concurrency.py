"""Times the same work done in a loop, by threads, by processes and by gather.

Prints one JSON object: the Python version, and for each work the seconds of
each way, the median of five runs after one that is not counted. Every way of a
work does equal work, and its answer is checked.
"""

import asyncio
import json
import platform
import statistics
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

SUMS = 4
NUMBERS = 1_000_000
WAITS = 100
WAIT = 0.1
ANSWER = (NUMBERS - 1) * NUMBERS * (2 * NUMBERS - 1) // 6


def squares(n):
    return sum(i * i for i in range(n))


def wait(_):
    time.sleep(WAIT)
    return ANSWER


async def gather_waits():
    async def one():
        await asyncio.sleep(WAIT)
        return ANSWER

    return await asyncio.gather(*(one() for _ in range(WAITS)))


async def gather_sums():
    async def one():
        return squares(NUMBERS)

    return await asyncio.gather(*(one() for _ in range(SUMS)))


def measure(work, items, times=5):
    seconds = []
    for _ in range(times + 1):
        began = time.perf_counter()
        answers = list(work())
        seconds.append(time.perf_counter() - began)
        if answers != [ANSWER] * items:
            raise SystemExit("a wrong answer")
    return statistics.median(seconds[1:])


def main():
    sums = [NUMBERS] * SUMS
    with ThreadPoolExecutor(WAITS) as threads, ProcessPoolExecutor(SUMS) as processes:
        result = {
            "version": platform.python_version(),
            "sum": {"loop": measure(lambda: [squares(NUMBERS)], 1)},
            "sums": {
                "loop": measure(lambda: [squares(n) for n in sums], SUMS),
                "threads": measure(lambda: threads.map(squares, sums), SUMS),
                "processes": measure(lambda: processes.map(squares, sums), SUMS),
                "gather": measure(lambda: asyncio.run(gather_sums()), SUMS),
            },
            "waits": {
                "threads": measure(lambda: threads.map(wait, range(WAITS)), WAITS),
                "gather": measure(lambda: asyncio.run(gather_waits()), WAITS),
            },
        }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
