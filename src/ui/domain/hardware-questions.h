/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/device.h"
#include "model/domain.h"

G_BEGIN_DECLS

AdwMessageDialog *hangar_hardware_question_conflict (HangarDomain *domain, GtkWidget *widget);
AdwMessageDialog *hangar_hardware_question_remove (HangarDomain *domain, HangarXml *doc, HangarDevice *device,
                                                   GtkWidget *widget);
AdwMessageDialog *hangar_hardware_question_edits (GtkWidget *widget);
AdwMessageDialog *hangar_hardware_question_store (const char *difference, GtkWidget *widget);
void hangar_hardware_tell (GtkWidget *widget, const char *text);
void hangar_hardware_tell_pending (GtkWidget *widget, const char *reason);

G_END_DECLS
