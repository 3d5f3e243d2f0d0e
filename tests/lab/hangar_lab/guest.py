# SPDX-License-Identifier: GPL-3.0-or-later
"""The tiny guest: a real Linux that boots in seconds under software emulation. Built once, kept in the build tree."""

import fcntl
import glob
import hashlib
import os
import subprocess
import uuid
from xml.sax.saxutils import escape

from hangar_lab import place

SCRIPT = os.path.join(place.SOURCE, "tests", "lab", "make-guest.sh")
# What the guest draws: six bars of 96 × 64 pixels at the top left corner of its screen.
BARS = ((170, 0, 0), (0, 170, 0), (170, 85, 0), (0, 0, 170), (170, 0, 170), (0, 170, 170))
BAR_WIDTH, BAR_HEIGHT = 96, 64
WORDS = "quiet console=tty0 console=ttyS0,115200 random.trust_cpu=on no_timer_check mitigations=off"

TEMPLATE = """<domain type='qemu'>
  <name>{name}</name>
  <uuid>{uuid}</uuid>
  {title}
  <memory unit='MiB'>{memory}</memory>
  <vcpu>1</vcpu>
  <os>
    <type arch='x86_64' machine='pc'>hvm</type>
    <kernel>{folder}/vmlinux</kernel>
    <initrd>{folder}/initramfs.img</initrd>
    <cmdline>{words}</cmdline>
  </os>
  <features><acpi/><apic/></features>
  <cpu mode='custom' match='exact' check='none'><model fallback='allow'>qemu64</model></cpu>
  <clock offset='utc'/>
  <on_poweroff>destroy</on_poweroff>
  <on_reboot>restart</on_reboot>
  <on_crash>{on_crash}</on_crash>
  <devices>
    {devices}
    <controller type='usb' index='0' model='qemu-xhci'/>
    <controller type='virtio-serial' index='0'/>
    <serial type='file'><source path='{serial}'/><target port='0'/></serial>
    {agent}
    <input type='tablet' bus='usb'/>
    {graphics}
    <memballoon model='virtio'><stats period='1'/></memballoon>
  </devices>
</domain>
"""
AGENT = "<channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>"
GRAPHICS = "<graphics type='vnc' socket='{socket}'/><video><model type='vga' vram='16384' heads='1'/></video>"


class TinyGuest:
    """The files of the guest. Make it before become_user(): the build tree is written to."""

    def __init__(self, lab):
        self.lab = lab
        self.folder = os.path.join(lab.build, "lab", "guest")
        _build(os.path.join(place.BUILD, "lab", "guest"))

    @property
    def iso(self):
        """The bootable CD."""
        return os.path.join(self.folder, "guest.iso")

    def serial(self, name):
        """What the machine of that name has printed on its serial port."""
        path = self.lab.path("home", name + ".serial")
        if not os.path.exists(path):
            return ""
        with open(path, encoding="utf-8", errors="replace") as f:
            return f.read()

    def xml(self, name, words="", memory=160, on_crash="destroy", devices="", graphics=True, title=None,
            agent=True):
        """A machine that boots the kernel directly. words: guest.deaf, guest.crash, guest.nodhcp…"""
        # a socket of its own: no TCP port that two tests could fight for
        picture = GRAPHICS.format(socket=self.lab.path("home", name + ".vnc")) if graphics else ""
        return TEMPLATE.format(name=escape(name), uuid=uuid.uuid4(), title=f"<title>{escape(title)}</title>" if title else "", memory=memory,
                               folder=self.folder, words=f"{WORDS} guest.name={name} {words}", on_crash=on_crash,
                               devices=devices, graphics=picture, agent=AGENT if agent else "",
                               serial=self.lab.path("home", name + ".serial"))


def _fingerprint():
    digest = hashlib.sha256()
    with open(SCRIPT, "rb") as f:
        digest.update(f.read())
    for kernel in sorted(glob.glob("/boot/vmlinuz-*")):
        digest.update(f"{kernel} {os.stat(kernel).st_mtime_ns}".encode())
    return digest.hexdigest()


def _build(folder):
    """Builds the files when they are missing or older than the script or the kernel."""
    os.makedirs(folder, exist_ok=True)
    stamp, wanted = os.path.join(folder, "stamp"), _fingerprint()
    with open(os.path.join(folder, "lock"), "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if os.path.exists(stamp):
            with open(stamp, encoding="ascii") as f:
                if f.read() == wanted:
                    return
        done = subprocess.run([SCRIPT, folder], check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True)
        if done.returncode != 0:
            raise AssertionError("the tiny guest could not be built:\n" + done.stdout)
        with open(stamp, "w", encoding="ascii") as f:
            f.write(wanted)
