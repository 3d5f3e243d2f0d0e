/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/domain.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_DEPENDANTS_DIALOG (hangar_dependants_dialog_get_type ())
G_DECLARE_FINAL_TYPE (HangarDependantsDialog, hangar_dependants_dialog, HANGAR, DEPENDANTS_DIALOG,
                      AdwMessageDialog)

HangarDependantsDialog *hangar_dependants_dialog_new (HangarDomain *domain);

G_END_DECLS
