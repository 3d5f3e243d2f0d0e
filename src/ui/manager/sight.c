/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which parts of a long list can be seen. GTK keeps some two hundred rows alive around those in the window;
 * what they show is made when they come into sight, after they got their places and before they are drawn. */

#include "config.h"

#include "ui/manager/sight.h"

struct _HangarSight
{
  GObject parent_instance;

  GtkWidget *view;     /* weak */
  GHashTable *watched; /* GtkWidget → Watch */
  GdkFrameClock *clock;
  gulong layout;
  gboolean queued;
};

G_DEFINE_FINAL_TYPE (HangarSight, hangar_sight, G_TYPE_OBJECT)

typedef struct
{
  HangarSightFunc func;
  gpointer data;
} Watch;

static gboolean
is_in_sight (HangarSight *self, GtkWidget *widget)
{
  double y;

  return gtk_widget_get_mapped (widget) &&
         gtk_widget_translate_coordinates (widget, self->view, 0, 0, NULL, &y) &&
         y < gtk_widget_get_height (self->view) && y + gtk_widget_get_height (widget) > 0;
}

static void
layout_cb (HangarSight *self)
{
  GHashTableIter iter;
  gpointer widget, value;

  if (!self->queued)
    return;
  self->queued = FALSE;
  g_hash_table_iter_init (&iter, self->watched);
  while (g_hash_table_iter_next (&iter, &widget, &value))
    if (is_in_sight (self, widget))
      ((Watch *) value)->func (widget, ((Watch *) value)->data);
}

static void
drop_clock (HangarSight *self)
{
  if (self->clock != NULL)
    g_clear_signal_handler (&self->layout, self->clock);
  g_clear_object (&self->clock);
}

/* GTK's own handlers were there before: when ours is called, everything has its place. */
static void
realize_cb (HangarSight *self)
{
  drop_clock (self);
  self->clock = g_object_ref (gtk_widget_get_frame_clock (self->view));
  self->layout = g_signal_connect_swapped (self->clock, "layout", G_CALLBACK (layout_cb), self);
  hangar_sight_queue (self);
}

static void
hangar_sight_dispose (GObject *object)
{
  HangarSight *self = HANGAR_SIGHT (object);

  drop_clock (self);
  g_clear_weak_pointer (&self->view);
  g_hash_table_remove_all (self->watched);
  G_OBJECT_CLASS (hangar_sight_parent_class)->dispose (object);
}

static void
hangar_sight_finalize (GObject *object)
{
  g_hash_table_unref (HANGAR_SIGHT (object)->watched);
  G_OBJECT_CLASS (hangar_sight_parent_class)->finalize (object);
}

static void
hangar_sight_class_init (HangarSightClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hangar_sight_dispose;
  G_OBJECT_CLASS (klass)->finalize = hangar_sight_finalize;
}

static void
hangar_sight_init (HangarSight *self)
{
  self->watched = g_hash_table_new_full (NULL, NULL, NULL, g_free);
}

/**
 * hangar_sight_new:
 * @view: the list, which scrolls
 *
 * Returns: (transfer full): a sight that watches nothing yet
 */
HangarSight *
hangar_sight_new (GtkWidget *view)
{
  HangarSight *self = g_object_new (HANGAR_TYPE_SIGHT, NULL);

  g_set_weak_pointer (&self->view, view);
  g_signal_connect_object (view, "realize", G_CALLBACK (realize_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "unrealize", G_CALLBACK (drop_clock), self, G_CONNECT_SWAPPED);
  if (gtk_widget_get_realized (view))
    realize_cb (self);
  return self;
}

/**
 * hangar_sight_watch:
 * @self: a sight
 * @widget: a part of the list
 * @func: called whenever it is in sight and hangar_sight_queue() was called; may not watch or forget anything
 * @data: for @func
 */
void
hangar_sight_watch (HangarSight *self, GtkWidget *widget, HangarSightFunc func, gpointer data)
{
  Watch *watch = g_new (Watch, 1);

  watch->func = func;
  watch->data = data;
  g_hash_table_insert (self->watched, widget, watch);
  hangar_sight_queue (self);
}

/**
 * hangar_sight_forget:
 * @self: a sight
 * @widget: a part of the list that shows nothing any more
 */
void
hangar_sight_forget (HangarSight *self, GtkWidget *widget)
{
  g_hash_table_remove (self->watched, widget);
}

/**
 * hangar_sight_queue:
 * @self: a sight
 *
 * Something is new: what is in sight at the next frame is brought up to date.
 */
void
hangar_sight_queue (HangarSight *self)
{
  if (self->queued && self->clock != NULL)
    return;
  self->queued = TRUE;
  if (self->clock != NULL)
    gdk_frame_clock_request_phase (self->clock, GDK_FRAME_CLOCK_PHASE_LAYOUT);
}
