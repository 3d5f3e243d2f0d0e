/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/connection-list.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_REMOVE_HOST_DIALOG (hangar_remove_host_dialog_get_type ())
G_DECLARE_FINAL_TYPE (HangarRemoveHostDialog, hangar_remove_host_dialog, HANGAR, REMOVE_HOST_DIALOG,
                      AdwMessageDialog)

HangarRemoveHostDialog *hangar_remove_host_dialog_new (HangarConnectionList *connections,
                                                       HangarConnection *connection);

G_END_DECLS
