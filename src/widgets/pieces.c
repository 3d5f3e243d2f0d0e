/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes a long list or form in pieces, one after each frame: what is made is laid out and drawn before more
 * is made, so that none of it holds the program up for long. */

#include "config.h"

#include "widgets/pieces.h"

struct _HangarPieces
{
  GtkWidget *widget; /* weak: what they are for */
  HangarPieceFunc func;
  gpointer user_data;
  guint idle_id;
  guint tick_id;
};

static void make_soon (HangarPieces *self);

/* A frame begins: it shows the last piece, and after it comes the next one. */
static gboolean
frame_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  HangarPieces *self = user_data;

  self->tick_id = 0;
  make_soon (self);
  return G_SOURCE_REMOVE;
}

static gboolean
make_cb (gpointer user_data)
{
  HangarPieces *self = user_data;

  if (self->widget == NULL || !self->func (self->user_data))
    {
      self->idle_id = 0;
      return G_SOURCE_REMOVE;
    }
  /* Where nothing is drawn there is no frame to wait for. */
  if (!gtk_widget_get_mapped (self->widget))
    return G_SOURCE_CONTINUE;
  self->idle_id = 0;
  self->tick_id = gtk_widget_add_tick_callback (self->widget, frame_cb, self, NULL);
  return G_SOURCE_REMOVE;
}

static void
make_soon (HangarPieces *self)
{
  self->idle_id = g_idle_add_full (GDK_PRIORITY_REDRAW + 10, make_cb, self, NULL);
}

/**
 * hangar_pieces_new:
 * @widget: what they are for; while it is seen, there is a frame between two pieces
 * @func: makes one
 * @user_data: for @func
 *
 * Returns: (transfer full): what makes them, once it is started
 */
HangarPieces *
hangar_pieces_new (GtkWidget *widget, HangarPieceFunc func, gpointer user_data)
{
  HangarPieces *self = g_new0 (HangarPieces, 1);

  g_set_weak_pointer (&self->widget, widget);
  self->func = func;
  self->user_data = user_data;
  return self;
}

/**
 * hangar_pieces_free:
 * @self: (transfer full): what makes pieces; no more are made
 */
void
hangar_pieces_free (HangarPieces *self)
{
  hangar_pieces_stop (self);
  g_clear_weak_pointer (&self->widget);
  g_free (self);
}

/**
 * hangar_pieces_start:
 * @self: what makes pieces
 *
 * Makes pieces until there are no more; the first one when the main loop is next idle.
 */
void
hangar_pieces_start (HangarPieces *self)
{
  if (!hangar_pieces_are_missing (self))
    make_soon (self);
}

/**
 * hangar_pieces_stop:
 * @self: what makes pieces
 *
 * Makes no more until it is started again.
 */
void
hangar_pieces_stop (HangarPieces *self)
{
  g_clear_handle_id (&self->idle_id, g_source_remove);
  if (self->tick_id != 0 && self->widget != NULL)
    gtk_widget_remove_tick_callback (self->widget, self->tick_id);
  self->tick_id = 0;
}

/**
 * hangar_pieces_are_missing:
 * @self: what makes pieces
 *
 * Returns: whether more are to come
 */
gboolean
hangar_pieces_are_missing (HangarPieces *self)
{
  return self->idle_id != 0 || self->tick_id != 0;
}
