/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done to one machine, as actions "domain.…" for menus, header bars and keys alike. */

#include "config.h"

#include "ui/domain/domain-actions.h"

#include <glib/gi18n-lib.h>

#include "model/clone-independent.h"
#include "model/clone.h"
#include "model/domain-commands.h"
#include "model/domain-rename.h"
#include "model/domain-template.h"
#include "ui/dialogs/commands-expander.h"
#include "ui/domain/clone-dialog.h"
#include "ui/domain/confirm-dialog.h"
#include "ui/domain/delete-dialog.h"
#include "ui/domain/dependants-dialog.h"
#include "ui/domain/domain-jobs.h"
#include "ui/domain/domain-questions.h"
#include "ui/domain/domain-window.h"
#include "ui/domain/snapshot-dialog.h"
#include "ui/domain/media-actions.h"
#include "ui/domain/rename-dialog.h"
#include "widgets/error-toast.h"

struct _HangarDomainActions
{
  GSimpleActionGroup parent_instance;

  HangarSettings *settings;
  HangarJobList *jobs;
  GListModel *hosts; /* (nullable): of HangarConnection */
  HangarOsCatalog *os_catalog;
  HangarDomain *domain;
  GSignalGroup *domain_signals;
  GtkWidget *widget;    /* weak: the window that owns us owns it too */
  GHashTable *refusals; /* action name → why not; what is possible is not in it */
};

G_DEFINE_FINAL_TYPE (HangarDomainActions, hangar_domain_actions, G_TYPE_SIMPLE_ACTION_GROUP)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

typedef struct
{
  const char *name;
  HangarDomainOperation operation;
} ActionEntry;

static const ActionEntry operation_entries[] = {
  { "start", HANGAR_DOMAIN_OPERATION_START },
  { "suspend", HANGAR_DOMAIN_OPERATION_SUSPEND },
  { "resume", HANGAR_DOMAIN_OPERATION_RESUME },
  { "shutdown", HANGAR_DOMAIN_OPERATION_SHUTDOWN },
  { "reboot", HANGAR_DOMAIN_OPERATION_REBOOT },
  { "reset", HANGAR_DOMAIN_OPERATION_RESET },
  { "force-off", HANGAR_DOMAIN_OPERATION_FORCE_OFF },
  { "save", HANGAR_DOMAIN_OPERATION_SAVE },
  { "restore", HANGAR_DOMAIN_OPERATION_RESTORE },
  { "drop-saved", HANGAR_DOMAIN_OPERATION_DROP_SAVED },
  { "wake-up", HANGAR_DOMAIN_OPERATION_WAKE_UP },
  { "autostart", HANGAR_DOMAIN_OPERATION_AUTOSTART },
  { "no-autostart", HANGAR_DOMAIN_OPERATION_NO_AUTOSTART },
};

/* One operation under way: the group may have gone on to another domain before it ends. */
typedef struct
{
  HangarDomainActions *self;
  HangarDomain *domain;
  HangarDomainOperation operation;
} Attempt;

static Attempt *
attempt_new (HangarDomainActions *self, HangarDomain *domain, HangarDomainOperation operation)
{
  Attempt *attempt = g_new0 (Attempt, 1);

  attempt->self = g_object_ref (self);
  attempt->domain = g_object_ref (domain);
  attempt->operation = operation;
  return attempt;
}

static void
attempt_free (Attempt *attempt)
{
  g_object_unref (attempt->self);
  g_object_unref (attempt->domain);
  g_free (attempt);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Attempt, attempt_free)

static void
attempt_closed_cb (gpointer data, GClosure *closure)
{
  attempt_free (data);
}

static GtkWindow *
get_window (HangarDomainActions *self)
{
  GtkRoot *root = self->widget != NULL ? gtk_widget_get_root (self->widget) : NULL;

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

/* Takes @attempt, which lives as long as the question. */
static void
present_question (HangarDomainActions *self, AdwMessageDialog *dialog, GCallback answered, Attempt *attempt)
{
  g_signal_connect_data (dialog, "response", answered, attempt, attempt_closed_cb, 0);
  gtk_window_set_transient_for (GTK_WINDOW (dialog), get_window (self));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
tell_failure (Attempt *attempt, const GError *error)
{
  g_autofree char *text = hangar_domain_operation_failure_text (attempt->domain, attempt->operation);

  hangar_domain_tell_failure (attempt->self->widget, text, error);
}

static void operate (HangarDomainActions *self, HangarDomain *domain, HangarDomainOperation operation);

static void
restore_answered_cb (AdwMessageDialog *dialog, const char *response, Attempt *attempt)
{
  if (g_str_equal (response, "discard"))
    hangar_domain_start_fresh (attempt->domain, attempt->self->widget);
}

static void
offer_fresh_start (Attempt *attempt, const GError *error)
{
  AdwMessageDialog *dialog = hangar_domain_question_restore (attempt->domain, error);

  present_question (attempt->self, ADW_MESSAGE_DIALOG (dialog), G_CALLBACK (restore_answered_cb),
                    attempt_new (attempt->self, attempt->domain, attempt->operation));
}

static void
operated_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Attempt) attempt = user_data;
  g_autoptr (GError) error = NULL;

  if (hangar_domain_operate_finish (attempt->domain, result, &error))
    return;
  if (attempt->operation == HANGAR_DOMAIN_OPERATION_RESTORE &&
      hangar_domain_operation_refusal (attempt->domain, HANGAR_DOMAIN_OPERATION_DROP_SAVED) == NULL)
    offer_fresh_start (attempt, error);
  else
    tell_failure (attempt, error);
}

static void
ignored_answered_cb (AdwMessageDialog *dialog, const char *response, Attempt *attempt)
{
  if (g_str_equal (response, "force-off"))
    operate (attempt->self, attempt->domain, HANGAR_DOMAIN_OPERATION_FORCE_OFF);
}

static void
shutdown_ignored_cb (HangarDomain *domain, HangarDomainActions *self)
{
  AdwMessageDialog *dialog;

  /* Whoever asked next is told next. */
  g_signal_handlers_disconnect_by_func (domain, shutdown_ignored_cb, self);
  if (self->widget == NULL)
    return;

  dialog = hangar_domain_question_shutdown_ignored (domain);
  present_question (self, ADW_MESSAGE_DIALOG (dialog), G_CALLBACK (ignored_answered_cb),
                    attempt_new (self, domain, HANGAR_DOMAIN_OPERATION_SHUTDOWN));
}

static void
operate (HangarDomainActions *self, HangarDomain *domain, HangarDomainOperation operation)
{
  if (operation == HANGAR_DOMAIN_OPERATION_SHUTDOWN)
    {
      g_signal_handlers_disconnect_by_func (domain, shutdown_ignored_cb, self);
      g_signal_connect_object (domain, "shutdown-ignored", G_CALLBACK (shutdown_ignored_cb), self, 0);
    }
  hangar_domain_operate_async (domain, operation, NULL, operated_cb, attempt_new (self, domain, operation));
}

static void
confirmed_cb (AdwMessageDialog *dialog, const char *response, Attempt *attempt)
{
  if (g_str_equal (response, "accept"))
    operate (attempt->self, attempt->domain, attempt->operation);
}

static void
ask_then_operate (HangarDomainActions *self, HangarDomainOperation operation, HangarSettingsConfirm question)
{
  HangarConfirmDialog *dialog;

  if (!hangar_settings_get_confirm (self->settings, question))
    {
      operate (self, self->domain, operation);
      return;
    }

  dialog =
    hangar_confirm_dialog_new (self->settings, question, hangar_domain_get_display_name (self->domain));
  hangar_commands_expander_add_to (ADW_MESSAGE_DIALOG (dialog),
                                   hangar_domain_commands_new (self->domain, operation));
  present_question (self, ADW_MESSAGE_DIALOG (dialog), G_CALLBACK (confirmed_cb),
                    attempt_new (self, self->domain, operation));
}

static void
drop_answered_cb (AdwMessageDialog *dialog, const char *response, Attempt *attempt)
{
  if (g_str_equal (response, "discard"))
    operate (attempt->self, attempt->domain, attempt->operation);
}

static void
ask_drop_saved (HangarDomainActions *self)
{
  AdwMessageDialog *dialog = hangar_domain_question_drop_saved (self->domain);

  present_question (self, dialog, G_CALLBACK (drop_answered_cb),
                    attempt_new (self, self->domain, HANGAR_DOMAIN_OPERATION_DROP_SAVED));
}

static void
begin (HangarDomainActions *self, HangarDomainOperation operation)
{
  if (operation == HANGAR_DOMAIN_OPERATION_FORCE_OFF)
    ask_then_operate (self, operation, HANGAR_CONFIRM_FORCE_OFF);
  else if (operation == HANGAR_DOMAIN_OPERATION_RESET)
    ask_then_operate (self, operation, HANGAR_CONFIRM_RESET);
  else if (operation == HANGAR_DOMAIN_OPERATION_DROP_SAVED)
    ask_drop_saved (self);
  else
    operate (self, self->domain, operation);
}

static void
operation_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HangarDomainActions *self = user_data;
  const char *name = g_action_get_name (G_ACTION (action));

  for (gsize i = 0; i < G_N_ELEMENTS (operation_entries); i++)
    if (g_str_equal (operation_entries[i].name, name))
      begin (self, operation_entries[i].operation);
}

static void
run_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HangarDomainActions *self = user_data;

  begin (self, hangar_domain_primary_operation (self->domain));
}

static void
abort_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  hangar_domain_abort_operation (HANGAR_DOMAIN_ACTIONS (user_data)->domain);
}

static void
delete_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HangarDomainActions *self = user_data;
  HangarDeleteDialog *dialog = hangar_delete_dialog_new (self->domain, self->hosts, self->jobs);

  gtk_window_set_transient_for (GTK_WINDOW (dialog), get_window (self));
  hangar_delete_dialog_ask (dialog, self->settings);
}

static void
open_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HangarDomainActions *self = user_data;
  GtkWindow *window = get_window (self);
  GtkApplication *application = window != NULL ? gtk_window_get_application (window) : NULL;

  HangarDomainWindow *opened;

  if (application == NULL)
    return;
  opened = hangar_domain_window_open (application, self->domain, self->settings);
  hangar_domain_window_set_jobs (opened, self->jobs);
  hangar_domain_window_set_os_catalog (opened, self->os_catalog);
  hangar_domain_window_set_hosts (opened, self->hosts);
}

static void
media_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HangarDomainActions *self = user_data;
  HangarMediaContext context = { self->domain, self->settings, self->widget };
  const HangarMediaWish nothing = { NULL };
  const char *name = g_action_get_name (G_ACTION (action));

  if (g_str_equal (name, "insert-media"))
    hangar_media_ask_and_insert (&context, NULL);
  else if (g_str_equal (name, "eject-media"))
    hangar_media_change (&context, &nothing);
  else
    hangar_media_boot_once (&context, &nothing);
}

static void
take_snapshot_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HangarDomainActions *self = user_data;
  g_autoptr (HangarSnapshotTree) tree = hangar_snapshot_tree_new (self->domain);
  HangarSnapshotDialog *dialog = hangar_snapshot_dialog_new (tree, self->jobs);

  hangar_snapshot_tree_reload (tree);
  gtk_window_set_transient_for (GTK_WINDOW (dialog), get_window (self));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
clone_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HangarDomainActions *self = user_data;
  HangarCloneDialog *dialog = hangar_clone_dialog_new (self->domain, self->jobs);

  gtk_window_set_transient_for (GTK_WINDOW (dialog), get_window (self));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
rename_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HangarDomainActions *self = user_data;
  HangarRenameDialog *dialog = hangar_rename_dialog_new (self->domain, self->widget);

  gtk_window_set_transient_for (GTK_WINDOW (dialog), get_window (self));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
show_commands_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HangarDomainActions *self = user_data;

  hangar_domain_jobs_show_commands (self->widget, self->domain);
}

/* "make-template" and "make-machine". */
static void
template_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HangarDomainActions *self = user_data;
  gboolean template = g_str_equal (g_action_get_name (G_ACTION (action)), "make-template");

  hangar_domain_run_template_job (self->widget, self->jobs, self->domain, template);
}

static void
independent_answered_cb (AdwMessageDialog *dialog, const char *response, Attempt *attempt)
{
  g_autoptr (HangarJob) job = NULL;

  if (!g_str_equal (response, "independent"))
    return;
  job = hangar_clone_independent_job_new (attempt->domain, attempt->self->hosts);
  hangar_domain_run_job (attempt->self->widget, attempt->self->jobs, job);
}

static void
independent_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HangarDomainActions *self = user_data;

  present_question (self, hangar_domain_question_independent (self->domain),
                    G_CALLBACK (independent_answered_cb),
                    attempt_new (self, self->domain, HANGAR_DOMAIN_OPERATION_NONE));
}

static void
dependants_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HangarDomainActions *self = user_data;
  GtkWindow *dialog = GTK_WINDOW (hangar_dependants_dialog_new (self->domain));

  gtk_window_set_transient_for (dialog, get_window (self));
  gtk_window_present (dialog);
}

static const char *
dependants_refusal (HangarDomain *domain)
{
  if (!hangar_domain_get_available (domain))
    return _ ("Its host is not connected.");
  return hangar_domain_get_template (domain) ? NULL : _ ("It is no template.");
}

/* Deleting forces off what still runs, so the way to "off" must be free. */
static const char *
delete_refusal (HangarDomain *domain)
{
  const char *refusal = hangar_domain_operation_refusal (domain, HANGAR_DOMAIN_OPERATION_UNDEFINE);

  return refusal != NULL && hangar_domain_is_active (domain)
           ? hangar_domain_operation_refusal (domain, HANGAR_DOMAIN_OPERATION_FORCE_OFF)
           : refusal;
}

static const char *
abort_refusal (HangarDomain *domain)
{
  return hangar_domain_get_operation (domain) == HANGAR_DOMAIN_OPERATION_SAVE
           ? NULL
           : _ ("Nothing that can be cancelled is under way.");
}

/* What its disks can keep is said in the dialog, which knows them. */
static const char *
snapshot_refusal (HangarDomain *domain)
{
  if (!hangar_domain_get_available (domain))
    return _ ("Its host is not connected.");
  if (hangar_domain_get_template (domain))
    return _ ("It is a template: its clones depend on its disks as they are.");
  return hangar_domain_get_operation (domain) != HANGAR_DOMAIN_OPERATION_NONE
           ? _ ("Another operation on it is under way.")
           : NULL;
}

static const char *
template_refusal (HangarDomain *domain, gboolean template)
{
  if (hangar_domain_get_template (domain) == template)
    return template ? _ ("It is a template already.") : _ ("It is no template.");
  return hangar_domain_template_refusal (domain);
}

static void
set_refusal (HangarDomainActions *self, const char *name, const char *refusal)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), refusal == NULL);
  if (refusal != NULL)
    g_hash_table_insert (self->refusals, (gpointer) name, g_strdup (refusal));
  else
    g_hash_table_remove (self->refusals, name);
}

/* The one place that decides what is enabled. */
static void
update (HangarDomainActions *self)
{
  HangarDomain *domain = self->domain;
  const char *none = domain == NULL ? _ ("No machine is selected.") : NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (operation_entries); i++)
    set_refusal (self, operation_entries[i].name,
                 domain == NULL ? none
                                : hangar_domain_operation_refusal (domain, operation_entries[i].operation));
  set_refusal (self, "run",
               domain == NULL
                 ? none
                 : hangar_domain_operation_refusal (domain, hangar_domain_primary_operation (domain)));
  set_refusal (self, "delete", domain == NULL ? none : delete_refusal (domain));
  set_refusal (self, "abort", domain == NULL ? none : abort_refusal (domain));
  set_refusal (self, "take-snapshot", domain == NULL ? none : snapshot_refusal (domain));
  set_refusal (self, "clone", domain == NULL ? none : hangar_clone_refusal (domain, FALSE));
  set_refusal (self, "make-template", domain == NULL ? none : template_refusal (domain, TRUE));
  set_refusal (self, "make-machine", domain == NULL ? none : template_refusal (domain, FALSE));
  set_refusal (self, "dependants", domain == NULL ? none : dependants_refusal (domain));
  set_refusal (self, "rename", domain == NULL ? none : hangar_domain_rename_refusal (domain));
  set_refusal (self, "make-independent", domain == NULL ? none : hangar_clone_independent_refusal (domain));
  set_refusal (self, "open", none);
  set_refusal (self, "show-commands", none);
  set_refusal (self, "insert-media", domain == NULL ? none : hangar_domain_media_refusal (domain));
  set_refusal (self, "eject-media", domain == NULL ? none : hangar_domain_media_refusal (domain));
  set_refusal (self, "boot-media-once", domain == NULL ? none : hangar_domain_boot_once_refusal (domain));
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
domain_changed_cb (HangarDomain *domain, GParamSpec *pspec, HangarDomainActions *self)
{
  update (self);
}

static void
domain_removed_cb (HangarDomain *domain, HangarDomainActions *self)
{
  hangar_domain_actions_set_domain (self, NULL);
}

static void
hangar_domain_actions_dispose (GObject *object)
{
  HangarDomainActions *self = HANGAR_DOMAIN_ACTIONS (object);

  g_clear_object (&self->domain_signals);
  g_clear_object (&self->domain);
  g_clear_object (&self->settings);
  g_clear_object (&self->jobs);
  g_clear_object (&self->hosts);
  g_clear_object (&self->os_catalog);
  g_clear_weak_pointer (&self->widget);

  G_OBJECT_CLASS (hangar_domain_actions_parent_class)->dispose (object);
}

static void
hangar_domain_actions_finalize (GObject *object)
{
  g_hash_table_unref (HANGAR_DOMAIN_ACTIONS (object)->refusals);

  G_OBJECT_CLASS (hangar_domain_actions_parent_class)->finalize (object);
}

static void
hangar_domain_actions_class_init (HangarDomainActionsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hangar_domain_actions_dispose;
  object_class->finalize = hangar_domain_actions_finalize;

  /**
   * HangarDomainActions::changed:
   * @self: the actions
   *
   * What is possible, or why not, may have changed.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", HANGAR_TYPE_DOMAIN_ACTIONS, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
}

static void
hangar_domain_actions_init (HangarDomainActions *self)
{
  static const GActionEntry others[] = {
    { "run", run_activated_cb },
    { "delete", delete_activated_cb },
    { "open", open_activated_cb },
    { "abort", abort_activated_cb },
    { "take-snapshot", take_snapshot_activated_cb },
    { "clone", clone_activated_cb },
    { "rename", rename_activated_cb },
    { "show-commands", show_commands_activated_cb },
    { "make-template", template_activated_cb },
    { "make-machine", template_activated_cb },
    { "make-independent", independent_activated_cb },
    { "dependants", dependants_activated_cb },
    { "insert-media", media_activated_cb },
    { "eject-media", media_activated_cb },
    { "boot-media-once", media_activated_cb },
  };
  static const char *const watched[] = { "notify::state",      "notify::operation", "notify::available",
                                         "notify::persistent", "notify::template",  "notify::autostart" };

  self->refusals = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  for (gsize i = 0; i < G_N_ELEMENTS (operation_entries); i++)
    {
      GActionEntry entry = { operation_entries[i].name, operation_activated_cb };

      g_action_map_add_action_entries (G_ACTION_MAP (self), &entry, 1, self);
    }
  g_action_map_add_action_entries (G_ACTION_MAP (self), others, G_N_ELEMENTS (others), self);

  self->domain_signals = g_signal_group_new (HANGAR_TYPE_DOMAIN);
  for (gsize i = 0; i < G_N_ELEMENTS (watched); i++)
    g_signal_group_connect (self->domain_signals, watched[i], G_CALLBACK (domain_changed_cb), self);
  g_signal_group_connect (self->domain_signals, "removed", G_CALLBACK (domain_removed_cb), self);
  update (self);
}

/**
 * hangar_domain_actions_new:
 * @settings: which questions are asked
 *
 * Insert it into a widget under the name "domain". Without a domain nothing is enabled.
 *
 * Returns: (transfer full): the actions
 */
HangarDomainActions *
hangar_domain_actions_new (HangarSettings *settings)
{
  HangarDomainActions *self = g_object_new (HANGAR_TYPE_DOMAIN_ACTIONS, NULL);

  self->settings = g_object_ref (settings);
  return self;
}

/**
 * hangar_domain_actions_set_widget:
 * @self: actions
 * @widget: (nullable): where questions and failures belong: its window gets the dialogs, the nearest
 *   AdwToastOverlay above it, else the first one in its window, the toasts
 */
void
hangar_domain_actions_set_widget (HangarDomainActions *self, GtkWidget *widget)
{
  g_set_weak_pointer (&self->widget, widget);
}

/**
 * hangar_domain_actions_set_jobs:
 * @self: actions
 * @jobs: (nullable): where long tasks are listed
 */
void
hangar_domain_actions_set_jobs (HangarDomainActions *self, HangarJobList *jobs)
{
  g_set_object (&self->jobs, jobs);
}

/**
 * hangar_domain_actions_set_hosts:
 * @self: the actions
 * @hosts: (nullable): all hosts, of #HangarConnection
 */
void
hangar_domain_actions_set_hosts (HangarDomainActions *self, GListModel *hosts)
{
  g_set_object (&self->hosts, hosts);
}

/**
 * hangar_domain_actions_set_os_catalog:
 * @self: actions
 * @os_catalog: (nullable): for the windows that are opened
 */
void
hangar_domain_actions_set_os_catalog (HangarDomainActions *self, HangarOsCatalog *os_catalog)
{
  g_set_object (&self->os_catalog, os_catalog);
}

/**
 * hangar_domain_actions_set_domain:
 * @self: actions
 * @domain: (nullable): what they are done to
 */
void
hangar_domain_actions_set_domain (HangarDomainActions *self, HangarDomain *domain)
{
  if (!g_set_object (&self->domain, domain))
    return;
  g_signal_group_set_target (self->domain_signals, domain);
  update (self);
}

/**
 * hangar_domain_actions_get_domain:
 * @self: actions
 *
 * Returns: (transfer none) (nullable): what they are done to
 */
HangarDomain *
hangar_domain_actions_get_domain (HangarDomainActions *self)
{
  return self->domain;
}

/**
 * hangar_domain_actions_get_refusal:
 * @self: actions
 * @name: an action's name, without "domain."
 *
 * Returns: (nullable): a sentence that says why it is not possible now, %NULL when it is
 */
const char *
hangar_domain_actions_get_refusal (HangarDomainActions *self, const char *name)
{
  return g_hash_table_lookup (self->refusals, name);
}

/* The one ▶ button: what it does depends on the state. */
static const char *
run_text (HangarDomain *domain)
{
  HangarDomainOperation operation =
    domain != NULL ? hangar_domain_primary_operation (domain) : HANGAR_DOMAIN_OPERATION_START;

  if (operation == HANGAR_DOMAIN_OPERATION_RESTORE)
    return _ ("Restore");
  if (operation == HANGAR_DOMAIN_OPERATION_RESUME)
    return _ ("Resume");
  return operation == HANGAR_DOMAIN_OPERATION_WAKE_UP ? _ ("Wake up") : _ ("Start");
}

typedef struct
{
  char *name;
  char *tooltip; /* (nullable): the button's own */
} ButtonText;

static void
button_text_free (gpointer data)
{
  ButtonText *text = data;

  g_free (text->name);
  g_free (text->tooltip);
  g_free (text);
}

static void
button_update_cb (HangarDomainActions *self, GtkWidget *button)
{
  const ButtonText *text = g_object_get_data (G_OBJECT (button), "hangar-domain-action");
  const char *refusal = hangar_domain_actions_get_refusal (self, text->name);
  gboolean is_run = g_str_equal (text->name, "run");
  const char *tooltip = is_run ? run_text (self->domain) : text->tooltip;

  gtk_widget_set_tooltip_text (button, refusal != NULL ? refusal : tooltip);
  if (is_run)
    gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, tooltip, -1);
}

/**
 * hangar_domain_actions_bind_button:
 * @self: actions
 * @button: a button with its tooltip, in a window that has the group as "domain"
 * @name: an action's name, without "domain."
 *
 * Makes the button activate the action, and its tooltip say why it cannot when it cannot. The one for "run"
 * is also named by what it does in the machine's state.
 */
void
hangar_domain_actions_bind_button (HangarDomainActions *self, GtkWidget *button, const char *name)
{
  g_autofree char *detailed = g_strconcat ("domain.", name, NULL);
  ButtonText *text = g_new0 (ButtonText, 1);

  text->name = g_strdup (name);
  text->tooltip = g_strdup (gtk_widget_get_tooltip_text (button));
  g_object_set_data_full (G_OBJECT (button), "hangar-domain-action", text, button_text_free);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), detailed);
  g_signal_connect_object (self, "changed", G_CALLBACK (button_update_cb), button, 0);
  button_update_cb (self, button);
}
