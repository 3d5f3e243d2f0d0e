/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/types.h"

G_BEGIN_DECLS

/**
 * HangarCopyMeter:
 *
 * How far the copying of some volumes is: told by the thread that copies, asked by another one.
 */
typedef struct
{
  GMutex lock;
  char *path;       /* (nullable): what grows now */
  guint64 done;     /* bytes of the volumes that are copied */
  guint64 expected; /* bytes of the one that is being copied */
  guint64 total;    /* bytes; 0: not known */
} HangarCopyMeter;

void hangar_copy_meter_init (HangarCopyMeter *self);
void hangar_copy_meter_clear (HangarCopyMeter *self);

void hangar_copy_meter_plan (HangarCopyMeter *self, guint64 bytes);
void hangar_copy_meter_begin (HangarCopyMeter *self, const char *path, guint64 bytes);
void hangar_copy_meter_end (HangarCopyMeter *self);
double *hangar_copy_meter_ask (HangarCopyMeter *self, GVirConnection *connection);

G_END_DECLS
