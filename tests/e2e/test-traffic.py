#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Network traffic of a real guest on a system daemon of its own, and what happens to all that when another daemon hangs."""

import json
import os
import re
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lab"))
import libvirt_qemu  # noqa: E402
from gi.repository import GLib  # noqa: E402
from hangar_lab.daemon import SessionDaemon, SystemDaemon  # noqa: E402
from hangar_lab.guest import TinyGuest  # noqa: E402
from hangar_lab.hands import Hardware, Manager  # noqa: E402
from hangar_lab.session import Session  # noqa: E402
from hangar_lab.suite import Suite  # noqa: E402
from hangar_lab.wait import until  # noqa: E402

suite = Suite("traffic")
UNITS = {"bytes": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}
NETWORK = "<network><name>wire</name><bridge name='virbr7' stp='off' delay='0'/><ip address='192.168.77.1' " \
          "netmask='255.255.255.0'><dhcp><range start='192.168.77.10' end='192.168.77.99'/></dhcp></ip></network>"
NIC = "<interface type='network'><source network='wire'/><model type='virtio'/></interface>"
# One port takes what comes, the other gives four MiB to everybody who connects.
SERVER = """
import socket, threading
def serve(port, function):
    s = socket.create_server(("192.168.77.1", port))
    while True:
        function(s.accept()[0])
def take(c):
    while c.recv(65536):
        pass
    c.close()
def give(c):
    c.sendall(bytes(4 << 20))
    c.close()
threading.Thread(target=serve, args=(5001, take)).start()
serve(5002, give)
"""
AMOUNT = 4 << 20
TIMES = 6  # when a number is drawn is not known to a part of a second: of many that evens out


@suite.setup
def setup(scene):
    """A guest on a network of a system daemon, with somebody to talk to; another one on a session daemon."""
    scene.guest = TinyGuest(scene.lab)
    scene.system = SystemDaemon(scene.lab)
    scene.truth = scene.system.connect()
    scene.truth.networkDefineXML(NETWORK).create()
    scene.lab.spawn(["nsenter", "--net", "--target", str(scene.system.process.pid), sys.executable, "-c", SERVER],
                    log="server.log", as_root=True)
    scene.session_daemon = SessionDaemon(scene.lab)
    scene.other = scene.session_daemon.connect()
    scene.session = Session(scene.lab)
    scene.truth.defineXML(scene.guest.xml("wired", devices=NIC)).create()
    # its serial port writes to a file that only root can read: the agent is asked
    until(lambda: "192.168.77." in json.dumps(agent(scene, "guest-network-get-interfaces")), "the guest's address", 90, 0.5)
    scene.program = scene.session.start("--connect", scene.system.uri, "--connect", "qemu:///session",
                                          env={"G_MESSAGES_DEBUG": "hangar"})
    scene.manager = Manager(scene.program)
    scene.manager.says_of("wired", "running", 20)
    uuid = scene.truth.lookupByName("wired").UUIDString()
    scene.program.act("show-machine", GLib.Variant("(ss)", (scene.system.uri, uuid)))
    scene.window = scene.program.window("wired", 30)
    scene.window.find(role="page tab", name="Performance").click()
    scene.legend = {}


def agent(scene, command, **arguments):
    """A command of the guest's agent."""
    text = json.dumps({"execute": command, "arguments": arguments} if arguments else {"execute": command})
    return json.loads(libvirt_qemu.qemuAgentCommand(scene.truth.lookupByName("wired"), text, 10, 0))["return"]


def execute(scene, command):
    """Starts a command in the guest."""
    return agent(scene, "guest-exec", path="/bin/sh", arg=["-c", command])["pid"]


def counter(scene, name):
    """libvirt's counter of the guest's interface, seen from the guest."""
    (_, stats), = scene.truth.domainListGetStats([scene.truth.lookupByName("wired")], 16)
    return stats["net.0." + name]


def shown(scene, label):
    """The rate beside a line's name in the legend; None while there is none."""
    node = scene.legend.get(label)
    if node is None:
        node = scene.legend[label] = scene.window.look(role="label", contains=label + ": ")
        if node is None:
            return None
    found = re.match(r"([0-9.]+) ([KMG]iB|bytes)", node.name.split(": ", 1)[1].replace("\u00a0", " "))
    return float(found.group(1)) * UNITS[found.group(2)] if found else None


def amount(scene, label, name, command):
    """What is shown while the guest does something, summed up; and what libvirt counted."""
    until(lambda: shown(scene, label) is not None and shown(scene, label) < 4096, "a wire at rest", 20)
    before = counter(scene, name)
    execute(scene, command)
    last_time, seen, quiet = time.monotonic(), 0.0, 0
    end = last_time + 60
    while quiet < 25 and last_time < end:
        time.sleep(0.1)
        now, rate = time.monotonic(), shown(scene, label) or 0
        seen += rate * (now - last_time)
        last_time = now
        quiet = quiet + 1 if rate < 4096 and counter(scene, name) - before >= TIMES * AMOUNT else 0
    counted = counter(scene, name) - before
    print(f"# {label}: seen {seen:.0f}, counted {counted}", flush=True)
    return seen, counted


@suite.case("the address that the network gave to the guest is shown with its card")
def address(scene):
    (lease,) = scene.truth.networkLookupByName("wire").DHCPLeases()
    hardware = Hardware(scene.program, "wired")
    hardware.choose("Network card wire")
    hardware.says(lease["ipaddr"], 20)
    hardware.says("Given by the host’s network")
    scene.window.find(role="page tab", name="Performance").click()


@suite.case("what the guest sends is shown: all of it, neither more nor less")
def sends(scene):
    seen, counted = amount(scene, "Sent", "tx.bytes", f"for i in $(seq {TIMES}); do dd if=/dev/zero bs=64k "
                           "count=64 | nc 192.168.77.1 5001; sleep 1; done")
    assert TIMES * AMOUNT <= counted < 1.2 * TIMES * AMOUNT, counted
    assert abs(seen - counted) < 0.15 * counted, (seen, counted)


@suite.case("what the guest receives is shown: all of it, neither more nor less")
def receives(scene):
    seen, counted = amount(scene, "Received", "rx.bytes", f"for i in $(seq {TIMES}); do nc 192.168.77.1 5002 </dev/null "
                           ">/dev/null; sleep 1; done")
    assert TIMES * AMOUNT <= counted < 1.2 * TIMES * AMOUNT, counted
    assert abs(seen - counted) < 0.15 * counted, (seen, counted)


@suite.case("a daemon that hangs: its machines are marked in ten seconds, the other host's numbers keep coming")
def hangs(scene):
    scene.other.defineXML(scene.guest.xml("left", "guest.nodhcp")).create()
    scene.manager.says_of("left", "running", 20)
    scene.session_daemon.freeze()
    try:
        execute(scene, "for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do dd if=/dev/zero bs=64k count=8 | nc 192.168.77.1 5001; sleep 1; "
                "done")
        until(lambda: (shown(scene, "Sent") or 0) > 50000, "the other host's numbers", 30)
        # how fast words reach a busy computer's screen is no claim: the program says after which time it knew
        scene.manager.says_of("left", "not responding", 60)
        known = re.search(r"qemu:///session has not answered for (\d+) ms", scene.program.output())
        assert known and int(known.group(1)) <= 10000, known
    finally:
        scene.session_daemon.thaw()
    scene.manager.says_of("left", "running", 30)


if __name__ == "__main__":
    if os.getuid() != 0:
        print("1..0 # SKIP a daemon with networks of its own needs root")
        sys.exit(0)
    sys.exit(suite.main())
