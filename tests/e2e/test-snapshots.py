#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Snapshots of real guests, taken and gone back to as a person does it, with libvirt and the guest asked for the truth."""

import os
import re
import subprocess
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lab"))
import libvirt  # noqa: E402
from hangar_lab.daemon import SessionDaemon  # noqa: E402
from hangar_lab.guest import TinyGuest  # noqa: E402
from hangar_lab.hands import Manager, Window  # noqa: E402
from hangar_lab.line import Line, with_line  # noqa: E402
from hangar_lab.session import Session  # noqa: E402
from hangar_lab.storage import Folder, disk  # noqa: E402
from hangar_lab.suite import Suite  # noqa: E402
from hangar_lab.wait import TooLate, until  # noqa: E402

suite = Suite("snapshots")


@suite.setup
def setup(scene):
    """A guest with a disk that can keep snapshots, and one that is never started."""
    scene.guest = TinyGuest(scene.lab)
    scene.daemon = SessionDaemon(scene.lab)
    scene.truth = scene.daemon.connect()
    scene.disks = Folder(scene.lab, scene.truth)
    for name in ("web", "tree"):
        image = scene.disks.make(name + ".qcow2")
        xml = scene.guest.xml(name, "guest.nodhcp", devices=disk(image), agent=False)
        scene.truth.defineXML(with_line(xml, scene.lab.path("home", name + ".serial")))
    scene.session = Session(scene.lab)
    scene.program = scene.session.start("--connect", "qemu:///session")
    scene.manager = Manager(scene.program)
    scene.line = Line(domain(scene), scene.lab.path("home", "web.serial"))


def domain(scene, name="web"):
    """The truth about a machine."""
    return scene.truth.lookupByName(name)


def open_page(scene, name):
    """The page of a machine's snapshots."""
    scene.window = scene.manager.open(name)
    scene.window.place(60, 40, 900, 900)
    page = scene.window.find(20, role="page tab", name="Snapshots")
    until(lambda: page.has("selected") or not page.click(), "the page of the snapshots", 20, every=0.5)


def take(scene, name, description=""):
    """Takes a snapshot by the keyboard, as it is suggested but for its name."""
    scene.window.key("ctrl+shift+s")
    dialog = Window(scene.program, "Take Snapshot")
    dialog.find(role="text", name="Name").set_text(name)
    dialog.find(role="text", name="Description").set_text(description)
    dialog.press("Take")


def names(scene, machine="web"):
    """The names of the snapshots that the daemon has."""
    return sorted(domain(scene, machine).snapshotListNames())


def label(scene, name, seconds=20):
    """Waits for a snapshot in the tree."""
    return scene.window.find(seconds, role="label", name=name)


def choose(scene, name):
    """Selects a snapshot in the tree."""
    scene.session.server.click_on(label(scene, name))


def tick(scene, words, wanted):
    """Clicks on a check box that is to be ticked, or unticked."""
    box = scene.program.find(role="check box", contains=words)
    assert box.has("checked") != wanted
    scene.session.server.click_on(box)
    until(lambda: box.has("checked") == wanted, f"“{words}” ticked: {wanted}")


def go_back(scene, name):
    """Goes back to a snapshot without keeping the present."""
    choose(scene, name)
    scene.window.press("Revert…")
    tick(scene, "present state first", False)
    scene.program.press("Revert")
    until(lambda: domain(scene).snapshotCurrent().getName() == name, "gone back", 30)
    until(lambda: domain(scene).state()[0] == libvirt.VIR_DOMAIN_RUNNING, "running again", 20)


def comes_back(scene, name, wanted):
    """Waits until the guest, which is about to go back, reads that mark: the daemon has names for what it has only begun.
    Now and then its serial port has lost an interrupt when its state was loaded, and says nothing any more: then it goes
    back once more."""
    end, silences = time.monotonic() + 60, 0
    while True:
        try:
            mark = re.search(r"MARK=\[(.*?)\]", scene.line.run("mark", 20)).group(1)
        except TooLate:
            silences += 1
            assert silences < 4, "the line is silent"
            print(f"# the line is silent after going back to “{name}”: once more", flush=True)
            go_back(scene, name)
            end = time.monotonic() + 60
            continue
        if mark == wanted:
            return
        assert time.monotonic() < end, (mark, wanted)


@suite.case("what is on the disk and in memory comes back")
def revert(scene):
    domain(scene).create()
    scene.line.log_in()
    scene.line.run("mark before; touch /tmp/in-memory")
    open_page(scene, "web")
    take(scene, "as it was", "before the change")
    until(lambda: names(scene) == ["as it was"], "the snapshot", 30)
    label(scene, "as it was")
    scene.window.says("before the change")
    scene.line.run("mark after; rm /tmp/in-memory")
    assert scene.line.mark() == "after"
    choose(scene, "as it was")
    scene.window.press("Revert…")
    scene.program.find(role="check box", contains="present state first")
    scene.program.press("Revert")
    until(lambda: len(names(scene)) == 2, "a snapshot of the present first", 30)
    until(lambda: domain(scene).snapshotCurrent().getName() == "as it was", "gone back", 30)
    until(lambda: domain(scene).state()[0] == libvirt.VIR_DOMAIN_RUNNING, "running again", 20)
    comes_back(scene, "as it was", "before")
    assert "in-memory" in scene.line.run("ls /tmp")


@suite.case("and what was there before going back is not lost either")
def safety(scene):
    name = next(n for n in names(scene) if n != "as it was")
    go_back(scene, name)
    comes_back(scene, name, "after")
    assert len(names(scene)) == 2
    domain(scene).destroy()
    scene.window.close()


@suite.case("a tree of twelve with branches, made by others, appears by itself")
def tree(scene):
    open_page(scene, "tree")
    scene.window.says("No snapshots yet", 20)
    machine = domain(scene, "tree")
    made = {}
    for name, parent in (("1", None), ("2", "1"), ("3", "2"), ("4", "3"), ("2a", "1"), ("3a", "2a"), ("3b", "2a"),
                         ("4b", "3b"), ("5", "4"), ("5a", "4"), ("6", "5"), ("1a", "1")):
        if parent is not None and machine.snapshotCurrent().getName() != parent:
            machine.revertToSnapshot(made[parent])
        made[name] = machine.snapshotCreateXML(f"<domainsnapshot><name>nr {name}</name></domainsnapshot>")
        if name == "1":
            label(scene, "nr 1")
    left = {name: label(scene, "nr " + name).extents()[0] for name in made}
    for name, snapshot in made.items():
        if name != "1":
            parent = snapshot.getParent().getName().removeprefix("nr ")
            assert left[name] > left[parent], (name, parent, left)
    assert left["4"] == left["3a"] + (left["2"] - left["1"]), left
    here = scene.window.find(role="label", name="You are here")
    assert abs(here.extents()[1] - label(scene, "nr 1a").extents()[1]) < 20


@suite.case("one deleted in the middle: what builds on it stays and can be gone back to")
def delete_middle(scene):
    machine = domain(scene, "tree")
    choose(scene, "nr 4")
    scene.window.press("Delete the snapshot")
    scene.program.find(role="check box", contains="Also the 3 snapshots")
    scene.program.press("Delete")
    until(lambda: "nr 4" not in names(scene, "tree"), "the snapshot gone", 20)
    scene.window.gone(role="label", name="nr 4")
    assert machine.snapshotLookupByName("nr 5").getParent().getName() == "nr 3"
    assert machine.snapshotLookupByName("nr 5a").getParent().getName() == "nr 3"
    assert len(names(scene, "tree")) == 11
    machine.revertToSnapshot(machine.snapshotLookupByName("nr 6"))
    scene.disks.check("tree.qcow2")


@suite.case("one deleted with all that builds on it")
def delete_branch(scene):
    choose(scene, "nr 2a")
    scene.window.press("Delete the snapshot")
    tick(scene, "Also the 3 snapshots", True)
    scene.program.press("Delete")
    until(lambda: names(scene, "tree") == ["nr " + n for n in ("1", "1a", "2", "3", "5", "5a", "6")],
          "the branch gone", 20)
    scene.window.gone(role="label", name="nr 4b")
    scene.disks.check("tree.qcow2")
    scene.window.close()


@suite.case("a raw disk: the dialog says why there is no snapshot, converts it, and the old one stays until told")
def convert(scene):
    raw = scene.disks.make("raw.img", kind="raw", size=8)
    with open(raw, "r+b") as f:
        f.write(b"what was there")
    machine = scene.truth.defineXML(scene.guest.xml("plain", devices=disk(raw, kind="raw"), agent=False))
    open_page(scene, "plain")
    scene.window.press("Take Snapshot…")
    dialog = Window(scene.program, "Take Snapshot")
    dialog.find(contains="cannot keep snapshots. Only qcow2 disks can.")
    assert not dialog.find(role="button", name="Take").has("sensitive")
    dialog.press("Convert to qcow2…")
    scene.program.press("Convert")
    until(lambda: "raw.qcow2" in machine.XMLDesc(), "the converted disk", 30)
    scene.disks.check("raw.qcow2")
    assert os.path.exists(raw)
    scene.window.find(20, role="label", contains="Kept from before the conversion: " + raw)
    take(scene, "at last")
    until(lambda: names(scene, "plain") == ["at last"], "a snapshot", 20)
    scene.window.press("Delete Old Disks…")
    scene.program.press("Delete")
    until(lambda: not os.path.exists(raw), "the old disk gone", 20)
    until(lambda: "raw.img" not in machine.XMLDesc(), "the note of it gone", 20)


@suite.case("a new machine from a snapshot has the disk as it was")
def from_here(scene):
    choose(scene, "at last")
    scene.window.press("New machine from here")
    scene.program.press("Create")
    until(lambda: "plain-2" in [d.name() for d in scene.truth.listAllDomains()], "the new machine", 30)
    with open(scene.disks.raw("plain-2-vda.qcow2"), "rb") as f:
        assert f.read(14) == b"what was there"
    scene.window.close()


@suite.case("what a snapshot that was cut off has left in a disk is named there, and can be removed")
def stray(scene):
    path = scene.disks.make("odd.qcow2")
    subprocess.run(["qemu-img", "snapshot", "-c", "cut off", path], check=True)
    machine = scene.truth.defineXML(scene.guest.xml("odd", devices=disk(path), agent=False))
    open_page(scene, "odd")
    scene.window.says("No snapshots yet", 20)
    scene.window.find(20, role="label", contains="unknown to libvirt:\n“cut off” in vda")
    scene.window.press("Remove…")
    scene.program.press("Remove")
    until(lambda: not scene.disks.image(path).get("snapshots"), "it is gone", 20)
    scene.window.gone(role="label", contains="unknown to libvirt")
    scene.disks.check("odd.qcow2")
    scene.window.close()
    machine.undefine()


if __name__ == "__main__":
    sys.exit(suite.main())
