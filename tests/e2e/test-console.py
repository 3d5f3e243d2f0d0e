#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A real guest's console: its picture, its keys, its serial line, screenshots, full screen, and a killed display program."""

import os
import signal
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lab"))
from hangar_lab import picture, place  # noqa: E402
from hangar_lab.daemon import SessionDaemon  # noqa: E402
from hangar_lab.guest import TinyGuest  # noqa: E402
from hangar_lab.hands import Manager  # noqa: E402
from hangar_lab.session import Session  # noqa: E402
from hangar_lab.suite import Suite  # noqa: E402
from hangar_lab.wait import until  # noqa: E402

suite = Suite("console")


@suite.setup
def setup(scene):
    """A guest with a screen and a serial line, running, and its window."""
    scene.guest = TinyGuest(scene.lab)
    scene.pictures = place.output_folder("console")
    os.chmod(scene.pictures, 0o777)
    scene.daemon = SessionDaemon(scene.lab)
    scene.truth = scene.daemon.connect()
    xml = scene.guest.xml("web", "guest.nodhcp")
    line = "<serial type='pty'><log file='%s'/><target port='0'/></serial>" % scene.lab.path("home", "web.serial")
    start, end = xml.index("<serial "), xml.index("</serial>") + len("</serial>")
    scene.truth.createXML(xml[:start] + line + xml[end:])
    until(lambda: "TESTGUEST READY" in scene.guest.serial("web"), "the guest is up", 90)
    scene.session = Session(scene.lab)
    scene.program = scene.session.start("--connect", "qemu:///session")
    scene.manager = Manager(scene.program)
    scene.window = scene.manager.open("web")
    scene.window.place(100, 60, 1000, 720)


def shown(scene, name):
    """What is on the monitor now, kept as a picture."""
    image = scene.session.server.picture()
    image.save(os.path.join(scene.pictures, name + ".png"))
    return image


def bars(scene):
    """The guest's colour bars on the monitor."""
    return picture.find_bars(scene.session.server.picture())


def enter(scene, line):
    """Types a line and Return."""
    if line:
        scene.session.server.type(line)
    scene.session.server.key("Return")


def display_programs(scene):
    """The display programs that the program has started."""
    found = []
    for task in os.listdir(f"/proc/{scene.program.process.pid}/task"):
        with open(f"/proc/{scene.program.process.pid}/task/{task}/children", encoding="ascii") as f:
            found += [int(pid) for pid in f.read().split()]
    return [pid for pid in found if "hangar-display" in open(f"/proc/{pid}/cmdline", encoding="utf-8").read()]


@suite.case("the guest's picture is in its window")
def pixels(scene):
    until(lambda: bars(scene), "colour bars", 30)
    shown(scene, "live")


@suite.case("typed keys reach the guest: it writes to its serial line what it was told to on its keyboard")
def keys(scene):
    left, top, right, bottom = bars(scene)
    scene.session.server.point((left + right) // 2, (top + bottom) // 2, button=1)
    enter(scene, "echo typed-42 > /dev/ttyS0")
    until(lambda: "typed-42" in scene.guest.serial("web"), "the guest wrote it", 20)
    shown(scene, "typed")


@suite.case("left Ctrl and Alt give the keys back")
def release(scene):
    scene.session.server.tool("keydown", "Control_L", "keydown", "Alt_L", "keyup", "Alt_L", "keyup", "Control_L")


@suite.case("F11 fills the monitor, F11 brings the window back")
def fullscreen(scene):
    before = scene.window.node.extents()
    scene.window.key("F11")
    until(lambda: scene.window.look(role="button", name="Send a key") is None or
          scene.window.node.extents() != before or bars(scene), "full screen", 10)
    shown(scene, "fullscreen")
    scene.window.key("F11")
    until(lambda: bars(scene), "the picture again", 10)


@suite.case("the serial line in a terminal: log in and run mark")
def serial(scene):
    scene.window.press("Menu")
    scene.program.find(10, role="menu item", name="Show").click()
    scene.program.find(10, role="menu item", name="Serial line 1").click()
    scene.window.find(10, contains="Text console of the machine")
    before = len(scene.guest.serial("web"))
    until(lambda: scene.session.server.key("Return") or len(scene.guest.serial("web")) > before, "the line answers", 20)
    enter(scene, "root")
    until(lambda: scene.guest.serial("web").count("Password") >= 1, "it asks for the password", 20)
    enter(scene, "guest")
    until(lambda: "built-in commands" in scene.guest.serial("web").split("Password")[-1], "a shell", 20)
    enter(scene, "echo done-`mark`")
    until(lambda: "done-MARK=[" in scene.guest.serial("web"), "mark ran", 20)
    shown(scene, "serial")


@suite.case("back to the screen")
def back(scene):
    scene.window.press("Menu")
    scene.program.find(10, role="menu item", name="Show").click()
    scene.program.find(10, role="menu item", name="Graphical screen").click()
    until(lambda: bars(scene), "the picture", 10)


@suite.case("a killed display program: the page comes back, the program lives")
def killed(scene):
    pids = display_programs(scene)
    assert len(pids) == 1, pids
    os.kill(pids[0], signal.SIGKILL)
    until(lambda: not os.path.exists(f"/proc/{pids[0]}"), "it is gone", 10)
    scene.window.find(10, contains="ended unexpectedly")
    shown(scene, "killed")
    scene.window.press("Reconnect")
    until(lambda: bars(scene), "colour bars again", 20)
    assert scene.program.is_running()


OWN_DISPLAY = """<domain type='qemu'><name>own</name><memory unit='MiB'>32</memory><vcpu>1</vcpu>
<os><type arch='x86_64' machine='pc'>hvm</type><bootmenu enable='yes' timeout='60000'/></os>
<devices><graphics type='dbus' p2p='yes'/><video><model type='vga'/></video></devices></domain>"""


@suite.case("a machine whose display is QEMU's own: what its firmware writes, and keys that reach it")
def own_display(scene):
    scene.truth.createXML(OWN_DISPLAY)
    window = scene.manager.open("own")
    window.place(100, 60, 1000, 720)

    def part(top, bottom):
        return scene.session.server.picture().crop((120, top, 1080, bottom))
    # Light before there is a picture; then the firmware's words on black, the last of them "Press ESC for boot menu."
    until(lambda: picture.is_dark(part(165, 740)) and not picture.is_blank(part(165, 205)), "its text", 20)
    # a cursor blinks in the line below; the entries of the menu come below that
    assert picture.is_blank(part(262, 340))
    scene.session.server.point(600, 500, button=1)
    until(lambda: scene.session.server.key("Escape") or not picture.is_blank(part(262, 340)), "its menu", 20)
    shown(scene, "own-display")
    programs = [open(f"/proc/{pid}/cmdline", encoding="utf-8").read() for pid in display_programs(scene)]
    assert any("--type=dbus" in program.split("\0") for program in programs), programs


if __name__ == "__main__":
    sys.exit(suite.main())
