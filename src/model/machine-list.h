/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/domain.h"

G_BEGIN_DECLS

/**
 * HangarMachineSort:
 * @HANGAR_MACHINE_SORT_NAME: by name, as people sort
 * @HANGAR_MACHINE_SORT_STATE: what runs first, then by name
 * @HANGAR_MACHINE_SORT_CPU: what takes most of its processors first
 * @HANGAR_MACHINE_SORT_MEMORY: what takes most memory first
 * @HANGAR_MACHINE_SORT_DISK: what reads and writes most first
 * @HANGAR_MACHINE_SORT_NETWORK: what receives and sends most first
 * @HANGAR_MACHINE_SORT_UPTIME: what has run longest first
 * @HANGAR_MACHINE_SORT_OS: by the name of the operating system; what is not known comes last
 * @HANGAR_MACHINE_SORT_ADDRESS: by IP address; what has none comes last
 *
 * What machines are sorted by.
 */
typedef enum
{
  HANGAR_MACHINE_SORT_NAME,
  HANGAR_MACHINE_SORT_STATE,
  HANGAR_MACHINE_SORT_CPU,
  HANGAR_MACHINE_SORT_MEMORY,
  HANGAR_MACHINE_SORT_DISK,
  HANGAR_MACHINE_SORT_NETWORK,
  HANGAR_MACHINE_SORT_UPTIME,
  HANGAR_MACHINE_SORT_OS,
  HANGAR_MACHINE_SORT_ADDRESS,
} HangarMachineSort;

#define HANGAR_TYPE_MACHINE_SORT (hangar_machine_sort_get_type ())
GType hangar_machine_sort_get_type (void);

#define HANGAR_TYPE_MACHINE_LIST (hangar_machine_list_get_type ())
G_DECLARE_FINAL_TYPE (HangarMachineList, hangar_machine_list, HANGAR, MACHINE_LIST, GObject)

HangarMachineList *hangar_machine_list_new (GListModel *connections);

HangarConnection *hangar_machine_list_get_connection (HangarMachineList *self);
void hangar_machine_list_set_connection (HangarMachineList *self, HangarConnection *connection);
void hangar_machine_list_set_search (HangarMachineList *self, const char *text);
HangarMachineSort hangar_machine_list_get_sort (HangarMachineList *self);
gboolean hangar_machine_list_get_reversed (HangarMachineList *self);
void hangar_machine_list_set_sort (HangarMachineList *self, HangarMachineSort sort, gboolean reversed);
void hangar_machine_list_resort (HangarMachineList *self);

guint hangar_machine_list_get_n_shown (HangarMachineList *self);
guint hangar_machine_list_get_n_machines (HangarMachineList *self);
gboolean hangar_machine_list_settle (HangarMachineList *self);
gboolean hangar_machine_list_find (HangarMachineList *self, HangarDomain *domain, guint *position);

G_END_DECLS
