# SPDX-License-Identifier: GPL-3.0-or-later
"""What the kernel says of a process: the processor time that it got, and the time it waited for a processor."""

import os
import time

TICK = 1 / os.sysconf("SC_CLK_TCK")


def processor_time(pid):
    """Seconds of processor time of a process with all its threads: what libvirt reads too."""
    with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as f:
        fields = f.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) * TICK


def _schedstat(pid, tid):
    with open(f"/proc/{pid}/task/{tid}/schedstat", encoding="ascii") as f:
        run, wait, _ = f.read().split()
    return int(run) / 1e9, int(wait) / 1e9


def processor_thread(pid):
    """The thread of QEMU that is the guest's first processor."""
    for tid in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{tid}/comm", encoding="ascii", errors="replace") as f:
            if f.read().startswith("CPU 0"):
                return int(tid)
    raise AssertionError(f"process {pid} has no thread that is a guest's processor")


class Record:
    """Readings of a QEMU process over time, beside something else that is read at the same moments."""

    def __init__(self, pid, read):
        self.pid, self.read, self.thread = pid, read, processor_thread(pid)
        self.times, self.used, self.ran, self.waited, self.values = [], [], [], [], []

    def take(self, seconds, every=0.1):
        """Reads for that long."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            ran, waited = _schedstat(self.pid, self.thread)
            self.times.append(time.monotonic())
            self.used.append(processor_time(self.pid))
            self.ran.append(ran)
            self.waited.append(waited)
            self.values.append(self.read())
            time.sleep(every)
        return self

    def _nearest(self, at):
        return min(range(len(self.times)), key=lambda i: abs(self.times[i] - at))

    def share(self, counter, begin=0.0, end=None):
        """How fast a counter ("used", "ran", "waited") rose: seconds in a second, between two times since the start."""
        first = self._nearest(self.times[0] + begin)
        last = len(self.times) - 1 if end is None else self._nearest(self.times[0] + end)
        numbers = getattr(self, counter)
        return (numbers[last] - numbers[first]) / (self.times[last] - self.times[first])

    @property
    def length(self):
        """Seconds from the first reading to the last."""
        return self.times[-1] - self.times[0]

    def by_steps(self, begin):
        """The first and the last change of the other thing, from a time since the start on, and its mean between them: a
        value stands for the time since the one before, however long that was. What was not known is left out."""
        steps = [i for i in range(self._nearest(self.times[0] + begin) + 1, len(self.times))
                 if self.values[i] != self.values[i - 1]]
        if len(steps) <= 3:
            return begin, self.length, self.mean(begin)
        known = [(self.values[b], self.times[b] - self.times[a]) for a, b in zip(steps, steps[1:])
                 if self.values[b] is not None]
        length, weight = self.times[steps[-1]] - self.times[steps[0]], sum(w for _, w in known)
        assert weight > 0.8 * length, "numbers were missing for long"
        return (self.times[steps[0]] - self.times[0], self.times[steps[-1]] - self.times[0],
                sum(value * w for value, w in known) / weight)

    def amount(self):
        """The other thing summed up over time, and for how many seconds of that it was not known."""
        total = unknown = 0.0
        for i in range(len(self.times) - 1):
            step = self.times[i + 1] - self.times[i]
            total += (self.values[i] or 0.0) * step
            unknown += step if self.values[i] is None else 0.0
        return total, unknown

    def mean(self, begin=0.0, end=None):
        """The mean of the other thing over time, between two times since the start; what was not known is left out."""
        total = weight = 0.0
        last = len(self.times) - 1 if end is None else self._nearest(self.times[0] + end)
        for i in range(self._nearest(self.times[0] + begin), last):
            if self.values[i] is not None:
                total += self.values[i] * (self.times[i + 1] - self.times[i])
                weight += self.times[i + 1] - self.times[i]
        assert weight > 0.8 * (self.times[last] - self.times[0] - begin), "numbers were missing for long"
        return total / weight
