/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "util/series.h"
#include "widgets/plot-scene.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_PLOT (hangar_plot_get_type ())
G_DECLARE_FINAL_TYPE (HangarPlot, hangar_plot, HANGAR, PLOT, GtkWidget)

GtkWidget *hangar_plot_new (void);
void hangar_plot_set_label (HangarPlot *self, const char *label);
void hangar_plot_set_format (HangarPlot *self, HangarPlotFormat format, gboolean binary);
void hangar_plot_set_maximum (HangarPlot *self, double maximum);
void hangar_plot_set_span (HangarPlot *self, HangarSpan span);
void hangar_plot_set_paused (HangarPlot *self, gboolean paused);
void hangar_plot_add_line (HangarPlot *self, HangarSeries *series, const char *label, guint hue);
void hangar_plot_remove_lines (HangarPlot *self);
void hangar_plot_add_mark (HangarPlot *self, gint64 time, const char *text);
void hangar_plot_refresh (HangarPlot *self);
char *hangar_plot_get_value_text (HangarPlot *self, guint line);
char *hangar_plot_get_cursor_text (HangarPlot *self);
gint64 hangar_plot_get_cursor (HangarPlot *self);

G_END_DECLS
