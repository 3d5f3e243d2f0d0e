#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every operation of a machine's life on real guests, as a person does them, with libvirt asked for the truth."""

import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lab"))
import libvirt  # noqa: E402
from hangar_lab.daemon import SessionDaemon  # noqa: E402
from hangar_lab.guest import TinyGuest  # noqa: E402
from hangar_lab.hands import Manager  # noqa: E402
from hangar_lab.session import Session  # noqa: E402
from hangar_lab.suite import Suite  # noqa: E402
from hangar_lab.wait import holds, until  # noqa: E402

suite = Suite("lifecycle")
PANIC = "<panic model='isa'/>"


@suite.setup
def setup(scene):
    """Four guests: one that obeys, one that is deaf, two that crash."""
    scene.guest = TinyGuest(scene.lab)
    scene.daemon = SessionDaemon(scene.lab)
    scene.truth = scene.daemon.connect()
    for name, words, keywords in (("web", "", {}), ("deaf", "guest.deaf", {"agent": False}),
                                  ("falls", "guest.crash", {"devices": PANIC}),
                                  ("stays", "guest.crash", {"devices": PANIC, "on_crash": "preserve"})):
        scene.truth.defineXML(scene.guest.xml(name, words + " guest.nodhcp", **keywords))
    scene.session = Session(scene.lab)
    scene.program = scene.session.start("--connect", "qemu:///session")
    scene.manager = Manager(scene.program)


def domain(scene, name):
    """The truth about a machine."""
    return scene.truth.lookupByName(name)


def state(scene, name):
    """Its state as libvirt says."""
    return domain(scene, name).state()[0]


def booted(scene, name, times=1):
    """Waits until the guest has come up that many times."""
    until(lambda: scene.guest.serial(name).count("TESTGUEST READY") >= times, f"{name} booted", 60)


@suite.case("all machines are listed as off")
def listed(scene):
    for name in ("web", "deaf", "falls", "stays"):
        scene.manager.says_of(name, "off", 20)


@suite.case("Start starts it")
def start(scene):
    scene.manager.operate("web", "start")
    scene.manager.says_of("web", "running")
    assert state(scene, "web") == libvirt.VIR_DOMAIN_RUNNING
    booted(scene, "web")


@suite.case("Pause and Resume")
def pause(scene):
    scene.manager.operate("web", "suspend")
    scene.manager.says_of("web", "paused")
    assert state(scene, "web") == libvirt.VIR_DOMAIN_PAUSED
    scene.manager.operate("web", "resume")
    scene.manager.says_of("web", "running")
    assert state(scene, "web") == libvirt.VIR_DOMAIN_RUNNING


@suite.case("Reboot comes up again")
def reboot(scene):
    scene.manager.operate("web", "reboot")
    booted(scene, "web", 2)
    scene.manager.says_of("web", "running")


@suite.case("Reset asks first; Cancel does nothing, Reset resets")
def reset(scene):
    scene.manager.operate("web", "reset")
    scene.program.press("Cancel")
    scene.program.gone(name="Cancel", role="button")
    boots = scene.guest.serial("web").count("TESTGUEST READY")
    scene.manager.operate("web", "reset")
    scene.program.press("Reset")
    booted(scene, "web", boots + 1)


@suite.case("Save keeps its state, Restore brings it back")
def save(scene):
    scene.manager.operate("web", "save")
    scene.manager.says_of("web", "saved", 30)
    assert domain(scene, "web").hasManagedSaveImage()
    scene.manager.operate("web", "restore")
    scene.manager.says_of("web", ("running (restored)", "running"), 20)
    assert not domain(scene, "web").hasManagedSaveImage()


@suite.case("a saved state that cannot be restored: Hangar offers to discard it and boot")
def restore_fails(scene):
    scene.manager.operate("web", "save")
    scene.manager.says_of("web", "saved", 30)
    image = scene.lab.path("config", "libvirt", "qemu", "save", "web.save")
    with open(image, "r+b") as f:
        f.truncate(4096)
    scene.manager.operate("web", "restore")
    offer = scene.program.find(20, role="button", contains="Discard")
    boots = scene.guest.serial("web").count("TESTGUEST READY")
    offer.click()
    scene.manager.says_of("web", "running", 20)
    booted(scene, "web", boots + 1)


@suite.case("Shut down turns it off")
def shutdown(scene):
    scene.manager.operate("web", "shutdown")
    scene.manager.says_of("web", "off", 20)
    assert state(scene, "web") == libvirt.VIR_DOMAIN_SHUTOFF


@suite.case("what is impossible in a state is greyed and says why")
def refused(scene):
    scene.manager.select("web")
    button = scene.manager.find(role="button", name="Pause", description="It is off.")
    assert not button.has("sensitive")


@suite.case("crashed guests say so: off (crashed), and crashed (the guest’s kernel panicked)")
def crash(scene):
    scene.manager.operate("falls", "start")
    scene.manager.operate("stays", "start")
    scene.manager.says_of("falls", "off (crashed)", 60)
    scene.manager.says_of("stays", "crashed (the guest’s kernel panicked)", 60)
    scene.manager.operate("stays", "force-off")
    scene.program.press("Force Off")
    scene.manager.says_of("stays", ("off", "off (forced off)"), 20)


@suite.case("a guest that ignores Shut down for 20 s: wait or force off")
def deaf(scene):
    scene.manager.operate("deaf", "start")
    booted(scene, "deaf")
    scene.manager.operate("deaf", "shutdown")
    holds(lambda: scene.program.look(contains="still running") is None, "no offer before its time", 15)
    scene.program.find(15, contains="still running")
    scene.program.press("Wait")
    assert state(scene, "deaf") == libvirt.VIR_DOMAIN_RUNNING
    scene.manager.operate("deaf", "force-off")
    scene.program.press("Force Off")
    scene.manager.says_of("deaf", ("off", "off (forced off)"), 20)


@suite.case("Delete asks, and removes the machine")
def delete(scene):
    scene.manager.operate("falls", "delete")
    scene.program.press("Cancel")
    scene.program.gone(name="Cancel", role="button")
    scene.manager.operate("falls", "delete")
    scene.program.press("Delete")
    scene.manager.no_row("falls", 30)
    assert "falls" not in [d.name() for d in scene.truth.listAllDomains()]


@suite.case("the program ends by itself and well")
def quit_program(scene):
    scene.program.quit()


if __name__ == "__main__":
    sys.exit(suite.main())
