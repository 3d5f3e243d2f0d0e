/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a machine starts from: ticks, and an order that is changed by buttons or by dragging. */

#include "config.h"

#include "ui/domain/boot-order-group.h"

#include <glib/gi18n-lib.h>

#include "model/boot-order.h"

struct _HangarBootOrderGroup
{
  AdwPreferencesGroup parent_instance;

  HangarXml *doc;         /* not owned: outlives the form */
  HangarDeviceForm *form; /* not owned: we are in it */
  GPtrArray *entries;
  GPtrArray *rows; /* of GtkWidget, in the order of the entries */
};

G_DEFINE_FINAL_TYPE (HangarBootOrderGroup, hangar_boot_order_group, ADW_TYPE_PREFERENCES_GROUP)

static void fill (HangarBootOrderGroup *self);

static void
write_order (HangarBootOrderGroup *self)
{
  hangar_boot_order_write (self->doc, self->entries);
  g_signal_emit_by_name (self->form, "changed");
}

static guint
index_of (GtkWidget *widget)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (widget), "index"));
}

static HangarBootOrderGroup *
group_of (GtkWidget *widget)
{
  return HANGAR_BOOT_ORDER_GROUP (gtk_widget_get_ancestor (widget, HANGAR_TYPE_BOOT_ORDER_GROUP));
}

static void
move_entry (HangarBootOrderGroup *self, guint from, guint to)
{
  HangarBootEntry *entry;

  if (from == to || from >= self->entries->len || to >= self->entries->len)
    return;
  entry = g_ptr_array_steal_index (self->entries, from);
  g_ptr_array_insert (self->entries, (int) to, entry);
  write_order (self);
  fill (self);
  gtk_widget_grab_focus (self->rows->pdata[to]);
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
  HangarBootEntry *entry = self->entries->pdata[index_of (GTK_WIDGET (check))];

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
button_new (const char *icon, const char *name, GCallback clicked, guint index)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data (G_OBJECT (button), "index", GUINT_TO_POINTER (index));
  g_signal_connect (button, "clicked", clicked, NULL);
  return button;
}

static GtkWidget *
row_new (const HangarBootEntry *entry, guint index, guint n)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();
  GtkWidget *up = button_new ("go-up-symbolic", _ ("Earlier"), G_CALLBACK (up_cb), index);
  GtkWidget *down = button_new ("go-down-symbolic", _ ("Later"), G_CALLBACK (down_cb), index);
  GtkDragSource *source = gtk_drag_source_new ();
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_UINT, GDK_ACTION_COPY);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), entry->title);
  g_object_set_data (G_OBJECT (row), "index", GUINT_TO_POINTER (index));
  g_object_set_data (G_OBJECT (check), "index", GUINT_TO_POINTER (index));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), entry->is_on);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, entry->title, -1);
  g_signal_connect (check, "toggled", G_CALLBACK (toggled_cb), NULL);
  gtk_widget_set_sensitive (up, index > 0);
  gtk_widget_set_sensitive (down, index + 1 < n);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), up);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), down);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  g_signal_connect (source, "prepare", G_CALLBACK (drag_cb), row);
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), row);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (source));
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (target));
  return row;
}

static void
fill (HangarBootOrderGroup *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < self->entries->len; i++)
    {
      GtkWidget *row = row_new (self->entries->pdata[i], i, self->entries->len);

      g_ptr_array_add (self->rows, row);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
    }
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
  G_OBJECT_CLASS (klass)->finalize = hangar_boot_order_group_finalize;
}

static void
hangar_boot_order_group_init (HangarBootOrderGroup *self)
{
  self->rows = g_ptr_array_new ();
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
  fill (self);
  return ADW_PREFERENCES_GROUP (self);
}
