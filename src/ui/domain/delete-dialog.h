/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/domain.h"
#include "model/job.h"
#include "model/settings.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_DELETE_DIALOG (hangar_delete_dialog_get_type ())
G_DECLARE_FINAL_TYPE (HangarDeleteDialog, hangar_delete_dialog, HANGAR, DELETE_DIALOG, AdwMessageDialog)

HangarDeleteDialog *hangar_delete_dialog_new (HangarDomain *domain, GListModel *hosts, HangarJobList *jobs);
void hangar_delete_dialog_ask (HangarDeleteDialog *self, HangarSettings *settings);

G_END_DECLS
