#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The interface as a whole on the test driver: in French, in the dark, narrow as a phone, searched, by keyboard."""

import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lab"))
from hangar_lab import picture, place, testdriver  # noqa: E402
from hangar_lab.hands import Manager, Window  # noqa: E402
from hangar_lab.session import Session  # noqa: E402
from hangar_lab.suite import Suite  # noqa: E402
from hangar_lab.wait import until  # noqa: E402

suite = Suite("looks")
PICTURES = place.output_folder("lab", "looks")
os.chmod(PICTURES, 0o777)  # before the rights to do so are given up
BORDERS = 10  # what GTK draws around a window where no window manager does
HOSTILE = "<b>&amp; Zoé ‮tset"


@suite.setup
def setup(scene):
    """Three machines, one of them with a name that looks like markup."""
    scene.session = Session(scene.lab)
    domains = [testdriver.domain("web", testdriver.RUNNING), testdriver.domain("db", testdriver.OFF),
               testdriver.domain("odd", testdriver.PAUSED, title=HOSTILE)]
    scene.uri = "test://" + testdriver.write(scene.lab, "three.xml", testdriver.node(domains))


def start(scene, **variables):
    """A start of the program, its main window."""
    for before in scene.programs():
        before.kill()
    scene.program = scene.session.start("--connect", scene.uri, env=variables)
    return Manager(scene.program)


@suite.case("machines are listed with their states; a name that looks like markup is shown as it is")
def listed(scene):
    scene.manager = start(scene)
    scene.manager.says_of("web", "running", 20)
    scene.manager.says_of("db", "off")
    scene.manager.says_of(HOSTILE, "paused")
    assert not picture.is_dark(scene.session.server.picture().crop((0, 0, 900, 600)))


@suite.case("Ctrl+F searches as one types, Escape shows all again")
def search(scene):
    scene.manager.key("ctrl+f")
    scene.session.server.type("we")
    scene.manager.no_row("db")
    scene.manager.row("web")
    scene.session.server.type("xyz")
    scene.manager.no_row("web")
    scene.session.server.key("Escape")
    scene.manager.row("db")


@suite.case("Enter opens the machine that is selected, Ctrl+W closes its window")
def keyboard(scene):
    scene.manager.select("web")
    scene.manager.key("Return")
    window = Window(scene.program, "web")
    window.key("ctrl+w")
    until(lambda: not [w for w in scene.program.root.children if w.name.startswith("web")], "its window closed")


@suite.case("F2 renames the machine that is selected, without the pointer")
def rename(scene):
    scene.manager.select("db")
    with_key(scene, "F2", "Rename Machine", "ctrl+a")
    scene.session.server.type("archive")
    scene.session.server.key("Return")
    scene.manager.says_of("archive", "off")
    scene.manager.no_row("db")
    scene.manager.select("web")
    scene.manager.key("F2")
    scene.manager.select("archive")
    with_key(scene, "F2", "Rename Machine", "ctrl+a")
    scene.session.server.type("db")
    scene.session.server.key("Return")
    scene.manager.says_of("db", "off")


@suite.case("Delete asks, Escape leaves the machine where it is")
def delete_key(scene):
    scene.manager.select("db")
    escape(scene, with_key(scene, "Delete", "Delete “db”?"))
    scene.manager.row("db")


@suite.case("the menu key opens the menu of the row, Escape leads back to the row, again and again")
def menu_key(scene):
    scene.manager.select("db")
    until(lambda: scene.manager.is_selected("db"), "the row selected")
    for key in ("Menu", "shift+F10", "Menu"):
        scene.manager.key(key)
        scene.program.find(role="menu item", contains="Rename")
        scene.session.server.key("Escape")
        scene.program.gone(role="menu item", contains="Rename")


@suite.case("F2 and Delete on a host: another label, and a question")
def host_keys(scene):
    scene.session.server.click_on(scene.manager.find(contains=", connected"))
    with_key(scene, "F2", "Rename Host", "ctrl+a")
    scene.session.server.type("Attic")
    scene.session.server.key("Return")
    scene.manager.says_of_host("Attic", "connected")
    escape(scene, with_key(scene, "Delete", "Attic"))
    scene.manager.says_of_host("Attic", "connected")


def with_key(scene, key, words, then=None):
    """A key in the main window opens a dialog that says these words, and then perhaps gets a key of its own."""
    before = {w.path for w in scene.program.root.children}
    scene.manager.key(key)
    dialog = until(lambda: next((w for w in scene.program.root.children if w.path not in before
                                 and w.look(contains=words)), None), f"a dialog that says “{words}” after {key}")
    if then:
        scene.session.server.enter(dialog)
        scene.session.server.key(then)
    return dialog


def escape(scene, dialog):
    """Leaves a dialog by the keyboard: it grows while it looks for disks, and may not have had the key."""
    def gone():
        if dialog.path not in [w.path for w in scene.program.root.children]:
            return True
        scene.session.server.enter(dialog)
        scene.session.server.key("Escape")
        return False
    until(gone, "the dialog closed", every=0.5)


@suite.case("the dialogs: shortcuts, about, preferences, add host, new machine")
def dialogs(scene):
    for action in ("shortcuts", "about", "preferences", "add-host", "new-machine"):
        before = len(scene.program.root.children)
        scene.program.act(action)
        until(lambda: len(scene.program.root.children) > before, f"a window for {action}")
        last = scene.program.root.children[-1]
        scene.session.server.enter(last)
        scene.session.server.key("Escape")
        try:
            until(lambda: len(scene.program.root.children) == before, f"the window for {action} closed", 3)
        except AssertionError:
            scene.session.server.key("ctrl+w")
            until(lambda: len(scene.program.root.children) == before, f"the window for {action} closed")


@suite.case("at 360 pixels hosts and machines are two pages")
def narrow(scene):
    scene.manager.place(0, 0, 360 + BORDERS, 640)
    until(lambda: scene.session.server.windows()[-1].width == 360 + BORDERS, "360 pixels")
    scene.manager.find(role="button", name="Hosts")
    scene.manager.row("web")
    scene.program.quit()


@suite.case("in the dark")
def dark(scene):
    manager = start(scene, ADW_DEBUG_COLOR_SCHEME="prefer-dark")
    manager.says_of("web", "running", 20)
    until(lambda: picture.is_dark(scene.session.server.picture().crop((0, 0, 900, 600))), "a dark window")
    scene.program.quit()


@suite.case("in French")
def french(scene):
    manager = start(scene, LANGUAGE="fr", LC_ALL="C.UTF-8")
    manager.says_of("web", "en marche", 20)
    scene.program.quit()


def fits_a_phone(scene, node, name):
    """Whether a window can be 360 pixels wide; its picture is left for people."""
    xid = scene.session.server.window_of(node).xid
    scene.session.server.x.raise_window(xid)
    scene.session.server.x.place(xid, 0, 0, 360 + BORDERS, 640)

    def is_narrow():
        found = [w for w in scene.session.server.windows() if w.xid == xid]
        return found and found[0].width == 360 + BORDERS and node.extents()[2] <= 360 + BORDERS
    until(is_narrow, f"{name} in 360 pixels: {node.extents()} in {scene.session.server.windows()}")
    image = scene.session.server.picture().crop((0, 0, 360 + BORDERS, 640))
    image.save(os.path.join(PICTURES, f"phone-{name}.png"))


@suite.case("every window fits a phone, in French")
def phone(scene):
    manager = start(scene, LANGUAGE="fr", LC_ALL="C.UTF-8")
    manager.says_of("web", "en marche", 20)
    machine = manager.open("web")
    fits_a_phone(scene, machine.node, "machine")
    machine.find(role="page tab", name="Performances").click()
    machine.find(20, role="label", contains="De ses processeurs : ")
    fits_a_phone(scene, machine.node, "performance")
    machine.close()
    until(lambda: len(scene.program.root.children) == 1, "the machine's window closed")
    for action in ("about", "preferences", "add-host", "new-machine"):
        scene.program.act(action)
        until(lambda: len(scene.program.root.children) > 1, f"a window for {action}")
        last = scene.program.root.children[-1]
        fits_a_phone(scene, last, action)
        scene.session.server.enter(last)
        scene.session.server.key("Escape")
        until(lambda: len(scene.program.root.children) == 1, f"the window for {action} closed")
    fits_a_phone(scene, manager.node, "manager")
    scene.program.quit()


if __name__ == "__main__":
    sys.exit(suite.main())
