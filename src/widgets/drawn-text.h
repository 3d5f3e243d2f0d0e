/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HangarDrawnText:
 *
 * One line of plain text that a widget draws itself. A label costs a widget, and is measured anew whenever
 * its text changes; in a list of thousands of rows that is what scrolling waits for.
 */
typedef struct _HangarDrawnText HangarDrawnText;

HangarDrawnText *hangar_drawn_text_new (gboolean secondary);
void hangar_drawn_text_free (HangarDrawnText *self);

gboolean hangar_drawn_text_set (HangarDrawnText *self, const char *text);
const char *hangar_drawn_text_get (const HangarDrawnText *self);
void hangar_drawn_text_restyle (HangarDrawnText *self);
int hangar_drawn_text_measure_height (HangarDrawnText *self, GtkWidget *widget);
void hangar_drawn_text_draw (HangarDrawnText *self, GtkWidget *widget, GtkSnapshot *snapshot,
                             const graphene_rect_t *area);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HangarDrawnText, hangar_drawn_text_free)

G_END_DECLS
