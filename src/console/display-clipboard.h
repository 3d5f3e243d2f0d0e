/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/display-link.h"

G_BEGIN_DECLS

typedef enum
{
  HANGAR_CLIPBOARD_OFF,
  HANGAR_CLIPBOARD_TO_GUEST,
  HANGAR_CLIPBOARD_BOTH,
} HangarClipboardMode;

#define HANGAR_TYPE_CLIPBOARD_MODE (hangar_clipboard_mode_get_type ())
GType hangar_clipboard_mode_get_type (void);

#define HANGAR_TYPE_DISPLAY_CLIPBOARD (hangar_display_clipboard_get_type ())
G_DECLARE_FINAL_TYPE (HangarDisplayClipboard, hangar_display_clipboard, HANGAR, DISPLAY_CLIPBOARD, GObject)

HangarDisplayClipboard *hangar_display_clipboard_new (HangarDisplayLink *link);
void hangar_display_clipboard_set_mode (HangarDisplayClipboard *self, HangarClipboardMode mode);
void hangar_display_clipboard_offer (HangarDisplayClipboard *self, const char *text);

G_END_DECLS
