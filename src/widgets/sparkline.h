/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "util/series.h"
#include "widgets/palette.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_SPARKLINE (hangar_sparkline_get_type ())
G_DECLARE_FINAL_TYPE (HangarSparkline, hangar_sparkline, HANGAR, SPARKLINE, GtkWidget)

GtkWidget *hangar_sparkline_new (HangarHue hue);
void hangar_sparkline_set_hue (HangarSparkline *self, HangarHue hue);
void hangar_sparkline_set_maximum (HangarSparkline *self, float maximum);
void hangar_sparkline_set_series (HangarSparkline *self, HangarSeries *series, HangarSeries *second);
void hangar_sparkline_set_text (HangarSparkline *self, const char *shown, const char *said);
void hangar_sparkline_refresh (HangarSparkline *self);

G_END_DECLS
