/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The application object: command line, actions of the whole program, and its windows. */

#include "config.h"

#include "app/application.h"

#include <glib/gi18n.h>

#include "app/command-line.h"
#include "app/leftover-watch.h"
#include "app/machine-arrival.h"
#include "app/machine-wish.h"
#include "model/connection-list.h"
#include "model/first-run.h"
#include "model/guest-finisher.h"
#include "model/job.h"
#include "model/fullness.h"
#include "model/monitor.h"
#include "model/os-catalog.h"
#include "model/settings.h"
#include "ui/create/new-machine-dialog.h"
#include "ui/dialogs/about-window.h"
#include "ui/dialogs/add-host-dialog.h"
#include "ui/dialogs/credentials-dialog.h"
#include "ui/dialogs/preferences-window.h"
#include "ui/domain/domain-window.h"
#include "ui/manager/manager-window.h"

/* In s: how long a start waits for the hosts of a machine that was named on the command line. */
#define WISH_DEADLINE 30

/* In s: how long a machine that was just made may take to be heard of. */
#define CREATED_DEADLINE 10

struct _HangarApplication
{
  AdwApplication parent_instance;

  HangarSettings *settings;
  HangarConnectionList *connections; /* NULL until the first command line says which */
  HangarFirstRun *first_run;
  HangarMonitor *monitor;
  HangarJobList *jobs;
  HangarOsCatalog *os_catalog;
  HangarGuestFinisher *finisher;
  HangarManagerWindow *manager; /* weak: the window belongs to GTK */
  gboolean only_named_hosts;    /* the command line named them: no others are opened or looked for */
  int exit_status;
};

G_DEFINE_FINAL_TYPE (HangarApplication, hangar_application, ADW_TYPE_APPLICATION)

/* What a command line waits for. */
typedef struct
{
  HangarApplication *self;
  GApplicationCommandLine *invocation;
  HangarCommandLine *wanted;
} Wish;

static void
wish_free (Wish *wish)
{
  g_application_release (G_APPLICATION (wish->self));
  g_object_unref (wish->self);
  g_object_unref (wish->invocation);
  hangar_command_line_free (wish->wanted);
  g_free (wish);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Wish, wish_free)

static void
show_manager (HangarApplication *self)
{
  if (self->manager != NULL)
    {
      gtk_window_present (GTK_WINDOW (self->manager));
      return;
    }
  g_set_weak_pointer (&self->manager, hangar_manager_window_new (GTK_APPLICATION (self), self->settings,
                                                                 self->connections, self->jobs));
  hangar_manager_window_set_first_run (self->manager, self->first_run);
  hangar_manager_window_set_os_catalog (self->manager, self->os_catalog);
  gtk_window_present (GTK_WINDOW (self->manager));
}

static void
show_machine (HangarApplication *self, HangarDomain *domain, gboolean console)
{
  HangarDomainWindow *window = hangar_domain_window_open (GTK_APPLICATION (self), domain, self->settings);

  hangar_domain_window_set_jobs (window, self->jobs);
  hangar_domain_window_set_os_catalog (window, self->os_catalog);
  hangar_domain_window_set_hosts (window, G_LIST_MODEL (self->connections));
  if (console)
    hangar_domain_window_show_page (window, "console");
}

static void
present_dialog (HangarApplication *self, GtkWindow *dialog)
{
  /* The program's windows are looked at before the dialog is one of them. */
  gtk_window_set_transient_for (dialog, gtk_application_get_active_window (GTK_APPLICATION (self)));
  gtk_window_set_application (dialog, GTK_APPLICATION (self));
  gtk_window_present (dialog);
}

/* --- Hosts */

static void
checking_cb (HangarApplication *self)
{
  if (!hangar_first_run_is_checking (self->first_run))
    hangar_connection_list_open_all (self->connections);
}

static gboolean
open_all_cb (gpointer user_data)
{
  HangarApplication *self = HANGAR_APPLICATION (user_data);

  hangar_connection_list_open_all (self->connections);
  if (!self->only_named_hosts && !hangar_settings_get_first_run_done (self->settings))
    hangar_first_run_check (self->first_run);
  return G_SOURCE_REMOVE;
}

static gboolean
credentials_requested_cb (HangarConnection *connection, HangarCredentials *credentials,
                          HangarApplication *self)
{
  HangarCredentialsDialog *dialog = hangar_credentials_dialog_new (connection, credentials);

  present_dialog (self, GTK_WINDOW (dialog));
  return TRUE;
}

static void
connections_changed_cb (HangarApplication *self, guint position, guint removed, guint added)
{
  for (guint i = 0; i < added; i++)
    {
      g_autoptr (HangarConnection) connection =
        g_list_model_get_item (G_LIST_MODEL (self->connections), position + i);

      g_signal_connect_object (connection, "credentials-requested", G_CALLBACK (credentials_requested_cb),
                               self, 0);
    }
}

/* Something is with a machine that the user wants to be told. */
static void
notify_of_machine (HangarApplication *self, HangarDomain *domain, const char *title)
{
  HangarConnection *connection = hangar_domain_get_connection (domain);
  g_autoptr (GNotification) notification = g_notification_new (title);

  if (connection == NULL)
    return;
  g_notification_set_body (notification, hangar_connection_get_label (connection));
  g_notification_set_default_action_and_target (notification, "app.show-machine", "(ss)",
                                                hangar_connection_get_uri (connection),
                                                hangar_domain_get_uuid (domain));
  g_application_send_notification (G_APPLICATION (self), hangar_domain_get_uuid (domain), notification);
}

static void
busy_cb (HangarApplication *self, HangarDomain *domain)
{
  g_autofree char *title =
    g_strdup_printf (_ ("“%s” is constantly busy"), hangar_domain_get_display_name (domain));

  notify_of_machine (self, domain, title);
}

static void
disk_full_cb (HangarApplication *self, HangarDomain *domain)
{
  g_autofree char *title =
    g_strdup_printf (_ ("A disk of “%s” is nearly full"), hangar_domain_get_display_name (domain));

  notify_of_machine (self, domain, title);
}

static void
machine_full_cb (HangarApplication *self, HangarDomain *domain)
{
  g_autofree char *title =
    g_strdup_printf (_ ("A filesystem in “%s” is nearly full"), hangar_domain_get_display_name (domain));

  notify_of_machine (self, domain, title);
}

static void
pool_full_cb (HangarApplication *self, HangarConnection *connection)
{
  const char *pools = hangar_connection_get_fullness (connection);
  g_autoptr (GNotification) notification = g_notification_new (_ ("Storage is nearly full"));
  /* Translators: the name of a host, and those of its storage pools */
  g_autofree char *body =
    g_strdup_printf (_ ("%s: %s"), hangar_connection_get_label (connection), pools != NULL ? pools : "");

  g_notification_set_body (notification, body);
  g_application_send_notification (G_APPLICATION (self), hangar_connection_get_uri (connection),
                                   notification);
}

/* The hosts named on the command line are for this start only, and then there are no others. */
static void
begin_with_hosts (HangarApplication *self, char **uris)
{
  self->connections = hangar_connection_list_new (uris != NULL ? NULL : self->settings);
  self->only_named_hosts = uris != NULL;
  self->first_run = hangar_first_run_new (self->connections, self->settings);
  g_signal_connect_object (self->first_run, "notify::checking", G_CALLBACK (checking_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->connections, "items-changed", G_CALLBACK (connections_changed_cb), self,
                           G_CONNECT_SWAPPED);
  self->monitor = hangar_monitor_new (self->settings, G_LIST_MODEL (self->connections));
  g_signal_connect_object (self->monitor, "busy", G_CALLBACK (busy_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->monitor, "disk-full", G_CALLBACK (disk_full_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->monitor, "machine-full", G_CALLBACK (machine_full_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->monitor, "pool-full", G_CALLBACK (pool_full_cb), self, G_CONNECT_SWAPPED);
  hangar_connection_list_load (self->connections);
  for (char **uri = uris; uri != NULL && *uri != NULL; uri++)
    hangar_connection_list_add (self->connections, *uri, NULL, TRUE);
  self->finisher = hangar_guest_finisher_new (G_LIST_MODEL (self->connections));
  hangar_leftover_watch_begin (GTK_APPLICATION (self), self->connections, self->jobs);
  /* Low: the window is on the screen before the first connection is made. */
  g_idle_add_full (G_PRIORITY_LOW, open_all_cb, g_object_ref (self), g_object_unref);
}

static void
open_hosts (HangarApplication *self, char **uris)
{
  for (char **uri = uris; uri != NULL && *uri != NULL; uri++)
    {
      HangarConnection *connection = hangar_connection_list_add_for_now (self->connections, *uri);

      hangar_connection_open (connection);
      if (self->manager != NULL)
        hangar_manager_window_show_connection (self->manager, connection);
    }
}

/* --- Command line */

static void
fail (HangarApplication *self, GApplicationCommandLine *invocation, const char *message)
{
  g_application_command_line_printerr (invocation, "hangar: %s\n", message);
  g_application_command_line_set_exit_status (invocation, 1);
  if (!g_application_command_line_get_is_remote (invocation))
    self->exit_status = 1;
}

static void
wish_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Wish) wish = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HangarDomain) domain = hangar_machine_wish_finish (result, &error);

  if (domain == NULL)
    fail (wish->self, wish->invocation, error->message);
  else
    show_machine (wish->self, domain, wish->wanted->console);
}

static void
grant (HangarApplication *self, GApplicationCommandLine *invocation, HangarCommandLine *wanted)
{
  Wish *wish;

  if (wanted->machine == NULL)
    {
      show_manager (self);
      if (wanted->new_machine)
        g_action_group_activate_action (G_ACTION_GROUP (self), "new-machine", NULL);
      hangar_command_line_free (wanted);
      return;
    }
  wish = g_new0 (Wish, 1);
  wish->self = g_object_ref (self);
  wish->invocation = g_object_ref (invocation);
  wish->wanted = wanted;
  g_application_hold (G_APPLICATION (self));
  hangar_connection_list_open_all (self->connections);
  hangar_machine_wish_async (G_LIST_MODEL (self->connections), wanted->machine, WISH_DEADLINE, NULL,
                             wish_found_cb, wish);
}

static int
hangar_application_command_line (GApplication *app, GApplicationCommandLine *invocation)
{
  HangarApplication *self = HANGAR_APPLICATION (app);
  g_autoptr (GError) error = NULL;
  HangarCommandLine *wanted =
    hangar_command_line_new (g_application_command_line_get_options_dict (invocation), &error);

  if (wanted == NULL)
    {
      fail (self, invocation, error->message);
      return 1;
    }
  if (wanted->debug && g_application_command_line_get_is_remote (invocation))
    g_log_set_debug_enabled (TRUE);
  if (self->connections == NULL)
    begin_with_hosts (self, wanted->uris);
  else
    open_hosts (self, wanted->uris);
  grant (self, invocation, wanted);
  return 0;
}

/* Only our own messages; there are no threads yet. */
static void
enable_debug (void)
{
  const char *before = g_getenv ("G_MESSAGES_DEBUG");
  g_autofree char *domains = g_strdup_printf ("%s %s", before != NULL ? before : "", G_LOG_DOMAIN);

  g_setenv ("G_MESSAGES_DEBUG", domains, TRUE);
}

static int
hangar_application_handle_local_options (GApplication *app, GVariantDict *options)
{
  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("hangar %s\n", HANGAR_VERSION);
      return 0;
    }
  if (g_variant_dict_contains (options, "debug"))
    enable_debug ();
  return -1;
}

static void
hangar_application_activate (GApplication *app)
{
  HangarApplication *self = HANGAR_APPLICATION (app);

  if (self->connections == NULL)
    begin_with_hosts (self, NULL);
  show_manager (self);
}

/* --- Actions */

static void
show_machine_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HangarApplication *self = HANGAR_APPLICATION (user_data);
  const char *uri, *uuid;
  HangarConnection *connection;
  HangarDomain *domain;

  g_variant_get (parameter, "(&s&s)", &uri, &uuid);
  connection = self->connections != NULL ? hangar_connection_list_find (self->connections, uri) : NULL;
  domain = connection != NULL ? hangar_connection_find_domain (connection, uuid) : NULL;
  if (domain != NULL)
    show_machine (self, domain, g_str_equal (g_action_get_name (G_ACTION (action)), "show-console"));
}

static void
created_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HangarApplication) self = user_data;
  g_autoptr (HangarDomain) domain = hangar_machine_arrival_finish (result, NULL);

  if (domain != NULL)
    show_machine (self, domain, TRUE);
}

static void
created_cb (HangarApplication *self, HangarConnection *connection, const char *uuid)
{
  hangar_machine_arrival_async (connection, uuid, CREATED_DEADLINE, created_found_cb, g_object_ref (self));
}

static void
new_machine_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HangarApplication *self = HANGAR_APPLICATION (user_data);
  const HangarNewMachineNeeds needs = {
    .connections = self->connections,
    .preferred = self->manager != NULL ? hangar_manager_window_get_connection (self->manager) : NULL,
    .settings = self->settings,
    .jobs = self->jobs,
    .catalog = self->os_catalog,
  };
  HangarNewMachineDialog *dialog = hangar_new_machine_dialog_new (&needs);

  g_signal_connect_object (dialog, "created", G_CALLBACK (created_cb), self, G_CONNECT_SWAPPED);
  if (parameter != NULL)
    {
      g_autoptr (GFile) file = g_file_new_for_path (g_variant_get_string (parameter, NULL));

      hangar_new_machine_dialog_take_file (dialog, file);
    }
  present_dialog (self, GTK_WINDOW (dialog));
}

static void
host_added_cb (HangarApplication *self, HangarConnection *connection)
{
  if (self->manager != NULL)
    hangar_manager_window_show_connection (self->manager, connection);
}

static void
add_host_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HangarApplication *self = HANGAR_APPLICATION (user_data);
  HangarAddHostDialog *dialog = hangar_add_host_dialog_new (self->connections);

  g_signal_connect_object (dialog, "added", G_CALLBACK (host_added_cb), self, G_CONNECT_SWAPPED);
  present_dialog (self, GTK_WINDOW (dialog));
}

static void
preferences_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HangarApplication *self = HANGAR_APPLICATION (user_data);

  present_dialog (self, GTK_WINDOW (hangar_preferences_window_new (self->settings)));
}

static void
shortcuts_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  hangar_shortcuts_window_show (gtk_application_get_active_window (user_data));
}

static void
about_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  hangar_about_window_show (gtk_application_get_active_window (user_data));
}

static void
quit_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GList *window;

  /* Each window is asked, so that it can keep its size or say what would be lost. */
  while ((window = gtk_application_get_windows (user_data)) != NULL)
    {
      GtkWindow *first = window->data;

      gtk_window_close (first);
      if (gtk_application_get_windows (user_data) != NULL &&
          gtk_application_get_windows (user_data)->data == first)
        return;
    }
}

static void
add_actions (HangarApplication *self)
{
  const GActionEntry entries[] = {
    { "show-machine", show_machine_activated, "(ss)" },
    { "show-console", show_machine_activated, "(ss)" },
    { "new-machine", new_machine_activated },
    { "install-from", new_machine_activated, "s" },
    { "add-host", add_host_activated },
    { "preferences", preferences_activated },
    { "shortcuts", shortcuts_activated },
    { "about", about_activated },
    { "quit", quit_activated },
  };
  const struct
  {
    const char *action;
    const char *keys[3];
  } accels[] = {
    { "app.new-machine", { "<Control>n" } },
    { "app.preferences", { "<Control>comma" } },
    { "app.shortcuts", { "<Control>question", "F1" } },
    { "app.quit", { "<Control>q" } },
    { "win.search", { "<Control>f" } },
    { "window.close", { "<Control>w" } },
    { "domain.run", { "<Control>r" } },
    { "domain.suspend", { "<Control>p" } },
    { "domain.shutdown", { "<Control><Shift>q" } },
    { "domain.take-snapshot", { "<Control><Shift>s" } },
    { "domain.insert-media", { "<Control><Shift>i" } },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  for (gsize i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), accels[i].action,
                                           (const char *const *) accels[i].keys);
}

static void
hangar_application_startup (GApplication *app)
{
  HangarApplication *self = HANGAR_APPLICATION (app);

  G_APPLICATION_CLASS (hangar_application_parent_class)->startup (app);
  self->settings = hangar_settings_new ();
  self->jobs = hangar_job_list_new ();
  self->os_catalog = hangar_os_catalog_new ();
  add_actions (self);
}

static void
hangar_application_shutdown (GApplication *app)
{
  HangarApplication *self = HANGAR_APPLICATION (app);

  if (self->connections != NULL)
    hangar_connection_list_close_all (self->connections);
  G_APPLICATION_CLASS (hangar_application_parent_class)->shutdown (app);
}

static void
hangar_application_dispose (GObject *object)
{
  HangarApplication *self = HANGAR_APPLICATION (object);

  g_clear_weak_pointer (&self->manager);
  g_clear_object (&self->first_run);
  g_clear_object (&self->monitor);
  g_clear_object (&self->connections);
  g_clear_object (&self->jobs);
  g_clear_object (&self->os_catalog);
  g_clear_object (&self->finisher);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (hangar_application_parent_class)->dispose (object);
}

static void
hangar_application_class_init (HangarApplicationClass *klass)
{
  GApplicationClass *app_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_application_dispose;
  app_class->startup = hangar_application_startup;
  app_class->shutdown = hangar_application_shutdown;
  app_class->activate = hangar_application_activate;
  app_class->handle_local_options = hangar_application_handle_local_options;
  app_class->command_line = hangar_application_command_line;
}

static void
hangar_application_init (HangarApplication *self)
{
  g_application_add_main_option_entries (G_APPLICATION (self), hangar_command_line_get_options ());
}

/**
 * hangar_application_new:
 *
 * Returns: (transfer full): the application
 */
HangarApplication *
hangar_application_new (void)
{
  return g_object_new (HANGAR_TYPE_APPLICATION, "application-id", HANGAR_APPLICATION_ID, "flags",
                       G_APPLICATION_HANDLES_COMMAND_LINE, "resource-base-path", HANGAR_RESOURCE_PATH, NULL);
}

/**
 * hangar_application_get_exit_status:
 * @self: the application, after it ran
 *
 * Returns: what the program's own start came to: 0, or 1 when it could not do what the command line wanted
 */
int
hangar_application_get_exit_status (HangarApplication *self)
{
  return self->exit_status;
}
