# SPDX-License-Identifier: GPL-3.0-or-later
"""The janitor: a process of its own that ends everything of a lab and removes its folder when the test has gone.

It learns that from the end of a pipe, so kill -9 of the test is noticed too. A process belongs to the lab when the
lab's folder is in its environment, when it is one of libvirt's or QEMU's programs with the folder in its command
line, or when it lives in one of the mount namespaces that the lab made.
"""

import os
import shutil
import signal
import stat
import sys
import time

DAEMONS = ("libvirtd", "virtqemud", "virtlogd", "virtlockd", "qemu-system-", "dnsmasq", "swtpm", "libvirt_lxc")


class Janitor:
    """The test's end of the pipe."""

    def __init__(self, folder):
        read_end, self._write_end = os.pipe()
        self._main = os.getpid()
        self._pid = os.fork()
        if self._pid == 0:
            os.close(self._write_end)
            _serve(folder, read_end, self._main)
            os._exit(0)
        os.close(read_end)

    def tell_namespace(self, pid):
        """Everything in the mount namespace of pid is the lab's."""
        os.write(self._write_end, (os.readlink(f"/proc/{pid}/ns/mnt") + "\n").encode())

    def clean(self):
        """Ends all and waits until it is done."""
        os.close(self._write_end)
        _, status = os.waitpid(self._pid, 0)
        if status != 0:
            raise AssertionError("the janitor could not clean the lab")


def members(folder, namespaces, spared):
    """The processes of the lab."""
    found, needle = [], folder.encode()
    for entry in os.listdir("/proc"):
        if not entry.isdigit() or int(entry) in spared:
            continue
        try:
            if _is_member(entry, needle, namespaces):
                found.append(int(entry))
        except OSError:
            continue  # gone, or not ours to look at
    return found


def _is_member(entry, needle, namespaces):
    if namespaces and os.readlink(f"/proc/{entry}/ns/mnt") in namespaces:
        return True
    with open(f"/proc/{entry}/environ", "rb") as f:
        if needle in f.read():
            return True
    program = os.path.basename(os.readlink(f"/proc/{entry}/exe"))
    with open(f"/proc/{entry}/cmdline", "rb") as f:
        return program.startswith(DAEMONS) and needle in f.read()


def _signal_all(pids, number):
    for pid in pids:
        try:
            os.kill(pid, number)
        except OSError:
            pass


def end_members(folder, namespaces, spared):
    """Ends them: politely, after a second by force. False when something would not go."""
    begin = time.monotonic()
    while True:
        left = [p for p in members(folder, namespaces, spared) if not _is_zombie(p)]
        if not left:
            return True
        waited = time.monotonic() - begin
        if waited > 15:
            print(f"janitor: still there: {left}", file=sys.stderr)
            return False
        _signal_all(left, signal.SIGKILL if waited > 1 else signal.SIGTERM)
        time.sleep(0.05)


def _is_zombie(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as f:
            return f.read().rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        return True


def remove(folder):
    """Removes the folder, also what was made unreadable in it."""
    for root, _, _ in os.walk(folder):
        try:
            os.chmod(root, stat.S_IRWXU)
        except OSError:
            pass
    shutil.rmtree(folder, ignore_errors=True)
    return not os.path.exists(folder)


def _serve(folder, read_end, main):
    os.setsid()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    # the reader of the test's output must not wait for the janitor
    null = os.open("/dev/null", os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(null, 1)
    told = b""
    while True:
        data = os.read(read_end, 4096)
        if not data:
            break
        told += data
    namespaces = set(told.decode().split())
    ended = end_members(folder, namespaces, {os.getpid(), main})
    os._exit(0 if remove(folder) and ended else 1)
