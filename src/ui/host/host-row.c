/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A host in the sidebar: label, state in words, how many machines; or "All machines". */

#include "config.h"

#include "ui/host/host-row.h"

#include <glib/gi18n-lib.h>

#include "ui/host/host-meters.h"
#include "ui/host/host-text.h"

struct _HangarHostRow
{
  GtkListBoxRow parent_instance;

  HangarConnection *connection; /* NULL: the row for all machines */
  GListModel *domains;
  guint count;

  GtkImage *icon;
  GtkLabel *title_label;
  GtkLabel *state_label;
  GtkLabel *problem_label;
  HangarHostMeters *meters;
  GtkLabel *count_label;
  GtkSpinner *spinner;
  GtkImage *warning_icon;
};

G_DEFINE_FINAL_TYPE (HangarHostRow, hangar_host_row, GTK_TYPE_LIST_BOX_ROW)

static void
update_accessible (HangarHostRow *self)
{
  g_autofree char *machines =
    g_strdup_printf (ngettext ("%u machine", "%u machines", self->count), self->count);
  g_autofree char *name = NULL;

  if (self->connection == NULL)
    /* Translators: read aloud; "All machines, 9 machines" */
    name = g_strdup_printf (_ ("%s, %s"), gtk_label_get_text (self->title_label), machines);
  else
    /* Translators: read aloud: name of a host, its state, how many machines it has */
    name = g_strdup_printf (_ ("%s, %s, %s"), gtk_label_get_text (self->title_label),
                            gtk_label_get_text (self->state_label), machines);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
update_tooltip (HangarHostRow *self, const char *problem)
{
  const char *uri = hangar_connection_get_uri (self->connection);
  g_autofree char *text = NULL;

  if (problem != NULL)
    text = g_strdup_printf ("%s\n%s", uri, problem);
  /* Plain text: an address and a daemon's words may contain anything. */
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), text != NULL ? text : uri);
}

static void
update (HangarHostRow *self)
{
  HangarConnectionState state = hangar_connection_get_state (self->connection);
  g_autofree char *text = hangar_host_state_text (self->connection);
  g_autofree char *problem = hangar_host_problem_text (self->connection);
  gboolean failed = state == HANGAR_CONNECTION_CLOSED && problem != NULL;

  gtk_label_set_text (self->title_label, hangar_connection_get_label (self->connection));
  gtk_label_set_text (self->state_label, text);
  gtk_label_set_text (self->problem_label, problem != NULL ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem_label), failed);
  gtk_widget_set_visible (GTK_WIDGET (self->warning_icon), failed || state == HANGAR_CONNECTION_LOST);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), state == HANGAR_CONNECTION_CONNECTING);
  gtk_spinner_set_spinning (self->spinner, state == HANGAR_CONNECTION_CONNECTING);
  gtk_widget_set_visible (GTK_WIDGET (self->count_label), state == HANGAR_CONNECTION_OPEN || self->count > 0);
  if (state == HANGAR_CONNECTION_OPEN)
    gtk_widget_remove_css_class (GTK_WIDGET (self->icon), "dim-label");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->icon), "dim-label");
  update_tooltip (self, problem);
  update_accessible (self);
}

static void
domains_changed_cb (HangarHostRow *self)
{
  hangar_host_row_set_count (self, g_list_model_get_n_items (self->domains));
}

static void
watch_connection (HangarHostRow *self)
{
  static const char *const signals[] = { "notify::state", "notify::label", "notify::retry-in",
                                         "notify::error-message" };

  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_object (self->connection, signals[i], G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  self->domains = g_object_ref (hangar_connection_get_domains (self->connection));
  g_signal_connect_object (self->domains, "items-changed", G_CALLBACK (domains_changed_cb), self,
                           G_CONNECT_SWAPPED);
  hangar_host_meters_set_connection (self->meters, self->connection);
  domains_changed_cb (self);
  update (self);
}

static void
hangar_host_row_dispose (GObject *object)
{
  HangarHostRow *self = HANGAR_HOST_ROW (object);

  g_clear_object (&self->connection);
  g_clear_object (&self->domains);

  G_OBJECT_CLASS (hangar_host_row_parent_class)->dispose (object);
}

static void
hangar_host_row_class_init (HangarHostRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_host_row_dispose;

  g_type_ensure (HANGAR_TYPE_HOST_METERS);
  gtk_widget_class_set_template_from_resource (widget_class, HANGAR_RESOURCE_PATH "/host/host-row.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarHostRow, icon);
  gtk_widget_class_bind_template_child (widget_class, HangarHostRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, HangarHostRow, state_label);
  gtk_widget_class_bind_template_child (widget_class, HangarHostRow, problem_label);
  gtk_widget_class_bind_template_child (widget_class, HangarHostRow, meters);
  gtk_widget_class_bind_template_child (widget_class, HangarHostRow, count_label);
  gtk_widget_class_bind_template_child (widget_class, HangarHostRow, spinner);
  gtk_widget_class_bind_template_child (widget_class, HangarHostRow, warning_icon);
}

static void
hangar_host_row_init (HangarHostRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hangar_host_row_new:
 * @connection: (nullable): a host; %NULL makes the row for the machines of all of them
 *
 * Returns: (transfer floating): the row
 */
HangarHostRow *
hangar_host_row_new (HangarConnection *connection)
{
  HangarHostRow *self = g_object_new (HANGAR_TYPE_HOST_ROW, NULL);

  if (connection != NULL)
    {
      self->connection = g_object_ref (connection);
      watch_connection (self);
      return self;
    }
  gtk_image_set_from_icon_name (self->icon, "view-list-symbolic");
  gtk_label_set_text (self->title_label, _ ("All machines"));
  gtk_widget_set_visible (GTK_WIDGET (self->state_label), FALSE);
  hangar_host_row_set_count (self, 0);
  return self;
}

/**
 * hangar_host_row_get_connection:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): its host
 */
HangarConnection *
hangar_host_row_get_connection (HangarHostRow *self)
{
  return self->connection;
}

/**
 * hangar_host_row_set_count:
 * @self: a row
 * @count: how many machines to show
 */
void
hangar_host_row_set_count (HangarHostRow *self, guint count)
{
  g_autofree char *text = g_strdup_printf ("%u", count);

  self->count = count;
  gtk_label_set_text (self->count_label, text);
  if (self->connection != NULL)
    update (self);
  else
    update_accessible (self);
}
