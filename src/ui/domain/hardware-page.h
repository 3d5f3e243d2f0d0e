/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/hardware.h"
#include "model/os-catalog.h"
#include "model/settings.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_HARDWARE_PAGE (hangar_hardware_page_get_type ())
G_DECLARE_FINAL_TYPE (HangarHardwarePage, hangar_hardware_page, HANGAR, HARDWARE_PAGE, AdwBin)

GtkWidget *hangar_hardware_page_new (HangarHardware *hardware, HangarSettings *settings);
void hangar_hardware_page_set_os_catalog (HangarHardwarePage *self, HangarOsCatalog *os_catalog);
void hangar_hardware_page_set_hosts (HangarHardwarePage *self, GListModel *hosts);
gboolean hangar_hardware_page_has_edits (HangarHardwarePage *self);
void hangar_hardware_page_discard_edits (HangarHardwarePage *self);
void hangar_hardware_page_show_kind (HangarHardwarePage *self, const char *kind);

G_END_DECLS
