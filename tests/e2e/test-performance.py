#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The graphs say what libvirt says: a real guest computes, reads and writes; one stands still and says nothing."""

import base64
import json
import os
import re
import signal
import struct
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
from hangar_lab.kernel import Record  # noqa: E402
from hangar_lab.notices import Notices  # noqa: E402
from hangar_lab.session import Session  # noqa: E402
from hangar_lab.suite import Suite  # noqa: E402
from hangar_lab.wait import until  # noqa: E402

suite = Suite("performance")
UNITS = {"bytes": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}
DISK = "<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='{path}'/>" \
       "<target dev='{target}' bus='virtio'/></disk>"
NIC = "<interface type='user'><model type='virtio'/></interface>"
# What its agent is to tell: somebody who is logged in (a record of utmp), an address, a filesystem without room.
UTMP = struct.pack("<hxxi32s4s32s256shhiii4i20x", 7, 1, b"tty1", b"1", b"student", b"", 0, 0, 0, 1, 0, 0, 0, 0, 0)
LIVED_IN = "ip link set eth0 up; ip addr add 10.0.2.15/24 dev eth0; echo {utmp} | base64 -d >/var/run/utmp; " \
           "mke2fs -F /dev/vdb; mkdir -p /full; mount -t ext4 /dev/vdb /full; dd if=/dev/zero of=/full/file bs=64k; sync"
STATS = libvirt.VIR_DOMAIN_STATS_CPU_TOTAL | libvirt.VIR_DOMAIN_STATS_BALLOON | libvirt.VIR_DOMAIN_STATS_BLOCK


# What is shown was read that long ago: how long an answer is under way and when it is drawn depends on who else wants a
# processor, so this is not known exactly.
AGES = [age / 10 for age in range(16)]


@suite.setup
def setup(scene):
    """A guest with a disk, and nothing beside it that takes processors while it is measured."""
    scene.guest = TinyGuest(scene.lab)
    scene.daemon = SessionDaemon(scene.lab)
    scene.truth = scene.daemon.connect()
    scene.processors = scene.truth.getInfo()[2]
    disks = "".join(disk(scene, *what) for what in (("vda", 64 << 20), ("vdb", 8 << 20)))
    scene.session = Session(scene.lab)
    # its balloon is not asked until somebody wants to know
    boot(scene, "worker", disks + NIC, ("<stats period='1'/>", ""))
    until(lambda: agent(scene, "guest-ping") == {}, "the agent's answer", 60)
    execute(scene, LIVED_IN.format(utmp=base64.b64encode(UTMP).decode()))
    until(lambda: any(f["mountpoint"] == "/full" and f["used-bytes"] > 0.99 * f["total-bytes"]
                      for f in agent(scene, "guest-get-fsinfo")), "a full filesystem", 60)
    scene.session.set_setting("alert-notify", "true")
    scene.notices = Notices(scene.session)
    scene.program = scene.session.start("--connect", "qemu:///session", env={"G_MESSAGES_DEBUG": "hangar"})
    scene.manager = Manager(scene.program)
    scene.manager.says_of("worker", "running", 20)
    uuid = scene.truth.lookupByName("worker").UUIDString()
    scene.program.act("show-machine", GLib.Variant("(ss)", ("qemu:///session", uuid)))
    scene.window = scene.program.window("worker", 30)
    scene.window.find(role="page tab", name="Performance").click()
    scene.legend = {}


def disk(scene, target, size):
    """An empty disk."""
    path = scene.lab.path("home", target + ".raw")
    with open(path, "wb") as f:
        f.truncate(size)
    os.chmod(path, 0o666)
    return DISK.format(path=path, target=target)


def boot(scene, name, devices="", change=("", "")):
    """Defines and starts a guest, and waits until it is up."""
    scene.truth.defineXML(scene.guest.xml(name, "guest.nodhcp", devices=devices).replace(*change)).create()
    until(lambda: "TESTGUEST READY" in scene.guest.serial(name), f"{name} booted", 90)


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


def shown(scene, label):
    """The number beside a line's name in the legend; None while there is none."""
    node = scene.legend.get(label)
    if node is None:
        node = scene.legend[label] = scene.window.look(role="label", contains=label + ": ")
        if node is None:
            return None
    text = node.name.split(": ", 1)[1].replace("\u00a0", " ")
    found = re.match(r"([0-9.]+) (%|[KMG]iB|bytes)", text)
    if found is None:
        return None
    return float(found.group(1)) * (0.01 if found.group(2) == "%" else UNITS[found.group(2)])


def busy(scene):
    """The share of the guest's only processor that is shown."""
    return shown(scene, "Of its processors")


def taken(scene):
    """How many processors are shown as taken. Once all that the guest has are, the host's share tells how much QEMU's own
    threads take besides."""
    own, of_host = busy(scene), shown(scene, "Of the host")
    return own if own is None or of_host is None or own < 1 else max(own, of_host * scene.processors)


def watch(scene, seconds):
    """What is shown of the processors, and what the kernel says of QEMU's process, over that time."""
    return Record(qemu_pid(scene, "worker"), lambda: taken(scene)).take(seconds)


def agree(record, daemon=None):
    """What was shown is what the kernel measured at that time (and what the daemon counted)."""
    begin, end, mean = record.by_steps(AGES[-1])
    kernel = min((record.share("used", begin - age, end - age) for age in AGES), key=lambda share: abs(share - mean))
    print(f"# shown {mean:.3f}, the kernel {kernel:.3f}, the guest's processor ran {record.share('ran'):.3f} and "
          f"waited {record.share('waited'):.3f}" + (f", libvirt {daemon:.3f}" if daemon is not None else ""), flush=True)
    assert abs(mean - kernel) < 0.04, (mean, kernel)


@suite.case("a guest that does nothing shows next to nothing, which is what the kernel says too")
def idle(scene):
    until(lambda: busy(scene) is not None, "the first numbers", 20)
    until(lambda: watch(scene, 2).share("used") < 0.15, "a calm guest", 60)
    record = watch(scene, 6)
    agree(record)
    assert record.mean() < 0.15, record.mean()


@suite.case("a guest that computes shows a whole processor as far as it is given one, as the kernel and libvirt count it")
def load(scene):
    execute(scene, "load 30")
    until(lambda: watch(scene, 2).share("used") > 0.2, "a busy guest", 30)
    begin, before = truth(scene)
    record = watch(scene, 10)
    end, after = truth(scene)
    daemon = (after["cpu.time"] - before["cpu.time"]) / 1e9 / (end - begin)
    agree(record, daemon)
    assert abs(daemon - record.share("used")) < 0.03, (daemon, record.share("used"))
    # It wants the processor all the time: it runs, or it waits for the others of this computer to leave it one.
    wanted = record.share("ran") + record.share("waited")
    assert wanted > 0.95, wanted


@suite.case("the load falls again when the guest has computed enough")
def falls(scene):
    before = busy(scene)
    until(lambda: busy(scene) < min(0.15, before / 2), "a calm processor again", 60)
    agree(watch(scene, 6))


@suite.case("what the guest uses of its memory is not known until its balloon is asked, which takes one click")
def balloon(scene):
    hint = {"role": "label", "contains": "does not say how much of its memory it uses"}
    # what it said when it started counts for half a minute
    scene.window.find(60, **hint)
    until(lambda: shown(scene, "Used by the guest") is None, "no memory in the guest", 10)
    scene.program.press("Turn On Statistics")
    until(lambda: shown(scene, "Used by the guest"), "memory in the guest", 30)
    scene.window.gone(**hint)
    domain = scene.truth.lookupByName("worker")
    for flags in (0, libvirt.VIR_DOMAIN_XML_INACTIVE):
        assert "<stats period='2'/>" in domain.XMLDesc(flags), domain.XMLDesc(flags)


@suite.case("memory is what libvirt says")
def memory(scene):
    stats = truth(scene)[1]
    rss = until(lambda: shown(scene, "Taken on the host"), "memory on the host")
    assert abs(rss - stats["balloon.rss"] * 1024) < 0.1 * rss, (rss, stats["balloon.rss"])
    used = until(lambda: shown(scene, "Used by the guest"), "memory in the guest")
    free = stats.get("balloon.usable", stats["balloon.unused"])
    expected = (stats["balloon.available"] - free) * 1024
    assert abs(used - expected) < 0.2 * expected, (used, expected)


@suite.case("what the guest writes to its disk is shown: all of it, neither more nor less")
def writes(scene):
    until(lambda: shown(scene, "Written") == 0, "a disk at rest", 20)
    _, before = truth(scene)
    execute(scene, "for i in 1 2 3 4 5 6 7 8; do dd if=/dev/zero of=/dev/vda bs=64k count=64 conv=fsync; sleep 1; done;"
                   " dd if=/dev/zero of=/dev/vda bs=4k count=1 conv=fsync")
    record = Record(qemu_pid(scene, "worker"), lambda: shown(scene, "Written")).take(4)
    last = None
    while last is None or truth(scene)[1]["block.0.wr.bytes"] != last or record.values[-1] != 0:
        last = truth(scene)[1]["block.0.wr.bytes"]
        record.take(3)
    written = last - before["block.0.wr.bytes"]
    assert 32 << 20 <= written < 34 << 20, written
    seen, unknown = record.amount()
    print(f"# written {written}, seen {seen:.0f}, not known for {unknown:.1f} s of {record.length:.1f} s", flush=True)
    assert unknown < 0.3 * record.length, (unknown, record.length)
    # a tick that the hypervisor had no time to answer is a gap: it may hide what was written just then, and no more
    assert seen < 1.15 * written, (seen, written)
    assert seen + unknown * (5 << 20) > 0.85 * written, (seen, unknown, written)


@suite.case("a network of the user mode kind is said to have no counters, and never shows zero")
def network(scene):
    scene.window.find(role="label", contains="does not count this machine’s network traffic")
    assert shown(scene, "Received") is None


@suite.case("the guest's own words are shown")
def guest(scene):
    hostname = agent(scene, "guest-get-host-name")["host-name"]
    for title, text in (("Name of the computer", hostname), ("System", "Test Guest 1"), ("Addresses", "10.0.2.15"),
                        ("Logged in", "student")):
        scene.window.find(role="list item", name=title, seconds=30)
        scene.window.find(role="label", contains=text)
    scene.window.find(role="list item", name="Filesystem /full")
    scene.window.find(role="label", contains=": nearly full")


@suite.case("a filesystem of the guest without room is marked in the list, and the desktop is told of it once")
def full(scene):
    scene.manager.says_of("worker", "running (nearly full: /full)", 90)
    title = "A filesystem in “worker” is nearly full"
    told = until(scene.notices.told, "a notification", 20)
    assert [t for t, _ in told] == [title], told


@suite.case("a machine whose hypervisor is stopped is marked in ten seconds, and the others' numbers keep coming")
def stopped(scene):
    boot(scene, "silent")
    scene.manager.says_of("silent", "running", 20)
    until(lambda: busy(scene) is not None, "numbers", 10)
    pid = qemu_pid(scene, "silent")
    os.kill(pid, signal.SIGSTOP)
    begin = time.monotonic()
    try:
        execute(scene, "load 60")
        # how fast others' numbers and words reach a busy computer's screen is no claim: the program says when it knew
        until(lambda: (busy(scene) or 0) > 0.3, "the other machine's load", 60)
        scene.manager.says_of("silent", "not responding", 60)
        # it may be the host at first that does not answer, held up by the machine
        known = until(lambda: re.search(r"silent has told nothing for (\d+) ms", scene.program.output()),
                      "the program knows of the machine", 60)
        assert int(known.group(1)) <= 10000, known
        print(f"# known after {known.group(1)} ms, seen after {time.monotonic() - begin:.1f} s", flush=True)
        # ticks are rarer while one machine holds them up: long enough for several of them
        agree(watch(scene, 20))
    finally:
        os.kill(pid, signal.SIGCONT)
    scene.manager.says_of("silent", "running", 20)


def qemu_pid(scene, name):
    """The process of a machine."""
    with open(scene.lab.path("run", "libvirt", "qemu", "run", name + ".pid"), encoding="ascii") as f:
        return int(f.read())


if __name__ == "__main__":
    sys.exit(suite.main())
