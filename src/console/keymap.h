/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* QEMU's key codes ("qnum"): XT set 1, an e0 prefix as 0x80 */
#define HANGAR_QNUM_ESC 0x01
#define HANGAR_QNUM_BACKSPACE 0x0e
#define HANGAR_QNUM_TAB 0x0f
#define HANGAR_QNUM_ENTER 0x1c
#define HANGAR_QNUM_CTRL_L 0x1d
#define HANGAR_QNUM_SHIFT_L 0x2a
#define HANGAR_QNUM_ALT_L 0x38
#define HANGAR_QNUM_F1 0x3b
#define HANGAR_QNUM_F11 0x57
#define HANGAR_QNUM_PRINT 0x54
#define HANGAR_QNUM_CTRL_R 0x9d
#define HANGAR_QNUM_ALT_R 0xb8
#define HANGAR_QNUM_DELETE 0xd3
#define HANGAR_QNUM_META_L 0xdb

guint hangar_keymap_qnum_of_keycode (guint keycode);
guint hangar_keymap_keysym_of_qnum (guint qnum);

G_END_DECLS
