/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is shown while there are no hosts: what to install, and the demonstration host. */

#include "config.h"

#include "ui/host/first-run-page.h"

#include <glib/gi18n-lib.h>

#include "ui/host/command-row.h"

struct _HangarFirstRunPage
{
  AdwBin parent_instance;

  HangarFirstRun *first_run;

  GtkStack *stack;
  GtkSpinner *spinner;
  AdwStatusPage *status_page;
  GtkListBox *command_list;
};

G_DEFINE_FINAL_TYPE (HangarFirstRunPage, hangar_first_run_page, ADW_TYPE_BIN)

static void
show_commands (HangarFirstRunPage *self, char **commands)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->command_list, 0)) != NULL)
    gtk_list_box_remove (self->command_list, GTK_WIDGET (row));
  for (char **command = commands; command != NULL && *command != NULL; command++)
    gtk_list_box_append (self->command_list, GTK_WIDGET (hangar_command_row_new (*command)));
  gtk_widget_set_visible (GTK_WIDGET (self->command_list), commands != NULL && *commands != NULL);
}

/* The description is markup, and the name of the system comes from a file. */
static void
describe_missing (HangarFirstRunPage *self, const HangarHostProbe *probe)
{
  const char *const start_commands[] = { "systemctl start libvirtd", NULL };
  g_autofree char *name = probe->system_name != NULL ? g_markup_escape_text (probe->system_name, -1) : NULL;
  g_autofree char *text = NULL;

  if (probe->has_daemon)
    text =
      g_strdup (_ ("The libvirt daemon of this computer is installed but does not run. It is started so:"));
  else if (probe->commands != NULL && name != NULL)
    /* Translators: %s is the name of an operating system, such as "Debian GNU/Linux 12" */
    text =
      g_strdup_printf (_ ("Machines run with QEMU and libvirt, and this computer has no libvirt daemon yet. "
                          "On %s it is installed so:"),
                       name);
  else
    text = g_strdup (
      _ ("Machines run with QEMU and libvirt, and this computer has no libvirt daemon yet. Install the "
         "packages of both with the tools of your system."));
  adw_status_page_set_title (self->status_page, _ ("Nothing Here Runs Machines Yet"));
  adw_status_page_set_description (self->status_page, text);
  show_commands (self, probe->has_daemon ? (char **) start_commands : probe->commands);
}

static void
describe_removed (HangarFirstRunPage *self)
{
  adw_status_page_set_title (self->status_page, _ ("No Hosts"));
  adw_status_page_set_description (
    self->status_page, _ ("A host is a computer that runs machines: this one, or another one over SSH."));
  show_commands (self, NULL);
}

static void
update (HangarFirstRunPage *self)
{
  const HangarHostProbe *probe = hangar_first_run_get_probe (self->first_run);
  g_auto (GStrv) found = probe != NULL ? hangar_host_probe_get_uris (probe) : NULL;

  if (hangar_first_run_is_checking (self->first_run))
    {
      gtk_stack_set_visible_child_name (self->stack, "looking");
      gtk_spinner_start (self->spinner);
      return;
    }
  if (found != NULL && *found == NULL)
    describe_missing (self, probe);
  else
    describe_removed (self);
  gtk_stack_set_visible_child_name (self->stack, "none");
  gtk_spinner_stop (self->spinner);
}

static void
check_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  hangar_first_run_check (HANGAR_FIRST_RUN_PAGE (widget)->first_run);
}

static void
demonstrate_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  hangar_first_run_add_demonstration (HANGAR_FIRST_RUN_PAGE (widget)->first_run);
}

static void
hangar_first_run_page_dispose (GObject *object)
{
  g_clear_object (&HANGAR_FIRST_RUN_PAGE (object)->first_run);

  G_OBJECT_CLASS (hangar_first_run_page_parent_class)->dispose (object);
}

static void
hangar_first_run_page_class_init (HangarFirstRunPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_first_run_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, HANGAR_RESOURCE_PATH "/host/first-run-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarFirstRunPage, stack);
  gtk_widget_class_bind_template_child (widget_class, HangarFirstRunPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, HangarFirstRunPage, status_page);
  gtk_widget_class_bind_template_child (widget_class, HangarFirstRunPage, command_list);
  gtk_widget_class_install_action (widget_class, "first-run.check", NULL, check_action);
  gtk_widget_class_install_action (widget_class, "first-run.demonstrate", NULL, demonstrate_action);
}

static void
hangar_first_run_page_init (HangarFirstRunPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hangar_first_run_page_set_first_run:
 * @self: a page
 * @first_run: what looks for hosts; given once
 */
void
hangar_first_run_page_set_first_run (HangarFirstRunPage *self, HangarFirstRun *first_run)
{
  g_return_if_fail (self->first_run == NULL);

  self->first_run = g_object_ref (first_run);
  g_signal_connect_object (first_run, "notify::checking", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
