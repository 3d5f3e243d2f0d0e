# SPDX-License-Identifier: GPL-3.0-or-later
"""Displays: a private X server whose picture can be read at any time, and a headless Wayland compositor."""

import mmap
import os
import struct
import subprocess

from PIL import Image

from hangar_lab import lab as laboratory
from hangar_lab.wait import until
from hangar_lab.xlib import Display


class XServer:
    """Xvfb that picks its own number, with its frame buffer in a file of the lab."""

    def __init__(self, lab, width=1600, height=1000):
        self.lab = lab
        folder = lab.path("screen")
        os.makedirs(folder, exist_ok=True)
        if os.getuid() == 0:
            os.chown(folder, lab.user.pw_uid, lab.user.pw_gid)
        read_end, write_end = os.pipe()
        self.process = lab.spawn(["Xvfb", "-displayfd", str(write_end), "-screen", "0", f"{width}x{height}x24",
                                  "-dpi", "96", "-nolisten", "tcp", "-noreset", "-fbdir", folder],
                                 log="xvfb.log", pass_fds=[write_end])
        os.close(write_end)
        with os.fdopen(read_end) as f:
            number = f.readline().strip()
        if not number:
            with open(lab.path("xvfb.log"), encoding="utf-8", errors="replace") as f:
                raise AssertionError("Xvfb did not start: " + f.read())
        self.name = ":" + number
        self.x = Display(self.name)
        with open(os.path.join(folder, "Xvfb_screen0"), "rb") as f:
            self._memory = mmap.mmap(f.fileno(), 0, prot=mmap.PROT_READ)
        header = struct.unpack(">25I", self._memory[:100])  # XWDFileHeader
        self.width, self.height, self._stride = header[4], header[5], header[12]
        self._offset = header[0] + header[19] * 12  # behind the header and the colour map

    def environment(self):
        """For programs on this display."""
        return {"DISPLAY": self.name, "GDK_BACKEND": "x11", "XDG_SESSION_TYPE": "x11"}

    def picture(self):
        """What is on the screen now, as an RGB image."""
        data = self._memory[self._offset:self._offset + self._stride * self.height]
        return Image.frombuffer("RGB", (self.width, self.height), data, "raw", "BGRX", self._stride, 1)

    def windows(self):
        """The toplevel windows, bottom to top."""
        return self.x.windows()

    def window(self, title, seconds=10):
        """The topmost window whose title holds this text."""
        return until(lambda: next((w for w in reversed(self.windows()) if title in w.title), None),
                     f"a window titled “{title}”; there are {self.windows()}", seconds)

    def window_of(self, node):
        """The X window that shows a node: by its title, and by its size where that is not enough."""
        frame = node.window()
        title, box = frame.name, frame.extents()
        found = [w for w in reversed(self.x.windows(20, 20)) if w.title == title] \
            or [w for w in reversed(self.x.windows(20, 20)) if abs(w.width - box[2]) < 60]
        if not found:
            raise AssertionError(f"no X window for {frame!r} {box}; there are {self.windows()}")
        return found[0]

    def enter(self, node):
        """Puts the node's window on top and the pointer into it: without a window manager that is who gets keys."""
        window = self.window_of(node)
        self.x.raise_window(window.xid)
        self.point(window.x + window.width - 12, window.y + window.height - 6)
        return window

    def click_on(self, node, button=1, repeat=1):
        """A real click on the middle of a node, once it stands still."""
        window, seen = self.window_of(node), []

        def stands_still():
            seen.append(node.extents())
            return seen[-3:].count(seen[-1]) == 3
        try:
            until(stands_still, "")
        except AssertionError as late:
            raise AssertionError(f"{node!r} does not stand still: {seen[-4:]} of {len(seen)} looks{late}") from None
        x, y, width, height = seen[-1]
        self.x.raise_window(window.xid)
        self.point(window.x + x + width // 2, window.y + y + height // 2, button, repeat)

    def tool(self, *arguments):
        """xdotool: real keys and a real pointer."""
        done = self.lab.run(["xdotool", *[str(a) for a in arguments]],
                            env=self.lab.environment(DISPLAY=self.name), timeout=30)
        if done.returncode != 0:
            raise AssertionError(f"xdotool {arguments}: {done.stdout}")
        return done.stdout

    def key(self, *keys):
        """Presses and releases keys, e.g. "ctrl+f"."""
        self.tool("key", "--delay", "20", *keys)

    def type(self, text):
        """Types text."""
        self.tool("type", "--delay", "15", text)

    def point(self, x, y, button=None, repeat=1):
        """Moves the pointer there and perhaps clicks."""
        click = [] if button is None else ["click", "--repeat", repeat, "--delay", "60", button]
        self.tool("mousemove", int(x), int(y), *click)

    def close(self):
        """Ends the server."""
        self.x.close()
        laboratory.stop(self.process)


class WindowManager:
    """openbox, for the tests that need one (fullscreen)."""

    def __init__(self, lab, server):
        self.process = lab.spawn(["openbox", "--sm-disable"], env=lab.environment(**server.environment()),
                                 log="openbox.log")
        root = server.x.root
        until(lambda: "not found" not in lab.run(["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"],
                                                 env=lab.environment(DISPLAY=server.name)).stdout,
              f"the window manager on {root:#x}")

    def close(self):
        """Ends it."""
        laboratory.stop(self.process)


class Wayland:
    """A headless weston."""

    def __init__(self, lab, width=1280, height=800):
        self.lab, self.name = lab, "hangar-lab-0"
        backend = "headless-backend.so" if self._version() < 11 else "headless"
        self.process = lab.spawn(["weston", f"--backend={backend}", f"--socket={self.name}", "--idle-time=0",
                                  f"--width={width}", f"--height={height}", "--no-config"], log="weston.log")
        until(lambda: os.path.exists(lab.path("run", self.name)), "weston's socket")

    def _version(self):
        text = self.lab.run(["weston", "--version"]).stdout
        return int(text.split()[1].split(".")[0])

    def environment(self):
        """For programs on this display."""
        return {"WAYLAND_DISPLAY": self.name, "GDK_BACKEND": "wayland", "XDG_SESSION_TYPE": "wayland"}

    def close(self):
        """Ends the compositor."""
        laboratory.stop(self.process)


class Bus:
    """A session bus; the accessibility bus starts itself on it."""

    def __init__(self, lab, env):
        self.process = lab.spawn(["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1"],
                                 env=lab.environment(**env), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.address = self.process.stdout.readline().decode().strip()
        if not self.address:
            raise AssertionError("dbus-daemon did not start")

    def environment(self):
        """For programs on this bus."""
        return {"DBUS_SESSION_BUS_ADDRESS": self.address, "GTK_A11Y": "atspi", "NO_AT_BRIDGE": "0"}

    def close(self):
        """Ends the bus."""
        self.process.stdout.close()
        laboratory.stop(self.process)
