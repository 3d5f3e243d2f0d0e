/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/clone.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_CLONE_DIALOG (hangar_clone_dialog_get_type ())
G_DECLARE_FINAL_TYPE (HangarCloneDialog, hangar_clone_dialog, HANGAR, CLONE_DIALOG, AdwWindow)

HangarCloneDialog *hangar_clone_dialog_new (HangarDomain *domain, HangarJobList *jobs);

G_END_DECLS
