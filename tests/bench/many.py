# SPDX-License-Identifier: GPL-3.0-or-later
"""Very many machines: what Hangar itself takes between the daemon's answer and a list that can be used, how it scrolls,
and what a machine costs in memory.

The program says (G_MESSAGES_DEBUG) when the daemon has answered and when it has told of its machines; all between is
libvirt's. Usable is the list when its rows are on the screen and the main loop answers a ping again.
"""

import os
import re
import subprocess
import threading
import time

from hangar_lab import stall
from hangar_lab.wait import until
from measure import cpu, memory

ANSWERS, TOLD = re.compile(r"DEBUG.* answers$"), re.compile(r"DEBUG.* told of (\d+) machines$")


class Listener:
    """Reads what the program says, and when."""

    def __init__(self, stream):
        self.seen = {}
        self._thread = threading.Thread(target=self._read, args=(stream,), daemon=True)
        self._thread.start()

    def _read(self, stream):
        for line in stream:
            for name, pattern in (("answers", ANSWERS), ("told", TOLD)):
                if pattern.search(line.decode(errors="replace").rstrip()):
                    self.seen.setdefault(name, time.monotonic())


def _rows_shown(server, before):
    """Whether the right half of the window shows something else than before in many places."""
    now = server.picture().reduce(8)
    if before is None or now.size != before.size:
        return False
    width, height = now.size
    changed = sum(1 for y in range(height // 8, height * 3 // 4, 2) for x in range(width // 4, width * 3 // 4, 2)
                  if now.getpixel((x, y)) != before.getpixel((x, y)))
    return changed > 40


def measure_many(session, uri, idle):
    """One run; returns a dictionary of figures."""
    lab, server = session.lab, session.server
    process = lab.spawn([os.path.join(lab.build, "src", "hangar"), "--connect", uri],
                        env=session.environment(GTK_A11Y="none", NO_AT_BRIDGE="1", G_MESSAGES_DEBUG="hangar"),
                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    listener = Listener(process.stdout)
    monitor = stall.StallMonitor(lab, server, process.pid)
    empty = None

    def answered():
        # the picture before: ten thousand machines are shown a tenth of a second after the answer
        nonlocal empty
        if "answers" not in listener.seen:
            empty = server.picture().reduce(8)
        return "answers" in listener.seen
    until(answered, "the daemon's answer", 180)
    until(lambda: "told" in listener.seen, "the daemon's machines", 60, 0.01)
    spent = cpu(process.pid)
    until(lambda: _rows_shown(server, empty), "rows", 60, 0.02)
    shown = time.monotonic()
    usable = until(lambda: next((at + latency for at, latency, _ in monitor.pings() if at > shown), None), "a ping", 30,
                   0.01)
    spent = cpu(process.pid) - spent
    start = stall.worst(monitor.pings(), listener.seen["answers"])
    # until the definitions are read in the background
    before = cpu(process.pid)
    while True:
        time.sleep(3)
        now = cpu(process.pid)
        if now - before < 1.0:
            break
        before = now
    background = stall.worst(monitor.pings(), usable)
    window = server.window("Hangar")
    server.point(window.x + window.width * 2 // 3, window.y + window.height // 2)
    begin = time.monotonic()
    for _ in range(6):
        server.tool("click", "--repeat", 30, "--delay", 15, 5)
        server.tool("click", "--repeat", 30, "--delay", 15, 4)
    server.point(window.x + window.width * 2 // 3, window.y + window.height // 3, 1)
    server.tool("key", "--delay", "60", *(["Page_Down"] * 20 + ["End", "Page_Up", "Page_Up", "Home"]))
    scrolling = stall.worst(monitor.pings(), begin)
    monitor.stop()
    ticking = cpu(process.pid)
    time.sleep(idle)
    ticking = cpu(process.pid) - ticking
    figures = {"libvirt": listener.seen["told"] - listener.seen["answers"], "hangar": usable - listener.seen["told"],
               "usable": usable - listener.seen["answers"], "cpu": spent, "uss": memory(process.pid)[1],
               "stall_start": start[0] * 1000, "stall_background": background[0] * 1000 if background else 0,
               "stall_scroll": scrolling[0] * 1000, "idle": ticking / idle * 60, "picture": server.picture()}
    process.kill()
    process.wait()
    return figures
