/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Kinds of devices that belong to the host. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "model/device-schema.h"

static const HangarFieldChoice choices_startup[] = {
  { NULL, N_ ("Default") },
  { "mandatory", N_ ("The machine does not start") },
  { "requisite", N_ ("Only moves and restores go on") },
  { "optional", N_ ("The machine goes on without it") },
  { NULL, NULL },
};

static const HangarFieldChoice choices_on_yes_no[] = {
  { "yes", N_ ("On") },
  { "no", N_ ("Off") },
  { NULL, NULL },
};

static const HangarFieldChoice choices_on_on_off[] = {
  { "on", N_ ("On") },
  { "off", N_ ("Off") },
  { NULL, NULL },
};

static const HangarFieldChoice choices_mdev[] = {
  { "vfio-pci", NULL },
  { "vfio-ccw", NULL },
  { "vfio-ap", NULL },
  { NULL, NULL },
};

/* Any other way wants an address beside the type, which is written as XML. */
static const HangarFieldChoice choices_redir[] = {
  { "spicevmc", N_ ("SPICE") },
  { NULL, NULL },
};

static const HangarFieldChoice choices_smartcard[] = {
  { "passthrough", N_ ("Over SPICE") },
  { "host", N_ ("The host’s reader") },
  { NULL, NULL },
};

static const HangarField fields_hostdev_usb[] = {
  { "vendor", N_ ("Vendor"), "source/vendor/@id", HANGAR_FIELD_SHOWN, NULL, NULL, HANGAR_FIELD_NEXT_START,
    0 },
  { "product", N_ ("Product"), "source/product/@id", HANGAR_FIELD_SHOWN, NULL, NULL, HANGAR_FIELD_NEXT_START,
    0 },
  { "bus", N_ ("Bus"), "source/address/@bus", HANGAR_FIELD_SHOWN, NULL, "source/address",
    HANGAR_FIELD_NEXT_START, 0 },
  { "device", N_ ("Device"), "source/address/@device", HANGAR_FIELD_SHOWN, NULL, "source/address",
    HANGAR_FIELD_NEXT_START, 0 },
  { "startup", N_ ("When it is missing"), "source/@startupPolicy", HANGAR_FIELD_CHOICE, choices_startup, NULL,
    HANGAR_FIELD_NEXT_START, 0 },
  { NULL },
};

static const HangarField fields_hostdev_pci[] = {
  { "bus", N_ ("Bus"), "source/address/@bus", HANGAR_FIELD_SHOWN, NULL, NULL, HANGAR_FIELD_NEXT_START, 0 },
  { "slot", N_ ("Slot"), "source/address/@slot", HANGAR_FIELD_SHOWN, NULL, NULL, HANGAR_FIELD_NEXT_START, 0 },
  { "function", N_ ("Function"), "source/address/@function", HANGAR_FIELD_SHOWN, NULL, NULL,
    HANGAR_FIELD_NEXT_START, 0 },
  { "managed", N_ ("Taken from the host by itself"), "@managed", HANGAR_FIELD_SWITCH, choices_on_yes_no, NULL,
    HANGAR_FIELD_NEXT_START, 0 },
  { "rombar", N_ ("Show its ROM to the guest"), "rom/@bar", HANGAR_FIELD_SWITCH, choices_on_on_off, NULL,
    HANGAR_FIELD_NEXT_START, HANGAR_FIELD_ADVANCED },
  { NULL },
};

static const HangarField fields_hostdev_mdev[] = {
  { "uuid", N_ ("Identity"), "source/address/@uuid", HANGAR_FIELD_SHOWN, NULL, NULL, HANGAR_FIELD_NEXT_START,
    0 },
  { "model", N_ ("Model"), "@model", HANGAR_FIELD_CHOICE, choices_mdev, NULL, HANGAR_FIELD_NEXT_START,
    HANGAR_FIELD_FREE },
  { "display", N_ ("Shows the display"), "@display", HANGAR_FIELD_SWITCH, choices_on_on_off, NULL,
    HANGAR_FIELD_NEXT_START, 0 },
  { NULL },
};

static const HangarField fields_redirdev[] = {
  { "type", N_ ("Type"), "@type", HANGAR_FIELD_CHOICE, choices_redir, NULL, HANGAR_FIELD_NEXT_START,
    HANGAR_FIELD_REQUIRED },
  { "bus", N_ ("Bus"), "@bus", HANGAR_FIELD_SHOWN, NULL, NULL, HANGAR_FIELD_NEXT_START, 0 },
  { NULL },
};

static const HangarField fields_smartcard[] = {
  { "mode", N_ ("Mode"), "@mode", HANGAR_FIELD_CHOICE, choices_smartcard, NULL, HANGAR_FIELD_NEXT_START,
    HANGAR_FIELD_REQUIRED },
  { NULL },
};

const HangarDeviceKind hangar_kinds_host[] = {
  { "hostdev-usb", N_ ("USB device of the host"), "hangar-usb-symbolic",
    "/domain/devices/hostdev[@type='usb']", "source/vendor/@id source/product/@id", "source/product/@id",
    fields_hostdev_usb,
    "<hostdev mode='subsystem' type='usb'><source><vendor id='0x0000'/><product "
    "id='0x0000'/></source></hostdev>",
    HANGAR_DEVICE_ADDABLE | HANGAR_DEVICE_REMOVABLE | HANGAR_DEVICE_PLUGGABLE },
  { "hostdev-pci", N_ ("PCI device of the host"), "hangar-host-symbolic",
    "/domain/devices/hostdev[@type='pci']",
    "source/address/@bus source/address/@slot source/address/@function", "source/address/@bus",
    fields_hostdev_pci,
    "<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x00' "
    "slot='0x00' function='0x0'/></source></hostdev>",
    HANGAR_DEVICE_ADDABLE | HANGAR_DEVICE_REMOVABLE | HANGAR_DEVICE_PLUGGABLE },
  { "hostdev-mdev", N_ ("Mediated device"), "hangar-host-symbolic", "/domain/devices/hostdev[@type='mdev']",
    "source/address/@uuid", "source/address/@uuid", fields_hostdev_mdev,
    "<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address "
    "uuid='00000000-0000-0000-0000-000000000000'/></source></hostdev>",
    HANGAR_DEVICE_ADDABLE | HANGAR_DEVICE_REMOVABLE },
  { "redirdev", N_ ("USB redirection"), "hangar-usb-symbolic", "/domain/devices/redirdev", "", "@type",
    fields_redirdev, "<redirdev bus='usb' type='spicevmc'/>",
    HANGAR_DEVICE_ADDABLE | HANGAR_DEVICE_REMOVABLE | HANGAR_DEVICE_PLUGGABLE },
  { "smartcard", N_ ("Smart card"), "hangar-usb-symbolic", "/domain/devices/smartcard", "", "@mode",
    fields_smartcard, "<smartcard mode='passthrough' type='spicevmc'/>",
    HANGAR_DEVICE_ADDABLE | HANGAR_DEVICE_REMOVABLE | HANGAR_DEVICE_SINGLE },
  { NULL },
};
