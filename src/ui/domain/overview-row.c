/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One fact about a machine, with a button that copies it. */

#include "config.h"

#include "ui/domain/overview-row.h"

#include <glib/gi18n-lib.h>

struct _HangarOverviewRow
{
  AdwActionRow parent_instance;

  GtkWidget *copy_button;
};

G_DEFINE_FINAL_TYPE (HangarOverviewRow, hangar_overview_row, ADW_TYPE_ACTION_ROW)

static void
copy (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget),
                          adw_action_row_get_subtitle (ADW_ACTION_ROW (widget)));
}

static void
hangar_overview_row_class_init (HangarOverviewRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_install_action (widget_class, "row.copy", NULL, copy);
  gtk_widget_class_set_template_from_resource (widget_class, HANGAR_RESOURCE_PATH "/domain/overview-row.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarOverviewRow, copy_button);
}

static void
hangar_overview_row_init (HangarOverviewRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hangar_overview_row_new:
 *
 * Returns: (transfer floating): a row without a fact
 */
GtkWidget *
hangar_overview_row_new (void)
{
  return g_object_new (HANGAR_TYPE_OVERVIEW_ROW, NULL);
}

/**
 * hangar_overview_row_set_fact:
 * @self: a row
 * @title: what it is about
 * @text: what is so, plain text
 */
void
hangar_overview_row_set_fact (HangarOverviewRow *self, const char *title, const char *text)
{
  /* Translators: %s is what a row is about, like "UUID" */
  g_autofree char *label = g_strdup_printf (_ ("Copy: %s"), title);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->copy_button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
}

/**
 * hangar_overview_row_get_text:
 * @self: a row
 *
 * Returns: what would be copied
 */
const char *
hangar_overview_row_get_text (HangarOverviewRow *self)
{
  return adw_action_row_get_subtitle (ADW_ACTION_ROW (self));
}
