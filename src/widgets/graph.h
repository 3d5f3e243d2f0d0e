/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "util/series.h"
#include "widgets/palette.h"
#include "widgets/plot-scene.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_GRAPH (hangar_graph_get_type ())
G_DECLARE_FINAL_TYPE (HangarGraph, hangar_graph, HANGAR, GRAPH, GtkWidget)

GtkWidget *hangar_graph_new (const char *title);
void hangar_graph_set_title (HangarGraph *self, const char *title);
void hangar_graph_set_format (HangarGraph *self, HangarPlotFormat format, gboolean binary);
void hangar_graph_set_maximum (HangarGraph *self, double maximum);
void hangar_graph_set_span (HangarGraph *self, HangarSpan span);
void hangar_graph_set_paused (HangarGraph *self, gboolean paused);
void hangar_graph_add_series (HangarGraph *self, HangarSeries *series, const char *label, guint hue);
void hangar_graph_remove_series (HangarGraph *self);
guint hangar_graph_get_n_series (HangarGraph *self);
void hangar_graph_add_mark (HangarGraph *self, gint64 time, const char *text);
void hangar_graph_set_unavailable (HangarGraph *self, const char *why, const char *cure, const char *action);
void hangar_graph_refresh (HangarGraph *self);

G_END_DECLS
