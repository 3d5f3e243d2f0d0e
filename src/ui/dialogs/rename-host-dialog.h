/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/connection-list.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_RENAME_HOST_DIALOG (hangar_rename_host_dialog_get_type ())
G_DECLARE_FINAL_TYPE (HangarRenameHostDialog, hangar_rename_host_dialog, HANGAR, RENAME_HOST_DIALOG,
                      AdwMessageDialog)

HangarRenameHostDialog *hangar_rename_host_dialog_new (HangarConnection *connection);

G_END_DECLS
