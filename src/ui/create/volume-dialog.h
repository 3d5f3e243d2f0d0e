/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/host-volume.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_VOLUME_DIALOG (hangar_volume_dialog_get_type ())
G_DECLARE_FINAL_TYPE (HangarVolumeDialog, hangar_volume_dialog, HANGAR, VOLUME_DIALOG, AdwWindow)

HangarVolumeDialog *hangar_volume_dialog_new (GtkWindow *parent, HangarConnection *connection,
                                              gboolean discs);

G_END_DECLS
