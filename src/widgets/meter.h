/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HANGAR_TYPE_METER (hangar_meter_get_type ())
G_DECLARE_FINAL_TYPE (HangarMeter, hangar_meter, HANGAR, METER, GtkWidget)

GtkWidget *hangar_meter_new (const char *label);
void hangar_meter_set_label (HangarMeter *self, const char *label);
void hangar_meter_set_value (HangarMeter *self, float value, float share, const char *text);

G_END_DECLS
