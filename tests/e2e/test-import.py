#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Disks and appliances of other programs, imported through the interface and started; and those that are refused."""

import hashlib
import os
import subprocess
import sys
import tarfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lab"))
import libvirt  # noqa: E402
from gi.repository import GLib  # noqa: E402
from hangar_lab import picture  # noqa: E402
from hangar_lab.daemon import SessionDaemon, SystemDaemon  # noqa: E402
from hangar_lab.guest import TinyGuest  # noqa: E402
from hangar_lab.hands import NewMachine  # noqa: E402
from hangar_lab.session import Session  # noqa: E402
from hangar_lab.suite import Suite  # noqa: E402
from hangar_lab.wait import until  # noqa: E402

suite = Suite("import")
IS_ROOT = os.getuid() == 0
OVF = """<?xml version='1.0'?>
<Envelope xmlns='http://schemas.dmtf.org/ovf/envelope/1' xmlns:ovf='http://schemas.dmtf.org/ovf/envelope/1'
 xmlns:r='http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_ResourceAllocationSettingData'>
<References><File ovf:id='f' ovf:href='{disk}'/></References>
<DiskSection><Disk ovf:diskId='d' ovf:fileRef='f' ovf:capacity='100' ovf:capacityAllocationUnits='byte * 2^20'/>
</DiskSection><VirtualSystem ovf:id='x'><Name>From VirtualBox</Name><VirtualHardwareSection>
<Item><r:ResourceType>3</r:ResourceType><r:VirtualQuantity>1</r:VirtualQuantity></Item>
<Item><r:AllocationUnits>byte * 2^20</r:AllocationUnits><r:ResourceType>4</r:ResourceType>
<r:VirtualQuantity>300</r:VirtualQuantity></Item></VirtualHardwareSection></VirtualSystem></Envelope>
"""


@suite.setup
def setup(scene):
    """The tiny guest's disc is a disk too: it has a boot sector of its own."""
    iso = TinyGuest(scene.lab).iso
    if IS_ROOT:
        scene.system = SystemDaemon(scene.lab)
    scene.session = Session(scene.lab)
    scene.disks = scene.lab.path("disks")
    os.makedirs(scene.disks)
    for kind, name in (("qcow2", "a.qcow2"), ("vdi", "b.vdi"), ("vmdk", "c.vmdk"), ("vhdx", "d.vhdx")):
        image("convert", "-f", "raw", "-O", kind, iso, os.path.join(scene.disks, name))
    scene.daemon = SessionDaemon(scene.lab)
    scene.truth = scene.daemon.connect()
    scene.images = scene.lab.path("data", "libvirt", "images")
    os.makedirs(scene.images)
    scene.program = scene.session.start("--connect", "qemu:///session")
    scene.program.window()


def image(*arguments):
    """qemu-img, as the other program."""
    subprocess.run(["qemu-img", *arguments], check=True, stdout=subprocess.DEVNULL)


def digest(path):
    """What is in a file, and when it was changed."""
    with open(path, "rb") as f:
        return hashlib.sha256(f.read()).hexdigest(), os.stat(path).st_mtime_ns


def open_dialog(scene, path):
    """New machine, with that file chosen."""
    scene.program.act("install-from", GLib.Variant("s", path))
    return NewMachine(scene.program)


def begin(dialog, name=None):
    """Names the machine, makes it small, and creates it."""
    if name is not None:
        dialog.set("memory", 256)
        dialog.set_name(name)
    dialog.create()


def running(scene, name):
    """Waits for the machine of that name to run, and returns it."""
    domain = until(lambda: next((d for d in scene.truth.listAllDomains() if d.name() == name), None), name, 60)
    until(lambda: domain.state()[0] == libvirt.VIR_DOMAIN_RUNNING, f"{name} running", 30)
    return domain


def boots(scene, domain):
    """The guest that was imported shows its bars in the console."""
    until(lambda: picture.find_bars(scene.session.server.picture()), f"{domain.name()}'s bars", 60)
    domain.destroy()
    until(lambda: not picture.find_bars(scene.session.server.picture()), "the picture gone", 20)


@suite.case("a VirtualBox disk is converted and starts, and stays as it was")
def vdi(scene):
    source = os.path.join(scene.disks, "b.vdi")
    before = digest(source)
    begin(open_dialog(scene, source), "b")
    domain = running(scene, "b")
    xml = domain.XMLDesc()
    assert "b.qcow2" in xml and "type='qcow2'" in xml and "b.vdi" not in xml, xml
    boots(scene, domain)
    assert digest(source) == before


@suite.case("a VMware and a Hyper-V disk are converted and start")
def others(scene):
    for name in ("c.vmdk", "d.vhdx"):
        begin(open_dialog(scene, os.path.join(scene.disks, name)), name[0])
        boots(scene, running(scene, name[0]))


def pack(scene, name, description):
    """An archive of that description and a disk."""
    path = os.path.join(scene.disks, name)
    with open(path + ".ovf", "w", encoding="utf-8") as f:
        f.write(description)
    with tarfile.open(path + ".ova", "w") as archive:
        archive.add(path + ".ovf", name + ".ovf")
        archive.add(os.path.join(scene.disks, "c.vmdk"), "c.vmdk")
    return path + ".ova"


@suite.case("an appliance brings its name and memory, and starts")
def appliance(scene):
    dialog = open_dialog(scene, pack(scene, "vm", OVF.format(disk="c.vmdk")))
    dialog.find(10, role="label", contains="An appliance with 1 disk")
    dialog.go("size")
    assert dialog.find(role="spin button", contains="Memory").value == 300
    assert dialog.typed_name() == "From VirtualBox"
    begin(dialog)
    domain = running(scene, "From VirtualBox")
    assert domain.info()[1] == 300 * 1024
    boots(scene, domain)
    assert sorted(os.listdir(scene.images)) == ["From VirtualBox.qcow2", "b.qcow2", "c.qcow2", "d.qcow2"]


@suite.case("a qcow2 disk is used where it is, and nothing is copied")
def in_place(scene):
    before = sorted(os.listdir(scene.images))
    path = os.path.join(scene.disks, "a.qcow2")
    dialog = open_dialog(scene, path)
    scene.session.server.click_on(dialog.find(role="check box", name="Use the file where it is", state="sensitive"))
    begin(dialog, "a")
    domain = running(scene, "a")
    assert path in domain.XMLDesc() and "type='qcow2'" in domain.XMLDesc(), domain.XMLDesc()
    boots(scene, domain)
    assert sorted(os.listdir(scene.images)) == before


@suite.case("images that would read other files are refused with the chain, and nothing is made")
def refused(scene):
    before = sorted(os.listdir(scene.images))
    base, overlay = os.path.join(scene.disks, "a.qcow2"), os.path.join(scene.disks, "overlay.qcow2")
    image("create", "-q", "-f", "qcow2", "-F", "qcow2", "-b", base, overlay)
    network = os.path.join(scene.disks, "net.qcow2")
    image("create", "-q", "-f", "qcow2", "-u", "-F", "raw", "-b", "nbd:127.0.0.1:1", network, "4M")
    wrong = os.path.join(scene.disks, "wrong.vdi")
    os.link(base, wrong)
    for path, words in ((overlay, "a.qcow2"), (network, "nbd:127.0.0.1:1"), (wrong, "its content is qcow2")):
        dialog = open_dialog(scene, path)
        dialog.refuses(words)
        dialog.cancel()
    assert sorted(os.listdir(scene.images)) == before


@suite.case("a disk that is larger than its appliance says is refused when it is unpacked, and nothing is left")
def larger(scene):
    before = sorted(os.listdir(scene.images))
    dialog = open_dialog(scene, pack(scene, "lies", OVF.format(disk="c.vmdk").replace("'100'", "'1'")))
    dialog.set_name("lies")
    dialog.create()
    scene.program.find(30, role="label", contains="Could not create “lies”")
    assert dialog.typed_name() == "lies"
    until(lambda: sorted(os.listdir(scene.images)) == before, "nothing left", 20)
    assert "lies" not in [d.name() for d in scene.truth.listAllDomains()]
    dialog.cancel()


def sent(scene):
    """The daemon is given what the user may not write himself."""
    scene.program.quit()
    scene.program = scene.session.start("--connect", scene.system.uri)
    scene.program.window()
    scene.truth = scene.system.connect()
    begin(open_dialog(scene, os.path.join(scene.disks, "b.vdi")), "sent")
    domain = running(scene, "sent")
    xml = domain.XMLDesc()
    assert "sent.qcow2" in xml and "type='qcow2'" in xml, xml
    boots(scene, domain)
    volumes = scene.truth.storagePoolLookupByName("default").listVolumes()
    assert volumes == ["sent.qcow2"], volumes
    workshop = scene.lab.path("cache", "hangar", "imports")
    assert os.listdir(workshop) == [], os.listdir(workshop)


if IS_ROOT:
    suite.case("into a system pool, whose folder is not the user's, a disk goes by the daemon, and starts")(sent)

if __name__ == "__main__":
    sys.exit(suite.main())
