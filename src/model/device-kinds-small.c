/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Kinds of small devices. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "model/device-schema.h"

static const HangarFieldChoice choices_tpm[] = {
  { NULL, N_ ("Default") }, { "tpm-crb", N_ ("CRB") }, { "tpm-tis", N_ ("TIS") }, { "tpm-spapr", NULL },
  { NULL, NULL },
};

static const HangarFieldChoice choices_tpmbackend[] = {
  { "emulator", N_ ("Emulated") },
  { "passthrough", N_ ("The host’s") },
  { NULL, NULL },
};

static const HangarFieldChoice choices_tpmversion[] = {
  { NULL, N_ ("Default") },
  { "2.0", NULL },
  { "1.2", NULL },
  { NULL, NULL },
};

static const HangarFieldChoice choices_watchdog[] = {
  { "i6300esb", NULL }, { "ib700", NULL }, { "itco", NULL }, { "diag288", NULL }, { NULL, NULL },
};

static const HangarFieldChoice choices_wdaction[] = {
  { NULL, N_ ("Default") },
  { "reset", N_ ("Reset") },
  { "shutdown", N_ ("Shut down") },
  { "poweroff", N_ ("Turn off") },
  { "pause", N_ ("Pause") },
  { "none", N_ ("Nothing") },
  { "dump", N_ ("Write its memory") },
  { "inject-nmi", NULL },
  { NULL, NULL },
};

static const HangarFieldChoice choices_rng[] = {
  { "virtio", NULL },
  { "virtio-transitional", NULL },
  { "virtio-non-transitional", NULL },
  { NULL, NULL },
};

static const HangarFieldChoice choices_rngbackend[] = {
  { "random", N_ ("A device of the host") },
  { "builtin", N_ ("Built in") },
  { NULL, NULL },
};

static const HangarFieldChoice choices_panic[] = {
  { NULL, N_ ("Default") }, { "isa", NULL },  { "hyperv", NULL },
  { "pseries", NULL },      { "s390", NULL }, { NULL, NULL },
};

static const HangarFieldChoice choices_on_yes_no[] = {
  { "yes", N_ ("On") },
  { "no", N_ ("Off") },
  { NULL, NULL },
};

static const HangarFieldChoice choices_balloon[] = {
  { "virtio", NULL }, { "virtio-transitional", NULL }, { "virtio-non-transitional", NULL },
  { "xen", NULL },    { "none", N_ ("None") },         { NULL, NULL },
};

static const HangarFieldChoice choices_on_on_off[] = {
  { "on", N_ ("On") },
  { "off", N_ ("Off") },
  { NULL, NULL },
};

static const HangarFieldChoice choices_iommu[] = {
  { "intel", N_ ("Intel") },
  { "smmuv3", NULL },
  { "virtio", NULL },
  { NULL, NULL },
};

static const HangarField fields_tpm[] = {
  { "model", N_ ("Model"), "@model", HANGAR_FIELD_CHOICE, choices_tpm, NULL, HANGAR_FIELD_NEXT_START,
    HANGAR_FIELD_FREE },
  { "backend", N_ ("Backend"), "backend/@type", HANGAR_FIELD_CHOICE, choices_tpmbackend, NULL,
    HANGAR_FIELD_NEXT_START, HANGAR_FIELD_REQUIRED },
  { "version", N_ ("Version"), "backend/@version", HANGAR_FIELD_CHOICE, choices_tpmversion,
    "backend/@type='emulator'", HANGAR_FIELD_NEXT_START, 0 },
  { "device", N_ ("Device"), "backend/device/@path", HANGAR_FIELD_PATH, NULL, "backend/@type='passthrough'",
    HANGAR_FIELD_NEXT_START, 0 },
  { NULL },
};

static const HangarField fields_watchdog[] = {
  { "model", N_ ("Model"), "@model", HANGAR_FIELD_CHOICE, choices_watchdog, NULL, HANGAR_FIELD_NEXT_START,
    HANGAR_FIELD_FREE | HANGAR_FIELD_REQUIRED },
  { "action", N_ ("When the guest hangs"), "@action", HANGAR_FIELD_CHOICE, choices_wdaction, NULL,
    HANGAR_FIELD_NEXT_START, 0 },
  { NULL },
};

static const HangarField fields_rng[] = {
  { "model", N_ ("Model"), "@model", HANGAR_FIELD_CHOICE, choices_rng, NULL, HANGAR_FIELD_NEXT_START,
    HANGAR_FIELD_REQUIRED },
  { "backend", N_ ("Source"), "backend/@model", HANGAR_FIELD_CHOICE, choices_rngbackend, NULL,
    HANGAR_FIELD_NEXT_START, HANGAR_FIELD_FREE | HANGAR_FIELD_REQUIRED },
  { "device", N_ ("Device"), "backend", HANGAR_FIELD_PATH, NULL, "backend/@model='random'",
    HANGAR_FIELD_NEXT_START, 0 },
  { "rate", N_ ("Bytes per period"), "rate/@bytes", HANGAR_FIELD_NUMBER, NULL, "rate",
    HANGAR_FIELD_NEXT_START, HANGAR_FIELD_ADVANCED },
  { NULL },
};

static const HangarField fields_panic[] = {
  { "model", N_ ("Model"), "@model", HANGAR_FIELD_CHOICE, choices_panic, NULL, HANGAR_FIELD_NEXT_START,
    HANGAR_FIELD_FREE | HANGAR_FIELD_RUNTIME },
  { NULL },
};

static const HangarField fields_vsock[] = {
  { "auto", N_ ("Number chosen by the host"), "cid/@auto", HANGAR_FIELD_SWITCH, choices_on_yes_no, NULL,
    HANGAR_FIELD_NEXT_START, 0 },
  { "cid", N_ ("Number"), "cid/@address", HANGAR_FIELD_NUMBER, NULL, "cid/@auto='no'",
    HANGAR_FIELD_NEXT_START, HANGAR_FIELD_RUNTIME },
  { NULL },
};

static const HangarField fields_memballoon[] = {
  { "model", N_ ("Model"), "@model", HANGAR_FIELD_CHOICE, choices_balloon, NULL, HANGAR_FIELD_NEXT_START,
    HANGAR_FIELD_REQUIRED },
  { "period", N_ ("Reports every (seconds)"), "stats/@period", HANGAR_FIELD_NUMBER, NULL,
    "not(@model='none')", HANGAR_FIELD_NEXT_START, HANGAR_FIELD_RUNTIME },
  { "autodeflate", N_ ("Gives memory back in need"), "@autodeflate", HANGAR_FIELD_SWITCH, choices_on_on_off,
    "not(@model='none')", HANGAR_FIELD_NEXT_START, 0 },
  { "reporting", N_ ("Reports free pages"), "@freePageReporting", HANGAR_FIELD_SWITCH, choices_on_on_off,
    "not(@model='none')", HANGAR_FIELD_NEXT_START, 0 },
  { NULL },
};

static const HangarField fields_iommu[] = {
  { "model", N_ ("Model"), "@model", HANGAR_FIELD_CHOICE, choices_iommu, NULL, HANGAR_FIELD_NEXT_START,
    HANGAR_FIELD_FREE | HANGAR_FIELD_REQUIRED },
  { "intremap", N_ ("Remaps interrupts"), "driver/@intremap", HANGAR_FIELD_SWITCH, choices_on_on_off,
    "@model='intel'", HANGAR_FIELD_NEXT_START, 0 },
  { "caching", N_ ("Caching mode"), "driver/@caching_mode", HANGAR_FIELD_SWITCH, choices_on_on_off,
    "@model='intel'", HANGAR_FIELD_NEXT_START, 0 },
  { NULL },
};

static const HangarField fields_memory_device[] = {
  { "model", N_ ("Model"), "@model", HANGAR_FIELD_SHOWN, NULL, NULL, HANGAR_FIELD_NEXT_START, 0 },
  { "size", N_ ("Size"), "target/size", HANGAR_FIELD_SIZE, NULL, NULL, HANGAR_FIELD_NEXT_START, 0 },
  { "node", N_ ("Node"), "target/node", HANGAR_FIELD_SHOWN, NULL, NULL, HANGAR_FIELD_NEXT_START, 0 },
  { NULL },
};

static const HangarField fields_pci_controller[] = {
  { "model", N_ ("Model"), "@model", HANGAR_FIELD_SHOWN, NULL, NULL, HANGAR_FIELD_NEXT_START, 0 },
  { "index", N_ ("Number"), "@index", HANGAR_FIELD_SHOWN, NULL, NULL, HANGAR_FIELD_NEXT_START, 0 },
  { NULL },
};

const HangarDeviceKind hangar_kinds_small[] = {
  { "tpm", N_ ("TPM"), "channel-secure-symbolic", "/domain/devices/tpm", "", "backend/@version @model",
    fields_tpm, "<tpm model='tpm-crb'><backend type='emulator' version='2.0'/></tpm>",
    HANGAR_DEVICE_ADDABLE | HANGAR_DEVICE_REMOVABLE | HANGAR_DEVICE_SINGLE },
  { "watchdog", N_ ("Watchdog"), "alarm-symbolic", "/domain/devices/watchdog", "", "@model", fields_watchdog,
    "<watchdog model='i6300esb' action='reset'/>",
    HANGAR_DEVICE_ADDABLE | HANGAR_DEVICE_REMOVABLE | HANGAR_DEVICE_PLUGGABLE | HANGAR_DEVICE_SINGLE },
  { "rng", N_ ("Random numbers"), "view-refresh-symbolic", "/domain/devices/rng", "", "backend/@model",
    fields_rng, "<rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>",
    HANGAR_DEVICE_ADDABLE | HANGAR_DEVICE_REMOVABLE | HANGAR_DEVICE_PLUGGABLE },
  { "panic", N_ ("Panic notifier"), "dialog-warning-symbolic", "/domain/devices/panic", "@model", "@model",
    fields_panic, "<panic model='isa'/>", HANGAR_DEVICE_ADDABLE | HANGAR_DEVICE_REMOVABLE },
  { "vsock", N_ ("Socket to the host (vsock)"), "network-transmit-receive-symbolic", "/domain/devices/vsock",
    "", "cid/@address", fields_vsock, "<vsock model='virtio'><cid auto='yes'/></vsock>",
    HANGAR_DEVICE_ADDABLE | HANGAR_DEVICE_REMOVABLE | HANGAR_DEVICE_PLUGGABLE | HANGAR_DEVICE_SINGLE },
  { "memballoon", N_ ("Memory balloon"), "hangar-memory-symbolic", "/domain/devices/memballoon", "", "@model",
    fields_memballoon, NULL, 0 },
  { "iommu", N_ ("IOMMU"), "hangar-cpu-symbolic", "/domain/devices/iommu", "", "@model", fields_iommu,
    "<iommu model='intel'/>", HANGAR_DEVICE_ADDABLE | HANGAR_DEVICE_REMOVABLE | HANGAR_DEVICE_SINGLE },
  { "memory-device", N_ ("Memory module"), "hangar-memory-symbolic", "/domain/devices/memory", "", "@model",
    fields_memory_device, NULL, HANGAR_DEVICE_REMOVABLE | HANGAR_DEVICE_PLUGGABLE },
  { "pci-controller", N_ ("PCI controllers"), "hangar-storage-symbolic",
    "/domain/devices/controller[starts-with(@model,'pcie-') or @model='pci-root' or @model='pci-bridge' or "
    "@model='dmi-to-pci-bridge']",
    "@type @index", "@model", fields_pci_controller, NULL, 0 },
  { NULL },
};
