/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a machine starts from: ticks, and an order that is changed by buttons or by dragging. */

#include "config.h"

#include "ui/domain/boot-order-group.h"

#include <glib/gi18n-lib.h>

#include "model/boot-order.h"
#include "widgets/pieces.h"

/* Made in one frame. */
#define ROWS_AT_ONCE 4

struct _HangarBootOrderGroup
{
  AdwPreferencesGroup parent_instance;

  HangarXml *doc;         /* not owned: outlives the form */
  HangarDeviceForm *form; /* not owned: we are in it */
  GPtrArray *entries;
  GPtrArray *rows; /* of Row: the first of the entries, at last all */
  HangarPieces *pieces;
  gboolean is_showing;
};

typedef struct
{
  GtkWidget *widget;
  GtkWidget *check;
  GtkWidget *up;
  GtkWidget *down;
} Row;

G_DEFINE_FINAL_TYPE (HangarBootOrderGroup, hangar_boot_order_group, ADW_TYPE_PREFERENCES_GROUP)

static void
write_order (HangarBootOrderGroup *self)
{
  hangar_boot_order_write (self->doc, self->entries);
  g_signal_emit_by_name (self->form, "changed");
}

/* Of what is in a row, or the row itself. */
static guint
index_of (GtkWidget *widget)
{
  return (guint) gtk_list_box_row_get_index (
    GTK_LIST_BOX_ROW (gtk_widget_get_ancestor (widget, GTK_TYPE_LIST_BOX_ROW)));
}

static HangarBootOrderGroup *
group_of (GtkWidget *widget)
{
  return HANGAR_BOOT_ORDER_GROUP (gtk_widget_get_ancestor (widget, HANGAR_TYPE_BOOT_ORDER_GROUP));
}

/* Its place says which entry it is about. */
static void
show_entry (HangarBootOrderGroup *self, guint i)
{
  const HangarBootEntry *entry = self->entries->pdata[i];
  const Row *row = self->rows->pdata[i];

  self->is_showing = TRUE;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row->widget), entry->title);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (row->check), entry->is_on);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row->check), GTK_ACCESSIBLE_PROPERTY_LABEL, entry->title,
                                  -1);
  gtk_widget_set_sensitive (row->up, i > 0);
  gtk_widget_set_sensitive (row->down, i + 1 < self->entries->len);
  self->is_showing = FALSE;
}

static void
move_entry (HangarBootOrderGroup *self, guint from, guint to)
{
  HangarBootEntry *entry;

  if (from == to || from >= self->rows->len || to >= self->rows->len)
    return;
  entry = g_ptr_array_steal_index (self->entries, from);
  g_ptr_array_insert (self->entries, (int) to, entry);
  write_order (self);
  for (guint i = MIN (from, to); i <= MAX (from, to); i++)
    show_entry (self, i);
  gtk_widget_grab_focus (((Row *) self->rows->pdata[to])->widget);
}

static void
up_cb (GtkWidget *button)
{
  if (index_of (button) > 0)
    move_entry (group_of (button), index_of (button), index_of (button) - 1);
}

static void
down_cb (GtkWidget *button)
{
  move_entry (group_of (button), index_of (button), index_of (button) + 1);
}

static void
toggled_cb (GtkCheckButton *check)
{
  HangarBootOrderGroup *self = group_of (GTK_WIDGET (check));
  HangarBootEntry *entry;

  if (self == NULL || self->is_showing)
    return;
  entry = self->entries->pdata[index_of (GTK_WIDGET (check))];
  entry->is_on = gtk_check_button_get_active (check);
  write_order (self);
}

static GdkContentProvider *
drag_cb (GtkDragSource *source, double x, double y, GtkWidget *row)
{
  return gdk_content_provider_new_typed (G_TYPE_UINT, index_of (row));
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, GtkWidget *row)
{
  move_entry (group_of (row), g_value_get_uint (value), index_of (row));
  return TRUE;
}

static GtkWidget *
button_new (const char *icon, const char *name, GCallback clicked)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect (button, "clicked", clicked, NULL);
  return button;
}

static Row *
row_new (void)
{
  Row *row = g_new (Row, 1);
  GtkDragSource *source = gtk_drag_source_new ();
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_UINT, GDK_ACTION_COPY);

  row->widget = adw_action_row_new ();
  row->check = gtk_check_button_new ();
  row->up = button_new ("go-up-symbolic", _ ("Earlier"), G_CALLBACK (up_cb));
  row->down = button_new ("go-down-symbolic", _ ("Later"), G_CALLBACK (down_cb));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row->widget), FALSE);
  g_signal_connect (row->check, "toggled", G_CALLBACK (toggled_cb), NULL);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row->widget), row->check);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row->widget), row->up);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row->widget), row->down);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row->widget), row->check);
  g_signal_connect (source, "prepare", G_CALLBACK (drag_cb), row->widget);
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), row->widget);
  gtk_widget_add_controller (row->widget, GTK_EVENT_CONTROLLER (source));
  gtk_widget_add_controller (row->widget, GTK_EVENT_CONTROLLER (target));
  return row;
}

/* A few rows. Returns whether there are more. */
static gboolean
fill_cb (gpointer user_data)
{
  HangarBootOrderGroup *self = user_data;

  for (guint n = 0; n < ROWS_AT_ONCE && self->rows->len < self->entries->len; n++)
    {
      Row *row = row_new ();

      g_ptr_array_add (self->rows, row);
      show_entry (self, self->rows->len - 1);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row->widget);
    }
  return self->rows->len < self->entries->len;
}

static void
hangar_boot_order_group_dispose (GObject *object)
{
  g_clear_pointer (&HANGAR_BOOT_ORDER_GROUP (object)->pieces, hangar_pieces_free);

  G_OBJECT_CLASS (hangar_boot_order_group_parent_class)->dispose (object);
}

static void
hangar_boot_order_group_finalize (GObject *object)
{
  HangarBootOrderGroup *self = HANGAR_BOOT_ORDER_GROUP (object);

  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);

  G_OBJECT_CLASS (hangar_boot_order_group_parent_class)->finalize (object);
}

static void
hangar_boot_order_group_class_init (HangarBootOrderGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hangar_boot_order_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = hangar_boot_order_group_finalize;
}

static void
hangar_boot_order_group_init (HangarBootOrderGroup *self)
{
  self->rows = g_ptr_array_new_with_free_func (g_free);
  self->pieces = hangar_pieces_new (GTK_WIDGET (self), fill_cb, self);
}

/**
 * hangar_boot_order_group_new:
 * @context: what a machine starts from
 * @form: the form that it is in
 *
 * Returns: (transfer none): the list
 */
AdwPreferencesGroup *
hangar_boot_order_group_new (const HangarDeviceContext *context, HangarDeviceForm *form)
{
  HangarBootOrderGroup *self = g_object_new (HANGAR_TYPE_BOOT_ORDER_GROUP, NULL);

  self->doc = context->doc;
  self->form = form;
  self->entries = hangar_boot_order_read (self->doc);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _ ("Starts From"));
  if (self->entries->len > 0)
    adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self),
                                           _ ("The machine tries what is ticked, from top to bottom."));
  else
    adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self),
                                           _ ("There is nothing to start from."));
  if (fill_cb (self))
    hangar_pieces_start (self->pieces);
  return ADW_PREFERENCES_GROUP (self);
}
