#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The console of a real guest: what it draws is on the screen, what is typed arrives, fullscreen, pictures."""

import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lab"))
from PIL import Image  # noqa: E402

from hangar_lab import picture  # noqa: E402
from hangar_lab.daemon import SessionDaemon  # noqa: E402
from hangar_lab.display import WindowManager  # noqa: E402
from hangar_lab.guest import TinyGuest  # noqa: E402
from hangar_lab.hands import Window  # noqa: E402
from hangar_lab.session import Session  # noqa: E402
from hangar_lab.suite import Suite  # noqa: E402
from hangar_lab.wait import until  # noqa: E402

suite = Suite("screen")


@suite.setup
def setup(scene):
    """One machine, and a window manager, because only that makes a window fill the screen."""
    scene.guest = TinyGuest(scene.lab)
    scene.daemon = SessionDaemon(scene.lab)
    scene.truth = scene.daemon.connect()
    scene.truth.defineXML(scene.guest.xml("web", "guest.nodhcp"))
    scene.session = Session(scene.lab)
    scene.wm = WindowManager(scene.lab, scene.session.server)
    scene.program = scene.session.start("--connect", "qemu:///session", "--console", "web")
    scene.window = Window(scene.program, "web", 20)


def bars(scene):
    """Where the guest's colour bars are on the screen."""
    return picture.find_bars(scene.session.server.picture())


@suite.case("a machine that is off says so, with a button that starts it")
def off(scene):
    scene.window.says("The machine is off")
    scene.window.press("Start")


@suite.case("the guest's colour bars are on the screen")
def colours(scene):
    until(lambda: bars(scene), "the colour bars", 60)


@suite.case("what is typed arrives in the guest, with capitals and signs")
def typed(scene):
    until(lambda: "TESTGUEST READY" in scene.guest.serial("web"), "the guest booted", 60)
    left, top, right, bottom = bars(scene)
    scene.session.server.point((left + right) // 2, bottom + 100, 1)
    scene.session.server.type("echo Typed_42:ok > /dev/ttyS0")
    scene.session.server.key("Return")
    until(lambda: "Typed_42:ok" in scene.guest.serial("web"), "the typed words on the guest's serial port")


@suite.case("after Ctrl+Alt the keyboard is the program's: F11 fills the screen, F11 again ends it")
def fullscreen(scene):
    server = scene.session.server
    before = bars(scene)
    server.key("ctrl+alt")
    server.key("F11")
    until(lambda: bars(scene) and bars(scene)[2] - bars(scene)[0] > before[2] - before[0], "larger bars")
    server.key("F11")
    until(lambda: bars(scene) == before, "the bars where they were")


@suite.case("a screenshot is a picture of the guest alone")
def screenshot(scene):
    path = scene.lab.path("home", "shot.png")
    scene.window.act("win.screenshot")
    chooser = scene.program.window("creenshot")
    scene.session.server.enter(chooser)
    scene.session.server.key("ctrl+a")
    scene.session.server.type(path)
    scene.session.server.key("Return")
    until(lambda: os.path.exists(path) and Image.open(path).load(), "the picture", 15)
    image = Image.open(path).convert("RGB")
    box = picture.find_bars(image)
    assert box and box[:2] == (0, 0), f"{image.size}: {box}"


@suite.case("Ctrl+Alt+Del from the menu reaches the guest")
def send_key(scene):
    boots = scene.guest.serial("web").count("TESTGUEST READY")
    scene.window.press("Menu")
    scene.program.find(role="menu item", contains="Send").click()
    scene.program.find(role="menu item", contains="Ctrl+Alt+Del").click()
    until(lambda: scene.guest.serial("web").count("TESTGUEST READY") > boots, "the guest rebooted", 60)


@suite.case("a guest that switches off leaves a page that says so")
def leaves(scene):
    scene.window.act("domain.shutdown")
    scene.window.find(20, contains="The machine is off")
    scene.program.quit()


if __name__ == "__main__":
    sys.exit(suite.main())
