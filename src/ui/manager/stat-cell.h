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
 * @HANGAR_STAT_ADDRESS: where the machine can be reached
 * @HANGAR_STAT_UPTIME: since when it runs
 * @HANGAR_STAT_OS: its operating system
 * @HANGAR_N_STATS: how many there are
 *
 * The columns beside the machines' names; the first four have curves.
 */
typedef enum
{
  HANGAR_STAT_CPU,
  HANGAR_STAT_MEMORY,
  HANGAR_STAT_DISK,
  HANGAR_STAT_NETWORK,
  HANGAR_STAT_ADDRESS,
  HANGAR_STAT_UPTIME,
  HANGAR_STAT_OS,
  HANGAR_N_STATS,
} HangarStatKind;

#define HANGAR_TYPE_STAT_CELL (hangar_stat_cell_get_type ())
G_DECLARE_FINAL_TYPE (HangarStatCell, hangar_stat_cell, HANGAR, STAT_CELL, GtkWidget)

GtkWidget *hangar_stat_cell_new (HangarStatKind kind);
HangarDomain *hangar_stat_cell_get_domain (HangarStatCell *self);
void hangar_stat_cell_set_domain (HangarStatCell *self, HangarDomain *domain);
void hangar_stat_cell_show (HangarStatCell *self, guint serial);
void hangar_stat_cell_set_watched (HangarStatCell *self, gboolean watched);

G_END_DECLS
