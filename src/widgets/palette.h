/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

/**
 * HangarHue:
 * @HANGAR_HUE_CPU: processor
 * @HANGAR_HUE_MEMORY: memory
 * @HANGAR_HUE_READ: what comes out of a disk
 * @HANGAR_HUE_WRITE: what goes into a disk
 * @HANGAR_HUE_RECEIVE: what comes from a network
 * @HANGAR_HUE_SEND: what goes into a network
 * @HANGAR_N_HUES: how many there are
 *
 * What a line of a graph is about; each has a colour that can be told from the others on its background.
 */
typedef enum
{
  HANGAR_HUE_CPU,
  HANGAR_HUE_MEMORY,
  HANGAR_HUE_READ,
  HANGAR_HUE_WRITE,
  HANGAR_HUE_RECEIVE,
  HANGAR_HUE_SEND,
  HANGAR_N_HUES,
} HangarHue;

GdkRGBA hangar_palette_get (guint hue);

G_END_DECLS
