/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "model/domain.h"

G_BEGIN_DECLS

/**
 * HangarStatKind:
 * @HANGAR_STAT_CPU: load of the processors
 * @HANGAR_STAT_MEMORY: memory in use
 * @HANGAR_STAT_DISK: bytes read and written in a second
 * @HANGAR_STAT_NETWORK: bytes received and sent in a second
 * @HANGAR_N_STATS: how many there are
 *
 * The columns with curves.
 */
typedef enum
{
  HANGAR_STAT_CPU,
  HANGAR_STAT_MEMORY,
  HANGAR_STAT_DISK,
  HANGAR_STAT_NETWORK,
  HANGAR_N_STATS,
} HangarStatKind;

#define HANGAR_TYPE_STAT_CELL (hangar_stat_cell_get_type ())
G_DECLARE_FINAL_TYPE (HangarStatCell, hangar_stat_cell, HANGAR, STAT_CELL, GtkWidget)

GtkWidget *hangar_stat_cell_new (HangarStatKind kind);
void hangar_stat_cell_set_domain (HangarStatCell *self, HangarDomain *domain);

G_END_DECLS
