/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Kinds of devices that hold or move data: disks, drives, network cards, shared folders, controllers. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "model/device-schema.h"

static const HangarFieldChoice choices_diskbus[] = {
  { "virtio", NULL }, { "sata", NULL }, { "scsi", NULL }, { "usb", NULL },
  { "ide", NULL },    { "sd", NULL },   { "xen", NULL },  { NULL, NULL },
};

static const HangarFieldChoice choices_cache[] = {
  { NULL, N_ ("Default") },
  { "none", N_ ("None") },
  { "writeback", N_ ("Write back") },
  { "writethrough", N_ ("Write through") },
  { "directsync", N_ ("Direct and synchronous") },
  { "unsafe", N_ ("Unsafe") },
  { NULL, NULL },
};

static const HangarFieldChoice choices_discard[] = {
  { NULL, N_ ("Default") },
  { "unmap", N_ ("Given back to the host") },
  { "ignore", N_ ("Kept") },
  { NULL, NULL },
};

static const HangarFieldChoice choices_io[] = {
  { NULL, N_ ("Default") }, { "native", NULL }, { "threads", NULL }, { "io_uring", NULL }, { NULL, NULL },
};

static const HangarFieldChoice choices_zeroes[] = {
  { NULL, N_ ("Default") }, { "off", NULL }, { "on", NULL }, { "unmap", NULL }, { NULL, NULL },
};

static const HangarFieldChoice choices_on_presence[] = {
  { "", N_ ("On") },
  { NULL, N_ ("Off") },
  { NULL, NULL },
};

static const HangarFieldChoice choices_on_on_off[] = {
  { "on", N_ ("On") },
  { "off", N_ ("Off") },
  { NULL, NULL },
};

static const HangarFieldChoice choices_cdbus[] = {
  { "sata", NULL }, { "scsi", NULL }, { "usb", NULL }, { "ide", NULL }, { NULL, NULL },
};

static const HangarFieldChoice choices_on_up_down[] = {
  { "up", N_ ("On") },
  { "down", N_ ("Off") },
  { NULL, NULL },
};

static const HangarFieldChoice choices_nettype[] = {
  { "network", N_ ("A virtual network") },
  { "bridge", N_ ("A bridge of the host") },
  { "direct", N_ ("A card of the host (macvtap)") },
  { "user", N_ ("The host’s network, as a program (user mode)") },
  { "ethernet", N_ ("A device that a program makes") },
  { "vdpa", N_ ("vDPA") },
  { "hostdev", N_ ("A passed-through card") },
  { NULL, NULL },
};

static const HangarFieldChoice choices_macvtap[] = {
  { NULL, N_ ("Default") }, { "bridge", NULL },      { "vepa", NULL },
  { "private", NULL },      { "passthrough", NULL }, { NULL, NULL },
};

static const HangarFieldChoice choices_netmodel[] = {
  { NULL, N_ ("Default") },
  { "virtio", NULL },
  { "e1000e", NULL },
  { "e1000", NULL },
  { "rtl8139", NULL },
  { "igb", NULL },
  { "ne2k_pci", NULL },
  { "pcnet", NULL },
  { "vmxnet3", NULL },
  { "virtio-transitional", NULL },
  { "virtio-non-transitional", NULL },
  { NULL, NULL },
};

static const HangarFieldChoice choices_fsdriver[] = {
  { NULL, N_ ("Default") }, { "virtiofs", NULL }, { "path", N_ ("9p") },
  { "loop", NULL },         { "nbd", NULL },      { NULL, NULL },
};

static const HangarFieldChoice choices_fsaccess[] = {
  { NULL, N_ ("Default") }, { "passthrough", NULL }, { "mapped", NULL }, { "squash", NULL }, { NULL, NULL },
};

static const HangarFieldChoice choices_scsimodel[] = {
  { NULL, N_ ("Default") }, { "virtio-scsi", NULL },         { "lsilogic", NULL },
  { "lsisas1068", NULL },   { "virtio-transitional", NULL }, { "virtio-non-transitional", NULL },
  { NULL, NULL },
};

static const HangarFieldChoice choices_controllertype[] = {
  { "scsi", N_ ("SCSI") },
  { "usb", N_ ("USB") },
  { "virtio-serial", N_ ("Serial ports and channels (virtio)") },
  { "ccid", N_ ("Smart cards (CCID)") },
  { NULL, NULL },
};

static const HangarFieldChoice choices_usbmodel[] = {
  { NULL, N_ ("Default") }, { "qemu-xhci", NULL }, { "nec-xhci", NULL }, { "ich9-ehci1", NULL },
  { "piix3-uhci", NULL },   { "none", NULL },      { NULL, NULL },
};

/* Only the host knows them. */
static const HangarFieldChoice choices_open[] = {
  { NULL, NULL },
};

static const HangarField fields_disk[] = {
  { "source", N_ ("File or device"),
    "source/@*[name()='file' or name()='dev' or name()='volume' or name()='name' or name()='dir']",
    HANGAR_FIELD_SHOWN, NULL, NULL, HANGAR_FIELD_NEXT_START, 0 },
  { "format", N_ ("Format"), "driver/@type", HANGAR_FIELD_SHOWN, NULL, NULL, HANGAR_FIELD_NEXT_START, 0 },
  { "bus", N_ ("Bus"), "target/@bus", HANGAR_FIELD_CHOICE, choices_diskbus, NULL, HANGAR_FIELD_NEXT_START,
    HANGAR_FIELD_FREE | HANGAR_FIELD_REQUIRED },
  { "cache", N_ ("Cache"), "driver/@cache", HANGAR_FIELD_CHOICE, choices_cache, NULL, HANGAR_FIELD_NEXT_START,
    0 },
  { "discard", N_ ("Freed space"), "driver/@discard", HANGAR_FIELD_CHOICE, choices_discard, NULL,
    HANGAR_FIELD_NEXT_START, 0 },
  { "io", N_ ("Input and output"), "driver/@io", HANGAR_FIELD_CHOICE, choices_io, NULL,
    HANGAR_FIELD_NEXT_START, HANGAR_FIELD_ADVANCED },
  { "detect-zeroes", N_ ("Detect zeroes"), "driver/@detect_zeroes", HANGAR_FIELD_CHOICE, choices_zeroes, NULL,
    HANGAR_FIELD_NEXT_START, HANGAR_FIELD_ADVANCED },
  { "readonly", N_ ("Read-only"), "readonly", HANGAR_FIELD_SWITCH, choices_on_presence, NULL,
    HANGAR_FIELD_NEXT_START, 0 },
  { "shareable", N_ ("Shared by several machines"), "shareable", HANGAR_FIELD_SWITCH, choices_on_presence,
    NULL, HANGAR_FIELD_NEXT_START, HANGAR_FIELD_ADVANCED },
  { "removable", N_ ("Removable"), "target/@removable", HANGAR_FIELD_SWITCH, choices_on_on_off,
    "target/@bus='usb'", HANGAR_FIELD_NEXT_START, 0 },
  { "serial", N_ ("Serial number"), "serial", HANGAR_FIELD_TEXT, NULL, NULL, HANGAR_FIELD_NEXT_START,
    HANGAR_FIELD_ADVANCED },
  { "target", N_ ("Name in the machine"), "target/@dev", HANGAR_FIELD_SHOWN, NULL, NULL,
    HANGAR_FIELD_NEXT_START, 0 },
  { "boot", N_ ("Start order"), "boot/@order", HANGAR_FIELD_SHOWN, NULL, NULL, HANGAR_FIELD_NEXT_START, 0 },
  { NULL },
};

static const HangarField fields_cdrom[] = {
  { "source", N_ ("Disc"), "source/@*[name()='file' or name()='dev' or name()='volume' or name()='name']",
    HANGAR_FIELD_SHOWN, NULL, NULL, HANGAR_FIELD_NEXT_START, 0 },
  { "bus", N_ ("Bus"), "target/@bus", HANGAR_FIELD_CHOICE, choices_cdbus, NULL, HANGAR_FIELD_NEXT_START,
    HANGAR_FIELD_FREE | HANGAR_FIELD_REQUIRED },
  { "target", N_ ("Name in the machine"), "target/@dev", HANGAR_FIELD_SHOWN, NULL, NULL,
    HANGAR_FIELD_NEXT_START, 0 },
  { "boot", N_ ("Start order"), "boot/@order", HANGAR_FIELD_SHOWN, NULL, NULL, HANGAR_FIELD_NEXT_START, 0 },
  { NULL },
};

static const HangarField fields_floppy[] = {
  { "source", N_ ("Image"), "source/@*[name()='file' or name()='dev']", HANGAR_FIELD_SHOWN, NULL, NULL,
    HANGAR_FIELD_NEXT_START, 0 },
  { "target", N_ ("Name in the machine"), "target/@dev", HANGAR_FIELD_SHOWN, NULL, NULL,
    HANGAR_FIELD_NEXT_START, 0 },
  { "boot", N_ ("Start order"), "boot/@order", HANGAR_FIELD_SHOWN, NULL, NULL, HANGAR_FIELD_NEXT_START, 0 },
  { NULL },
};

static const HangarField fields_interface[] = {
  { "link", N_ ("Cable plugged in"), "link/@state", HANGAR_FIELD_SWITCH, choices_on_up_down, NULL,
    HANGAR_FIELD_LIVE_DEVICE, 0 },
  { "type", N_ ("Connected to"), "@type", HANGAR_FIELD_CHOICE, choices_nettype, NULL,
    HANGAR_FIELD_LIVE_DEVICE, HANGAR_FIELD_FREE | HANGAR_FIELD_REQUIRED },
  { "network", N_ ("Virtual network"), "source/@network", HANGAR_FIELD_CHOICE, choices_open,
    "@type='network'", HANGAR_FIELD_LIVE_DEVICE, HANGAR_FIELD_REQUIRED },
  { "portgroup", N_ ("Port group"), "source/@portgroup", HANGAR_FIELD_TEXT, NULL, "@type='network'",
    HANGAR_FIELD_LIVE_DEVICE, HANGAR_FIELD_ADVANCED },
  { "bridge", N_ ("Bridge"), "source/@bridge", HANGAR_FIELD_TEXT, NULL, "@type='bridge'",
    HANGAR_FIELD_LIVE_DEVICE, HANGAR_FIELD_REQUIRED },
  { "device", N_ ("Host device"), "source/@dev", HANGAR_FIELD_TEXT, NULL, "@type='direct' or @type='vdpa'",
    HANGAR_FIELD_LIVE_DEVICE, HANGAR_FIELD_REQUIRED },
  { "mode", N_ ("Mode"), "source/@mode", HANGAR_FIELD_CHOICE, choices_macvtap, "@type='direct'",
    HANGAR_FIELD_LIVE_DEVICE, 0 },
  { "model", N_ ("Model"), "model/@type", HANGAR_FIELD_CHOICE, choices_netmodel, NULL,
    HANGAR_FIELD_NEXT_START, HANGAR_FIELD_FREE },
  { "mac", N_ ("MAC address"), "mac/@address", HANGAR_FIELD_MAC, NULL, NULL, HANGAR_FIELD_NEXT_START,
    HANGAR_FIELD_REQUIRED },
  { "filter", N_ ("Network filter"), "filterref/@filter", HANGAR_FIELD_TEXT, NULL, NULL,
    HANGAR_FIELD_LIVE_DEVICE, HANGAR_FIELD_ADVANCED },
  { "queues", N_ ("Queues"), "driver/@queues", HANGAR_FIELD_NUMBER, NULL, "model/@type='virtio'",
    HANGAR_FIELD_NEXT_START, HANGAR_FIELD_ADVANCED },
  { "mtu", N_ ("MTU"), "mtu/@size", HANGAR_FIELD_NUMBER, NULL, NULL, HANGAR_FIELD_NEXT_START,
    HANGAR_FIELD_ADVANCED },
  { "boot", N_ ("Start order"), "boot/@order", HANGAR_FIELD_SHOWN, NULL, NULL, HANGAR_FIELD_NEXT_START, 0 },
  { NULL },
};

static const HangarField fields_filesystem[] = {
  { "source", N_ ("Folder on the host"), "source/@dir", HANGAR_FIELD_PATH, NULL,
    "not(@type) or @type='mount'", HANGAR_FIELD_NEXT_START, HANGAR_FIELD_REQUIRED },
  { "target", N_ ("Name in the machine"), "target/@dir", HANGAR_FIELD_TEXT, NULL, NULL,
    HANGAR_FIELD_NEXT_START, HANGAR_FIELD_REQUIRED },
  { "driver", N_ ("Driver"), "driver/@type", HANGAR_FIELD_CHOICE, choices_fsdriver, NULL,
    HANGAR_FIELD_NEXT_START, HANGAR_FIELD_FREE },
  { "access", N_ ("Rights of files"), "@accessmode", HANGAR_FIELD_CHOICE, choices_fsaccess, NULL,
    HANGAR_FIELD_NEXT_START, 0 },
  { "readonly", N_ ("Read-only"), "readonly", HANGAR_FIELD_SWITCH, choices_on_presence, NULL,
    HANGAR_FIELD_NEXT_START, 0 },
  { "usage", N_ ("Size"), "source/@usage", HANGAR_FIELD_NUMBER, NULL, "@type='ram'", HANGAR_FIELD_NEXT_START,
    0 },
  { NULL },
};

static const HangarField fields_controller[] = {
  { "type", N_ ("Type"), "@type", HANGAR_FIELD_SHOWN, NULL, "@index", HANGAR_FIELD_NEXT_START, 0 },
  /* Until it has its number, which the daemon gives. */
  { "new-type", N_ ("Type"), "@type", HANGAR_FIELD_CHOICE, choices_controllertype, "not(@index)",
    HANGAR_FIELD_NEXT_START, HANGAR_FIELD_REQUIRED },
  { "scsi-model", N_ ("Model"), "@model", HANGAR_FIELD_CHOICE, choices_scsimodel, "@type='scsi'",
    HANGAR_FIELD_NEXT_START, HANGAR_FIELD_FREE | HANGAR_FIELD_RUNTIME },
  { "usb-model", N_ ("Model"), "@model", HANGAR_FIELD_CHOICE, choices_usbmodel, "@type='usb'",
    HANGAR_FIELD_NEXT_START, HANGAR_FIELD_FREE | HANGAR_FIELD_RUNTIME },
  { "serial-model", N_ ("Model"), "@model", HANGAR_FIELD_SHOWN, NULL, "not(@type='usb' or @type='scsi')",
    HANGAR_FIELD_NEXT_START, 0 },
  { "index", N_ ("Number"), "@index", HANGAR_FIELD_SHOWN, NULL, NULL, HANGAR_FIELD_NEXT_START, 0 },
  { "queues", N_ ("Queues"), "driver/@queues", HANGAR_FIELD_NUMBER, NULL, "@model='virtio-scsi'",
    HANGAR_FIELD_NEXT_START, HANGAR_FIELD_ADVANCED },
  { NULL },
};

const HangarDeviceKind hangar_kinds_storage[] = {
  { "disk", N_ ("Disk"), "hangar-disk-symbolic",
    "/domain/devices/disk[not(@device) or @device='disk' or @device='lun']", "target/@dev", "target/@dev",
    fields_disk,
    "<disk type='file' device='disk'><driver name='qemu' discard='unmap'/><target dev='vda' "
    "bus='virtio'/></disk>",
    HANGAR_DEVICE_ADDABLE | HANGAR_DEVICE_REMOVABLE | HANGAR_DEVICE_PLUGGABLE },
  { "cdrom", N_ ("CD drive"), "hangar-cdrom-symbolic", "/domain/devices/disk[@device='cdrom']", "target/@dev",
    "target/@dev", fields_cdrom,
    "<disk type='file' device='cdrom'><driver name='qemu' type='raw'/><target dev='sda' "
    "bus='sata'/><readonly/></disk>",
    HANGAR_DEVICE_ADDABLE | HANGAR_DEVICE_REMOVABLE | HANGAR_DEVICE_PLUGGABLE },
  { "floppy", N_ ("Floppy drive"), "media-floppy-symbolic", "/domain/devices/disk[@device='floppy']",
    "target/@dev", "target/@dev", fields_floppy,
    "<disk type='file' device='floppy'><driver name='qemu' type='raw'/><target dev='fda' bus='fdc'/></disk>",
    HANGAR_DEVICE_ADDABLE | HANGAR_DEVICE_REMOVABLE },
  { "interface", N_ ("Network card"), "hangar-network-symbolic", "/domain/devices/interface", "mac/@address",
    "source/@network source/@bridge source/@dev @type", fields_interface,
    "<interface type='network'><mac address=''/><source network='default'/><model "
    "type='virtio'/></interface>",
    HANGAR_DEVICE_ADDABLE | HANGAR_DEVICE_REMOVABLE | HANGAR_DEVICE_PLUGGABLE },
  { "filesystem", N_ ("Shared folder"), "folder-symbolic", "/domain/devices/filesystem", "target/@dir",
    "target/@dir", fields_filesystem,
    "<filesystem type='mount' accessmode='passthrough'><driver type='virtiofs'/><source dir=''/><target "
    "dir='shared'/></filesystem>",
    HANGAR_DEVICE_ADDABLE | HANGAR_DEVICE_REMOVABLE },
  { "controller", N_ ("Controller"), "hangar-storage-symbolic",
    "/domain/devices/controller[not(starts-with(@model,'pcie-') or @model='pci-root' or @model='pci-bridge' "
    "or @model='dmi-to-pci-bridge')]",
    "@type @index", "@type", fields_controller, "<controller type='scsi' model='virtio-scsi'/>",
    HANGAR_DEVICE_ADDABLE | HANGAR_DEVICE_REMOVABLE | HANGAR_DEVICE_PLUGGABLE },
  { NULL },
};
