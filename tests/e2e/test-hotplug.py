#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Hardware changed while a real guest runs, and what the guest itself sees of it."""

import base64
import json
import os
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lab"))
import libvirt  # noqa: E402
import libvirt_qemu  # noqa: E402
from gi.repository import GLib  # noqa: E402
from hangar_lab.daemon import SessionDaemon  # noqa: E402
from hangar_lab.guest import TinyGuest  # noqa: E402
from hangar_lab.hands import Hardware, Manager  # noqa: E402
from hangar_lab.session import Session  # noqa: E402
from hangar_lab.suite import Suite  # noqa: E402
from hangar_lab.wait import until  # noqa: E402

suite = Suite("hotplug")
DRIVE = "<disk type='file' device='cdrom'><driver name='qemu' type='raw'/><target dev='hdc' bus='ide'/><readonly/></disk>"
MIB = 1 << 20


@suite.setup
def setup(scene):
    """A guest with an empty CD drive, its window, and the Hardware page in it."""
    scene.guest = TinyGuest(scene.lab)
    scene.daemon = SessionDaemon(scene.lab)
    scene.truth = scene.daemon.connect()
    scene.disk = scene.lab.path("home", "second-disk.img")  # a qcow2 that its name does not tell of
    scene.lab.run(["qemu-img", "create", "-q", "-f", "qcow2", scene.disk, "32M"])
    scene.domain = scene.truth.defineXML(scene.guest.xml("web", "guest.nodhcp", devices=DRIVE, memory=256))
    scene.domain.create()
    scene.session = Session(scene.lab)
    until(lambda: "TESTGUEST READY" in scene.guest.serial("web"), "the guest is up", 90)
    until(lambda: agent(scene, "guest-ping") == {}, "the agent's answer", 60)
    scene.program = scene.session.start("--connect", "qemu:///session")
    scene.manager = Manager(scene.program)
    scene.manager.says_of("web", "running", 20)
    scene.program.act("show-machine", GLib.Variant("(ss)", ("qemu:///session", scene.domain.UUIDString())))
    scene.window = Hardware(scene.program, "web")
    scene.window.place(100, 40, 1100, 900)


def agent(scene, command, **arguments):
    """A command of the guest's agent."""
    text = json.dumps({"execute": command, "arguments": arguments} if arguments else {"execute": command})
    return json.loads(libvirt_qemu.qemuAgentCommand(scene.domain, text, 10, 0))["return"]


def inside(scene, command):
    """What a command says in the guest."""
    pid = agent(scene, "guest-exec", **{"path": "/bin/sh", "arg": ["-c", command], "capture-output": True})["pid"]

    def ended():
        answer = agent(scene, "guest-exec-status", pid=pid)
        return answer if answer["exited"] else None
    answer = until(ended, f"{command} in the guest", 30)
    return base64.b64decode(answer.get("out-data", "")).decode().strip()


def definition(scene, stored=False):
    """The machine's definition as libvirt has it."""
    return scene.domain.XMLDesc(libvirt.VIR_DOMAIN_XML_INACTIVE if stored else 0)


def choose_next(scene, window, name, steps=1):
    """Chooses an entry further down of a list that opens."""
    scene.session.server.click_on(window.find(role="combo box", name=name))
    for _ in range(steps):
        scene.session.server.key("Down")
    scene.session.server.key("Return")


@suite.case("a disk that is plugged in is there in the guest; its format was looked at, not guessed")
def plug_disk(scene):
    def answer(dialog):
        choose_next(scene, dialog, "Storage")
        dialog.find(role="text", name="File or device on the host").set_text(scene.disk)
        dialog.says("A qcow2 image of 32.0", 20)
    scene.window.add("Disk", answer)
    scene.window.device("Disk vda")
    assert f"<driver name='qemu' type='qcow2' discard='unmap'/>\n      <source file='{scene.disk}'" in definition(scene, True)
    until(lambda: inside(scene, "cat /sys/block/vda/size") == str(32 * MIB // 512), "the disk in the guest", 20)


@suite.case("a network card is plugged in, with the address that libvirt says")
def plug_card(scene):
    scene.window.add("Network card")
    scene.window.device("Network card user")
    mac = until(lambda: inside(scene, "cat /sys/class/net/eth0/address"), "the card in the guest", 20)
    assert f"<mac address='{mac}'/>" in definition(scene) and f"<mac address='{mac}'/>" in definition(scene, True)


@suite.case("its cable is pulled and plugged in again")
def link_state(scene):
    inside(scene, "ip link set eth0 up")
    until(lambda: inside(scene, "cat /sys/class/net/eth0/carrier") == "1", "a cable")
    scene.window.choose("Network card user")
    for state in ("0", "1"):
        scene.window.find(role="check box", name="Cable plugged in").click()
        scene.window.apply()
        until(lambda state=state: inside(scene, "cat /sys/class/net/eth0/carrier") == state, f"carrier {state}", 20)


@suite.case("a USB device is plugged in and pulled out")
def usb(scene):
    def count():
        return len(inside(scene, "ls /sys/bus/usb/devices/*/idProduct").splitlines())
    before = count()
    scene.window.add("Input")
    until(lambda: count() == before + 1, "one more USB device in the guest", 20)
    scene.window.remove("Input tablet").click()
    until(lambda: count() == before, "the USB device gone from the guest", 20)


@suite.case("memory is taken from the guest and given back")
def balloon(scene):
    def memory():
        return int(inside(scene, "grep MemTotal /proc/meminfo").split()[1]) // 1024
    before = memory()
    scene.window.choose("Memory 256")
    for size, fits in ((200, lambda: memory() < before - 40), (256, lambda: memory() > before - 10)):
        scene.window.find(role="spin button", name="Memory now").value = size
        scene.window.apply()
        until(fits, f"{size} MiB in the guest", 30)
        assert f"<currentMemory unit='KiB'>{size * 1024}</currentMemory>" in definition(scene, True)


@suite.case("a disc is inserted, read by the guest, held by it, and ejected by force")
def disc(scene):
    assert inside(scene, "cat /sys/block/sr0/size") in ("0", "2097151")
    scene.window.act("domain.insert-media")
    dialog = scene.program.find(10, role="text", name="File or device on the host")
    dialog.set_text(scene.guest.iso)
    scene.program.press("Insert")
    until(lambda: scene.guest.iso in definition(scene), "the disc in the drive", 20)
    until(lambda: "yes" in inside(scene, "mount -t iso9660 -o ro /dev/sr0 /mnt && echo yes"), "the disc mounted", 30)
    scene.window.act("domain.eject-media")
    scene.program.find(20, contains="holds the disc")
    assert scene.guest.iso in definition(scene)
    scene.program.press("Force")
    until(lambda: scene.guest.iso not in definition(scene) and scene.guest.iso not in definition(scene, True),
          "the drive empty", 20)


@suite.case("what cannot be done now waits: the page says so, and what waits is listed")
def pending(scene):
    scene.window.choose("Overview web")
    choose_next(scene, scene.window, "Clock")
    scene.window.apply()
    scene.window.says("1 change waits for the next start")
    scene.window.press("Show")
    scene.program.find(10, contains="Overview: Clock: Universal time → ")
    scene.session.server.key("Escape")


@suite.case("a device that the running machine refuses is kept for its next start")
def refused(scene):
    scene.window.add("Sound card")
    until(lambda: "<sound " in definition(scene, True), "it is stored", 20)
    assert "<sound " not in definition(scene)
    scene.window.says("2 changes wait for the next start")
    scene.window.press("Show")
    scene.program.find(10, contains="Sound card ich9: is added")
    scene.session.server.key("Escape")


@suite.case("a guest that does not let go of a disk: it is told, and its file stays")
def stuck(scene):
    scene.domain.suspend()
    until(lambda: scene.manager.words("web").startswith("paused"), "it is paused")
    scene.window.remove("Disk vda").click()
    scene.window.node.find(30, contains="Stored: takes effect")
    assert scene.disk in definition(scene) and scene.disk not in definition(scene, True)
    assert os.path.getsize(scene.disk) > 0
    scene.domain.resume()
    until(lambda: scene.manager.words("web").startswith("running"), "it runs")


@suite.case("Shut Down and Apply: it comes up again with what had waited")
def restart(scene):
    before = scene.domain.ID()
    scene.window.press("Shut Down and Apply")
    until(lambda: scene.truth.lookupByName("web").ID() not in (before, -1), "another run", 90)
    until(lambda: "TESTGUEST READY" in scene.guest.serial("web"), "up again", 90)
    assert "<sound " in definition(scene) and scene.disk not in definition(scene)
    scene.window.gone(20, contains="for the next start")
    until(lambda: agent(scene, "guest-ping") == {}, "the agent's answer", 60)
    assert inside(scene, "ls /sys/block/vda") == ""


@suite.case("sixty devices are shown and chosen by the keyboard")
def many(scene):
    devices = "".join(f"<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='/none/{i}'/>"
                      f"<target dev='sd{chr(97 + i // 26)}{chr(97 + i % 26)}' bus='usb'/></disk>" for i in range(44))
    big = scene.truth.defineXML(scene.guest.xml("big", devices=DRIVE + devices))
    scene.manager.says_of("big", "off", 20)
    scene.program.act("show-machine", GLib.Variant("(ss)", ("qemu:///session", big.UUIDString())))
    window = Hardware(scene.program, "big")
    window.place(200, 60, 1000, 800)
    until(lambda: len(window.page.look_all(role="list item", contains="Disk sd", showing=False)) == 44, "all disks")
    scene.session.server.click_on(window.device("Overview"))
    for words in ("Processors 1", "Memory 160", "Startup", "Disk sdaa", "Disk sdab", "Disk sdac"):
        scene.session.server.key("Down")
        until(lambda words=words: window.device(words).has("selected"), f"{words} chosen by the keyboard")
    window.close()


if __name__ == "__main__":
    sys.exit(suite.main())
