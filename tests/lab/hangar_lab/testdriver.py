# SPDX-License-Identifier: GPL-3.0-or-later
"""Files for libvirt's test driver: machines, networks and pools that are only words. Deterministic."""

import uuid
from xml.sax.saxutils import escape

ROLES = ("web", "db", "build", "desktop", "router", "win11", "mail", "test")
SPACE = uuid.UUID("6ba7b810-9dad-11d1-80b4-00c04fd430c8")
RUNNING, PAUSED, OFF, CRASHED = 1, 3, 5, 6

HEAD = """<node>
  <cpu><nodes>1</nodes><sockets>2</sockets><cores>8</cores><threads>2</threads><active>32</active><mhz>2800</mhz>
    <model>x86_64</model></cpu>
  <memory>1073741824</memory>
"""


def _disks(i):
    text = ""
    for k in range(1 + i % 3):
        bus = ("virtio", "sata", "scsi", "virtio")[(i + k) % 4]
        target = ("vd" if bus == "virtio" else "sd") + "abc"[k]
        source = (f"<disk type='block' device='disk'><driver name='qemu' type='raw'/><source dev='/dev/vg0/lv-{i}'/>"
                  if k == 2 else f"<disk type='file' device='disk'><driver name='qemu' type='qcow2'/>"
                  f"<source file='/pool-{k}/vm-{i:05d}-{k}.qcow2'/>")
        text += f"{source}<target dev='{target}' bus='{bus}'/></disk>"
    if i % 2:
        text += ("<disk type='file' device='cdrom'><driver name='qemu' type='raw'/>"
                 "<target dev='sdz' bus='sata'/><readonly/></disk>")
    return text


def _devices(i):
    nic = ("virtio", "e1000e", "rtl8139", "virtio")[i % 4]
    text = _disks(i) + f"""
    <interface type='network'><mac address='52:54:00:{i >> 16 & 255:02x}:{i >> 8 & 255:02x}:{i & 255:02x}'/>
      <source network='net-{i % 5}'/><model type='{nic}'/></interface>
    <controller type='usb' index='0' model='qemu-xhci' ports='15'/>
    <serial type='pty'><target port='0'/></serial>
    <console type='pty'><target type='serial' port='0'/></console>
    <channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>
    <input type='tablet' bus='usb'/>
    <graphics type='{'spice' if i % 3 == 0 else 'vnc'}' port='-1' autoport='yes' listen='127.0.0.1'/>
    <video><model type='{('virtio', 'qxl', 'vga', 'cirrus')[i % 4]}'/></video>
    <memballoon model='virtio'/>"""
    if i % 3 == 0:
        text += "<sound model='ich9'/><redirdev bus='usb' type='spicevmc'/>"
    if i % 5 == 0:
        text += "<watchdog model='i6300esb' action='reset'/>"
    return text


def domain(name, state=OFF, number=1, title=None, os_id=None, memory_kib=1048576, devices=None):
    """One machine."""
    info = (f"<metadata><o:libosinfo xmlns:o='http://libosinfo.org/xmlns/libvirt/domain/1.0'><o:os id='{os_id}'/>"
            "</o:libosinfo></metadata>") if os_id else ""
    return f"""<domain type='test' xmlns:test='http://libvirt.org/schemas/domain/test/1.0'>
  <test:runstate>{state}</test:runstate>
  <name>{escape(name)}</name>
  <uuid>{uuid.uuid5(SPACE, name)}</uuid>
  {f'<title>{escape(title)}</title>' if title else ''}{info}
  <memory unit='KiB'>{memory_kib}</memory>
  <vcpu placement='static'>{(1, 2, 4, 8)[number % 4]}</vcpu>
  <os><type arch='x86_64' machine='q35'>hvm</type></os>
  <features><acpi/><apic/></features>
  <on_poweroff>destroy</on_poweroff><on_reboot>restart</on_reboot><on_crash>destroy</on_crash>
  <devices>{_devices(number) if devices is None else devices}
  </devices>
</domain>
"""


def pool(name, path):
    """A storage pool of the kind dir."""
    return (f"<pool type='dir'><name>{escape(name)}</name><uuid>{uuid.uuid5(SPACE, 'pool-' + name)}</uuid>"
            f"<target><path>{escape(path)}</path></target></pool>\n")


def network(number):
    """A NAT network."""
    return (f"<network><name>net-{number}</name><uuid>{uuid.uuid5(SPACE, f'net-{number}')}</uuid><forward mode='nat'/>"
            f"<bridge name='virbr{number}' stp='on' delay='0'/><ip address='10.{number}.0.1' netmask='255.255.255.0'>"
            f"<dhcp><range start='10.{number}.0.2' end='10.{number}.0.254'/></dhcp></ip></network>\n")


def node(domains, networks=5, pools=()):
    """A whole file."""
    return HEAD + "".join(domains) + "".join(network(k) for k in range(networks)) + "".join(pools) + "</node>\n"


def many(count):
    """A file of that many machines; every second one runs, one in twenty is paused."""
    def state(i):
        return PAUSED if i % 20 == 0 else RUNNING if i % 2 else OFF
    memory = (524288, 1048576, 2097152, 4194304, 8388608)
    return node([domain(f"vm-{i:05d}-{ROLES[i % len(ROLES)]}", state(i), i,
                        title=f"{ROLES[i % len(ROLES)]} number {i}" if i % 10 == 0 else None,
                        os_id=f"http://debian.org/debian/{9 + i % 4}", memory_kib=memory[i % 5])
                 for i in range(1, count + 1)], pools=[pool(f"pool-{k}", f"/pool-{k}") for k in range(4)])


def write(lab, name, text):
    """Puts a file into the lab; returns its path."""
    path = lab.path("home", name)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    return path
