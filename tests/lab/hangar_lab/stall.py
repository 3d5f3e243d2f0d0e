# SPDX-License-Identifier: GPL-3.0-or-later
"""The stall monitor: no answer of the main loop may take longer than the bar.

What is judged is the latency of a ping less the time that the program's threads, the X server or the monitor itself were
ready to run without getting a processor, and less the time that the host of this virtual machine let a processor stand
still (heartbeat.py): with guests in software emulation beside them on two processors that is noise of the machine. What the
program's main thread computed meanwhile counts in full. The raw latency is reported beside it.
"""

import os
import subprocess
import sys

from hangar_lab import lab as laboratory

BAR = 0.05
START_BAR = 0.1
SINGLE_ONES = 2  # of a whole run may be over the bar, under that of a start
INTERVAL = 0.02


class HostPauses:
    """Notices when the host of this virtual machine does not let a processor run. Best begun with root's rights."""

    def __init__(self):
        script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "heartbeat.py")
        self._beats = [subprocess.Popen([sys.executable, script, str(processor)], text=True, stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE) for processor in sorted(os.sched_getaffinity(0))]
        self._pauses = []

    def stop(self):
        """Ends the noticing and takes what was noticed."""
        noticed = []
        for process in self._beats:
            lines = process.communicate("enough\n")[0].splitlines()
            noticed += [tuple(float(x) for x in line.split()) for line in lines]
        self._beats = []
        for begin, pause in sorted(noticed):
            if self._pauses and begin < self._pauses[-1][1]:
                self._pauses[-1][1] = max(self._pauses[-1][1], begin + pause)
            else:
                self._pauses.append([begin, begin + pause])

    @property
    def total(self):
        """For how many seconds a processor stood still altogether."""
        return self.within(0, float("inf"))

    def within(self, begin, end):
        """For how many seconds of that time a processor stood still: what the program waits for may need any of them."""
        return sum(max(0.0, min(end, b) - max(begin, a)) for a, b in self._pauses)

    def excuse(self, pings):
        """The pings, with those pauses taken for waiting too."""
        return [(at, latency, delay + self.within(at, at + latency)) for at, latency, delay in pings]


class StallMonitor:
    """Watches one program on one X server."""

    _count = 0

    def __init__(self, lab, server, pid):
        StallMonitor._count += 1
        self._file = lab.path(f"stalls-{StallMonitor._count}")
        script = os.path.join(lab.source, "tests", "lab", "hangar_lab", "xping.py")
        self._process = lab.spawn([sys.executable, script, server.name, str(INTERVAL), self._file, str(pid),
                                   str(server.process.pid)], log="xping.log")

    def pings(self):
        """(time, latency, of that without a processor) of every ping so far."""
        if not os.path.exists(self._file):
            return []
        with open(self._file, encoding="ascii") as f:
            return [tuple(float(x) for x in line.split()) for line in f if line.count(" ") == 2]

    def stop(self):
        """Ends the monitor."""
        laboratory.stop(self._process)


def worst(pings, begin=0.0, end=float("inf")):
    """(judged latency, raw latency, time) of the worst ping sent in that time; None without any."""
    chosen = [(max(0.0, latency - delay), latency, at) for at, latency, delay in pings if begin <= at < end]
    return max(chosen, default=None)


def over(pings, bar):
    """The pings whose judged latency is over the bar."""
    return [p for p in pings if p[1] - p[2] > bar]
