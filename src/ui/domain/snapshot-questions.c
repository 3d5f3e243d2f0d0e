/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks before a machine goes back to a snapshot, or a snapshot is deleted: says what is lost, offers what
 * saves. */

#include "config.h"

#include "ui/domain/snapshot-questions.h"

#include <glib/gi18n-lib.h>

#include "model/clone.h"
#include "model/snapshot-clone.h"
#include "model/snapshot-commands.h"
#include "model/snapshot-jobs.h"
#include "ui/dialogs/commands-expander.h"
#include "ui/domain/domain-jobs.h"

typedef struct
{
  GtkWidget *widget; /* weak */
  HangarSnapshotTree *tree;
  HangarJobList *jobs; /* (nullable) */
  char *name;
  GStrv names;           /* (nullable): of several */
  GtkCheckButton *check; /* (nullable): in the dialog, which outlives us */
  GtkEditable *entry;    /* (nullable): in the dialog too */
} Question;

static void
question_free (gpointer data, GClosure *closure)
{
  Question *question = data;

  g_clear_weak_pointer (&question->widget);
  g_object_unref (question->tree);
  g_clear_object (&question->jobs);
  g_free (question->name);
  g_strfreev (question->names);
  g_free (question);
}

static Question *
question_new (GtkWidget *widget, HangarSnapshotTree *tree, HangarSnapshot *snapshot, HangarJobList *jobs)
{
  Question *question = g_new0 (Question, 1);

  g_set_weak_pointer (&question->widget, widget);
  question->tree = g_object_ref (tree);
  g_set_object (&question->jobs, jobs);
  question->name = g_strdup (hangar_snapshot_get_name (snapshot));
  return question;
}

static gboolean
is_ticked (Question *question)
{
  return question->check != NULL && gtk_check_button_get_active (question->check);
}

/* Takes @question. */
static void
ask (Question *question, AdwMessageDialog *dialog, const char *label, GCallback answered,
     HangarCommandsFunc commands)
{
  GtkRoot *root = gtk_widget_get_root (question->widget);
  HangarCommandsExpander *expander;

  gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (root));
  gtk_window_set_destroy_with_parent (GTK_WINDOW (dialog), TRUE);
  adw_message_dialog_add_response (dialog, "cancel", _ ("_Cancel"));
  adw_message_dialog_add_response (dialog, "accept", label);
  adw_message_dialog_set_response_appearance (dialog, "accept", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");
  if (question->check != NULL)
    adw_message_dialog_set_extra_child (dialog, GTK_WIDGET (question->check));
  expander = commands != NULL ? hangar_commands_expander_add_source_to (dialog, commands, question) : NULL;
  if (question->check != NULL && expander != NULL)
    g_signal_connect_object (question->check, "toggled", G_CALLBACK (hangar_commands_expander_refresh),
                             expander, G_CONNECT_SWAPPED);
  g_signal_connect_data (dialog, "response", answered, question, question_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* The label wraps, even within words: in a narrow dialog nothing may need more room than there is. */
static GtkCheckButton *
check_new (const char *text, gboolean active)
{
  GtkWidget *check = gtk_check_button_new ();
  GtkWidget *label = gtk_label_new_with_mnemonic (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), check);
  gtk_check_button_set_child (GTK_CHECK_BUTTON (check), label);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL,
                                  -1);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), active);
  return GTK_CHECK_BUTTON (check);
}

static HangarVirtSnapshotPlan
safety_plan (Question *question, const char *name)
{
  HangarDomain *domain = hangar_snapshot_tree_get_domain (question->tree);

  return (HangarVirtSnapshotPlan) { .name = name,
                                    .description = _ ("Before going back to an earlier snapshot"),
                                    .kind = HANGAR_SNAPSHOT_INTERNAL,
                                    .with_memory = hangar_domain_is_active (domain) };
}

static HangarCommandText *
revert_commands (gpointer data)
{
  Question *question = data;
  g_autofree char *name = hangar_snapshot_tree_suggest_name (question->tree);
  HangarVirtSnapshotPlan safety = safety_plan (question, name);
  g_autoptr (HangarCommandTarget) target =
    hangar_command_target_new_for_domain (hangar_snapshot_tree_get_domain (question->tree));

  return target != NULL ? hangar_snapshot_commands_for_revert (target, question->name,
                                                               is_ticked (question) ? &safety : NULL)
                        : NULL;
}

static HangarCommandText *
delete_commands (gpointer data)
{
  Question *question = data;
  g_autoptr (HangarCommandTarget) target =
    hangar_command_target_new_for_domain (hangar_snapshot_tree_get_domain (question->tree));

  HangarSnapshot *snapshot = hangar_snapshot_tree_find (question->tree, question->name);

  if (target == NULL)
    return NULL;
  if (snapshot != NULL && hangar_snapshot_tree_find_twin (question->tree, snapshot) != NULL)
    return hangar_snapshot_commands_for_forget (target, question->name);
  return hangar_snapshot_commands_for_delete (target, question->name, is_ticked (question));
}

static void
revert_answered_cb (AdwMessageDialog *dialog, const char *response, Question *question)
{
  g_autofree char *name = hangar_snapshot_tree_suggest_name (question->tree);
  HangarVirtSnapshotPlan safety = safety_plan (question, name);
  g_autoptr (HangarJob) job = NULL;

  if (!g_str_equal (response, "accept"))
    return;
  job =
    hangar_snapshot_revert_job_new (question->tree, question->name, is_ticked (question) ? &safety : NULL);
  hangar_job_set_commands (job, revert_commands (question));
  hangar_domain_run_job (question->widget, question->jobs, job);
}

static const char *
revert_body (HangarDomain *domain, HangarSnapshot *snapshot)
{
  if (hangar_snapshot_get_with_memory (snapshot))
    return _ (
      "What the machine did since then is lost: its disks and its memory go back to that moment, and it "
      "runs on from there.");
  if (hangar_domain_is_active (domain))
    return _ (
      "What the machine did since then is lost: its disks go back to that moment. It runs now and will "
      "be off afterwards.");
  return _ ("What the machine did since then is lost: its disks go back to that moment.");
}

/**
 * hangar_snapshot_ask_revert:
 * @widget: in the window where it is asked
 * @tree: the snapshots of a machine
 * @snapshot: the one to go back to
 * @jobs: (nullable): where the going back is listed
 *
 * Asks, and offers a snapshot of the present first.
 */
void
hangar_snapshot_ask_revert (GtkWidget *widget, HangarSnapshotTree *tree, HangarSnapshot *snapshot,
                            HangarJobList *jobs)
{
  HangarDomain *domain = hangar_snapshot_tree_get_domain (tree);
  Question *question = question_new (widget, tree, snapshot, jobs);
  /* Translators: the name of a machine, the name of a snapshot */
  g_autofree char *heading =
    g_strdup_printf (_ ("Revert “%s” to “%s”?"), hangar_domain_get_display_name (domain), question->name);

  if (hangar_snapshot_tree_refuse_kind (tree, HANGAR_SNAPSHOT_INTERNAL) == NULL)
    question->check = check_new (_ ("_Take a snapshot of the present state first"), TRUE);
  ask (question, ADW_MESSAGE_DIALOG (adw_message_dialog_new (NULL, heading, revert_body (domain, snapshot))),
       _ ("_Revert"), G_CALLBACK (revert_answered_cb), revert_commands);
}

static void
delete_answered_cb (AdwMessageDialog *dialog, const char *response, Question *question)
{
  g_autoptr (HangarJob) job = NULL;

  if (!g_str_equal (response, "accept"))
    return;
  job = hangar_snapshot_delete_job_new (question->tree, question->name, is_ticked (question));
  hangar_job_set_commands (job, delete_commands (question));
  hangar_domain_run_job (question->widget, question->jobs, job);
}

static guint
count_below (HangarSnapshot *snapshot)
{
  GListModel *children = hangar_snapshot_get_children (snapshot);
  guint n = g_list_model_get_n_items (children);
  guint total = n;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (HangarSnapshot) child = g_list_model_get_item (children, i);

      total += count_below (child);
    }
  return total;
}

/**
 * hangar_snapshot_ask_delete:
 * @widget: in the window where it is asked
 * @tree: the snapshots of a machine
 * @snapshot: the one to delete
 * @jobs: (nullable): where the deletion is listed
 *
 * Asks, and offers to delete what builds on it too.
 */
void
hangar_snapshot_ask_delete (GtkWidget *widget, HangarSnapshotTree *tree, HangarSnapshot *snapshot,
                            HangarJobList *jobs)
{
  Question *question = question_new (widget, tree, snapshot, jobs);
  HangarSnapshot *twin = hangar_snapshot_tree_find_twin (tree, snapshot);
  /* What builds on a second name builds on the first. */
  guint n = twin == NULL ? count_below (snapshot) : 0;
  /* Translators: %s is the name of a snapshot */
  g_autofree char *heading = g_strdup_printf (_ ("Delete the snapshot “%s”?"), question->name);
  g_autofree char *body =
    twin != NULL ? g_strdup_printf (
                     /* Translators: %s is the name of a snapshot */
                     _ ("Only this name goes: the same snapshot stays as “%s”, with all that it holds."),
                     hangar_snapshot_get_name (twin))
                 : g_strdup (_ ("The machine stays as it is, but can no longer go back to that moment."));
  g_autofree char *label = NULL;

  if (n > 0)
    {
      label = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "_Also the snapshot that builds on it",
                                            "_Also the %u snapshots that build on it", n),
                               n);
      question->check = check_new (label, FALSE);
    }
  ask (question, ADW_MESSAGE_DIALOG (adw_message_dialog_new (NULL, heading, body)), _ ("_Delete"),
       G_CALLBACK (delete_answered_cb), delete_commands);
}

static void
delete_several_answered_cb (AdwMessageDialog *dialog, const char *response, Question *question)
{
  g_autoptr (HangarJob) job = NULL;

  if (!g_str_equal (response, "accept"))
    return;
  job = hangar_snapshot_delete_several_job_new (question->tree, (const char *const *) question->names);
  hangar_domain_run_job (question->widget, question->jobs, job);
}

/**
 * hangar_snapshot_ask_delete_several:
 * @widget: in the window where it is asked
 * @tree: the snapshots of a machine
 * @snapshots: (element-type HangarSnapshot): those to delete, parents before children
 * @jobs: (nullable): where the deletion is listed
 */
void
hangar_snapshot_ask_delete_several (GtkWidget *widget, HangarSnapshotTree *tree, GPtrArray *snapshots,
                                    HangarJobList *jobs)
{
  Question *question = question_new (widget, tree, snapshots->pdata[0], jobs);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autofree char *list = NULL;
  g_autofree char *body = NULL;
  g_autofree char *heading = g_strdup_printf (
    g_dngettext (GETTEXT_PACKAGE, "Delete %u snapshot?", "Delete %u snapshots?", snapshots->len),
    snapshots->len);

  for (guint i = 0; i < snapshots->len; i++)
    g_strv_builder_add (names, hangar_snapshot_get_name (snapshots->pdata[i]));
  question->names = g_strv_builder_end (names);
  list = g_strjoinv (", ", question->names);
  body = g_strdup_printf ("%s\n\n%s", list,
                          _ ("The machine stays as it is, but can no longer go back to these moments."));
  ask (question, ADW_MESSAGE_DIALOG (adw_message_dialog_new (NULL, heading, body)), _ ("_Delete"),
       G_CALLBACK (delete_several_answered_cb), NULL);
}

static void
clone_answered_cb (AdwMessageDialog *dialog, const char *response, Question *question)
{
  g_autoptr (HangarJob) job = NULL;

  if (!g_str_equal (response, "accept"))
    return;
  job =
    hangar_snapshot_clone_job_new (question->tree, question->name, gtk_editable_get_text (question->entry));
  hangar_domain_run_job (question->widget, question->jobs, job);
}

static void
clone_name_changed_cb (GtkEditable *entry, AdwMessageDialog *dialog)
{
  HangarDomain *domain = g_object_get_data (G_OBJECT (entry), "domain");
  g_auto (GStrv) names = hangar_clone_names (domain, gtk_editable_get_text (entry), 1, NULL);

  adw_message_dialog_set_response_enabled (dialog, "accept", names != NULL);
}

/**
 * hangar_snapshot_ask_clone:
 * @widget: in the window where it is asked
 * @tree: the snapshots of a machine
 * @snapshot: the one that a new machine is to begin from
 * @jobs: (nullable): where the cloning is listed
 */
void
hangar_snapshot_ask_clone (GtkWidget *widget, HangarSnapshotTree *tree, HangarSnapshot *snapshot,
                           HangarJobList *jobs)
{
  HangarDomain *domain = hangar_snapshot_tree_get_domain (tree);
  Question *question = question_new (widget, tree, snapshot, jobs);
  /* Translators: %s is the name of a snapshot */
  g_autofree char *heading = g_strdup_printf (_ ("New machine from “%s”"), question->name);
  g_autofree char *suggested = g_strconcat (hangar_domain_get_name (domain), "-2", NULL);
  GtkWidget *entry = gtk_entry_new ();
  AdwMessageDialog *dialog =
    ADW_MESSAGE_DIALOG (adw_message_dialog_new (NULL, heading,
                                                _ ("It gets its own copies of the disks as they were at that "
                                                   "moment, a new identity and new network addresses. "
                                                   "The machine and its snapshots stay as they are.")));

  question->entry = GTK_EDITABLE (entry);
  g_object_set_data_full (G_OBJECT (entry), "domain", g_object_ref (domain), g_object_unref);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Name"), -1);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  adw_message_dialog_set_extra_child (dialog, entry);
  ask (question, dialog, _ ("C_reate"), G_CALLBACK (clone_answered_cb), NULL);
  adw_message_dialog_set_response_appearance (dialog, "accept", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "accept");
  g_signal_connect_object (entry, "changed", G_CALLBACK (clone_name_changed_cb), dialog, 0);
  gtk_editable_set_text (GTK_EDITABLE (entry), suggested);
}
