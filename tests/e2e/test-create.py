#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""From a disc image to a machine that runs and is installed; and all that is refused, undone or left by a kill."""

import os
import signal
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lab"))
import libvirt  # noqa: E402
from gi.repository import GLib  # noqa: E402
from hangar_lab import picture  # noqa: E402
from hangar_lab.daemon import SessionDaemon  # noqa: E402
from hangar_lab.guest import TinyGuest  # noqa: E402
from hangar_lab.hands import NewMachine  # noqa: E402
from hangar_lab.session import Session  # noqa: E402
from hangar_lab.suite import Suite  # noqa: E402
from hangar_lab.wait import until  # noqa: E402

suite = Suite("create")
NOTE = "https://hangar.github.io/xmlns/domain/1"
FAMILIES = {"debian-x86_64-bios", "debian-x86_64-uefi", "debian-aarch64", "fedora-x86_64-bios", "fedora-x86_64-uefi",
            "freebsd", "windows-10-bios", "windows-10-drivers", "windows-11", "windows-xp", "unknown", "network-boot",
            "import-windows", "import-in-place", "install-on-volume"}


@suite.setup
def setup(scene):
    """The folder of new disks is a small one, so that it can be full."""
    scene.images = scene.lab.small_disk("data/libvirt/images", "2M")
    scene.iso = TinyGuest(scene.lab).iso
    scene.session = Session(scene.lab)
    scene.daemon = SessionDaemon(scene.lab)
    scene.truth = scene.daemon.connect()
    begin(scene)


def begin(scene):
    """Starts the program and waits for its host."""
    scene.program = scene.session.start("--connect", "qemu:///session")
    scene.program.window()


def open_dialog(scene, path):
    """New machine, with that file chosen."""
    scene.program.act("install-from", GLib.Variant("s", path))
    return NewMachine(scene.program)


def left(scene):
    """What there is on the host: machines and files."""
    return sorted(d.name() for d in scene.truth.listAllDomains()), sorted(os.listdir(scene.images))


@suite.case("a real daemon accepts every way's definition for each family of systems")
def accepted(scene):
    folder = os.path.join(scene.lab.source, "tests", "data", "golden", "guest")
    names = {file.removesuffix(".xml") for file in os.listdir(folder)}
    assert names >= FAMILIES, FAMILIES - names
    for name in sorted(names):
        with open(os.path.join(folder, name + ".xml"), encoding="utf-8") as f:
            # a daemon without KVM refuses the word, and takes all that follows from it
            xml = f.read().replace("<domain type=\"kvm\"", "<domain type=\"qemu\"")
        domain = scene.truth.defineXMLFlags(xml, libvirt.VIR_DOMAIN_DEFINE_VALIDATE)
        assert domain.name() == name and "<devices>" in domain.XMLDesc(), name
        domain.undefineFlags(libvirt.VIR_DOMAIN_UNDEFINE_NVRAM)


@suite.case("software emulation is said before anything is made")
def speed(scene):
    dialog = open_dialog(scene, scene.iso)
    dialog.find(20, role="label", contains="The machine will run in software")
    dialog.skip()
    dialog.find(role="label", contains="The machine will run in software")
    dialog.find(role="button", name="Create", state="sensitive")
    dialog.cancel()


@suite.case("a machine is made from a disc image and seen on the screen")
def create(scene):
    dialog = open_dialog(scene, scene.iso)
    dialog.set("memory", 256)
    dialog.set_name("été & <b>")
    dialog.create()
    domain = until(lambda: next(iter(scene.truth.listAllDomains()), None), "the machine", 30)
    assert domain.name() == "été & <b>"
    until(lambda: domain.state()[0] == libvirt.VIR_DOMAIN_RUNNING, "the machine running", 30)
    until(lambda: picture.find_bars(scene.session.server.picture()), "the guest's bars in the console", 60)
    xml = domain.XMLDesc()
    assert "type='qemu'" in xml and "<listen type='none'/>" in xml, xml
    assert "org.qemu.guest_agent.0" in xml and "<stats period='2'/>" in xml, xml
    assert left(scene) == (["été & <b>"], ["été & <b>.qcow2"]), left(scene)


@suite.case("once it is off, the disc is taken out and not asked for again")
def finished(scene):
    domain = scene.truth.lookupByName("été & <b>")
    assert scene.iso in domain.XMLDesc(libvirt.VIR_DOMAIN_XML_INACTIVE)
    domain.shutdown()
    until(lambda: not domain.isActive(), "the machine off", 30)
    until(lambda: scene.iso not in domain.XMLDesc(libvirt.VIR_DOMAIN_XML_INACTIVE), "the disc taken out", 20)
    note = until(lambda: "install" not in domain.metadata(libvirt.VIR_DOMAIN_METADATA_ELEMENT, NOTE, 2)
                 and domain.metadata(libvirt.VIR_DOMAIN_METADATA_ELEMENT, NOTE, 2), "the mark removed", 10)
    assert "&amp; &lt;b&gt;.qcow2" in note, note
    domain.undefine()
    os.remove(os.path.join(scene.images, "été & <b>.qcow2"))


@suite.case("discs that are none are refused with a reason, and nothing is made")
def bad_discs(scene):
    folder = scene.lab.path("discs")
    os.makedirs(folder)
    fifo, secret, empty = (os.path.join(folder, n) for n in ("fifo.iso", "secret.iso", "empty.iso"))
    os.mkfifo(fifo)
    for path in (secret, empty):
        with open(path, "wb") as f:
            f.write(b"x" if path == secret else b"")
    os.chmod(secret, 0)
    for path, words in ((os.path.join(folder, "none.iso"), "no such file"), (folder, "is a folder"),
                        (fifo, "is a pipe"), (secret, "permission to read"), (empty, "is empty")):
        dialog = open_dialog(scene, path)
        dialog.refuses(words)
        dialog.cancel()
    assert left(scene) == ([], []), left(scene)


@suite.case("bad names and sizes are refused at their fields, and what was typed stays")
def bad_answers(scene):
    dialog = open_dialog(scene, scene.iso)
    for text, words in (("", "Give the machine a name"), ("a/b", "slash"), ("x" * 300, "too long"),
                        ("a\u202eb", "invisible")):
        dialog.set_name(text)
        dialog.refuses(words, "Create")
        assert dialog.typed_name() == text
    dialog.set_name("שרת 🐧")
    dialog.find(role="button", name="Create", state="sensitive")
    for field, most, words in (("memory", 900000000, "The host has only"), ("disk", 99999999, "too large for a disk")):
        few = "too little memory" if field == "memory" else "too small for a disk"
        for value, why in ((0, few), (most, words)):
            dialog.set(field, value)
            dialog.refuses(why)
        dialog.set(field, 256)
    assert dialog.typed_name() == "שרת 🐧"
    dialog.cancel()


@suite.case("Back keeps every answer")
def back(scene):
    dialog = open_dialog(scene, scene.iso)
    dialog.set("memory", 384)
    dialog.set("processors", 1)
    dialog.set("disk", 3)
    dialog.set_name("kept")
    dialog.go("start")
    dialog.find(role="label", contains=os.path.basename(scene.iso))
    dialog.go("storage")
    assert dialog.find(role="spin button", name="Size in GiB").value == 3
    dialog.go("size")
    assert dialog.find(role="spin button", name="Memory in MiB").value == 384
    assert dialog.typed_name() == "kept"
    dialog.cancel()


@suite.case("a full disk is told in words, the answers stay, nothing is left")
def full(scene):
    filler = os.path.join(scene.images, "filler")
    try:
        with open(filler, "wb") as f:
            while True:
                f.write(b"\0" * 4096)
                f.flush()
    except OSError:
        pass
    dialog = open_dialog(scene, scene.iso)
    dialog.set_name("no room")
    dialog.create(anyway=True)
    scene.program.find(30, role="label", contains="Could not create “no room”")
    assert dialog.typed_name() == "no room"
    assert left(scene) == ([], ["filler"]), left(scene)
    dialog.cancel()
    os.remove(filler)


@suite.case("when there is room again, the job that failed can be tried again")
def again(scene):
    scene.program.find(10, name="A job failed", role=("toggle button", "button")).click()
    scene.program.press("Try again")
    domain = until(lambda: next(iter(scene.truth.listAllDomains()), None), "the machine", 30)
    until(lambda: domain.state()[0] == libvirt.VIR_DOMAIN_RUNNING, "the machine running", 30)
    assert left(scene) == (["no room"], ["no room.qcow2"]), left(scene)
    domain.destroy()
    domain.undefine()
    os.remove(os.path.join(scene.images, "no room.qcow2"))


@suite.case("what a killed process left is named at the next start and can be removed")
def killed(scene):
    dialog = open_dialog(scene, scene.iso)
    dialog.set_name("half")
    dialog.create(anyway=True)
    until(lambda: os.path.exists(os.path.join(scene.images, "half.qcow2")), "the disk", 20, every=0.002)
    scene.daemon.freeze()
    scene.program.process.send_signal(signal.SIGKILL)
    scene.program.wait_end()
    scene.daemon.thaw()
    # a daemon that slept takes its clients for dead, and drops them
    scene.truth = scene.daemon.connect()
    for domain in scene.truth.listAllDomains():
        if domain.isActive():
            domain.destroy()
    assert "half.qcow2" in left(scene)[1], left(scene)
    begin(scene)
    scene.program.find(30, role="label", contains="while “half” was being created")
    scene.program.find(role="label", contains="half.qcow2")
    scene.program.press("Remove It")
    until(lambda: left(scene) == ([], []), "everything removed", 20)
    scene.program.quit()
    begin(scene)
    scene.program.find(20, role="label", contains="This computer")
    assert scene.program.look(role="label", contains="was being created") is None


if __name__ == "__main__":
    sys.exit(suite.main())
