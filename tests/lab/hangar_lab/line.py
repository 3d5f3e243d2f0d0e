# SPDX-License-Identifier: GPL-3.0-or-later
"""A guest's serial line as somebody who sits at it: log in, give commands, read what they answer."""

import os
import re
import select
import termios
import time
import tty

from hangar_lab.wait import until

ESCAPE = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
PTY = re.compile(r"<serial type='pty'.*?<source path='([^']+)'", re.S)
FILE_LINE = re.compile(r"<serial type='file'>.*?</serial>", re.S)


def with_line(xml, log):
    """A definition of the tiny guest whose serial line can be written to, and is kept in a file as before."""
    line = f"<serial type='pty'><log file='{log}'/><target port='0'/></serial>"
    return FILE_LINE.sub(lambda _: line, xml)


class Line:
    """The line of a running machine. What it answers is read from its log: the console may read the line too."""

    def __init__(self, domain, log):
        self.domain, self.log, self.count = domain, log, 0
        self.end, self.path = None, None

    def text(self):
        """All that came over the line."""
        self._drain()
        with open(self.log, encoding="utf-8", errors="replace") as f:
            return ESCAPE.sub("", f.read().replace("\r", ""))

    def _drain(self):
        # a line that nobody reads fills up, and QEMU then waits with it
        try:
            while self.end is not None and os.read(self.end, 65536):
                pass
        except OSError:
            pass

    def _open(self):
        """Kept open: QEMU looks only once a second whether somebody came to the line."""
        path = PTY.search(self.domain.XMLDesc()).group(1)
        if self.end is not None and self.path == path and self._is_alive():
            return
        self.close()
        self.end, self.path = os.open(path, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK), path
        tty.setraw(self.end, termios.TCSANOW)

    def _is_alive(self):
        poll = select.poll()
        poll.register(self.end, 0)
        return not poll.poll(0)

    def send(self, text):
        """Types a line and Return."""
        self._open()
        os.write(self.end, text.encode() + b"\n")

    def close(self):
        """Leaves the line."""
        if self.end is not None:
            os.close(self.end)
            self.end = None

    def log_in(self):
        """Waits for the guest, and logs in as root."""
        until(lambda: "TESTGUEST READY" in self.text(), f"{self.domain.name()} is up", 90)
        before = self.text().rindex("TESTGUEST READY")
        until(lambda: self._try_log_in(before), "a shell on the serial line", 60, every=0.3)

    def _try_log_in(self, before):
        new = self.text()[before:].rstrip()
        if new.endswith("#"):
            return True
        self.send("guest" if new.endswith("Password:") else "root" if new.endswith("login:") else "")
        return False

    def run(self, command, seconds=60):
        """Gives a command and returns what it printed; gives it again when the line has lost it."""
        self.count += 1
        end = f"end-{self.count}-of-it"
        before, asked = len(self.text()), [0.0]

        def answered():
            if time.monotonic() > asked[0] + 8:
                asked[0] = time.monotonic()
                self.send(f"{command}; echo {end[:3]}''{end[3:]}")
            return end in self.text()[before:]
        until(answered, f"an answer to “{command}”", seconds)
        return self.text()[before:].split(end)[0]

    def mark(self):
        """The token that is on the guest's first disk."""
        return re.search(r"MARK=\[(.*?)\]", self.run("mark")).group(1)
