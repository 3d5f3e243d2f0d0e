/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/domain.h"
#include "model/settings.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_MEDIA_DIALOG (hangar_media_dialog_get_type ())
G_DECLARE_FINAL_TYPE (HangarMediaDialog, hangar_media_dialog, HANGAR, MEDIA_DIALOG, AdwWindow)

HangarMediaDialog *hangar_media_dialog_new (HangarDomain *domain, HangarSettings *settings,
                                            const char *target);
const char *hangar_media_dialog_get_target (HangarMediaDialog *self);
const char *hangar_media_dialog_get_path (HangarMediaDialog *self);
gboolean hangar_media_dialog_get_boot_once (HangarMediaDialog *self);

G_END_DECLS
