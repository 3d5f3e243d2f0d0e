#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The graphs say what libvirt says: a real guest computes, reads and writes; one stands still and says nothing."""

import json
import os
import re
import signal
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lab"))
import libvirt  # noqa: E402
import libvirt_qemu  # noqa: E402
from gi.repository import GLib  # noqa: E402
from hangar_lab.daemon import SessionDaemon  # noqa: E402
from hangar_lab.guest import TinyGuest  # noqa: E402
from hangar_lab.hands import Manager  # noqa: E402
from hangar_lab.session import Session  # noqa: E402
from hangar_lab.suite import Suite  # noqa: E402
from hangar_lab.wait import holds, until  # noqa: E402

suite = Suite("performance")
UNITS = {"bytes": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}
DISK = "<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='{path}'/>" \
       "<target dev='vda' bus='virtio'/></disk><interface type='user'><model type='virtio'/></interface>"
STATS = libvirt.VIR_DOMAIN_STATS_CPU_TOTAL | libvirt.VIR_DOMAIN_STATS_BALLOON | libvirt.VIR_DOMAIN_STATS_BLOCK


@suite.setup
def setup(scene):
    """Two guests: one with a disk, one that will be stopped from outside."""
    scene.guest = TinyGuest(scene.lab)
    scene.daemon = SessionDaemon(scene.lab)
    scene.truth = scene.daemon.connect()
    path = scene.lab.path("home", "disk.raw")
    with open(path, "wb") as f:
        f.truncate(64 << 20)
    os.chmod(path, 0o666)
    for name, devices in (("worker", DISK.format(path=path)), ("silent", "")):
        scene.truth.defineXML(scene.guest.xml(name, "guest.nodhcp", devices=devices)).create()
    scene.session = Session(scene.lab)
    for name in ("worker", "silent"):
        until(lambda name=name: "TESTGUEST READY" in scene.guest.serial(name), f"{name} booted", 90)
    until(lambda: agent(scene, "guest-ping") == {}, "the agent's answer", 60)
    scene.program = scene.session.start("--connect", "qemu:///session")
    scene.manager = Manager(scene.program)
    scene.manager.says_of("worker", "running", 20)
    uuid = scene.truth.lookupByName("worker").UUIDString()
    scene.program.act("show-machine", GLib.Variant("(ss)", ("qemu:///session", uuid)))
    scene.window = scene.program.window("worker", 30)
    scene.window.find(role="page tab", name="Performance").click()


def agent(scene, command, **arguments):
    """A command of the guest's agent."""
    text = json.dumps({"execute": command, "arguments": arguments} if arguments else {"execute": command})
    domain = scene.truth.lookupByName("worker")
    return json.loads(libvirt_qemu.qemuAgentCommand(domain, text, 10, 0))["return"]


def execute(scene, command):
    """Starts a command in the guest."""
    return agent(scene, "guest-exec", path="/bin/sh", arg=["-c", command])["pid"]


def truth(scene):
    """libvirt's counters of the worker, with the time."""
    domain = scene.truth.lookupByName("worker")
    (_, stats), = scene.truth.domainListGetStats([domain], STATS)
    return time.monotonic(), stats


def compare(scene, label, counter, seconds=6.0):
    """The mean of what a line shows over some time, and what libvirt's counter says of the same time."""
    samples, (begin, before) = [], truth(scene)
    while time.monotonic() - begin < seconds:
        samples.append(shown(scene, label))
        holds(lambda: True, "the next number", 0.25)
    end, after = truth(scene)
    seen = [s for s in samples if s is not None]
    assert len(seen) > len(samples) / 2, samples
    return sum(seen) / len(seen), (after[counter] - before[counter]) / (end - begin)


def shown(scene, label):
    """The number beside a line's name in the legend; None while there is none."""
    node = scene.window.look(role="label", contains=label + ": ")
    if node is None:
        return None
    text = (node.name or node.value_text()).split(": ", 1)[1].replace("\u00a0", " ")
    found = re.match(r"([0-9.]+) (%|[KMG]iB|bytes)", text)
    if found is None:
        return None
    return float(found.group(1)) * (0.01 if found.group(2) == "%" else UNITS[found.group(2)])


@suite.case("a guest that does nothing shows next to nothing")
def idle(scene):
    until(lambda: (shown(scene, "Of its processors") or 1) < 0.15, "a calm processor", 60)


@suite.case("a guest that computes shows about one processor, as libvirt counts it, and falls again")
def load(scene):
    execute(scene, "load 25")
    until(lambda: (shown(scene, "Of its processors") or 0) > 0.2, "a busy processor", 30)
    mean, expected = compare(scene, "Of its processors", "cpu.time")
    assert abs(mean - min(expected / 1e9, 1)) < 0.15, (mean, expected)
    until(lambda: (shown(scene, "Of its processors") or 1) < 0.15, "a calm processor again", 60)


@suite.case("memory is what libvirt says")
def memory(scene):
    stats = truth(scene)[1]
    rss = until(lambda: shown(scene, "Taken on the host"), "memory on the host")
    assert abs(rss - stats["balloon.rss"] * 1024) < 0.1 * rss, (rss, stats["balloon.rss"])
    used = until(lambda: shown(scene, "Used by the guest"), "memory in the guest")
    free = stats.get("balloon.usable", stats["balloon.unused"])
    expected = (stats["balloon.available"] - free) * 1024
    assert abs(used - expected) < 0.2 * expected, (used, expected)


@suite.case("what the guest writes to its disk is shown with the right magnitude")
def disk(scene):
    execute(scene, "for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do dd if=/dev/zero of=/dev/vda bs=64k count=64 "
                   "conv=fsync; sleep 1; done")
    until(lambda: (shown(scene, "Written") or 0) > 100 * 1024, "writing", 20)
    mean, expected = compare(scene, "Written", "block.0.wr.bytes")
    assert expected / 2 < mean < expected * 2, (mean, expected)


@suite.case("a network of the user mode kind is said to have no counters, and never shows zero")
def network(scene):
    scene.window.find(role="label", contains="does not count this machine’s network traffic")
    assert shown(scene, "Received") is None


@suite.case("the guest's own words are shown")
def guest(scene):
    hostname = agent(scene, "guest-get-host-name")["host-name"]
    scene.window.find(role="label", name="Name of the computer", seconds=30)
    scene.window.find(role="label", name=hostname)


@suite.case("a machine whose hypervisor is stopped is marked in ten seconds, and others go on")
def stopped(scene):
    pid = qemu_pid(scene, "silent")
    os.kill(pid, signal.SIGSTOP)
    try:
        scene.manager.says_of("silent", "not responding", 10)
        before = shown(scene, "Of its processors")
        execute(scene, "load 20")
        until(lambda: (shown(scene, "Of its processors") or 0) > 0.2, f"the other machine's load ({before})", 10)
    finally:
        os.kill(pid, signal.SIGCONT)
    scene.manager.says_of("silent", "running", 20)


def qemu_pid(scene, name):
    """The process of a machine."""
    with open(scene.lab.path("run", "libvirt", "qemu", "run", name + ".pid"), encoding="ascii") as f:
        return int(f.read())


if __name__ == "__main__":
    sys.exit(suite.main())
