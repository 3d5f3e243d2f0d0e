/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/device.h"

G_BEGIN_DECLS

/**
 * HangarBootEntry:
 * @kind: "disk", "cdrom", "interface"…
 * @key: which of them
 * @title: it in words: plain text
 * @is_on: whether the machine tries it
 *
 * A device that a machine can start from.
 */
typedef struct
{
  char *kind;
  char *key;
  char *title;
  gboolean is_on;
} HangarBootEntry;

void hangar_boot_entry_free (HangarBootEntry *entry);

GPtrArray *hangar_boot_order_read (HangarXml *doc);
void hangar_boot_order_write (HangarXml *doc, GPtrArray *entries);

G_END_DECLS
