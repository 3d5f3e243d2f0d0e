/* SPDX-License-Identifier: GPL-3.0-or-later */
/* New machine: from what people have to a running machine, one question after the other. A page is made when
 * it is shown first; all of them fill the same wish. */

#include "config.h"

#include "ui/create/new-machine-dialog.h"

#include <glib/gi18n.h>

#include "model/guest-install.h"
#include "model/guest-commands.h"
#include "ui/create/advanced-form.h"
#include "ui/create/create-page.h"
#include "ui/create/definition-page.h"
#include "ui/create/disk-form.h"
#include "ui/create/network-form.h"
#include "ui/create/os-form.h"
#include "ui/create/progress-page.h"
#include "ui/create/size-form.h"
#include "ui/create/start-page.h"
#include "ui/create/summary-page.h"
#include "ui/dialogs/commands-expander.h"
#include "widgets/error-toast.h"

typedef enum
{
  PAGE_START,
  PAGE_SYSTEM,
  PAGE_SIZE,
  PAGE_STORAGE,
  PAGE_NETWORK,
  PAGE_ADVANCED,   /* only from the summary */
  PAGE_DEFINITION, /* likewise */
  PAGE_SUMMARY,
  N_PAGES,
} Page;

struct _HangarNewMachineDialog
{
  AdwWindow parent_instance;

  HangarGuestSpec *spec;
  HangarHostChoice *hosts;
  HangarSettings *settings;
  HangarOsCatalog *catalog;
  HangarJobList *jobs;
  HangarJob *job;                   /* (nullable): the creation under way */
  HangarConnection *connection;     /* (nullable): where it is created */
  HangarCommandsExpander *commands; /* (nullable): on the last page */
  Page page;
  HangarCreatePage *pages[N_PAGES]; /* (nullable): not shown yet */
  HangarStartPage *start_page;
  HangarDefinitionPage *definition_page; /* (nullable): likewise */
  HangarProgressPage *progress_page;     /* (nullable): nothing was created yet */
  guint ahead_id; /* while the next page is to be made, at last while they are taken apart */

  AdwToastOverlay *overlay;
  GtkStack *stack;
  AdwWindowTitle *title;
  GtkWidget *cancel_button;
  GtkButton *back_button;
  GtkButton *next_button;
  GtkButton *create_button;
  GtkButton *skip_button;
  GtkWidget *bottom;
  GtkLabel *problem_label;
};

G_DEFINE_FINAL_TYPE (HangarNewMachineDialog, hangar_new_machine_dialog, ADW_TYPE_WINDOW)

enum
{
  SIGNAL_CREATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* The questions of a page: from one field up to another. */
typedef struct
{
  const char *name;
  const char *heading;
  const char *explanation;
  HangarGuestField first;
  HangarGuestField last;
} PageFacts;

static const PageFacts page_facts[N_PAGES] = {
  [PAGE_START] = { "start", N_ ("What Does the Machine Start From?"), NULL, HANGAR_GUEST_FIELD_HOST,
                   HANGAR_GUEST_FIELD_MEDIUM },
  [PAGE_SYSTEM] = { "system", N_ ("Which Operating System?"),
                    N_ ("The machine is made to fit it: its devices, its memory, its disk."),
                    HANGAR_GUEST_FIELD_OS, HANGAR_GUEST_FIELD_OS },
  [PAGE_SIZE] = { "size", N_ ("How Much Memory, How Many Processors?"), NULL, HANGAR_GUEST_FIELD_MEMORY,
                  HANGAR_GUEST_FIELD_VCPUS },
  [PAGE_STORAGE] = { "storage", N_ ("Which Disk?"), NULL, HANGAR_GUEST_FIELD_DISK, HANGAR_GUEST_FIELD_DISK },
  [PAGE_NETWORK] = { "network", N_ ("Which Network?"), NULL, HANGAR_GUEST_FIELD_NETWORK,
                     HANGAR_GUEST_FIELD_NETWORK },
  [PAGE_ADVANCED] = { "advanced", N_ ("Firmware and More"),
                      N_ ("What the system needs is set already; most people leave this as it is."),
                      HANGAR_GUEST_FIELD_FIRMWARE, HANGAR_GUEST_FIELD_FIRMWARE },
  [PAGE_DEFINITION] = { "definition", N_ ("Its Definition"),
                        N_ ("What libvirt is given. It follows from the answers; here it can be changed."),
                        HANGAR_GUEST_FIELD_HOST, HANGAR_GUEST_FIELD_HOST },
  [PAGE_SUMMARY] = { "summary", N_ ("This Will Be Made"), NULL, HANGAR_GUEST_FIELD_HOST,
                     HANGAR_GUEST_FIELD_NAME },
};

/* Why one cannot go on from a page. */
static char *
find_problem (HangarNewMachineDialog *self, Page page)
{
  const PageFacts *facts = &page_facts[page];
  char *problem = hangar_host_choice_dup_problem (self->hosts);

  for (int field = (int) facts->first; problem == NULL && field <= (int) facts->last; field++)
    problem = hangar_guest_spec_dup_problem (self->spec, (HangarGuestField) field);
  return problem;
}

static gboolean
is_asked (HangarNewMachineDialog *self, Page page)
{
  if (page == PAGE_ADVANCED || page == PAGE_DEFINITION)
    return FALSE;
  return page != PAGE_STORAGE || hangar_guest_spec_get_way (self->spec) != HANGAR_GUEST_WAY_IMPORT ||
         !hangar_guest_spec_get_import_in_place (self->spec);
}

static Page
find_page (HangarNewMachineDialog *self, int step)
{
  int page = (int) self->page;

  if (!is_asked (self, self->page))
    return PAGE_SUMMARY;
  do
    page += step;
  while (page > PAGE_START && page < PAGE_SUMMARY && !is_asked (self, (Page) page));
  return (Page) CLAMP (page, PAGE_START, PAGE_SUMMARY);
}

static void
update (HangarNewMachineDialog *self)
{
  gboolean working = self->job != NULL;
  gboolean sealed = working && hangar_job_get_sealed (self->job);
  gboolean last = self->page == PAGE_SUMMARY;
  g_autofree char *problem = find_problem (self, self->page);
  g_autofree char *any = find_problem (self, PAGE_SUMMARY);

  gtk_label_set_text (self->problem_label, problem != NULL ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem_label), problem != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->skip_button), problem == NULL && any == NULL && !last);
  gtk_widget_set_visible (self->bottom, !working && (problem != NULL || (any == NULL && !last)));
  gtk_widget_set_visible (GTK_WIDGET (self->back_button), !working && self->page != PAGE_START);
  gtk_widget_set_visible (GTK_WIDGET (self->next_button), !working && !last);
  gtk_widget_set_visible (GTK_WIDGET (self->create_button), !working && last);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->next_button), problem);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->create_button), problem);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "create.cancel", !sealed);
  gtk_widget_set_tooltip_text (
    self->cancel_button, sealed ? _ ("The machine is being started: that cannot be taken back.") : NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "create.back", !working && self->page != PAGE_START);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "create.next", !working && !last && problem == NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "create.skip", !working && !last && any == NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "create.run", !working && last && problem == NULL);
  if (self->commands != NULL)
    hangar_commands_expander_refresh (self->commands);
}

static GtkWidget *
make_form (HangarNewMachineDialog *self, Page page)
{
  const HangarCreateNeeds needs = {
    .spec = self->spec, .hosts = self->hosts, .settings = self->settings, .catalog = self->catalog
  };
  GtkWidget *form;

  switch (page)
    {
    case PAGE_START:
      self->start_page = hangar_start_page_new (&needs);
      return GTK_WIDGET (self->start_page);
    case PAGE_SYSTEM:
      form = g_object_new (HANGAR_TYPE_OS_FORM, NULL);
      hangar_os_form_set_catalog (HANGAR_OS_FORM (form), self->catalog);
      hangar_os_form_set_spec (HANGAR_OS_FORM (form), self->spec);
      return form;
    case PAGE_SIZE:
      form = g_object_new (HANGAR_TYPE_SIZE_FORM, NULL);
      hangar_size_form_set_spec (HANGAR_SIZE_FORM (form), self->spec);
      return form;
    case PAGE_STORAGE:
      form = g_object_new (HANGAR_TYPE_DISK_FORM, NULL);
      hangar_disk_form_set_hosts (HANGAR_DISK_FORM (form), self->hosts);
      hangar_disk_form_set_spec (HANGAR_DISK_FORM (form), self->spec);
      return form;
    case PAGE_NETWORK:
      form = g_object_new (HANGAR_TYPE_NETWORK_FORM, NULL);
      hangar_network_form_set_spec (HANGAR_NETWORK_FORM (form), self->spec);
      return form;
    case PAGE_ADVANCED:
      form = g_object_new (HANGAR_TYPE_ADVANCED_FORM, NULL);
      hangar_advanced_form_set_spec (HANGAR_ADVANCED_FORM (form), self->spec);
      return form;
    case PAGE_DEFINITION:
      self->definition_page = hangar_definition_page_new (self->spec, self->hosts);
      return GTK_WIDGET (self->definition_page);
    case PAGE_SUMMARY:
    case N_PAGES:
    default:
      return GTK_WIDGET (hangar_summary_page_new (self->spec));
    }
}

static HangarCommandText *
make_commands (gpointer data)
{
  HangarNewMachineDialog *self = data;
  HangarConnection *host = hangar_host_choice_get_selected (self->hosts);
  g_autofree char *problem = find_problem (self, PAGE_SUMMARY);

  return host != NULL && problem == NULL
           ? hangar_guest_commands_for_install (hangar_connection_get_uri (host), self->spec)
           : NULL;
}

static void
add_commands (HangarNewMachineDialog *self)
{
  self->commands = HANGAR_COMMANDS_EXPANDER (hangar_commands_expander_new ());
  hangar_commands_expander_set_source (self->commands, make_commands, self);
  hangar_create_page_add (self->pages[PAGE_SUMMARY], GTK_WIDGET (self->commands));
}

static void
ensure_page (HangarNewMachineDialog *self, Page page)
{
  const PageFacts *facts = &page_facts[page];

  if (self->pages[page] != NULL)
    return;
  self->pages[page] =
    hangar_create_page_new (_ (facts->heading), facts->explanation != NULL ? _ (facts->explanation) : NULL);
  hangar_create_page_add (self->pages[page], make_form (self, page));
  if (page == PAGE_SUMMARY)
    add_commands (self);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->pages[page]), facts->name);
}

static void
show_title (HangarNewMachineDialog *self)
{
  int number = 0;
  int count = 0;
  g_autofree char *text = NULL;

  for (int page = 0; page < N_PAGES; page++)
    {
      count += is_asked (self, (Page) page);
      number += page <= (int) self->page && is_asked (self, (Page) page);
    }
  if (is_asked (self, self->page))
    /* TRANSLATORS: the page that is shown, and how many there are */
    text = g_strdup_printf (_ ("Step %d of %d"), number, count);
  adw_window_title_set_subtitle (self->title, text != NULL ? text : "");
}

/* The others are hidden in earnest: assistive technology would read them, and GTK would style them. */
static void
show_child (HangarNewMachineDialog *self, GtkWidget *shown)
{
  gtk_widget_set_visible (shown, TRUE);
  gtk_stack_set_visible_child (self->stack, shown);
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->stack)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gtk_widget_set_visible (child, child == shown);
}

/* The stack moves the focus itself when it was on the page before. */
static void
take_focus (HangarNewMachineDialog *self, GtkWidget *page)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (gtk_widget_get_mapped (GTK_WIDGET (self)) && (focus == NULL || !gtk_widget_is_ancestor (focus, page)))
    gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD);
}

/* While somebody reads: to make a page and to show it takes longer than to show it. */
static gboolean
make_ahead_cb (gpointer data)
{
  HangarNewMachineDialog *self = data;
  Page next = find_page (self, 1);

  self->ahead_id = 0;
  if (self->pages[next] != NULL)
    return G_SOURCE_REMOVE;
  ensure_page (self, next);
  gtk_widget_set_visible (GTK_WIDGET (self->pages[next]), FALSE);
  return G_SOURCE_REMOVE;
}

static void
show_page (HangarNewMachineDialog *self, Page page)
{
  ensure_page (self, page);
  self->page = page;
  if (page == PAGE_DEFINITION)
    hangar_definition_page_begin (self->definition_page);
  show_child (self, GTK_WIDGET (self->pages[page]));
  show_title (self);
  update (self);
  gtk_window_set_default_widget (GTK_WINDOW (self), page == PAGE_SUMMARY ? GTK_WIDGET (self->create_button)
                                                                         : GTK_WIDGET (self->next_button));
  take_focus (self, GTK_WIDGET (self->pages[page]));
  if (self->ahead_id == 0)
    self->ahead_id = g_idle_add_full (G_PRIORITY_LOW, make_ahead_cb, self, NULL);
}

/* Page by page: assistive technology is told of every widget that goes. */
static gboolean
take_apart_cb (gpointer data)
{
  HangarNewMachineDialog *self = data;
  GtkWidget *page = gtk_widget_get_first_child (GTK_WIDGET (self->stack));

  if (page != NULL)
    {
      gtk_stack_remove (self->stack, page);
      return G_SOURCE_CONTINUE;
    }
  self->ahead_id = 0;
  gtk_window_destroy (GTK_WINDOW (self));
  return G_SOURCE_REMOVE;
}

/* Out of sight at once; the machine's window opens meanwhile. */
static void
close_in_pieces (HangarNewMachineDialog *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  self->commands = NULL;
  g_clear_handle_id (&self->ahead_id, g_source_remove);
  self->ahead_id = g_idle_add (take_apart_cb, self);
}

static void
finish (HangarNewMachineDialog *self)
{
  g_autoptr (HangarJob) job = g_steal_pointer (&self->job);
  g_autofree char *title = NULL;

  g_signal_handlers_disconnect_by_data (job, self);
  if (hangar_job_get_state (job) == HANGAR_JOB_DONE)
    {
      g_signal_emit (self, signals[SIGNAL_CREATED], 0, self->connection, hangar_guest_install_get_uuid (job));
      close_in_pieces (self);
      return;
    }
  show_page (self, PAGE_SUMMARY);
  hangar_host_choice_ask_again (self->hosts);
  if (hangar_job_get_state (job) != HANGAR_JOB_FAILED)
    return;
  /* TRANSLATORS: %s is the name of a machine */
  title = g_strdup_printf (_ ("Could not create “%s”"), hangar_guest_spec_get_name (self->spec));
  hangar_error_toast_show (self->overlay, title, hangar_job_get_error (job));
}

static void
job_changed_cb (HangarNewMachineDialog *self)
{
  hangar_progress_page_show_job (self->progress_page, self->job);
  if (hangar_job_is_finished (self->job))
    finish (self);
}

static void
show_progress (HangarNewMachineDialog *self)
{
  if (self->progress_page == NULL)
    {
      self->progress_page = hangar_progress_page_new ();
      gtk_stack_add_named (self->stack, GTK_WIDGET (self->progress_page), "progress");
    }
  show_child (self, GTK_WIDGET (self->progress_page));
}

static void
run (HangarNewMachineDialog *self)
{
  g_autofree char *problem = find_problem (self, PAGE_SUMMARY);

  if (problem != NULL || self->job != NULL)
    return;
  g_set_object (&self->connection, hangar_host_choice_get_selected (self->hosts));
  self->job = hangar_guest_install_new (self->connection, self->spec);
  hangar_job_set_commands (self->job, make_commands (self));
  show_progress (self);
  update (self);
  g_signal_connect_object (self->job, "notify::state", G_CALLBACK (job_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->job, "notify::sealed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->job, "notify::status", G_CALLBACK (job_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->job, "notify::progress", G_CALLBACK (job_changed_cb), self,
                           G_CONNECT_SWAPPED);
  hangar_job_list_start (self->jobs, self->job);
}

static void
consent_cb (HangarNewMachineDialog *self, const char *response)
{
  if (g_str_equal (response, "create") && self->spec != NULL)
    run (self);
}

/* A disk may be larger than what is free, and nobody should learn that only when the machine stands still. */
static void
ask_consent (HangarNewMachineDialog *self)
{
  g_autofree char *advice = hangar_guest_spec_dup_advice (self->spec, HANGAR_GUEST_FIELD_DISK);
  GtkWidget *dialog =
    adw_message_dialog_new (GTK_WINDOW (self), _ ("The Disk Is Larger Than What Is Free"), NULL);

  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (dialog), advice);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "create",
                                    _ ("Create _Anyway"), NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (consent_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
run_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  HangarNewMachineDialog *self = HANGAR_NEW_MACHINE_DIALOG (widget);

  if (hangar_guest_spec_is_larger_than_free (self->spec))
    ask_consent (self);
  else
    run (self);
}

static void
cancel_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  HangarNewMachineDialog *self = HANGAR_NEW_MACHINE_DIALOG (widget);

  if (self->job != NULL)
    hangar_job_cancel (self->job);
  else
    gtk_window_close (GTK_WINDOW (self));
}

static void
next_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  HangarNewMachineDialog *self = HANGAR_NEW_MACHINE_DIALOG (widget);

  show_page (self, find_page (self, 1));
}

static void
back_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  HangarNewMachineDialog *self = HANGAR_NEW_MACHINE_DIALOG (widget);

  show_page (self, find_page (self, -1));
}

static void
skip_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  show_page (HANGAR_NEW_MACHINE_DIALOG (widget), PAGE_SUMMARY);
}

static void
show_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  const char *name = g_variant_get_string (parameter, NULL);

  for (int page = 0; page < N_PAGES; page++)
    if (g_str_equal (page_facts[page].name, name))
      show_page (HANGAR_NEW_MACHINE_DIALOG (widget), (Page) page);
}

static gboolean
drop_cb (HangarNewMachineDialog *self, const GValue *value)
{
  GFile *file = g_value_get_object (value);

  if (file == NULL || self->job != NULL)
    return FALSE;
  show_page (self, PAGE_START);
  hangar_start_page_take_file (self->start_page, file);
  return TRUE;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  /* Without the database there is still the unknown system. */
  if (!hangar_os_catalog_load_finish (HANGAR_OS_CATALOG (source), result, &error))
    g_debug ("the database of operating systems: %s", error->message);
}

/* Else GTK begins with the first button of the bar, which gives it all up. */
static void
hangar_new_machine_dialog_map (GtkWidget *widget)
{
  HangarNewMachineDialog *self = HANGAR_NEW_MACHINE_DIALOG (widget);

  GTK_WIDGET_CLASS (hangar_new_machine_dialog_parent_class)->map (widget);

  if (self->pages[self->page] != NULL)
    take_focus (self, GTK_WIDGET (self->pages[self->page]));
}

static void
hangar_new_machine_dialog_dispose (GObject *object)
{
  HangarNewMachineDialog *self = HANGAR_NEW_MACHINE_DIALOG (object);

  g_clear_handle_id (&self->ahead_id, g_source_remove);
  g_clear_object (&self->hosts);
  g_clear_object (&self->connection);
  g_clear_object (&self->job);
  g_clear_object (&self->jobs);
  g_clear_object (&self->spec);
  g_clear_object (&self->settings);
  g_clear_object (&self->catalog);
  gtk_widget_dispose_template (GTK_WIDGET (self), HANGAR_TYPE_NEW_MACHINE_DIALOG);
  G_OBJECT_CLASS (hangar_new_machine_dialog_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "create.run", NULL, run_activated);
  gtk_widget_class_install_action (widget_class, "create.cancel", NULL, cancel_activated);
  gtk_widget_class_install_action (widget_class, "create.next", NULL, next_activated);
  gtk_widget_class_install_action (widget_class, "create.back", NULL, back_activated);
  gtk_widget_class_install_action (widget_class, "create.skip", NULL, skip_activated);
  gtk_widget_class_install_action (widget_class, "create.show", "s", show_activated);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "create.cancel", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "create.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Right, GDK_ALT_MASK, "create.next", NULL);
}

static void
hangar_new_machine_dialog_class_init (HangarNewMachineDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_new_machine_dialog_dispose;
  widget_class->map = hangar_new_machine_dialog_map;

  /**
   * HangarNewMachineDialog::created:
   * @connection: its host
   * @uuid: the machine's UUID
   *
   * A machine was made and started. The host's event of it may come later.
   */
  signals[SIGNAL_CREATED] =
    g_signal_new ("created", HANGAR_TYPE_NEW_MACHINE_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, HANGAR_TYPE_CONNECTION, G_TYPE_STRING);

  install_actions (widget_class);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               HANGAR_RESOURCE_PATH "/create/new-machine-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarNewMachineDialog, overlay);
  gtk_widget_class_bind_template_child (widget_class, HangarNewMachineDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, HangarNewMachineDialog, title);
  gtk_widget_class_bind_template_child (widget_class, HangarNewMachineDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, HangarNewMachineDialog, back_button);
  gtk_widget_class_bind_template_child (widget_class, HangarNewMachineDialog, next_button);
  gtk_widget_class_bind_template_child (widget_class, HangarNewMachineDialog, create_button);
  gtk_widget_class_bind_template_child (widget_class, HangarNewMachineDialog, skip_button);
  gtk_widget_class_bind_template_child (widget_class, HangarNewMachineDialog, bottom);
  gtk_widget_class_bind_template_child (widget_class, HangarNewMachineDialog, problem_label);
}

static void
hangar_new_machine_dialog_init (HangarNewMachineDialog *self)
{
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_FILE, GDK_ACTION_COPY);

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  self->spec = hangar_guest_spec_new ();
}

/**
 * hangar_new_machine_dialog_new:
 * @needs: what it works with
 *
 * Makes the window; the rest of the program stays usable beside it.
 *
 * Returns: (transfer floating): the dialog
 */
HangarNewMachineDialog *
hangar_new_machine_dialog_new (const HangarNewMachineNeeds *needs)
{
  HangarNewMachineDialog *self = g_object_new (HANGAR_TYPE_NEW_MACHINE_DIALOG, NULL);
  g_auto (HangarGuestDefaults) defaults = { 0 };

  hangar_settings_get_guest_defaults (needs->settings, &defaults);
  hangar_guest_spec_set_defaults (self->spec, &defaults);
  self->jobs = g_object_ref (needs->jobs);
  self->settings = g_object_ref (needs->settings);
  self->catalog = g_object_ref (needs->catalog);
  self->hosts = hangar_host_choice_new (needs->connections, needs->preferred, self->spec);
  hangar_os_catalog_load_async (self->catalog, NULL, loaded_cb, NULL);
  show_page (self, PAGE_START);
  g_signal_connect_object (self->spec, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->hosts, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * hangar_new_machine_dialog_take_file:
 * @self: the dialog
 * @file: a disc image, a disk or an appliance
 *
 * Begins with a file that was dropped elsewhere.
 */
void
hangar_new_machine_dialog_take_file (HangarNewMachineDialog *self, GFile *file)
{
  hangar_start_page_take_file (self->start_page, file);
}
