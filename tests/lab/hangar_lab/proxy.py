# SPDX-License-Identifier: GPL-3.0-or-later
"""A UNIX socket in front of a daemon that can fall silent on demand: it accepts, and never answers.

usage: proxy.py LISTEN [TARGET]     without TARGET it never answers; SIGUSR1: silent from now, SIGUSR2: no longer
       proxy.py - TARGET            leads its own input and output there, as the command of ssh on another computer does
"""

import os
import select
import signal
import socket
import subprocess
import sys


class Proxy:
    """The test's end: starts this file as a program."""

    def __init__(self, lab, name="silent.sock", target=None):
        self.socket = lab.path("run", name)
        script = os.path.join(lab.source, "tests", "lab", "hangar_lab", "proxy.py")
        self.process = lab.spawn([sys.executable, script, self.socket, *([target] if target else [])],
                                 stdout=subprocess.PIPE)
        self.process.stdout.readline()  # it says when it listens
        self.uri = f"qemu+unix:///session?socket={self.socket}"

    def fall_silent(self):
        """Nothing is forwarded from now on."""
        self.process.send_signal(signal.SIGUSR1)

    def speak(self):
        """Forwards again."""
        self.process.send_signal(signal.SIGUSR2)

    def close(self):
        """Ends it."""
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


def far_away(lab, target):
    """The URI of another computer whose daemon is the one at a socket here."""
    way = lab.path("way-to-far")
    with open(way, "w", encoding="ascii") as f:
        f.write(f'#!/bin/sh\nexec {sys.executable} "{__file__}" - "{target}"\n')
    os.chmod(way, 0o755)
    return f"qemu+ext://far/session?command={way}"


def _pipe(target):
    """Until one end is closed."""
    with socket.socket(socket.AF_UNIX) as far:
        far.connect(target)
        while True:
            ready = select.select([0, far], [], [])[0]
            data = os.read(0, 65536) if 0 in ready else None
            back = far.recv(65536) if far in ready else None
            if b"" in (data, back):
                return
            far.sendall(data or b"")
            while back:
                back = back[os.write(1, back):]


def _forward(source, peers):
    """Moves what has come; both ends are closed when one is."""
    try:
        data = source.recv(65536)
        if data:
            peers[source].sendall(data)
            return
    except OSError:
        pass
    other = peers.pop(source)
    peers.pop(other, None)
    source.close()
    other.close()


def main():
    """Serves until killed."""
    if sys.argv[1] == "-":
        _pipe(sys.argv[2])
        return
    silent, peers, held = [False], {}, []
    signal.signal(signal.SIGUSR1, lambda *_: silent.__setitem__(0, True))
    signal.signal(signal.SIGUSR2, lambda *_: silent.__setitem__(0, False))
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(sys.argv[1])
    listener.listen(8)
    print("listening", flush=True)
    while True:
        for ready in select.select([listener] + ([] if silent[0] else list(peers)), [], [], 0.1)[0]:
            if ready is listener:
                client = listener.accept()[0]
                held.append(client)
                if len(sys.argv) > 2 and not silent[0]:
                    target = socket.socket(socket.AF_UNIX)
                    target.connect(sys.argv[2])
                    peers[client], peers[target] = target, client
            elif not silent[0] and ready in peers:
                _forward(ready, peers)


if __name__ == "__main__":
    main()
