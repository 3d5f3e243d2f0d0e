# SPDX-License-Identifier: GPL-3.0-or-later
"""One measured run of a program with a window: from its start until the picture stands still, and then idle.

What is shown is judged by pixels (no accessibility bus: it would be work that most people's desktops do not ask for):
the list is shown at the first frame from which at most half a percent of the window's area still changes until the
program has settled. Processor time is that of the program and all its children.
"""

import glob
import os
import time

from hangar_lab import stall

TICKS = os.sysconf("SC_CLK_TCK")
SETTLED_AFTER, SETTLE_LIMIT, CHANGE = 3.0, 90.0, 0.005
SHRINK = 4  # frames are kept at a quarter of the size


def tree(pid):
    """pid and all below it."""
    todo, found = [pid], []
    while todo:
        current = todo.pop()
        found.append(current)
        for path in glob.glob(f"/proc/{current}/task/*/children"):
            try:
                with open(path, encoding="ascii") as f:
                    todo += [int(p) for p in f.read().split()]
            except OSError:
                pass
    return found


def cpu(pid):
    """Processor seconds of the tree, ended children included."""
    total = 0
    for p in tree(pid):
        try:
            with open(f"/proc/{p}/stat", encoding="ascii", errors="replace") as f:
                fields = f.read().rsplit(")", 1)[1].split()
            total += sum(int(x) for x in fields[11:15])
        except OSError:
            pass
    return total / TICKS


def memory(pid):
    """RSS and USS of the tree in MiB."""
    sums = {"Rss": 0, "Private_Clean": 0, "Private_Dirty": 0}
    for p in tree(pid):
        try:
            with open(f"/proc/{p}/smaps_rollup", encoding="ascii") as f:
                for line in f:
                    key = line.split(":")[0]
                    if key in sums:
                        sums[key] += int(line.split()[1])
        except OSError:
            pass
    return sums["Rss"] / 1024, (sums["Private_Clean"] + sums["Private_Dirty"]) / 1024


class Recorder:
    """Samples the screen and the processor time."""

    def __init__(self, server, pid):
        self.server, self.pid, self.begin = server, pid, time.monotonic()
        self.frames, self.samples = [], []

    def now(self):
        """Seconds since the start."""
        return time.monotonic() - self.begin

    def step(self):
        """One sample; frames are kept where they change."""
        image = self.server.picture().reduce(SHRINK).tobytes()
        if not self.frames or self.frames[-1][1] != image:
            self.frames.append((self.now(), image))
            if len(self.frames) > 500:
                del self.frames[1:200]
        self.samples.append((self.now(), cpu(self.pid)))
        time.sleep(0.02)

    def rate(self, begin, end):
        """Processor seconds per second between two times."""
        part = [s for s in self.samples if begin <= s[0] <= end]
        return (part[-1][1] - part[0][1]) / max(1e-9, part[-1][0] - part[0][0]) if len(part) > 1 else 9.0

    def settle(self, alive, patience):
        """Samples until two windows of three seconds cost the same and the program has a window; a daemon that needs
        long to answer makes a still picture too, so not before patience is over."""
        while alive() and self.now() < SETTLE_LIMIT:
            self.step()
            now = self.now()
            if now < max(2 * SETTLED_AFTER, patience) or not self.server.windows():
                continue
            before, after = self.rate(now - 2 * SETTLED_AFTER, now - SETTLED_AFTER), self.rate(now - SETTLED_AFTER, now)
            if abs(before - after) <= max(0.03, 0.15 * before):
                return now
        return self.now()

    def shown_at(self, settled):
        """When the picture was complete, and the processor time by then."""
        final, area = self.frames[-1][1], len(self.frames[-1][1])
        window = max((w.width * w.height for w in self.server.windows()), default=area)
        late = [f for t, f in self.frames if t >= settled - SETTLED_AFTER] or [final]
        moving = {i for f in late for i in range(0, area, 3) if f[i:i + 3] != final[i:i + 3]}
        shown = self.frames[-1][0]
        for at, frame in reversed(self.frames):
            changed = sum(1 for i in range(0, area, 3) if frame[i:i + 3] != final[i:i + 3] and i not in moving)
            if changed > CHANGE * window / SHRINK ** 2:
                break
            shown = at
        return shown, next((c for t, c in self.samples if t >= shown), self.samples[-1][1])


def measure(session, argv, idle, env=None, patience=0):
    """Starts argv in the session and returns a dictionary of figures."""
    lab, server = session.lab, session.server
    process = lab.spawn(argv, env=session.environment(GTK_A11Y="none", NO_AT_BRIDGE="1", **(env or {})),
                        log="measured.log")
    recorder = Recorder(server, process.pid)
    monitor = stall.StallMonitor(lab, server, process.pid)
    settled = recorder.settle(lambda: process.poll() is None, patience)
    if process.poll() is not None:
        with open(lab.path("measured.log"), encoding="utf-8", errors="replace") as f:
            raise AssertionError(f"{argv[0]} ended with {process.returncode}: {f.read()[-800:]}")
    rss, uss = memory(process.pid)
    monitor.stop()  # answering pings is work too
    begin, spent = time.monotonic(), cpu(process.pid)
    time.sleep(idle)
    end, spent = time.monotonic(), cpu(process.pid) - spent
    watch = stall.StallMonitor(lab, server, process.pid)
    time.sleep(idle / 2)
    watch.stop()
    shown, shown_cpu = recorder.shown_at(settled)
    picture = server.picture()
    process.kill()
    process.wait()
    return {"wall": shown, "cpu": shown_cpu, "rss": rss, "uss": uss, "idle": spent / (end - begin) * 60,
            "stall_start": (stall.worst(monitor.pings()) or (0, 0))[0] * 1000,
            "stall_idle": (stall.worst(watch.pings()) or (0, 0))[0] * 1000, "picture": picture}
