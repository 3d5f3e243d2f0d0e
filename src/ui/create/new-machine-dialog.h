/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/connection-list.h"
#include "model/job.h"
#include "model/os-catalog.h"
#include "model/settings.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_NEW_MACHINE_DIALOG (hangar_new_machine_dialog_get_type ())
G_DECLARE_FINAL_TYPE (HangarNewMachineDialog, hangar_new_machine_dialog, HANGAR, NEW_MACHINE_DIALOG,
                      AdwWindow)

/**
 * HangarNewMachineNeeds:
 * @connections: the hosts
 * @preferred: (nullable): the host to begin with
 * @settings: the settings
 * @jobs: where the creation is listed
 * @catalog: the operating systems
 *
 * What the dialog is handed.
 */
typedef struct
{
  HangarConnectionList *connections;
  HangarConnection *preferred;
  HangarSettings *settings;
  HangarJobList *jobs;
  HangarOsCatalog *catalog;
} HangarNewMachineNeeds;

HangarNewMachineDialog *hangar_new_machine_dialog_new (const HangarNewMachineNeeds *needs);
void hangar_new_machine_dialog_take_file (HangarNewMachineDialog *self, GFile *file);

G_END_DECLS
