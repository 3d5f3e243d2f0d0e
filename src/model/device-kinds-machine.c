/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a machine is made of besides its devices. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "model/device-schema.h"

static const HangarFieldChoice choices_clock[] = {
  { "utc", N_ ("Universal time") },
  { "localtime", N_ ("The host’s local time") },
  { "timezone", NULL },
  { "variable", NULL },
  { "absolute", NULL },
  { NULL, NULL },
};

static const HangarFieldChoice choices_end[] = {
  { NULL, N_ ("Default") },
  { "destroy", N_ ("Turn off") },
  { "restart", N_ ("Restart") },
  { "preserve", N_ ("Keep as it is") },
  { "rename-restart", N_ ("Restart under a new name") },
  { NULL, NULL },
};

static const HangarFieldChoice choices_crash[] = {
  { NULL, N_ ("Default") },
  { "destroy", N_ ("Turn off") },
  { "restart", N_ ("Restart") },
  { "preserve", N_ ("Keep as it is") },
  { "coredump-destroy", N_ ("Write its memory, turn off") },
  { "coredump-restart", N_ ("Write its memory, restart") },
  { NULL, NULL },
};

static const HangarFieldChoice choices_on_yes_no[] = {
  { "yes", N_ ("On") },
  { "no", N_ ("Off") },
  { NULL, NULL },
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

static const HangarFieldChoice choices_cpumode[] = {
  { NULL, N_ ("Default") },
  { "host-passthrough", N_ ("As the host’s, all features") },
  { "host-model", N_ ("Like the host’s") },
  { "maximum", N_ ("All that can be emulated") },
  { "custom", N_ ("A named model") },
  { NULL, NULL },
};

static const HangarFieldChoice choices_cpumodel[] = {
  { "qemu64", NULL },
  { NULL, NULL },
};

static const HangarFieldChoice choices_on_shared[] = {
  { "shared", N_ ("On") },
  { NULL, N_ ("Off") },
  { NULL, NULL },
};

static const HangarFieldChoice choices_memsource[] = {
  { NULL, N_ ("Default") }, { "memfd", NULL }, { "file", NULL }, { "anonymous", NULL }, { NULL, NULL },
};

static const HangarFieldChoice choices_firmware[] = {
  { NULL, N_ ("BIOS, or the file below") },
  { "efi", N_ ("UEFI") },
  { "bios", NULL },
  { NULL, NULL },
};

static const HangarField fields_overview[] = {
  { "name", N_ ("Name"), "name", HANGAR_FIELD_TEXT, NULL, NULL, HANGAR_FIELD_NEXT_START,
    HANGAR_FIELD_REQUIRED },
  { "title", N_ ("Title"), "title", HANGAR_FIELD_TEXT, NULL, NULL, HANGAR_FIELD_LIVE_TITLE, 0 },
  { "os", N_ ("Operating system"), "metadata/libosinfo/os/@id", HANGAR_FIELD_OS, NULL, NULL,
    HANGAR_FIELD_LIVE_OS, 0 },
  { "description", N_ ("Notes"), "description", HANGAR_FIELD_NOTES, NULL, NULL, HANGAR_FIELD_LIVE_DESCRIPTION,
    0 },
  { "uuid", N_ ("UUID"), "uuid", HANGAR_FIELD_SHOWN, NULL, NULL, HANGAR_FIELD_NEXT_START, 0 },
  { "hypervisor", N_ ("Hypervisor"), "@type", HANGAR_FIELD_SHOWN, NULL, NULL, HANGAR_FIELD_NEXT_START, 0 },
  { "arch", N_ ("Architecture"), "os/type/@arch", HANGAR_FIELD_SHOWN, NULL, NULL, HANGAR_FIELD_NEXT_START,
    0 },
  { "machine", N_ ("Chipset"), "os/type/@machine", HANGAR_FIELD_SHOWN, NULL, NULL, HANGAR_FIELD_NEXT_START,
    0 },
  { "emulator", N_ ("Emulator"), "devices/emulator", HANGAR_FIELD_SHOWN, NULL, NULL, HANGAR_FIELD_NEXT_START,
    0 },
  { "clock", N_ ("Clock"), "clock/@offset", HANGAR_FIELD_CHOICE, choices_clock, NULL, HANGAR_FIELD_NEXT_START,
    0 },
  { "on-poweroff", N_ ("When it powers off"), "on_poweroff", HANGAR_FIELD_CHOICE, choices_end, NULL,
    HANGAR_FIELD_NEXT_START, HANGAR_FIELD_ADVANCED },
  { "on-reboot", N_ ("When it reboots"), "on_reboot", HANGAR_FIELD_CHOICE, choices_end, NULL,
    HANGAR_FIELD_NEXT_START, HANGAR_FIELD_ADVANCED },
  { "on-crash", N_ ("When it crashes"), "on_crash", HANGAR_FIELD_CHOICE, choices_crash, NULL,
    HANGAR_FIELD_NEXT_START, HANGAR_FIELD_ADVANCED },
  { "suspend-mem", N_ ("Guest may sleep"), "pm/suspend-to-mem/@enabled", HANGAR_FIELD_SWITCH,
    choices_on_yes_no, NULL, HANGAR_FIELD_NEXT_START, HANGAR_FIELD_ADVANCED },
  { "suspend-disk", N_ ("Guest may hibernate"), "pm/suspend-to-disk/@enabled", HANGAR_FIELD_SWITCH,
    choices_on_yes_no, NULL, HANGAR_FIELD_NEXT_START, HANGAR_FIELD_ADVANCED },
  { "acpi", N_ ("ACPI"), "features/acpi", HANGAR_FIELD_SWITCH, choices_on_presence, "os/type = 'hvm'",
    HANGAR_FIELD_NEXT_START, HANGAR_FIELD_ADVANCED },
  { "apic", N_ ("APIC"), "features/apic", HANGAR_FIELD_SWITCH, choices_on_presence, "os/type = 'hvm'",
    HANGAR_FIELD_NEXT_START, HANGAR_FIELD_ADVANCED },
  { "hyperv-relaxed", N_ ("Hyper-V: relaxed timing"), "features/hyperv/relaxed/@state", HANGAR_FIELD_SWITCH,
    choices_on_on_off, "features/hyperv", HANGAR_FIELD_NEXT_START, HANGAR_FIELD_ADVANCED },
  { "hyperv-vapic", N_ ("Hyper-V: virtual APIC"), "features/hyperv/vapic/@state", HANGAR_FIELD_SWITCH,
    choices_on_on_off, "features/hyperv", HANGAR_FIELD_NEXT_START, HANGAR_FIELD_ADVANCED },
  { "kvm-hidden", N_ ("Hide KVM from the guest"), "features/kvm/hidden/@state", HANGAR_FIELD_SWITCH,
    choices_on_on_off, "@type='kvm'", HANGAR_FIELD_NEXT_START, HANGAR_FIELD_ADVANCED },
  { NULL },
};

static const HangarField fields_cpu[] = {
  { "current", N_ ("Processors now"), "vcpu/@current", HANGAR_FIELD_NUMBER, NULL, NULL,
    HANGAR_FIELD_LIVE_VCPUS, 0 },
  { "vcpu", N_ ("At most"), "vcpu", HANGAR_FIELD_NUMBER, NULL, NULL, HANGAR_FIELD_NEXT_START,
    HANGAR_FIELD_REQUIRED },
  { "mode", N_ ("Model"), "cpu/@mode", HANGAR_FIELD_CHOICE, choices_cpumode, NULL, HANGAR_FIELD_NEXT_START,
    HANGAR_FIELD_RUNTIME },
  { "model", N_ ("Named model"), "cpu/model", HANGAR_FIELD_CHOICE, choices_cpumodel, "cpu/@mode='custom'",
    HANGAR_FIELD_NEXT_START, HANGAR_FIELD_FREE | HANGAR_FIELD_RUNTIME },
  { "sockets", N_ ("Sockets"), "cpu/topology/@sockets", HANGAR_FIELD_NUMBER, NULL, NULL,
    HANGAR_FIELD_NEXT_START, 0 },
  { "cores", N_ ("Cores per socket"), "cpu/topology/@cores", HANGAR_FIELD_NUMBER, NULL, NULL,
    HANGAR_FIELD_NEXT_START, 0 },
  { "threads", N_ ("Threads per core"), "cpu/topology/@threads", HANGAR_FIELD_NUMBER, NULL, NULL,
    HANGAR_FIELD_NEXT_START, 0 },
  { "cpuset", N_ ("Runs on host processors"), "vcpu/@cpuset", HANGAR_FIELD_TEXT, NULL, NULL,
    HANGAR_FIELD_NEXT_START, HANGAR_FIELD_ADVANCED },
  { "pinned", N_ ("Pinned"), "cputune/vcpupin/@cpuset", HANGAR_FIELD_SHOWN, NULL, "false()",
    HANGAR_FIELD_NEXT_START, HANGAR_FIELD_ADVANCED },
  { "shares", N_ ("Share of processor time"), "cputune/shares", HANGAR_FIELD_NUMBER, NULL, NULL,
    HANGAR_FIELD_NEXT_START, HANGAR_FIELD_ADVANCED | HANGAR_FIELD_RUNTIME },
  { NULL },
};

static const HangarField fields_memory[] = {
  { "current", N_ ("Memory now"), "currentMemory", HANGAR_FIELD_SIZE, NULL, NULL, HANGAR_FIELD_LIVE_MEMORY,
    HANGAR_FIELD_RUNTIME },
  { "maximum", N_ ("At most"), "memory", HANGAR_FIELD_SIZE, NULL, NULL, HANGAR_FIELD_NEXT_START,
    HANGAR_FIELD_REQUIRED },
  { "shared", N_ ("Shared with the host (for shared folders)"), "memoryBacking/access/@mode",
    HANGAR_FIELD_SWITCH, choices_on_shared, NULL, HANGAR_FIELD_NEXT_START, 0 },
  { "source", N_ ("Kept in"), "memoryBacking/source/@type", HANGAR_FIELD_CHOICE, choices_memsource, NULL,
    HANGAR_FIELD_NEXT_START, HANGAR_FIELD_ADVANCED },
  { "hugepages", N_ ("Huge pages of the host"), "memoryBacking/hugepages", HANGAR_FIELD_SWITCH,
    choices_on_presence, NULL, HANGAR_FIELD_NEXT_START, HANGAR_FIELD_ADVANCED },
  { "locked", N_ ("Never swapped out"), "memoryBacking/locked", HANGAR_FIELD_SWITCH, choices_on_presence,
    NULL, HANGAR_FIELD_NEXT_START, HANGAR_FIELD_ADVANCED },
  { NULL },
};

static const HangarField fields_boot[] = {
  { "firmware", N_ ("Firmware"), "@firmware", HANGAR_FIELD_CHOICE, choices_firmware, NULL,
    HANGAR_FIELD_NEXT_START, 0 },
  { "loader", N_ ("Firmware file"), "loader", HANGAR_FIELD_PATH, NULL, "loader", HANGAR_FIELD_NEXT_START,
    HANGAR_FIELD_ADVANCED },
  { "secure", N_ ("Secure boot"), "loader/@secure", HANGAR_FIELD_SWITCH, choices_on_yes_no, "loader",
    HANGAR_FIELD_NEXT_START, HANGAR_FIELD_ADVANCED },
  { "nvram", N_ ("Firmware variables"), "nvram", HANGAR_FIELD_SHOWN, NULL, "nvram", HANGAR_FIELD_NEXT_START,
    HANGAR_FIELD_ADVANCED },
  { "bootmenu", N_ ("Boot menu"), "bootmenu/@enable", HANGAR_FIELD_SWITCH, choices_on_yes_no, "type = 'hvm'",
    HANGAR_FIELD_NEXT_START, 0 },
  { "timeout", N_ ("Menu waits (milliseconds)"), "bootmenu/@timeout", HANGAR_FIELD_NUMBER, NULL,
    "bootmenu/@enable='yes'", HANGAR_FIELD_NEXT_START, 0 },
  { "kernel", N_ ("Kernel"), "kernel", HANGAR_FIELD_PATH, NULL, "type = 'hvm'", HANGAR_FIELD_NEXT_START,
    HANGAR_FIELD_ADVANCED },
  { "initrd", N_ ("Initial RAM disk"), "initrd", HANGAR_FIELD_PATH, NULL, "type = 'hvm'",
    HANGAR_FIELD_NEXT_START, HANGAR_FIELD_ADVANCED },
  { "cmdline", N_ ("Kernel arguments"), "cmdline", HANGAR_FIELD_TEXT, NULL, "kernel", HANGAR_FIELD_NEXT_START,
    HANGAR_FIELD_ADVANCED },
  { "dtb", N_ ("Device tree"), "dtb", HANGAR_FIELD_PATH, NULL, "kernel", HANGAR_FIELD_NEXT_START,
    HANGAR_FIELD_ADVANCED },
  { "init", N_ ("First program"), "init", HANGAR_FIELD_PATH, NULL, "type = 'exe'", HANGAR_FIELD_NEXT_START,
    0 },
  { "initarg", N_ ("Its argument"), "initarg", HANGAR_FIELD_TEXT, NULL, "type = 'exe'",
    HANGAR_FIELD_NEXT_START, 0 },
  { "order", N_ ("Starts from kinds of devices"), "boot/@dev", HANGAR_FIELD_SHOWN, NULL, "false()",
    HANGAR_FIELD_NEXT_START, 0 },
  { NULL },
};

const HangarDeviceKind hangar_kinds_machine[] = {
  { "overview", N_ ("Overview"), "hangar-machine-symbolic", "/domain", "", "title name", fields_overview,
    NULL, HANGAR_DEVICE_PART },
  { "cpu", N_ ("Processors"), "hangar-cpu-symbolic", "/domain", "", "vcpu", fields_cpu, NULL,
    HANGAR_DEVICE_PART },
  { "memory", N_ ("Memory"), "hangar-memory-symbolic", "/domain", "", "memory", fields_memory, NULL,
    HANGAR_DEVICE_PART },
  { "boot", N_ ("Startup"), "media-playback-start-symbolic", "/domain/os", "", "", fields_boot, NULL,
    HANGAR_DEVICE_PART },
  { NULL },
};
