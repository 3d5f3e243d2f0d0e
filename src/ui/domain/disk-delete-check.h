/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/domain.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_DISK_DELETE_CHECK (hangar_disk_delete_check_get_type ())
G_DECLARE_FINAL_TYPE (HangarDiskDeleteCheck, hangar_disk_delete_check, HANGAR, DISK_DELETE_CHECK, AdwBin)

GtkWidget *hangar_disk_delete_check_new (HangarDomain *domain, const char *target);
const char *hangar_disk_delete_check_get_path (HangarDiskDeleteCheck *self);

G_END_DECLS
