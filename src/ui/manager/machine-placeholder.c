/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is shown in the place of the list of machines when there is nothing to list: why, and what to do. */

#include "config.h"

#include "ui/manager/machine-placeholder.h"

#include <glib/gi18n-lib.h>

#include "ui/host/problem-view.h"

struct _HangarMachinePlaceholder
{
  AdwBin parent_instance;

  GtkStack *stack;
  AdwStatusPage *closed_page;
  HangarProblemView *problem_view;
  GtkButton *connect_button;
};

G_DEFINE_FINAL_TYPE (HangarMachinePlaceholder, hangar_machine_placeholder, ADW_TYPE_BIN)

static void
show_closed (HangarMachinePlaceholder *self, HangarConnection *only)
{
  const GError *error = only != NULL ? hangar_connection_get_error (only) : NULL;
  const char *title = _ ("Not Connected");

  gtk_widget_set_visible (GTK_WIDGET (self->connect_button), only != NULL);
  if (only == NULL)
    {
      title = _ ("No Host Is Connected");
      hangar_problem_view_show_text (self->problem_view,
                                     _ ("The list of hosts says why. Choose one to connect it."));
    }
  else
    {
      hangar_problem_view_show (self->problem_view, hangar_connection_get_uri (only), error);
    }
  if (error != NULL)
    {
      title = hangar_connection_get_state (only) == HANGAR_CONNECTION_LOST ? _ ("Connection Lost")
                                                                           : _ ("Could Not Connect");
    }
  adw_status_page_set_title (self->closed_page, title);
  gtk_button_set_label (self->connect_button, error != NULL ? _ ("_Try Again") : _ ("_Connect"));
}

static void
hangar_machine_placeholder_class_init (HangarMachinePlaceholderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (HANGAR_TYPE_PROBLEM_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               HANGAR_RESOURCE_PATH "/manager/machine-placeholder.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarMachinePlaceholder, stack);
  gtk_widget_class_bind_template_child (widget_class, HangarMachinePlaceholder, closed_page);
  gtk_widget_class_bind_template_child (widget_class, HangarMachinePlaceholder, problem_view);
  gtk_widget_class_bind_template_child (widget_class, HangarMachinePlaceholder, connect_button);
}

static void
hangar_machine_placeholder_init (HangarMachinePlaceholder *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hangar_machine_placeholder_new:
 *
 * Returns: (transfer floating): one that says nothing particular yet
 */
HangarMachinePlaceholder *
hangar_machine_placeholder_new (void)
{
  return g_object_new (HANGAR_TYPE_MACHINE_PLACEHOLDER, NULL);
}

/**
 * hangar_machine_placeholder_show:
 * @self: a placeholder
 * @page: "empty" (no machines yet), "nothing-found" (by the search) or "closed" (no host is connected)
 * @only: (nullable): the host whose machines would be listed, %NULL for all
 */
void
hangar_machine_placeholder_show (HangarMachinePlaceholder *self, const char *page, HangarConnection *only)
{
  if (g_str_equal (page, "closed"))
    show_closed (self, only);
  gtk_stack_set_visible_child_name (self->stack, page);
}
