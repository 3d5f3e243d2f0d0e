/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Kinds of devices that people see, hear and touch. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "model/device-schema.h"

static const HangarFieldChoice choices_gfx[] = {
  { "vnc", N_ ("VNC") }, { "spice", N_ ("SPICE") }, { "egl-headless", NULL },
  { "rdp", NULL },       { "sdl", NULL },           { "dbus", N_ ("QEMU’s own (D-Bus)") },
  { NULL, NULL },
};

static const HangarFieldChoice choices_listen[] = {
  { "address", N_ ("A network address") },
  { "none", N_ ("Hangar only") },
  { "socket", N_ ("A socket file") },
  { NULL, NULL },
};

static const HangarFieldChoice choices_on_yes_no[] = {
  { "yes", N_ ("On") },
  { "no", N_ ("Off") },
  { NULL, NULL },
};

static const HangarFieldChoice choices_video[] = {
  { "virtio", NULL }, { "qxl", NULL },   { "vga", N_ ("VGA") },   { "bochs", NULL }, { "ramfb", NULL },
  { "cirrus", NULL }, { "vmvga", NULL }, { "none", N_ ("None") }, { NULL, NULL },
};

static const HangarFieldChoice choices_sound[] = {
  { "ich9", N_ ("HDA (ICH9)") },
  { "ich6", N_ ("HDA (ICH6)") },
  { "ac97", N_ ("AC’97") },
  { "usb", N_ ("USB") },
  { "es1370", NULL },
  { "sb16", NULL },
  { NULL, NULL },
};

static const HangarFieldChoice choices_codec[] = {
  { NULL, N_ ("Default") }, { "duplex", NULL }, { "micro", NULL }, { "output", NULL }, { NULL, NULL },
};

static const HangarFieldChoice choices_input[] = {
  { "tablet", N_ ("Tablet: the pointer is where it is on the host") },
  { "mouse", N_ ("Mouse: the pointer is caught") },
  { "keyboard", N_ ("Keyboard") },
  { "passthrough", NULL },
  { "evdev", NULL },
  { NULL, NULL },
};

static const HangarFieldChoice choices_inputbus[] = {
  { NULL, N_ ("Default") }, { "usb", N_ ("USB") }, { "virtio", NULL }, { "ps2", N_ ("PS/2") }, { NULL, NULL },
};

static const HangarField fields_graphics[] = {
  { "type", N_ ("Type"), "@type", HANGAR_FIELD_CHOICE, choices_gfx, NULL, HANGAR_FIELD_NEXT_START,
    HANGAR_FIELD_FREE | HANGAR_FIELD_REQUIRED },
  { "listen", N_ ("Reached through"), "listen/@type", HANGAR_FIELD_CHOICE, choices_listen,
    "@type='vnc' or @type='spice'", HANGAR_FIELD_NEXT_START, 0 },
  { "address", N_ ("Address"), "listen/@address", HANGAR_FIELD_TEXT, NULL, "listen/@type='address'",
    HANGAR_FIELD_NEXT_START, 0 },
  { "autoport", N_ ("Port chosen by the host"), "@autoport", HANGAR_FIELD_SWITCH, choices_on_yes_no,
    "listen/@type='address' and (@type='vnc' or @type='spice')", HANGAR_FIELD_NEXT_START, 0 },
  { "port", N_ ("Port"), "@port", HANGAR_FIELD_NUMBER, NULL, "@autoport='no'", HANGAR_FIELD_NEXT_START,
    HANGAR_FIELD_RUNTIME },
  { "passwd", N_ ("Password"), "@passwd", HANGAR_FIELD_PASSWORD, NULL, "@type='vnc' or @type='spice'",
    HANGAR_FIELD_LIVE_DEVICE, 0 },
  { "keymap", N_ ("Keyboard layout"), "@keymap", HANGAR_FIELD_TEXT, NULL, "@type='vnc' or @type='spice'",
    HANGAR_FIELD_NEXT_START, HANGAR_FIELD_ADVANCED },
  { "p2p", N_ ("Hangar can show it (peer to peer)"), "@p2p", HANGAR_FIELD_SWITCH, choices_on_yes_no,
    "@type='dbus'", HANGAR_FIELD_NEXT_START, 0 },
  { "gl", N_ ("OpenGL"), "gl/@enable", HANGAR_FIELD_SWITCH, choices_on_yes_no, "@type='spice' or @type='sdl'",
    HANGAR_FIELD_NEXT_START, 0 },
  { "rendernode", N_ ("Render node"), "gl/@rendernode", HANGAR_FIELD_PATH, NULL,
    "@type='spice' or @type='egl-headless'", HANGAR_FIELD_NEXT_START, HANGAR_FIELD_ADVANCED },
  { NULL },
};

static const HangarField fields_video[] = {
  { "model", N_ ("Model"), "model/@type", HANGAR_FIELD_CHOICE, choices_video, NULL, HANGAR_FIELD_NEXT_START,
    HANGAR_FIELD_FREE | HANGAR_FIELD_REQUIRED },
  { "accel3d", N_ ("3D acceleration"), "model/acceleration/@accel3d", HANGAR_FIELD_SWITCH, choices_on_yes_no,
    "model/@type='virtio'", HANGAR_FIELD_NEXT_START, 0 },
  { "heads", N_ ("Screens"), "model/@heads", HANGAR_FIELD_NUMBER, NULL,
    "model/@type='virtio' or model/@type='qxl'", HANGAR_FIELD_NEXT_START, 0 },
  { "vram", N_ ("Video memory (KiB)"), "model/@vram", HANGAR_FIELD_NUMBER, NULL,
    "model/@type='qxl' or model/@type='vga' or model/@type='bochs'", HANGAR_FIELD_NEXT_START,
    HANGAR_FIELD_ADVANCED | HANGAR_FIELD_RUNTIME },
  { NULL },
};

static const HangarField fields_sound[] = {
  { "model", N_ ("Model"), "@model", HANGAR_FIELD_CHOICE, choices_sound, NULL, HANGAR_FIELD_NEXT_START,
    HANGAR_FIELD_FREE | HANGAR_FIELD_REQUIRED },
  { "codec", N_ ("Codec"), "codec/@type", HANGAR_FIELD_CHOICE, choices_codec,
    "@model='ich6' or @model='ich9'", HANGAR_FIELD_NEXT_START, HANGAR_FIELD_ADVANCED },
  { NULL },
};

static const HangarField fields_input[] = {
  { "type", N_ ("Type"), "@type", HANGAR_FIELD_CHOICE, choices_input, NULL, HANGAR_FIELD_NEXT_START,
    HANGAR_FIELD_REQUIRED },
  { "bus", N_ ("Bus"), "@bus", HANGAR_FIELD_CHOICE, choices_inputbus, NULL, HANGAR_FIELD_NEXT_START, 0 },
  { "device", N_ ("Device"), "source/@*[name()='dev' or name()='evdev']", HANGAR_FIELD_SHOWN, NULL, "source",
    HANGAR_FIELD_NEXT_START, 0 },
  { NULL },
};

const HangarDeviceKind hangar_kinds_display[] = {
  { "graphics", N_ ("Display"), "video-display-symbolic", "/domain/devices/graphics", "@type", "@type",
    fields_graphics,
    "<graphics type='vnc' port='-1' autoport='yes'><listen type='address' address='127.0.0.1'/></graphics>",
    HANGAR_DEVICE_ADDABLE | HANGAR_DEVICE_REMOVABLE },
  { "video", N_ ("Video card"), "hangar-console-symbolic", "/domain/devices/video", "", "model/@type",
    fields_video, "<video><model type='virtio' heads='1'/></video>",
    HANGAR_DEVICE_ADDABLE | HANGAR_DEVICE_REMOVABLE },
  { "sound", N_ ("Sound card"), "audio-card-symbolic", "/domain/devices/sound", "", "@model", fields_sound,
    "<sound model='ich9'/>", HANGAR_DEVICE_ADDABLE | HANGAR_DEVICE_REMOVABLE },
  { "input", N_ ("Input"), "input-keyboard-symbolic", "/domain/devices/input", "@type @bus", "@type",
    fields_input, "<input type='tablet' bus='usb'/>",
    HANGAR_DEVICE_ADDABLE | HANGAR_DEVICE_REMOVABLE | HANGAR_DEVICE_PLUGGABLE },
  { NULL },
};
