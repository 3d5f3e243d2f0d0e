#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Proves the laboratory itself: what it measures is there, what it should notice it notices, nothing stays behind."""

import os
import signal
import subprocess
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from hangar_lab import picture, stall  # noqa: E402
from hangar_lab.daemon import SessionDaemon, SystemDaemon  # noqa: E402
from hangar_lab.guest import TinyGuest  # noqa: E402
from hangar_lab.janitor import members  # noqa: E402
from hangar_lab.lab import Lab  # noqa: E402
from hangar_lab.session import Session  # noqa: E402
from hangar_lab.suite import Suite  # noqa: E402
from hangar_lab.wait import until  # noqa: E402

suite = Suite("lab")


def victim():
    """A test that is going to be killed: it starts all there is and says where."""
    lab = Lab()
    guest = TinyGuest(lab)
    if lab.is_root:
        SystemDaemon(lab)
    daemon = SessionDaemon(lab)
    Session(lab).start()
    daemon.connect().createXML(guest.xml("victim"))
    print(lab.folder, flush=True)
    time.sleep(60)


@suite.setup
def setup(scene):
    """Before privileges are dropped: the victim needs its own."""
    TinyGuest(scene.lab)
    process = subprocess.Popen([sys.executable, os.path.abspath(__file__), "--victim"], stdout=subprocess.PIPE,
                               text=True)
    scene.victim_folder = process.stdout.readline().strip()
    assert scene.victim_folder.startswith("/tmp/hl-"), "the victim did not start"
    scene.victim_members = members(scene.victim_folder, set(), {process.pid})
    process.send_signal(signal.SIGKILL)
    process.wait()
    scene.guest = TinyGuest(scene.lab)
    scene.session = Session(scene.lab)
    scene.daemon = SessionDaemon(scene.lab)


@suite.case("a test that is killed with everything running leaves nothing")
def killed(scene):
    assert len(scene.victim_members) >= 6, scene.victim_members
    until(lambda: not os.path.exists(scene.victim_folder), "the victim's folder removed", 20)
    until(lambda: not [p for p in scene.victim_members if is_alive(p)], "the victim's processes ended", 20)


def is_alive(pid):
    """Whether a process runs (a dead entry that process 1 has not collected does not)."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as f:
            return f.read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@suite.case("the tiny guest boots, is seen on its screen, and obeys the power button")
def guest_boots(scene):
    domain = scene.daemon.connect().defineXML(scene.guest.xml("tiny"))
    domain.create()
    until(lambda: "TESTGUEST READY" in scene.guest.serial("tiny"), "the guest's word on its serial port", 60)
    image = until(lambda: screenshot(scene, domain), "a picture of the guest", 10)
    box = until(lambda: picture.find_bars(screenshot(scene, domain)), "the colour bars", 10)
    assert box[0] == 0 and box[1] == 0 and 560 <= box[2] <= 580, box
    half = image.resize((image.width // 2, image.height // 2))
    assert picture.find_bars(half), "the bars must be found in a scaled picture too"
    assert picture.find_bars(image.point(lambda v: 255 - v)) is None, "an inverted picture has no bars"
    domain.shutdown()
    until(lambda: not domain.isActive(), "the guest off", 20)
    domain.undefine()


def screenshot(scene, domain):
    """The guest's screen as libvirt gives it, without Hangar."""
    from PIL import Image
    stream = domain.connect().newStream()
    domain.screenshot(stream, 0)
    path = scene.lab.path("home", "shot")
    with open(path, "wb") as f:
        stream.recvAll(lambda s, data, opaque: opaque.write(data), f)
    stream.finish()
    return Image.open(path).convert("RGB")


@suite.case("a main loop that stands still is seen by the monitor, one that runs is not")
def stall_seen(scene):
    program = scene.session.start()
    until(lambda: len(program.monitor.pings()) > 20, "pings")
    time_before = program.monitor.pings()[-1][0]
    program.process.send_signal(signal.SIGSTOP)
    begin = time.monotonic()
    until(lambda: time.monotonic() - begin > 0.3, "0.3 s of standing still")
    program.process.send_signal(signal.SIGCONT)
    until(lambda: stall.worst(program.monitor.pings(), time_before)[0] > 0.25, "the stall in the record")
    program.kill()
    scene.session.programs.clear()  # its stall is not to be held against it


@suite.case("the daemon can be killed, frozen and started again")
def daemon_life(scene):
    scene.daemon.kill()
    scene.daemon.start()
    assert scene.daemon.connect().getType() == "QEMU"


if __name__ == "__main__":
    sys.exit(victim() if "--victim" in sys.argv else suite.main())
