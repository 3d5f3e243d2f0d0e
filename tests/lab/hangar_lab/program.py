# SPDX-License-Identifier: GPL-3.0-or-later
"""The real program, started from the build tree and driven through its interface."""

import os
import re
import signal
import time

from gi.repository import GLib

from hangar_lab import place
from hangar_lab.a11y import call
from hangar_lab.stall import StallMonitor
from hangar_lab.wait import until

# Lines of the environment that say nothing about the program.
NOISE = re.compile(r"Unable to acquire the address of the accessibility bus|Failed to load cursor theme|"
                   r"libEGL warning|MESA|dconf|Vulkan|vkCreate|at-spi|xkbcomp|Settings schema 'org\.gnome")
COMPLAINT = re.compile(r"(WARNING|CRITICAL|ERROR) \*\*|-(WARNING|CRITICAL|ERROR) |AddressSanitizer|runtime error:")


class Program:
    """One run of hangar."""

    _count = 0

    def __init__(self, session, *arguments, env=None, watch=True):
        Program._count += 1
        self.session, self.lab = session, session.lab
        self.log = f"hangar-{Program._count}.log"
        self.begin = time.monotonic()
        self.process = self.lab.spawn([os.path.join(self.lab.build, "src", "hangar"), *arguments],
                                      env=session.environment(**(env or {})), log=self.log)
        self.monitor = None
        if watch and session.server is not None:
            self.monitor = StallMonitor(self.lab, session.server, self.process.pid)
        self._root = None

    @property
    def root(self):
        """The program's root node, waited for."""
        if self._root is None:
            def look():
                if self.process.poll() is not None:
                    raise AssertionError(f"the program ended with {self.process.returncode}:\n{self.output()}")
                return self.session.accessibility.program(self.process.pid)
            self._root = until(look, "the program on the accessibility bus", 30)
        return self._root

    def window(self, title=None, seconds=10):
        """The frame whose title holds this text (the first frame without)."""
        # GTK's own file dialog has no role of a window in 4.8
        def look():
            return next((w for w in self.root.children if title is None or title in w.name), None)
        return until(look, f"a window titled “{title}” among {self.root.children}", seconds)

    def find(self, seconds=10, **what):
        """Waits for a node anywhere in the program."""
        return self.root.find(seconds, **what)

    def look(self, **what):
        """A node anywhere in the program, or None."""
        return self.root.look(**what)

    def gone(self, seconds=10, **what):
        """Waits until nothing fits anywhere in the program."""
        self.root.gone(seconds, **what)

    def press(self, name, seconds=10, role="button", **what):
        """Waits for a button of that name that can be pressed, and presses it."""
        return self.root.find(seconds, role=role, name=name, state="sensitive", **what).click()

    def act(self, action, *arguments, window=None):
        """Activates an exported action: of the application, or of window number N."""
        path = place.OBJECT_PATH + (f"/window/{window}" if window else "")
        call(self.session.accessibility.session, place.APPLICATION_ID, path, "org.gtk.Actions", "Activate",
             GLib.Variant("(sava{sv})", (action, list(arguments), {})))

    def actions(self, window=None):
        """The exported actions: name → enabled."""
        path = place.OBJECT_PATH + (f"/window/{window}" if window else "")
        found, = call(self.session.accessibility.session, place.APPLICATION_ID, path, "org.gtk.Actions",
                      "DescribeAll")
        return {name: enabled for name, (enabled, _, _) in found.items()}

    def output(self):
        """All that the program has printed."""
        with open(self.lab.path(self.log), encoding="utf-8", errors="replace") as f:
            return f.read()

    def complaints(self):
        """Warnings and worse in the output."""
        return [line for line in self.output().splitlines() if COMPLAINT.search(line) and not NOISE.search(line)]

    def is_running(self):
        """Whether it has not ended."""
        return self.process.poll() is None

    def wait_end(self, seconds=10):
        """Waits for its end, returns the exit status."""
        return self.process.wait(seconds)

    def quit(self):
        """Ends it the way a person would; it must end by itself and well."""
        if self.is_running():
            self.act("quit")
        status = self.wait_end(15)
        self._end_monitor()
        if status != 0:
            raise AssertionError(f"the program ended with {status}:\n{self.output()}")

    def kill(self):
        """kill -9."""
        self._end_monitor()
        if self.is_running():
            self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def _end_monitor(self):
        if self.monitor is not None:
            self.monitor.stop()
