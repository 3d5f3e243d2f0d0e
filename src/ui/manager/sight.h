/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HangarSightFunc:
 * @widget: a widget that can be seen
 * @data: what was given with it
 *
 * Brings the widget up to date.
 */
typedef void (*HangarSightFunc) (GtkWidget *widget, gpointer data);

#define HANGAR_TYPE_SIGHT (hangar_sight_get_type ())
G_DECLARE_FINAL_TYPE (HangarSight, hangar_sight, HANGAR, SIGHT, GObject)

HangarSight *hangar_sight_new (GtkWidget *view);
void hangar_sight_watch (HangarSight *self, GtkWidget *widget, HangarSightFunc func, gpointer data);
void hangar_sight_forget (HangarSight *self, GtkWidget *widget);
void hangar_sight_queue (HangarSight *self);

G_END_DECLS
