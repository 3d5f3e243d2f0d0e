#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Twenty linked clones of a mother image, through the interface and started, and all that protects the mother."""

import concurrent.futures
import hashlib
import os
import re
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lab"))
import libvirt  # noqa: E402
from hangar_lab.daemon import SessionDaemon  # noqa: E402
from hangar_lab.guest import TinyGuest  # noqa: E402
from hangar_lab.hands import Manager, Window  # noqa: E402
from hangar_lab.session import Session  # noqa: E402
from hangar_lab.storage import Folder, disk  # noqa: E402
from hangar_lab.suite import Suite  # noqa: E402
from hangar_lab.wait import until  # noqa: E402

suite = Suite("clones")
COUNT, AT_ONCE = 20, 4
NAMES = [f"tp-{i:02d}" for i in range(1, COUNT + 1)]


@suite.setup
def setup(scene):
    """A mother with something on its disk."""
    scene.guest = TinyGuest(scene.lab)
    scene.daemon = SessionDaemon(scene.lab)
    scene.truth = scene.daemon.connect()
    scene.disks = Folder(scene.lab, scene.truth)
    scene.mother = scene.disks.make("mother.qcow2", size=2048)
    xml = scene.guest.xml("mother", "rdinit=/etc/quick", devices=disk(scene.mother) + "<interface type='user'/>",
                          agent=False, graphics=False, memory=128)
    mother = scene.truth.defineXML(xml)
    mother.create()
    scene.mark = until(lambda: mark(scene.lab.path("home", "mother.serial"), "is"), "a mark on the mother's disk", 60)
    mother.destroy()
    scene.session = Session(scene.lab)
    scene.program = scene.session.start("--connect", "qemu:///session")
    scene.manager = Manager(scene.program)


def domain(scene, name):
    """The truth about a machine."""
    return scene.truth.lookupByName(name)


def mark(path, when):
    """What a guest found on its disk (was), or put there (is); None while it has not said so."""
    if not os.path.exists(path):
        return None
    with open(path, encoding="utf-8", errors="replace") as f:
        found = re.search(rf"QUICK {when} MARK=\[(.*?)\]", f.read())
    return found and found.group(1)


def found_by(scene, name, when="was"):
    """Waits for what a clone says of its disk."""
    return until(lambda: mark(scene.lab.path("home", f"{name}-mother.serial"), when), f"{name} is up", 90)


def digest(path):
    """What is in a file."""
    with open(path, "rb") as f:
        return hashlib.sha256(f.read()).hexdigest()


def identity(machine):
    """What must be its alone."""
    xml = machine.XMLDesc(libvirt.VIR_DOMAIN_XML_INACTIVE)
    return machine.UUIDString(), re.search(r"<mac address='([^']+)'", xml).group(1), \
        re.search(r"<source file='([^']+)'", xml).group(1)


@suite.case("twenty linked clones are made at once, and each is small")
def make(scene):
    scene.digest = digest(scene.mother)
    scene.manager.operate("mother", "clone")
    dialog = Window(scene.program, "Clone “mother”")
    kind = dialog.find(role=("combo box", "list item", "panel"), contains="Kind")
    scene.session.server.click_on(kind)
    scene.session.server.click_on(scene.program.find(role=("label", "list item"), name="Linked"))
    dialog.find(role="spin button").value = COUNT
    dialog.find(role="text", name="Name").set_text("tp-%02d")
    begin = time.monotonic()
    dialog.press("Clone")
    until(lambda: all(name in [d.name() for d in scene.truth.listAllDomains()] for name in NAMES), "the clones", 30)
    print(f"# {COUNT} linked clones: {time.monotonic() - begin:.1f} s", flush=True)
    for name in NAMES:
        assert os.stat(identity(domain(scene, name))[2]).st_blocks * 512 < 1 << 20, name
    assert len({part for name in NAMES for part in identity(domain(scene, name))}) == 3 * COUNT


@suite.case("the mother says that it is a template, and can neither be started nor deleted")
def refused(scene):
    until(lambda: "template" in (scene.manager.words("mother") or ""), "the badge", 20)
    scene.manager.select("mother")
    until(lambda: scene.manager.is_selected("mother"), "mother selected")
    start = scene.manager.find(role="button", name="Start", description="It is a template: clone it, and start the clones.")
    assert not start.has("sensitive")
    assert not scene.manager.can("domain.delete")


@suite.case("each clone starts, four at a time, and nothing of it gets into the mother's disk")
def boot(scene):
    scene.marks = {}
    for begin in range(0, COUNT, AT_ONCE):
        batch = [domain(scene, name) for name in NAMES[begin:begin + AT_ONCE]]
        for machine in batch:
            machine.create()
        for machine in batch:
            assert found_by(scene, machine.name()) == scene.mark
            scene.marks[machine.name()] = found_by(scene, machine.name(), "is")
        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(lambda machine: machine.destroy(), batch))
    assert len(set(scene.marks.values())) == COUNT
    assert digest(scene.mother) == scene.digest


@suite.case("deleting one with its disk harms none of the others")
def delete_one(scene):
    own = identity(domain(scene, "tp-01"))[2]
    scene.manager.operate("tp-01", "delete")
    box = scene.program.find(20, role="check box", contains=own)
    if not box.has("checked"):
        scene.session.server.click_on(box)
    until(lambda: box.has("checked"), "its disk ticked")
    below = scene.program.find(role="check box", contains=scene.mother)
    assert not below.has("checked") and not below.has("sensitive")
    scene.program.press("Delete")
    scene.manager.no_row("tp-01", 30)
    until(lambda: not os.path.exists(own), "its disk gone", 20)
    # a toast says it for some seconds only
    scene.manager.find(20, role="button", name="Jobs are done").click()
    scene.program.find(20, role="label", contains="“tp-01” and 1 file of it were deleted.")
    scene.session.server.key("Escape")
    assert digest(scene.mother) == scene.digest
    for name in NAMES[1:]:
        scene.disks.check(os.path.basename(identity(domain(scene, name))[2]))
    domain(scene, "tp-02").create()
    assert found_by(scene, "tp-02") == scene.marks["tp-02"]


@suite.case("the mother stays a template as long as clones depend on it")
def depended(scene):
    scene.manager.operate("mother", "make-machine")
    scene.program.find(20, contains="Failed: Make “mother” a machine again")
    assert "template" in scene.manager.words("mother")


def no_base(scene, name):
    """Whether a machine's disk builds on nothing."""
    return "backing-filename" not in scene.disks.image(identity(domain(scene, name))[2])


@suite.case("a clone that runs is made independent, and runs on")
def pull(scene):
    machine = domain(scene, "tp-02")
    own = identity(machine)[2]
    scene.manager.operate("tp-02", "make-independent")
    scene.program.press("Make Independent")
    until(lambda: no_base(scene, "tp-02"), "nothing below its disk", 60)
    until(lambda: "mother.qcow2" not in machine.XMLDesc(libvirt.VIR_DOMAIN_XML_INACTIVE), "the definition too", 20)
    assert identity(machine)[2] == own
    written = found_by(scene, "tp-02", "is")
    machine.destroy()
    machine.create()
    until(lambda: found_by(scene, "tp-02") == written, "what it wrote before it was pulled", 60)
    machine.destroy()


@suite.case("one that is off is made independent, and the mother is a machine again")
def independent(scene):
    for name in NAMES[3:]:
        own = identity(domain(scene, name))[2]
        domain(scene, name).undefine()
        os.remove(own)
    before = identity(domain(scene, "tp-03"))
    scene.manager.operate("tp-03", "make-independent")
    scene.program.press("Make Independent")
    until(lambda: identity(domain(scene, "tp-03"))[2] != before[2], "a disk of its own", 60)
    assert no_base(scene, "tp-03")
    until(lambda: not os.path.exists(before[2]), "the overlay gone", 20)
    scene.manager.operate("mother", "make-machine")
    until(lambda: "template" not in scene.manager.words("mother"), "no template any more", 20)
    scene.manager.select("mother")
    until(lambda: scene.manager.can("domain.start"), "it can be started", 10)


@suite.case("quitting while a deletion can still be undone: nothing is deleted")
def quit_in_time(scene):
    own = identity(domain(scene, "tp-03"))[2]
    scene.manager.operate("tp-03", "delete")
    box = scene.program.find(20, role="check box", contains=own)
    if not box.has("checked"):
        scene.session.server.click_on(box)
    until(lambda: box.has("checked"), "its disk ticked")
    scene.program.press("Delete")
    scene.program.find(role="button", name="Undo")
    scene.program.quit()
    assert not domain(scene, "tp-03").isActive() and os.path.exists(own)


if __name__ == "__main__":
    sys.exit(suite.main())
