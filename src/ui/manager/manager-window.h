/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/connection-list.h"
#include "model/domain.h"
#include "model/first-run.h"
#include "model/job.h"
#include "model/os-catalog.h"
#include "model/settings.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_MANAGER_WINDOW (hangar_manager_window_get_type ())
G_DECLARE_FINAL_TYPE (HangarManagerWindow, hangar_manager_window, HANGAR, MANAGER_WINDOW,
                      AdwApplicationWindow)

HangarManagerWindow *hangar_manager_window_new (GtkApplication *application, HangarSettings *settings,
                                                HangarConnectionList *connections, HangarJobList *jobs);

void hangar_manager_window_set_first_run (HangarManagerWindow *self, HangarFirstRun *first_run);
void hangar_manager_window_set_os_catalog (HangarManagerWindow *self, HangarOsCatalog *os_catalog);

HangarConnection *hangar_manager_window_get_connection (HangarManagerWindow *self);
void hangar_manager_window_show_connection (HangarManagerWindow *self, HangarConnection *connection);
HangarDomain *hangar_manager_window_get_selected (HangarManagerWindow *self);
AdwToastOverlay *hangar_manager_window_get_toast_overlay (HangarManagerWindow *self);

G_END_DECLS
