# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures stalls of a program's main loop from outside, by pinging its windows, and no other's, through the X server.

usage: xping.py DISPLAY INTERVAL OUT PID…     (ends with SIGTERM; PID: the program, the X server)

A line per ping: monotonic time of sending, latency, and how much of it was the machine's fault and not the program's:
the time that those on the way (the program's threads, the X server, this process) spent ready to run but without a
processor (/proc/PID/task/TID/schedstat). What the program's main thread itself computed meanwhile is never excused.
"""

import os
import signal
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from hangar_lab.xlib import Pinger  # noqa: E402


def schedstat(path):
    """(seconds on a processor, seconds ready but without one) of a thread."""
    try:
        with open(path, encoding="ascii") as f:
            on, waiting = f.read().split()[:2]
        return int(on) / 1e9, int(waiting) / 1e9
    except (OSError, ValueError):
        return 0.0, 0.0


def run_delays(pids):
    """Seconds that each thread of these processes has waited for a processor."""
    delays = {}
    for pid in pids:
        try:
            threads = os.listdir(f"/proc/{pid}/task")
        except OSError:
            continue
        for tid in threads:
            delays[tid] = schedstat(f"/proc/{pid}/task/{tid}/schedstat")[1]
    return delays


class Reading:
    """What the processors have done for these processes so far; the first is the program."""

    def __init__(self, pids):
        self.computed = schedstat(f"/proc/{pids[0]}/task/{pids[0]}/schedstat")[0]
        self.delays = run_delays(pids)

    def excuse(self, before, latency):
        """How much of a latency since an earlier reading was the machine's fault."""
        waited = sum(max(0.0, delay - before.delays.get(tid, delay)) for tid, delay in self.delays.items())
        return max(0.0, min(waited, latency - (self.computed - before.computed)))


def main():
    """Pings until told to stop."""
    display, interval, out = sys.argv[1], float(sys.argv[2]), sys.argv[3]
    pids, stop = [int(p) for p in sys.argv[4:]] + [os.getpid()], []
    signal.signal(signal.SIGTERM, lambda *_: stop.append(1))
    pinger = Pinger(display, pids[0])
    with open(out, "w", buffering=1, encoding="ascii") as log:
        while not stop:
            if pinger.pick_window() is None:
                time.sleep(0.01)
                continue
            before, begin = Reading(pids), time.monotonic()
            latency = pinger.ping(lambda: stop)
            if latency is None:
                if stop and pinger.is_window_there():  # unanswered at the end: it has lasted until now
                    latency = time.monotonic() - begin
                    log.write(f"{begin:.4f} {latency:.4f} {Reading(pids).excuse(before, latency):.4f}\n")
                continue
            log.write(f"{begin:.4f} {latency:.4f} {Reading(pids).excuse(before, latency):.4f}\n")
            time.sleep(max(0.0, interval - latency))


if __name__ == "__main__":
    main()
