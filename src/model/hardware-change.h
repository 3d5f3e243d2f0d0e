/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/device.h"

G_BEGIN_DECLS

/**
 * HangarHardwareChange:
 * @kind: the device's kind
 * @key: which of them
 * @title: which of them in words: plain text
 * @path: (nullable): its place in the later document, %NULL when it is not in it
 * @field: (nullable): what of it; %NULL for all of it
 * @before: (nullable): value, or the device's XML; %NULL when it was not there
 * @after: (nullable): value, or the device's XML; %NULL when it is not there
 *
 * One difference between two definitions.
 */
typedef struct
{
  const HangarDeviceKind *kind;
  char *key;
  char *title;
  char *path;
  const HangarField *field;
  char *before;
  char *after;
} HangarHardwareChange;

void hangar_hardware_change_free (HangarHardwareChange *change);
char *hangar_hardware_change_describe (const HangarHardwareChange *change);

GPtrArray *hangar_hardware_compare (HangarXml *before, HangarXml *after, gboolean is_running);
gboolean hangar_hardware_replay (HangarXml *doc, GPtrArray *changes);

G_END_DECLS
