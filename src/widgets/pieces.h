/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct _HangarPieces HangarPieces;

/**
 * HangarPieceFunc:
 * @user_data: what was given beside it
 *
 * Makes the next piece. May not stop the making itself, but by what it returns.
 *
 * Returns: whether there is more to make
 */
typedef gboolean (*HangarPieceFunc) (gpointer user_data);

HangarPieces *hangar_pieces_new (GtkWidget *widget, HangarPieceFunc func, gpointer user_data);
void hangar_pieces_free (HangarPieces *self);
void hangar_pieces_start (HangarPieces *self);
void hangar_pieces_stop (HangarPieces *self);
gboolean hangar_pieces_are_missing (HangarPieces *self);

G_END_DECLS
