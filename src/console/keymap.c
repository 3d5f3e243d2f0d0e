/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Key codes of this computer's keyboard as QEMU numbers them. */

#include "console/keymap.h"

/* X and Wayland give the kernel's code plus this. */
#define KEYCODE_OFFSET 8
#define LAST_EQUAL_CODE 83

/* By the kernel's code from 84 on, as keycodemapdb has it (the older half is the same in both numberings). */
static const guint8 upper_codes[] = {
  [84] = 0x00,  [85] = 0x76,  [86] = 0x56,  [87] = 0x57,  [88] = 0x58,  [89] = 0x73,  [90] = 0x78,
  [91] = 0x77,  [92] = 0x79,  [93] = 0x70,  [94] = 0x7b,  [95] = 0x5c,  [96] = 0x9c,  [97] = 0x9d,
  [98] = 0xb5,  [99] = 0x54,  [100] = 0xb8, [101] = 0x5b, [102] = 0xc7, [103] = 0xc8, [104] = 0xc9,
  [105] = 0xcb, [106] = 0xcd, [107] = 0xcf, [108] = 0xd0, [109] = 0xd1, [110] = 0xd2, [111] = 0xd3,
  [112] = 0xef, [113] = 0xa0, [114] = 0xae, [115] = 0xb0, [116] = 0xde, [117] = 0x59, [118] = 0xce,
  [119] = 0xc6, [120] = 0x8b, [121] = 0x7e, [122] = 0x72, [123] = 0x71, [124] = 0x7d, [125] = 0xdb,
  [126] = 0xdc, [127] = 0xdd, [128] = 0xe8, [140] = 0xa1, [142] = 0xdf, [143] = 0xe3, [155] = 0x9e,
  [158] = 0xea, [159] = 0xe9, [163] = 0x99, [164] = 0xa2, [165] = 0x90, [166] = 0xa4, [172] = 0xb2,
  [173] = 0xe7,
};

typedef struct
{
  guint8 qnum;
  guint16 keysym;
} Symbol;

/* The symbols of an American keyboard, for what is sent without a keyboard to a server that does not know
 * codes. */
static const Symbol symbols[] = {
  { 0x01, 0xff1b }, { 0x02, '1' },    { 0x03, '2' },    { 0x04, '3' },    { 0x05, '4' },    { 0x06, '5' },
  { 0x07, '6' },    { 0x08, '7' },    { 0x09, '8' },    { 0x0a, '9' },    { 0x0b, '0' },    { 0x0c, '-' },
  { 0x0d, '=' },    { 0x0e, 0xff08 }, { 0x0f, 0xff09 }, { 0x10, 'q' },    { 0x11, 'w' },    { 0x12, 'e' },
  { 0x13, 'r' },    { 0x14, 't' },    { 0x15, 'y' },    { 0x16, 'u' },    { 0x17, 'i' },    { 0x18, 'o' },
  { 0x19, 'p' },    { 0x1a, '[' },    { 0x1b, ']' },    { 0x1c, 0xff0d }, { 0x1d, 0xffe3 }, { 0x1e, 'a' },
  { 0x1f, 's' },    { 0x20, 'd' },    { 0x21, 'f' },    { 0x22, 'g' },    { 0x23, 'h' },    { 0x24, 'j' },
  { 0x25, 'k' },    { 0x26, 'l' },    { 0x27, ';' },    { 0x28, '\'' },   { 0x29, '`' },    { 0x2a, 0xffe1 },
  { 0x2b, '\\' },   { 0x2c, 'z' },    { 0x2d, 'x' },    { 0x2e, 'c' },    { 0x2f, 'v' },    { 0x30, 'b' },
  { 0x31, 'n' },    { 0x32, 'm' },    { 0x33, ',' },    { 0x34, '.' },    { 0x35, '/' },    { 0x36, 0xffe2 },
  { 0x38, 0xffe9 }, { 0x39, ' ' },    { 0x3a, 0xffe5 }, { 0x45, 0xff7f }, { 0x54, 0xff61 }, { 0x56, '<' },
  { 0x57, 0xffc8 }, { 0x58, 0xffc9 }, { 0x9d, 0xffe4 }, { 0xb8, 0xffea }, { 0xc7, 0xff50 }, { 0xc8, 0xff52 },
  { 0xc9, 0xff55 }, { 0xcb, 0xff51 }, { 0xcd, 0xff53 }, { 0xcf, 0xff57 }, { 0xd0, 0xff54 }, { 0xd1, 0xff56 },
  { 0xd2, 0xff63 }, { 0xd3, 0xffff }, { 0xdb, 0xffeb }, { 0xdc, 0xffec }, { 0xdd, 0xff67 },
};

/**
 * hangar_keymap_qnum_of_keycode:
 * @keycode: the hardware key code of a GDK event
 *
 * Returns: QEMU's code, or 0 when there is none
 */
guint
hangar_keymap_qnum_of_keycode (guint keycode)
{
  guint code = keycode - KEYCODE_OFFSET;

  if (keycode < KEYCODE_OFFSET)
    return 0;
  if (code <= LAST_EQUAL_CODE)
    return code;
  return code < G_N_ELEMENTS (upper_codes) ? upper_codes[code] : 0;
}

/**
 * hangar_keymap_keysym_of_qnum:
 * @qnum: QEMU's code
 *
 * Returns: the X symbol on an American keyboard, or 0
 */
guint
hangar_keymap_keysym_of_qnum (guint qnum)
{
  if (qnum >= HANGAR_QNUM_F1 && qnum < HANGAR_QNUM_F1 + 10)
    return 0xffbe + qnum - HANGAR_QNUM_F1;
  for (gsize i = 0; i < G_N_ELEMENTS (symbols); i++)
    if (symbols[i].qnum == qnum)
      return symbols[i].keysym;
  return 0;
}
