/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/connection-list.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_ADD_HOST_DIALOG (hangar_add_host_dialog_get_type ())
G_DECLARE_FINAL_TYPE (HangarAddHostDialog, hangar_add_host_dialog, HANGAR, ADD_HOST_DIALOG, AdwWindow)

HangarAddHostDialog *hangar_add_host_dialog_new (HangarConnectionList *connections);

G_END_DECLS
