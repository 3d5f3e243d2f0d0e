/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a host has besides machines: its networks, its storage pools with their volumes, and the XML of each.
 */

#include "config.h"

#include "ui/host/inventory-view.h"

#include <glib/gi18n-lib.h>

#include "model/host-inventory.h"
#include "ui/domain/xml-window.h"
#include "util/format.h"

/* More rows than that nobody reads, and they would hold up the program. */
#define MOST_VOLUMES 60

struct _HangarInventoryView
{
  AdwBin parent_instance;

  HangarConnection *connection; /* (nullable) */
  GCancellable *cancellable;
  GPtrArray *network_rows;
  GPtrArray *pool_rows;

  AdwPreferencesGroup *networks_group;
  AdwPreferencesGroup *pools_group;
};

G_DEFINE_FINAL_TYPE (HangarInventoryView, hangar_inventory_view, ADW_TYPE_BIN)

static GtkWidget *
xml_button_new (HangarVirtDefinitionKind kind, const char *id, const char *name)
{
  GtkWidget *button = gtk_button_new_with_label (_ ("XML…"));
  /* Translators: read aloud; %s is the name of a network, pool or volume */
  g_autofree char *label = g_strdup_printf (_ ("XML of %s"), name);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(uss)", (guint) kind, id, name);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "inventory.xml");
  return button;
}

static void
describe_row (GtkWidget *row, const char *title)
{
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
}

static GtkWidget *
network_row_new (const HangarVirtNetwork *network)
{
  GtkWidget *row = adw_action_row_new ();

  describe_row (row, network->name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), network->active ? _ ("Started") : _ ("Stopped"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             xml_button_new (HANGAR_VIRT_DEFINITION_NETWORK, network->uuid, network->name));
  return row;
}

static GtkWidget *
volume_row_new (const HangarVirtVolume *volume)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *size = hangar_format_size (volume->capacity);

  describe_row (row, volume->name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), size);
  /* Not every host tells a path. */
  if (volume->path != NULL)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                               xml_button_new (HANGAR_VIRT_DEFINITION_VOLUME, volume->path, volume->name));
  return row;
}

static void
add_note (AdwExpanderRow *row, const char *text)
{
  GtkWidget *note = adw_action_row_new ();

  describe_row (note, text);
  adw_expander_row_add_row (row, note);
}

static void
volumes_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AdwExpanderRow) row = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) volumes = hangar_host_inventory_volumes_finish (NULL, result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (volumes == NULL)
    {
      add_note (row, error->message);
      return;
    }
  for (guint i = 0; i < volumes->len && i < MOST_VOLUMES; i++)
    adw_expander_row_add_row (row, volume_row_new (volumes->pdata[i]));
  if (volumes->len == 0)
    add_note (row, _ ("It is empty."));
  if (volumes->len > MOST_VOLUMES)
    {
      g_autofree char *more = g_strdup_printf (_ ("And %u more"), volumes->len - MOST_VOLUMES);

      add_note (row, more);
    }
}

/* What is in a pool is asked when somebody looks into it. */
static void
expanded_cb (AdwExpanderRow *row, GParamSpec *pspec, HangarInventoryView *self)
{
  const char *uuid = g_object_get_data (G_OBJECT (row), "uuid");

  if (!adw_expander_row_get_expanded (row) || self->connection == NULL)
    return;
  g_signal_handlers_disconnect_by_func (row, expanded_cb, self);
  hangar_host_inventory_volumes_async (self->connection, uuid, self->cancellable, volumes_cb,
                                       g_object_ref (row));
}

static char *
pool_text (const HangarVirtPool *pool)
{
  g_autofree char *available = hangar_format_size (pool->available);
  g_autofree char *capacity = hangar_format_size (pool->capacity);

  /* Translators: free space, size */
  return pool->active ? g_strdup_printf (_ ("%s of %s free"), available, capacity) : g_strdup (_ ("Stopped"));
}

static GtkWidget *
pool_row_new (HangarInventoryView *self, const HangarVirtPool *pool)
{
  GtkWidget *row = adw_expander_row_new ();
  g_autofree char *text = pool_text (pool);

  describe_row (row, pool->name);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row), text);
  adw_expander_row_add_action (ADW_EXPANDER_ROW (row),
                               xml_button_new (HANGAR_VIRT_DEFINITION_POOL, pool->uuid, pool->name));
  g_object_set_data_full (G_OBJECT (row), "uuid", g_strdup (pool->uuid), g_free);
  if (pool->active)
    g_signal_connect_object (row, "notify::expanded", G_CALLBACK (expanded_cb), self, 0);
  else
    adw_expander_row_set_enable_expansion (ADW_EXPANDER_ROW (row), FALSE);
  return row;
}

static void
clear (AdwPreferencesGroup *group, GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    adw_preferences_group_remove (group, rows->pdata[i]);
  g_ptr_array_set_size (rows, 0);
}

static void
add (AdwPreferencesGroup *group, GPtrArray *rows, GtkWidget *row)
{
  adw_preferences_group_add (group, row);
  g_ptr_array_add (rows, row);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HangarInventoryView *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HangarHostInventory) inventory = hangar_host_inventory_load_finish (NULL, result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  clear (self->networks_group, self->network_rows);
  clear (self->pools_group, self->pool_rows);
  for (guint i = 0; inventory != NULL && i < inventory->networks->len; i++)
    add (self->networks_group, self->network_rows, network_row_new (inventory->networks->pdata[i]));
  for (guint i = 0; inventory != NULL && i < inventory->pools->len; i++)
    add (self->pools_group, self->pool_rows, pool_row_new (self, inventory->pools->pdata[i]));
  gtk_widget_set_visible (GTK_WIDGET (self->networks_group), self->network_rows->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->pools_group), self->pool_rows->len > 0);
}

static void
drop_questions (HangarInventoryView *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
}

static void
load (HangarInventoryView *self)
{
  if (self->connection == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)) ||
      hangar_connection_get_state (self->connection) != HANGAR_CONNECTION_OPEN)
    return;
  drop_questions (self);
  hangar_host_inventory_load_async (self->connection, self->cancellable, loaded_cb, self);
}

static void
hangar_inventory_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (hangar_inventory_view_parent_class)->map (widget);
  load (HANGAR_INVENTORY_VIEW (widget));
}

static void
xml_activated (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HangarInventoryView *self = HANGAR_INVENTORY_VIEW (widget);
  HangarVirtDefinition what = { 0 };
  const char *name;
  guint kind;

  g_variant_get (parameter, "(u&s&s)", &kind, &what.id, &name);
  what.kind = (HangarVirtDefinitionKind) kind;
  if (self->connection != NULL)
    hangar_xml_window_show (hangar_xml_document_new (self->connection, &what, name), widget);
}

static void
hangar_inventory_view_dispose (GObject *object)
{
  HangarInventoryView *self = HANGAR_INVENTORY_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (hangar_inventory_view_parent_class)->dispose (object);
}

static void
hangar_inventory_view_finalize (GObject *object)
{
  HangarInventoryView *self = HANGAR_INVENTORY_VIEW (object);

  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->network_rows);
  g_ptr_array_unref (self->pool_rows);

  G_OBJECT_CLASS (hangar_inventory_view_parent_class)->finalize (object);
}

static void
hangar_inventory_view_class_init (HangarInventoryViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_inventory_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = hangar_inventory_view_finalize;
  widget_class->map = hangar_inventory_view_map;

  gtk_widget_class_install_action (widget_class, "inventory.xml", "(uss)", xml_activated);
  gtk_widget_class_set_template_from_resource (widget_class, HANGAR_RESOURCE_PATH "/host/inventory-view.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarInventoryView, networks_group);
  gtk_widget_class_bind_template_child (widget_class, HangarInventoryView, pools_group);
}

static void
hangar_inventory_view_init (HangarInventoryView *self)
{
  self->cancellable = g_cancellable_new ();
  self->network_rows = g_ptr_array_new ();
  self->pool_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hangar_inventory_view_set_connection:
 * @self: a view
 * @connection: (nullable): the host whose networks and pools it shows, asked when the view is seen
 */
void
hangar_inventory_view_set_connection (HangarInventoryView *self, HangarConnection *connection)
{
  if (!g_set_object (&self->connection, connection))
    return;
  drop_questions (self);
  clear (self->networks_group, self->network_rows);
  clear (self->pools_group, self->pool_rows);
  load (self);
}
