/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define HANGAR_KEY_STROKES_MAX 2

/**
 * HangarKeyStroke:
 * @qnum: QEMU's code of the key
 * @shift: with Shift held
 * @altgr: with AltGr held
 */
typedef struct
{
  guint qnum;
  gboolean shift;
  gboolean altgr;
} HangarKeyStroke;

typedef struct _HangarKeyLayout HangarKeyLayout;

const HangarKeyLayout *hangar_key_layout_find (const char *name);
guint hangar_key_layout_strokes (const HangarKeyLayout *self, gunichar character, HangarKeyStroke *strokes);

G_END_DECLS
