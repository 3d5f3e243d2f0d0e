# SPDX-License-Identifier: GPL-3.0-or-later
"""Tells when the host of this virtual machine did not let a processor run.

usage: heartbeat.py PROCESSOR     (until something comes on its standard input, or that ends)

Sleeps for five milliseconds at a time on one processor, before everything else where it may (real-time priority). At the
end it prints a line for each time it woke late: when that began and how long it was, by the monotonic clock. Nothing
inside the machine can keep such a process from waking; without the priority the time that it waited for the processor is
taken off. The kernel's own account is not enough: a page of memory that the host has to bring back first stops the
processor too, and is told as time that the program computed.
"""

import os
import select
import sys
import time

BEAT = 0.005
LATE = 0.003


def waited():
    """Seconds that this process was ready without a processor."""
    with open("/proc/self/schedstat", encoding="ascii") as f:
        return int(f.read().split()[1]) / 1e9


def main():
    """Beats until nobody waits for what it has to say."""
    pauses = []
    os.sched_setaffinity(0, {int(sys.argv[1])})
    try:
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(10))
    except PermissionError:
        pass  # then its own waiting is taken off
    last, last_waited = time.monotonic(), waited()
    while not select.select([sys.stdin], [], [], BEAT)[0]:
        now, now_waited = time.monotonic(), waited()
        pause = now - last - BEAT - (now_waited - last_waited)
        if pause > LATE:
            pauses.append((now - pause, pause))
        last, last_waited = now, now_waited
    for begin, pause in pauses:
        print(f"{begin:.4f} {pause:.4f}")


if __name__ == "__main__":
    main()
