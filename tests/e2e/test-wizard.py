#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""New machine, page by page: by the keyboard alone, in French, narrow and dark, cancelled, with a disk that is there."""

import os
import signal
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lab"))
import libvirt  # noqa: E402
from gi.repository import GLib  # noqa: E402
from hangar_lab import place  # noqa: E402
from hangar_lab.daemon import SessionDaemon  # noqa: E402
from hangar_lab.guest import TinyGuest  # noqa: E402
from hangar_lab.hands import Manager, NewMachine  # noqa: E402
from hangar_lab.session import Session  # noqa: E402
from hangar_lab.suite import Suite  # noqa: E402
from hangar_lab.wait import until  # noqa: E402

suite = Suite("wizard")
POOL = "<pool type='dir'><name>default</name><target><path>{}</path></target></pool>"
FRENCH = {"start": "Depuis quoi la machine démarre-t-elle ?", "system": "Quel système d’exploitation ?",
          "size": "Combien de mémoire, combien de processeurs ?", "storage": "Quel disque ?",
          "network": "Quel réseau ?", "summary": "Voici ce qui sera créé"}


@suite.setup
def setup(scene):
    """A pool with a disk in it that nobody uses."""
    scene.pictures = place.output_folder("wizard")
    os.chmod(scene.pictures, 0o777)
    scene.iso = TinyGuest(scene.lab).iso
    scene.session = Session(scene.lab)
    scene.daemon = SessionDaemon(scene.lab)
    scene.truth = scene.daemon.connect()
    scene.disks = scene.lab.path("disks")
    os.makedirs(scene.disks)
    scene.images = scene.lab.path("data", "libvirt", "images")
    os.makedirs(scene.images)
    scene.truth.storagePoolDefineXML(POOL.format(scene.images)).create()
    subprocess.run(["qemu-img", "create", "-q", "-f", "qcow2", os.path.join(scene.images, "old.qcow2"), "8M"], check=True)
    scene.program = scene.session.start("--connect", "qemu:///session")
    scene.program.window()


def open_dialog(scene, path):
    """New machine, with that file chosen."""
    scene.program.act("install-from", GLib.Variant("s", path))
    return NewMachine(scene.program)


def machine(scene, name):
    """Waits for the machine of that name to run."""
    domain = until(lambda: next((d for d in scene.truth.listAllDomains() if d.name() == name), None), name, 60)
    until(lambda: domain.state()[0] == libvirt.VIR_DOMAIN_RUNNING, f"{name} running", 30)
    return domain


def remove(scene, domain, *files):
    """Forgets a machine and its files."""
    domain = scene.truth.lookupByName(domain.name())
    domain.destroy()
    domain.undefine()
    for name in files:
        os.remove(os.path.join(scene.images, name))


@suite.case("a machine is made by the keyboard alone")
def keyboard(scene):
    server = scene.session.server
    Manager(scene.program).key("ctrl+n")
    dialog = NewMachine(scene.program)
    before = {w.path for w in scene.program.root.children}
    dialog.key("alt+h")
    chooser = until(lambda: next((w for w in scene.program.root.children if w.path not in before), None), "the files")
    server.enter(chooser)
    server.key("slash")
    server.type(scene.iso.removeprefix("/"))
    server.key("Return")
    until(lambda: chooser.path not in [w.path for w in scene.program.root.children], "the files closed")
    dialog.find(20, role="button", name="Next", state="sensitive")
    for page in ("system", "size", "storage", "network", "summary"):
        dialog.key("alt+Right")
        dialog.is_at(page)
    dialog.key("alt+Left")
    dialog.is_at("network")
    dialog.key("alt+n")
    dialog.is_at("summary")
    server.key("ctrl+a")
    server.type("typed")
    until(lambda: dialog.typed_name() == "typed", "the name typed")
    server.key("Return")
    remove(scene, machine(scene, "typed"), "typed.qcow2")


@suite.case("each page says why one cannot go on, and nothing is blamed before it was answered")
def reasons(scene):
    scene.program.act("new-machine")
    dialog = NewMachine(scene.program)
    dialog.find(20, role="label", contains="Choose the disc image to install from.")
    assert len(dialog.node.look_all(role="label", contains="Choose the disc image")) == 1
    assert not dialog.find(role="button", name="Next").has("sensitive")
    scene.session.server.click_on(dialog.find(role="label", name="A disk or an appliance of another program"))
    dialog.refuses("Choose the disk or the appliance to import.")
    scene.session.server.click_on(dialog.find(role="label", name="Nothing yet"))
    dialog.find(role="button", name="Next", state="sensitive")
    dialog.cancel()


def slow_import(scene, name):
    """A disk whose copy takes its time: what cannot be compressed is compressed. The dialog, ready to create."""
    path = os.path.join(scene.disks, name + ".raw")
    if not os.path.exists(path):
        with open(path, "wb") as f, open(scene.iso, "rb") as iso:
            f.write(iso.read())
            f.write(os.urandom(64 << 20))
    dialog = open_dialog(scene, path)
    scene.session.server.click_on(dialog.find(role="check box", name="Compress the copy", state="sensitive"))
    dialog.set("memory", 256)
    dialog.set_name(name)
    dialog.find(role="button", name="Create", state="sensitive")
    return dialog


@suite.case("cancelled on the way, nothing is left and the answers stay")
def cancelled(scene):
    before = sorted(os.listdir(scene.images))
    dialog = slow_import(scene, "given up")
    dialog.create()
    until(lambda: "given up.qcow2" in os.listdir(scene.images), "the copy", 20, every=0.01)
    dialog.press("Cancel")
    dialog.find(30, role="button", name="Create")
    assert dialog.typed_name() == "given up"
    until(lambda: sorted(os.listdir(scene.images)) == before and not scene.truth.listAllDomains(), "nothing left", 20)
    dialog.cancel()


def by_socket(scene):
    """libvirt itself would bring a daemon of the plain address back at once."""
    scene.program = scene.session.start("--connect", scene.daemon.uri)
    scene.program.window()


@suite.case("a host that is lost on the way is told, and when it is back, Create does it")
def lost(scene):
    scene.program.quit()
    by_socket(scene)
    dialog = slow_import(scene, "kept on")
    dialog.create()
    until(lambda: "kept on.qcow2" in os.listdir(scene.images), "the copy", 20, every=0.01)
    scene.daemon.kill()
    scene.program.find(60, role="label", contains="Could not create “kept on”")
    scene.daemon.start()
    scene.truth = scene.daemon.connect()
    dialog.find(60, role="button", name="Create", state="sensitive")
    assert dialog.typed_name() == "kept on"
    dialog.press("Create", 60)
    domain = machine(scene, "kept on")
    assert sorted(os.listdir(scene.images)) == ["kept on.qcow2", "old.qcow2"], os.listdir(scene.images)
    remove(scene, domain, "kept on.qcow2")


@suite.case("killed in the middle of a copy, the copying ends too, and what is left is named and removed")
def killed(scene):
    scene.program.quit()
    by_socket(scene)
    dialog = slow_import(scene, "cut off")
    dialog.create()
    copying = until(lambda: children(scene.program.process.pid), "the copying", 20, every=0.01)
    scene.program.process.send_signal(signal.SIGKILL)
    scene.program.wait_end()
    until(lambda: not any(os.path.exists(f"/proc/{pid}") for pid in copying), "the copying ended", 20)
    assert sorted(os.listdir(scene.images)) == ["cut off.qcow2", "old.qcow2"]
    by_socket(scene)
    scene.program.find(30, role="label", contains="while “cut off” was being created")
    scene.program.press("Remove It")
    until(lambda: sorted(os.listdir(scene.images)) == ["old.qcow2"], "everything removed", 20)


def children(pid):
    """The qemu-img that a program runs."""
    found = []
    for task in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{task}/children", encoding="ascii") as f:
            found += f.read().split()
    return [p for p in found if "qemu-img" in os.readlink(f"/proc/{p}/exe")]


@suite.case("a disk of the host's pools is found, chosen and used")
def existing(scene):
    dialog = open_dialog(scene, scene.iso)
    dialog.go("storage")
    row = dialog.find(role=("combo box", "list item", "button"), name="Disk")
    scene.session.server.click_on(row)
    scene.session.server.key("Down", "Return")
    dialog.refuses("Choose the disk.")
    scene.session.server.click_on(dialog.find(contains="From the host’s pools…"))
    browser = scene.program.window("Disks on the Host")
    scene.session.server.click_on(browser.find(20, role="label", name="old.qcow2"))
    browser.find(role="button", name="Choose", state="sensitive").click()
    dialog.find(10, role="label", name="old.qcow2")
    dialog.set("memory", 256)
    dialog.set_name("second life")
    dialog.create()
    domain = machine(scene, "second life")
    assert "old.qcow2" in domain.XMLDesc(), domain.XMLDesc()
    assert sorted(os.listdir(scene.images)) == ["old.qcow2"]
    remove(scene, domain)


@suite.case("a definition that was changed is checked by the daemon, and the machine is made so")
def definition(scene):
    dialog = open_dialog(scene, scene.iso)
    dialog.set("memory", 256)
    dialog.set_name("edited")
    dialog.place(0, 0, 700, 900)
    scene.session.server.click_on(dialog.find(role="label", name="Definition"))
    view = dialog.find(role="text", name="XML of the machine")
    text = view.value_text()
    view.set_text(text.replace("<name>", "<title>By hand</title><name>").replace("q35", "q36"))
    dialog.press("Use the Changes")
    dialog.find(20, role="label", contains="q36")
    view.set_text(text.replace("<name>", "<title>By hand</title><name>"))
    dialog.press("Use the Changes")
    dialog.find(20, role="label", contains="The machine will be made so.")
    dialog.press("Back")
    dialog.is_at("summary")
    dialog.create()
    domain = machine(scene, "edited")
    assert "<title>By hand</title>" in domain.XMLDesc(), domain.XMLDesc()
    remove(scene, domain, "edited.qcow2")


def walk(scene, name, size, headings=None):
    """Looks at each page; returns what the labels say."""
    scene.program.act("install-from", GLib.Variant("s", scene.iso))
    window = until(lambda: next((w for w in scene.program.root.children
                                 if w.name in ("New Machine", "Nouvelle machine")), None), "the window")
    server = scene.session.server
    server.x.place(server.window_of(window).xid, 0, 0, *size)
    for number, page in enumerate(NewMachine.PAGES, 1):
        if page == "advanced":
            continue
        if page != "start":
            window.find(30, role="button", state="sensitive", name="Suivant" if headings else "Next").click()
        window.find(role="heading", name=(headings or NewMachine.PAGES)[page])
        server.picture().crop((0, 0, *size)).save(os.path.join(scene.pictures, f"{name}-{number}-{page}.png"))
    window.find(role="button", name="Annuler" if headings else "Cancel").click()


def again(scene, **environment):
    """The program in other surroundings."""
    scene.program.quit()
    scene.program = scene.session.start("--connect", "qemu:///session", env=environment)
    scene.program.window()
    scene.program.find(20, role="label", contains="qemu:///session" if not environment else "")


@suite.case("every page at 360 pixels")
def narrow(scene):
    walk(scene, "narrow", (360, 640))


@suite.case("every page in French")
def french(scene):
    again(scene, LANGUAGE="fr", LC_ALL="C.UTF-8")
    walk(scene, "french", (560, 640), FRENCH)


@suite.case("every page in the dark")
def dark(scene):
    again(scene, ADW_DEBUG_COLOR_SCHEME="prefer-dark")
    walk(scene, "dark", (560, 640))


if __name__ == "__main__":
    sys.exit(suite.main())
