# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures stalls of a program's main loop from outside, by pinging its window through the X server.

usage: xping.py DISPLAY INTERVAL OUT PID…     (ends with SIGTERM; PID: the program, the X server)

A line per ping: monotonic time of sending, latency, and the time that the processes on the way (the program's main
thread, the X server, this one) spent ready to run but without a processor meanwhile: waiting for one
(/proc/PID/schedstat), or on one that the host of this virtual machine had taken away (steal in /proc/stat). On a loaded
machine that is the machine's fault and not the program's.
"""

import os
import signal
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from hangar_lab.xlib import Pinger  # noqa: E402

TICKS = os.sysconf("SC_CLK_TCK")


def run_delay(pids):
    """Seconds the main threads of these processes have waited for a processor."""
    total = 0
    for pid in pids:
        try:
            with open(f"/proc/{pid}/task/{pid}/schedstat", encoding="ascii") as f:
                total += int(f.read().split()[1])
        except (OSError, IndexError, ValueError):
            pass
    return total / 1e9


def stolen():
    """Seconds that the host has taken from each processor of this machine."""
    with open("/proc/stat", encoding="ascii") as f:
        lines = [line.split() for line in f if line.startswith("cpu") and line[3] != " "]
    return [int(fields[8]) / TICKS for fields in lines]


def without_processor(pids):
    """What the time without a processor is counted from: of these processes, and of each processor."""
    return run_delay(pids), stolen()


def waited(begin, end):
    """Seconds without a processor between two readings; of what was stolen, what one processor lost at most."""
    return max(0.0, end[0] - begin[0]) + max(b - a for a, b in zip(begin[1], end[1]))


def main():
    """Pings until told to stop."""
    display, interval, out = sys.argv[1], float(sys.argv[2]), sys.argv[3]
    pids, stop = [os.getpid()] + [int(p) for p in sys.argv[4:]], []
    signal.signal(signal.SIGTERM, lambda *_: stop.append(1))
    pinger = Pinger(display)
    with open(out, "w", buffering=1, encoding="ascii") as log:
        while not stop:
            if pinger.pick_window() is None:
                time.sleep(0.01)
                continue
            begin, before = time.monotonic(), without_processor(pids)
            latency = pinger.ping(lambda: stop)
            if latency is None:
                if stop and pinger.is_window_there():  # unanswered at the end: it has lasted until now
                    log.write(f"{begin:.4f} {time.monotonic() - begin:.4f} "
                              f"{waited(before, without_processor(pids)):.4f}\n")
                continue
            log.write(f"{begin:.4f} {latency:.4f} {waited(before, without_processor(pids)):.4f}\n")
            time.sleep(max(0.0, interval - latency))


if __name__ == "__main__":
    main()
