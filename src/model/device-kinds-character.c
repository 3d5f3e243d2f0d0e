/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Kinds of devices that carry characters: ports, consoles, channels. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "model/device-schema.h"

static const HangarFieldChoice choices_chr[] = {
  { "pty", N_ ("Terminal of the host") },
  { "file", N_ ("File") },
  { "tcp", N_ ("TCP") },
  { "udp", N_ ("UDP") },
  { "unix", N_ ("Socket file") },
  { "dev", N_ ("Device of the host") },
  { "null", N_ ("Nothing") },
  { "vc", NULL },
  { "spicevmc", N_ ("SPICE agent") },
  { "spiceport", N_ ("SPICE port") },
  { "qemu-vdagent", N_ ("Clipboard (vdagent)") },
  { "dbus", NULL },
  { "pipe", NULL },
  { NULL, NULL },
};

static const HangarFieldChoice choices_chrmode[] = {
  { "bind", N_ ("Waits for connections") },
  { "connect", N_ ("Connects") },
  { NULL, NULL },
};

static const HangarFieldChoice choices_protocol[] = {
  { NULL, N_ ("Default") },
  { "raw", NULL },
  { "telnet", NULL },
  { NULL, NULL },
};

static const HangarFieldChoice choices_consoletarget[] = {
  { NULL, N_ ("Default") }, { "serial", NULL }, { "virtio", NULL }, { "xen", NULL },
  { "lxc", NULL },          { "sclp", NULL },   { NULL, NULL },
};

static const HangarFieldChoice choices_channel[] = {
  { "org.qemu.guest_agent.0", N_ ("Guest agent") },
  { "com.redhat.spice.0", N_ ("SPICE agent") },
  { "org.libguestfs.channel.0", N_ ("libguestfs") },
  { "org.spice-space.webdav.0", N_ ("SPICE shared folder") },
  { NULL, NULL },
};

static const HangarFieldChoice choices_on_yes_no[] = {
  { "yes", N_ ("On") },
  { "no", N_ ("Off") },
  { NULL, NULL },
};

static const HangarField fields_serial[] = {
  { "type", N_ ("Type"), "@type", HANGAR_FIELD_CHOICE, choices_chr, NULL, HANGAR_FIELD_NEXT_START,
    HANGAR_FIELD_FREE | HANGAR_FIELD_REQUIRED },
  { "path", N_ ("Path"), "source/@path", HANGAR_FIELD_PATH, NULL,
    "@type='file' or @type='unix' or @type='dev' or @type='pipe'", HANGAR_FIELD_NEXT_START,
    HANGAR_FIELD_RUNTIME },
  { "mode", N_ ("Role"), "source/@mode", HANGAR_FIELD_CHOICE, choices_chrmode, "@type='unix' or @type='tcp'",
    HANGAR_FIELD_NEXT_START, HANGAR_FIELD_RUNTIME },
  { "host", N_ ("Host"), "source/@host", HANGAR_FIELD_TEXT, NULL, "@type='tcp' or @type='udp'",
    HANGAR_FIELD_NEXT_START, 0 },
  { "service", N_ ("Port"), "source/@service", HANGAR_FIELD_NUMBER, NULL, "@type='tcp' or @type='udp'",
    HANGAR_FIELD_NEXT_START, 0 },
  { "protocol", N_ ("Protocol"), "protocol/@type", HANGAR_FIELD_CHOICE, choices_protocol, "@type='tcp'",
    HANGAR_FIELD_NEXT_START, 0 },
  { "log", N_ ("Log file"), "log/@file", HANGAR_FIELD_PATH, NULL, NULL, HANGAR_FIELD_NEXT_START,
    HANGAR_FIELD_ADVANCED },
  { "port", N_ ("Port in the machine"), "target/@port", HANGAR_FIELD_SHOWN, NULL, NULL,
    HANGAR_FIELD_NEXT_START, 0 },
  { NULL },
};

static const HangarField fields_parallel[] = {
  { "type", N_ ("Type"), "@type", HANGAR_FIELD_CHOICE, choices_chr, NULL, HANGAR_FIELD_NEXT_START,
    HANGAR_FIELD_FREE | HANGAR_FIELD_REQUIRED },
  { "path", N_ ("Path"), "source/@path", HANGAR_FIELD_PATH, NULL,
    "@type='file' or @type='unix' or @type='dev' or @type='pipe'", HANGAR_FIELD_NEXT_START,
    HANGAR_FIELD_RUNTIME },
  { "mode", N_ ("Role"), "source/@mode", HANGAR_FIELD_CHOICE, choices_chrmode, "@type='unix' or @type='tcp'",
    HANGAR_FIELD_NEXT_START, HANGAR_FIELD_RUNTIME },
  { "host", N_ ("Host"), "source/@host", HANGAR_FIELD_TEXT, NULL, "@type='tcp' or @type='udp'",
    HANGAR_FIELD_NEXT_START, 0 },
  { "service", N_ ("Port"), "source/@service", HANGAR_FIELD_NUMBER, NULL, "@type='tcp' or @type='udp'",
    HANGAR_FIELD_NEXT_START, 0 },
  { "protocol", N_ ("Protocol"), "protocol/@type", HANGAR_FIELD_CHOICE, choices_protocol, "@type='tcp'",
    HANGAR_FIELD_NEXT_START, 0 },
  { "log", N_ ("Log file"), "log/@file", HANGAR_FIELD_PATH, NULL, NULL, HANGAR_FIELD_NEXT_START,
    HANGAR_FIELD_ADVANCED },
  { "port", N_ ("Port in the machine"), "target/@port", HANGAR_FIELD_SHOWN, NULL, NULL,
    HANGAR_FIELD_NEXT_START, 0 },
  { NULL },
};

static const HangarField fields_console[] = {
  { "type", N_ ("Type"), "@type", HANGAR_FIELD_CHOICE, choices_chr, NULL, HANGAR_FIELD_NEXT_START,
    HANGAR_FIELD_FREE | HANGAR_FIELD_REQUIRED },
  { "path", N_ ("Path"), "source/@path", HANGAR_FIELD_PATH, NULL,
    "@type='file' or @type='unix' or @type='dev' or @type='pipe'", HANGAR_FIELD_NEXT_START,
    HANGAR_FIELD_RUNTIME },
  { "mode", N_ ("Role"), "source/@mode", HANGAR_FIELD_CHOICE, choices_chrmode, "@type='unix' or @type='tcp'",
    HANGAR_FIELD_NEXT_START, HANGAR_FIELD_RUNTIME },
  { "host", N_ ("Host"), "source/@host", HANGAR_FIELD_TEXT, NULL, "@type='tcp' or @type='udp'",
    HANGAR_FIELD_NEXT_START, 0 },
  { "service", N_ ("Port"), "source/@service", HANGAR_FIELD_NUMBER, NULL, "@type='tcp' or @type='udp'",
    HANGAR_FIELD_NEXT_START, 0 },
  { "protocol", N_ ("Protocol"), "protocol/@type", HANGAR_FIELD_CHOICE, choices_protocol, "@type='tcp'",
    HANGAR_FIELD_NEXT_START, 0 },
  { "log", N_ ("Log file"), "log/@file", HANGAR_FIELD_PATH, NULL, NULL, HANGAR_FIELD_NEXT_START,
    HANGAR_FIELD_ADVANCED },
  { "target", N_ ("Connected to"), "target/@type", HANGAR_FIELD_CHOICE, choices_consoletarget, NULL,
    HANGAR_FIELD_NEXT_START, 0 },
  { NULL },
};

static const HangarField fields_channel[] = {
  { "type", N_ ("Type"), "@type", HANGAR_FIELD_CHOICE, choices_chr, NULL, HANGAR_FIELD_NEXT_START,
    HANGAR_FIELD_FREE | HANGAR_FIELD_REQUIRED },
  { "path", N_ ("Path"), "source/@path", HANGAR_FIELD_PATH, NULL,
    "@type='file' or @type='unix' or @type='dev' or @type='pipe'", HANGAR_FIELD_NEXT_START,
    HANGAR_FIELD_RUNTIME },
  { "mode", N_ ("Role"), "source/@mode", HANGAR_FIELD_CHOICE, choices_chrmode, "@type='unix' or @type='tcp'",
    HANGAR_FIELD_NEXT_START, HANGAR_FIELD_RUNTIME },
  { "host", N_ ("Host"), "source/@host", HANGAR_FIELD_TEXT, NULL, "@type='tcp' or @type='udp'",
    HANGAR_FIELD_NEXT_START, 0 },
  { "service", N_ ("Port"), "source/@service", HANGAR_FIELD_NUMBER, NULL, "@type='tcp' or @type='udp'",
    HANGAR_FIELD_NEXT_START, 0 },
  { "protocol", N_ ("Protocol"), "protocol/@type", HANGAR_FIELD_CHOICE, choices_protocol, "@type='tcp'",
    HANGAR_FIELD_NEXT_START, 0 },
  { "log", N_ ("Log file"), "log/@file", HANGAR_FIELD_PATH, NULL, NULL, HANGAR_FIELD_NEXT_START,
    HANGAR_FIELD_ADVANCED },
  { "name", N_ ("Name"), "target/@name", HANGAR_FIELD_CHOICE, choices_channel, NULL, HANGAR_FIELD_NEXT_START,
    HANGAR_FIELD_FREE | HANGAR_FIELD_REQUIRED },
  { "clipboard", N_ ("Shared clipboard"), "source/clipboard/@copypaste", HANGAR_FIELD_SWITCH,
    choices_on_yes_no, "@type='qemu-vdagent'", HANGAR_FIELD_NEXT_START, 0 },
  { "state", N_ ("State"), "target/@state", HANGAR_FIELD_SHOWN, NULL, "target/@state",
    HANGAR_FIELD_NEXT_START, HANGAR_FIELD_RUNTIME },
  { NULL },
};

const HangarDeviceKind hangar_kinds_character[] = {
  { "serial", N_ ("Serial port"), "utilities-terminal-symbolic", "/domain/devices/serial", "target/@port",
    "target/@port", fields_serial, "<serial type='pty'/>",
    HANGAR_DEVICE_ADDABLE | HANGAR_DEVICE_REMOVABLE | HANGAR_DEVICE_PLUGGABLE },
  { "parallel", N_ ("Parallel port"), "utilities-terminal-symbolic", "/domain/devices/parallel",
    "target/@port", "target/@port", fields_parallel, "<parallel type='pty'/>",
    HANGAR_DEVICE_ADDABLE | HANGAR_DEVICE_REMOVABLE },
  { "console", N_ ("Text console"), "utilities-terminal-symbolic", "/domain/devices/console",
    "target/@type target/@port", "target/@type", fields_console,
    "<console type='pty'><target type='virtio'/></console>",
    HANGAR_DEVICE_ADDABLE | HANGAR_DEVICE_REMOVABLE | HANGAR_DEVICE_PLUGGABLE },
  { "channel", N_ ("Channel"), "network-transmit-receive-symbolic", "/domain/devices/channel", "target/@name",
    "target/@name", fields_channel,
    "<channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>",
    HANGAR_DEVICE_ADDABLE | HANGAR_DEVICE_REMOVABLE | HANGAR_DEVICE_PLUGGABLE },
  { NULL },
};
