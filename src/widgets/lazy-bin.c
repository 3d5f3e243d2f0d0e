/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A place whose content is made when it is first seen: a window with many pages opens at the price of one. */

#include "config.h"

#include "widgets/lazy-bin.h"

struct _HangarLazyBin
{
  AdwBin parent_instance;

  HangarLazyMaker maker;
  gpointer user_data;
  guint make_id;
};

G_DEFINE_FINAL_TYPE (HangarLazyBin, hangar_lazy_bin, ADW_TYPE_BIN)

static gboolean
make_cb (gpointer user_data)
{
  HangarLazyBin *self = user_data;

  self->make_id = 0;
  hangar_lazy_bin_make (self);
  return G_SOURCE_REMOVE;
}

static void
make_soon (HangarLazyBin *self)
{
  /* After the frame that is due, so that neither has to wait for the other. */
  if (self->maker != NULL && self->make_id == 0)
    self->make_id = g_idle_add_full (GDK_PRIORITY_REDRAW + 10, make_cb, self, NULL);
}

static void
hangar_lazy_bin_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (hangar_lazy_bin_parent_class)->map (widget);
  make_soon (HANGAR_LAZY_BIN (widget));
}

static void
hangar_lazy_bin_dispose (GObject *object)
{
  HangarLazyBin *self = HANGAR_LAZY_BIN (object);

  g_clear_handle_id (&self->make_id, g_source_remove);
  self->maker = NULL;

  G_OBJECT_CLASS (hangar_lazy_bin_parent_class)->dispose (object);
}

static void
hangar_lazy_bin_class_init (HangarLazyBinClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hangar_lazy_bin_dispose;
  GTK_WIDGET_CLASS (klass)->map = hangar_lazy_bin_map;
}

static void
hangar_lazy_bin_init (HangarLazyBin *self)
{
}

/**
 * hangar_lazy_bin_new:
 *
 * Returns: (transfer floating): a place without content
 */
GtkWidget *
hangar_lazy_bin_new (void)
{
  return g_object_new (HANGAR_TYPE_LAZY_BIN, NULL);
}

/**
 * hangar_lazy_bin_set_maker:
 * @self: a place without content
 * @maker: makes the content; called once at most, from the main loop, after the place has been mapped
 * @user_data: (nullable): for @maker; must live as long as @self
 */
void
hangar_lazy_bin_set_maker (HangarLazyBin *self, HangarLazyMaker maker, gpointer user_data)
{
  self->maker = maker;
  self->user_data = user_data;
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    make_soon (self);
}

/**
 * hangar_lazy_bin_make:
 * @self: a place
 *
 * Makes the content now, if it has not been made: for who needs it although nobody has seen it.
 */
void
hangar_lazy_bin_make (HangarLazyBin *self)
{
  HangarLazyMaker maker = g_steal_pointer (&self->maker);

  g_clear_handle_id (&self->make_id, g_source_remove);
  if (maker != NULL)
    adw_bin_set_child (ADW_BIN (self), maker (self->user_data));
}
