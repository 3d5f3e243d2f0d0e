# SPDX-License-Identifier: GPL-3.0-or-later
"""Real guests, all of whose statistics are asked for each second: what Hangar's list takes, beside virt-manager's.

The guests are the tests' small Linux, each with a disk, a network interface and a balloon that tells. All programs share one
laboratory, one after the other and round again: the same guests, the same daemon, a window of the same size that shows every
row, and every column with a curve. Measured is each program when it has settled, and what the daemon takes meanwhile.
"""

import os
import statistics
import time

from hangar_lab import place
from hangar_lab.daemon import SessionDaemon
from hangar_lab.guest import TinyGuest
from hangar_lab.session import Session
from hangar_lab.wait import until
from measure import cpu, memory

DEVICES = "<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='{disk}'/><target dev='vda' " \
          "bus='virtio'/></disk><interface type='user'><model type='virtio'/></interface>"
# One translation cache for each guest would take the computer's memory.
CACHE = "<features><tcg><tb-cache unit='MiB'>32</tb-cache></tcg>"
AT_ONCE = 3  # guests that boot side by side
# virt-manager's own switches: everything polled, every curve shown, as often as Hangar does.
VIRT_MANAGER = {
    "": {"manager-window-width": "1500", "manager-window-height": "980"},
    "stats": {"update-interval": "1", "enable-cpu-poll": "true", "enable-disk-poll": "true", "enable-net-poll": "true",
              "enable-memory-poll": "true"},
    "vmlist-fields": {"cpu-usage": "true", "host-cpu-usage": "true", "memory-usage": "true", "disk-usage": "true",
                      "network-traffic": "true"}}
HANGAR = {"statistics-interval": "uint32 1", "statistics-columns": "['cpu', 'memory', 'disk', 'network']",
          "first-run-done": "true"}


def _settings(lab):
    text = "[io/github/hangar/Hangar]\n" + "".join(f"{key}={value}\n" for key, value in HANGAR.items())
    for group, keys in VIRT_MANAGER.items():
        text += f"[org/virt-manager/virt-manager{'/' if group else ''}{group}]\n"
        text += "".join(f"{key}={value}\n" for key, value in keys.items())
    folder = lab.path("config", "glib-2.0", "settings")
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "keyfile"), "w", encoding="utf-8") as f:
        f.write(text)


def _boot(lab, guest, truth, count):
    """Starts them a few at a time, and waits until all of them are up and at rest."""
    names = [f"guest-{number:02d}" for number in range(1, count + 1)]
    for first in range(0, count, AT_ONCE):
        for name in names[first:first + AT_ONCE]:
            disk = lab.path("home", name + ".raw")
            with open(disk, "wb") as f:
                f.truncate(16 << 20)
            xml = guest.xml(name, "guest.nodhcp", memory=128, devices=DEVICES.format(disk=disk), graphics=False)
            truth.defineXML(xml.replace("<features>", CACHE)).create()
        for name in names[first:first + AT_ONCE]:
            until(lambda n=name: "TESTGUEST READY" in guest.serial(n), f"{name} booted", 180, 0.5)
    return names


def _settled(process, patience):
    """Waits until two windows of four seconds cost the same, but no longer than patience."""
    end, before = time.monotonic() + patience, None
    while time.monotonic() < end:
        spent = cpu(process.pid)
        time.sleep(4)
        spent = cpu(process.pid) - spent
        if process.poll() is not None:
            raise AssertionError(f"the program ended with {process.returncode}")
        if before is not None and abs(spent - before) <= max(0.08, 0.15 * before):
            return
        before = spent


def _measure(session, daemon, name, idle, pictures):
    lab, server = session.lab, session.server
    programs = {"hangar": [os.path.join(lab.build, "src", "hangar"), "--connect", daemon.uri],
                "virt-manager": ["virt-manager", "--no-fork", "--connect", daemon.uri],
                "row search fixed": [os.path.join(lab.source, "tests", "bench", "virt-manager-fixed"), "--no-fork",
                                     "--connect", daemon.uri]}
    process = lab.spawn(programs[name], env=session.environment(GTK_A11Y="none", NO_AT_BRIDGE="1"), log="measured.log")
    window = until(lambda: next((w for w in server.windows() if w.width > 300), None), f"a window of {name}", 60)
    server.x.place(window.xid, 0, 0, 1500, 980)
    _settled(process, 60)
    begin, spent, beside = time.monotonic(), cpu(process.pid), cpu(daemon.process.pid)
    time.sleep(idle)
    minute = 60 / (time.monotonic() - begin)
    figures = {"cpu": (cpu(process.pid) - spent) * minute, "daemon": (cpu(daemon.process.pid) - beside) * minute,
               "uss": memory(process.pid)[1]}
    path = os.path.join(pictures, f"guests-{name.replace(' ', '-')}.png")
    if os.path.exists(path):
        os.unlink(path)
    server.picture().save(path)
    process.kill()
    process.wait()
    until(lambda: not server.windows(), "the window gone", 20)
    return figures


def measure_guests(lab, count, runs, idle, names):
    """Figures of each program: name → list of dictionaries, one a run."""
    pictures = place.output_folder("bench")
    os.chmod(pictures, 0o777)
    guest = TinyGuest(lab)
    daemon = SessionDaemon(lab)
    session = Session(lab)
    _settings(lab)
    truth = daemon.connect()
    begin = time.monotonic()
    _boot(lab, guest, truth, count)
    print(f"{count} guests are up after {time.monotonic() - begin:.0f} s", flush=True)
    results = {name: [] for name in names}
    for run in range(runs):
        # whoever comes first meets a daemon that has rested
        for name in names[run % len(names):] + names[:run % len(names)]:
            figures = _measure(session, daemon, name, idle, pictures)
            results[name].append(figures)
            print(f"  {name:18}{figures['cpu']:7.2f} s/min, the daemon {figures['daemon']:.2f} s/min, "
                  f"USS {figures['uss']:.0f} MiB", flush=True)
    return results


def medians(runs):
    """The median of each figure."""
    return {key: statistics.median(figures[key] for figures in runs) for key in runs[0]}
