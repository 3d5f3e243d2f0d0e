/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "model/domain.h"

G_BEGIN_DECLS

const char *hangar_machine_icon_name (HangarDomain *domain);
void hangar_machine_icon_update (GtkImage *image, HangarDomain *domain);

G_END_DECLS
