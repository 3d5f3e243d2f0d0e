/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The snapshots of a machine as a tree, with what can be done to them; read while somebody looks. */

#include "config.h"

#include "ui/domain/snapshots-page.h"

#include <glib/gi18n-lib.h>

#include "model/disk-convert.h"
#include "model/domain-config.h"
#include "model/snapshot-checks.h"
#include "model/snapshot-clone.h"
#include "ui/domain/domain-jobs.h"
#include "ui/domain/overview-row.h"
#include "ui/domain/snapshot-dialog.h"
#include "ui/domain/snapshot-questions.h"
#include "ui/domain/snapshot-row.h"
#include "ui/domain/snapshot-strays-bar.h"
#include "ui/domain/xml-window.h"
#include "util/format.h"
#include "widgets/lazy-bin.h"

/* In px: of a row with two lines. */
#define ROW_HEIGHT 46

/* Rows that are opened in one turn of the main loop. */
#define AT_ONCE 70

struct _HangarSnapshotsPage
{
  AdwBin parent_instance;

  HangarDomain *domain;
  HangarSnapshotTree *tree;
  HangarJobList *jobs;
  GListModel *hosts; /* (nullable): of HangarConnection */
  GtkMultiSelection *selection;
  GHashTable *chosen;         /* names of what is selected: the tree is made anew when it changes */
  GPtrArray *details;         /* rows */
  GSignalGroup *detailed;     /* the snapshot that they tell of */
  HangarDomainConfig *config; /* (nullable): not known yet */
  GCancellable *cancellable;
  guint expand_id;
  guint n_expanded; /* rows from the top whose children are shown */

  GtkStack *stack;
  GtkSpinner *spinner;
  GtkLabel *error_label;
  GtkListView *list_view;
  GtkWidget *take_button;
  GtkWidget *first_button; /* where there are no snapshots yet */
  GtkWidget *revert_button;
  GtkWidget *clone_button;
  GtkWidget *delete_button;
  GtkRevealer *kept_revealer;
  GtkLabel *kept_label;
  AdwBin *strays_bin;
  GtkRevealer *details_revealer;
  AdwPreferencesGroup *details_group;
};

G_DEFINE_FINAL_TYPE (HangarSnapshotsPage, hangar_snapshots_page, ADW_TYPE_BIN)

static HangarSnapshot *
dup_item (HangarSnapshotsPage *self, guint position)
{
  g_autoptr (GtkTreeListRow) row = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  return row != NULL ? gtk_tree_list_row_get_item (row) : NULL;
}

/* Parents before children, as they are shown. */
static GPtrArray *
dup_selected (HangarSnapshotsPage *self)
{
  GPtrArray *snapshots = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));

  for (guint64 i = 0; i < gtk_bitset_get_size (selected); i++)
    g_ptr_array_add (snapshots, dup_item (self, gtk_bitset_get_nth (selected, (guint) i)));
  return snapshots;
}

/* The one that is selected, when it is one. */
static HangarSnapshot *
get_selected (HangarSnapshotsPage *self)
{
  g_autoptr (GPtrArray) snapshots = dup_selected (self);

  return snapshots->len == 1 ? g_object_ref (snapshots->pdata[0]) : NULL;
}

static void
add_detail (HangarSnapshotsPage *self, const char *title, const char *text)
{
  GtkWidget *row;

  if (text == NULL || *text == '\0')
    return;
  row = hangar_overview_row_new ();
  hangar_overview_row_set_fact (HANGAR_OVERVIEW_ROW (row), title, text);
  adw_preferences_group_add (self->details_group, row);
  g_ptr_array_add (self->details, row);
}

static char *
dup_children_names (HangarSnapshot *snapshot)
{
  GListModel *children = hangar_snapshot_get_children (snapshot);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (children); i++)
    {
      g_autoptr (HangarSnapshot) child = g_list_model_get_item (children, i);

      g_strv_builder_add (names, hangar_snapshot_get_name (child));
    }
  list = g_strv_builder_end (names);
  return g_strjoinv (", ", list);
}

static char *
dup_disks (HangarSnapshot *snapshot)
{
  const char *const *disks = hangar_snapshot_get_disks (snapshot);

  return disks != NULL ? g_strjoinv (", ", (char **) disks) : NULL;
}

static char *
dup_size (HangarSnapshot *snapshot)
{
  g_autofree char *size = hangar_format_size (hangar_snapshot_get_size (snapshot));

  if (hangar_snapshot_get_size (snapshot) == 0)
    return NULL;
  if (hangar_snapshot_get_kind (snapshot) == HANGAR_SNAPSHOT_EXTERNAL)
    /* Translators: %s is a size */
    return g_strdup_printf (_ ("%s in files of its own"), size);
  /* Translators: %s is a size */
  return g_strdup_printf (_ ("%s of memory; what the disks hold is shared with other snapshots"), size);
}

/* A renaming that was cut off, and its cure. */
static void
add_twin (HangarSnapshotsPage *self, HangarSnapshot *snapshot)
{
  HangarSnapshot *twin = hangar_snapshot_tree_find_twin (self->tree, snapshot);
  g_autofree char *text = NULL;

  if (twin == NULL)
    return;
  /* Translators: %s is the name of a snapshot */
  text = g_strdup_printf (_ ("“%s” is the same snapshot: a change of its name was cut off. Deleting one of "
                             "the two takes away that name and nothing else."),
                          hangar_snapshot_get_name (twin));
  add_detail (self, _ ("Two names"), text);
}

static void
show_details (HangarSnapshotsPage *self, HangarSnapshot *snapshot)
{
  g_autofree char *line = NULL;
  g_autofree char *children = NULL;
  g_autofree char *disks = NULL;
  g_autofree char *size = NULL;
  const char *const *files;

  for (guint i = 0; i < self->details->len; i++)
    adw_preferences_group_remove (self->details_group, self->details->pdata[i]);
  g_ptr_array_set_size (self->details, 0);
  gtk_revealer_set_reveal_child (self->details_revealer, snapshot != NULL);
  if (snapshot == NULL)
    return;

  line = hangar_snapshot_describe (snapshot);
  add_detail (self, hangar_snapshot_get_name (snapshot), line);
  add_twin (self, snapshot);
  add_detail (self, _ ("Description"), hangar_snapshot_get_description (snapshot));
  add_detail (self, _ ("Builds on"), hangar_snapshot_get_parent_name (snapshot));
  children = dup_children_names (snapshot);
  add_detail (self, _ ("On it build"), children);
  disks = dup_disks (snapshot);
  add_detail (self, _ ("Disks"), disks);
  size = dup_size (snapshot);
  add_detail (self, _ ("Size"), size);
  files = hangar_snapshot_get_files (snapshot);
  for (gsize i = 0; files != NULL && files[i] != NULL; i++)
    add_detail (self, _ ("File"), files[i]);
}

static char *
revert_refusal (HangarSnapshotsPage *self, HangarSnapshot *snapshot)
{
  HangarConnection *connection = hangar_domain_get_connection (self->domain);
  const HangarVirtHostFacts *host = connection != NULL ? hangar_connection_get_facts (connection) : NULL;

  if (snapshot == NULL)
    return g_strdup (_ ("Choose one snapshot first."));
  if (!hangar_domain_get_available (self->domain) || host == NULL)
    return g_strdup (_ ("Its host is not connected."));
  if (hangar_domain_get_template (self->domain))
    return g_strdup (_ ("It is a template: its clones depend on its disks as they are."));
  return hangar_snapshot_revert_refusal (host, hangar_snapshot_get_kind (snapshot));
}

static char *
dup_clone_refusal (HangarSnapshotsPage *self, HangarSnapshot *snapshot)
{
  if (snapshot == NULL)
    return g_strdup (_ ("Choose one snapshot first."));
  return g_strdup (hangar_snapshot_clone_refusal (self->domain, snapshot));
}

/* Nothing is written to the disks of a template, not even for a snapshot of it. */
static const char *
change_refusal (HangarSnapshotsPage *self)
{
  if (!hangar_domain_get_available (self->domain))
    return _ ("Its host is not connected.");
  return hangar_domain_get_template (self->domain)
           ? _ ("It is a template: its clones depend on its disks as they are.")
           : NULL;
}

static void
update_changes (HangarSnapshotsPage *self)
{
  const char *refusal = change_refusal (self);
  gboolean some = g_hash_table_size (self->chosen) > 0;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "snapshot.take", refusal == NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "snapshot.delete", refusal == NULL && some);
  gtk_widget_set_tooltip_text (self->take_button, refusal);
  gtk_widget_set_tooltip_text (self->first_button, refusal);
  if (refusal == NULL)
    refusal = some ? _ ("Delete the snapshot") : _ ("Choose one snapshot first.");
  gtk_widget_set_tooltip_text (self->delete_button, refusal);
}

/* The one place that decides what is enabled. */
static void
update_actions (HangarSnapshotsPage *self)
{
  g_autoptr (HangarSnapshot) snapshot = get_selected (self);
  g_autofree char *refusal = revert_refusal (self, snapshot);
  g_autofree char *clone_refusal = self->selection != NULL ? dup_clone_refusal (self, snapshot) : NULL;
  gboolean available = hangar_domain_get_available (self->domain);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "snapshot.clone", clone_refusal == NULL);
  gtk_widget_set_tooltip_text (self->clone_button,
                               clone_refusal != NULL ? clone_refusal : _ ("New machine from here"));
  update_changes (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "snapshot.revert", refusal == NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "snapshot.edit", available && snapshot != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "snapshot.xml", available && snapshot != NULL);
  gtk_widget_set_tooltip_text (self->revert_button, refusal != NULL ? refusal : _ ("Go back to this moment"));
}

static void
show_selection (HangarSnapshotsPage *self)
{
  g_autoptr (HangarSnapshot) snapshot = get_selected (self);

  g_signal_group_set_target (self->detailed, snapshot);
  show_details (self, snapshot);
  update_actions (self);
}

static void
selection_changed (HangarSnapshotsPage *self)
{
  g_autoptr (GPtrArray) snapshots = dup_selected (self);

  g_hash_table_remove_all (self->chosen);
  for (guint i = 0; i < snapshots->len; i++)
    g_hash_table_add (self->chosen, g_strdup (hangar_snapshot_get_name (snapshots->pdata[i])));
  show_selection (self);
}

/* What was selected is selected again; at first it is the one that the machine goes on from. */
static void
restore_selection (HangarSnapshotsPage *self)
{
  GtkSelectionModel *model = GTK_SELECTION_MODEL (self->selection);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (model));
  g_autoptr (GtkBitset) selected = gtk_bitset_new_empty ();
  g_autoptr (GtkBitset) all = gtk_bitset_new_range (0, n);
  guint current = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (HangarSnapshot) snapshot = dup_item (self, i);

      if (g_hash_table_contains (self->chosen, hangar_snapshot_get_name (snapshot)))
        gtk_bitset_add (selected, i);
      if (hangar_snapshot_get_current (snapshot))
        current = i;
    }
  if (n > 0 && gtk_bitset_is_empty (selected))
    gtk_bitset_add (selected, current);
  gtk_selection_model_set_selection (model, selected, all);
  selection_changed (self);
}

/* A long tree is shown in pieces, from the top: all at once would hold up the main loop. */
static gboolean
expand_cb (gpointer user_data)
{
  HangarSnapshotsPage *self = user_data;
  GListModel *rows = G_LIST_MODEL (self->selection);

  for (guint i = 0; i < AT_ONCE && self->n_expanded < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (GtkTreeListRow) row = g_list_model_get_item (rows, self->n_expanded++);

      gtk_tree_list_row_set_expanded (row, TRUE);
    }
  if (self->n_expanded < g_list_model_get_n_items (rows))
    return G_SOURCE_CONTINUE;
  self->expand_id = 0;
  restore_selection (self);
  return G_SOURCE_REMOVE;
}

static void
expand (HangarSnapshotsPage *self)
{
  g_clear_handle_id (&self->expand_id, g_source_remove);
  self->n_expanded = 0;
  if (expand_cb (self))
    self->expand_id = g_idle_add_full (GDK_PRIORITY_REDRAW + 10, expand_cb, self, NULL);
}

static void
show_kept (HangarSnapshotsPage *self)
{
  g_autofree char *paths = self->config != NULL && self->config->kept_disks[0] != NULL
                             ? g_strjoinv (", ", self->config->kept_disks)
                             : NULL;
  /* Translators: %s are paths */
  g_autofree char *text = g_strdup_printf (
    _ ("Kept from before the conversion: %s. Start the machine and look whether all is well."),
    paths != NULL ? paths : "");

  gtk_label_set_text (self->kept_label, text);
  gtk_revealer_set_reveal_child (self->kept_revealer, paths != NULL);
}

static void
config_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HangarSnapshotsPage *self = user_data;
  g_autoptr (GError) error = NULL;
  HangarDomainConfig *config = hangar_domain_config_load_finish (HANGAR_DOMAIN (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_pointer (&self->config, hangar_domain_config_free);
  self->config = config;
  show_kept (self);
}

static void
load_config (HangarSnapshotsPage *self)
{
  if (hangar_domain_get_available (self->domain))
    hangar_domain_config_load_async (self->domain, TRUE, self->cancellable, config_loaded_cb, self);
}

static void
forget_answered_cb (AdwMessageDialog *dialog, const char *response, HangarSnapshotsPage *self)
{
  g_autoptr (HangarJob) job = NULL;

  if (!g_str_equal (response, "delete") || self->config == NULL)
    return;
  job = hangar_disk_convert_forget_job_new (self->domain, self->hosts,
                                            (const char *const *) self->config->kept_disks);
  hangar_domain_run_job (GTK_WIDGET (self), self->jobs, job);
}

static void
forget_kept (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HangarSnapshotsPage *self = HANGAR_SNAPSHOTS_PAGE (widget);
  GtkWidget *dialog = adw_message_dialog_new (
    GTK_WINDOW (gtk_widget_get_root (widget)), _ ("Delete the old disks?"),
    _ ("The machine goes on with the converted ones. The old ones cannot be brought back."));

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"));
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "delete", _ ("_Delete"));
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "delete",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (forget_answered_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static HangarSnapshotStraysBar *
strays_bar (HangarSnapshotsPage *self)
{
  return HANGAR_SNAPSHOT_STRAYS_BAR (adw_bin_get_child (self->strays_bin));
}

static void
tree_changed (HangarSnapshotsPage *self)
{
  const GError *error = hangar_snapshot_tree_get_error (self->tree);
  const char *page = "tree";

  if (!hangar_snapshot_tree_get_loaded (self->tree))
    page = "loading";
  else if (error != NULL)
    page = "failed";
  else if (hangar_snapshot_tree_get_size (self->tree) == 0)
    page = "empty";
  gtk_label_set_text (self->error_label, error != NULL ? error->message : "");
  gtk_stack_set_visible_child_name (self->stack, page);
  gtk_spinner_set_spinning (self->spinner, g_str_equal (page, "loading"));
  hangar_snapshot_strays_bar_look (strays_bar (self));
  expand (self);
}

/* It was read again, and may be the same. */
static void
tree_loaded (HangarSnapshotsPage *self)
{
  if (!g_str_equal (gtk_stack_get_visible_child_name (self->stack), "tree") ||
      hangar_snapshot_tree_get_error (self->tree) != NULL || hangar_snapshot_tree_get_size (self->tree) == 0)
    tree_changed (self);
  else
    update_actions (self);
  load_config (self);
}

static void
take (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HangarSnapshotsPage *self = HANGAR_SNAPSHOTS_PAGE (widget);
  HangarSnapshotDialog *dialog = hangar_snapshot_dialog_new (self->tree, self->jobs);

  gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (gtk_widget_get_root (widget)));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
edit (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HangarSnapshotsPage *self = HANGAR_SNAPSHOTS_PAGE (widget);
  g_autoptr (HangarSnapshot) snapshot = get_selected (self);
  HangarSnapshotDialog *dialog = hangar_snapshot_dialog_new_edit (self->tree, snapshot);

  gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (gtk_widget_get_root (widget)));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
revert (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HangarSnapshotsPage *self = HANGAR_SNAPSHOTS_PAGE (widget);
  g_autoptr (HangarSnapshot) snapshot = get_selected (self);

  hangar_snapshot_ask_revert (widget, self->tree, snapshot, self->jobs);
}

static void
show_xml (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HangarSnapshotsPage *self = HANGAR_SNAPSHOTS_PAGE (widget);
  g_autoptr (HangarSnapshot) snapshot = get_selected (self);
  HangarDomain *domain = hangar_snapshot_tree_get_domain (self->tree);
  HangarConnection *connection = hangar_domain_get_connection (domain);

  if (snapshot != NULL && connection != NULL)
    hangar_xml_window_show (
      hangar_xml_document_new_for_snapshot (domain, hangar_snapshot_get_name (snapshot)), widget);
}

static void
delete_selected (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HangarSnapshotsPage *self = HANGAR_SNAPSHOTS_PAGE (widget);
  g_autoptr (GPtrArray) snapshots = dup_selected (self);

  if (snapshots->len == 1)
    hangar_snapshot_ask_delete (widget, self->tree, snapshots->pdata[0], self->jobs);
  else if (snapshots->len > 1)
    hangar_snapshot_ask_delete_several (widget, self->tree, snapshots, self->jobs);
}

static void
make_machine (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HangarSnapshotsPage *self = HANGAR_SNAPSHOTS_PAGE (widget);
  g_autoptr (HangarSnapshot) snapshot = get_selected (self);

  hangar_snapshot_ask_clone (widget, self->tree, snapshot, self->jobs);
}

static void
reload (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  hangar_snapshot_tree_reload (HANGAR_SNAPSHOTS_PAGE (widget)->tree);
}

static GListModel *
children_cb (gpointer item, gpointer user_data)
{
  GListModel *children = hangar_snapshot_get_children (item);

  return g_list_model_get_n_items (children) > 0 ? g_object_ref (children) : NULL;
}

static GtkWidget *
make_row (gpointer user_data)
{
  GtkWidget *row = hangar_snapshot_row_new ();

  hangar_snapshot_row_set_list_row (HANGAR_SNAPSHOT_ROW (row), gtk_list_item_get_item (user_data));
  return row;
}

/* A list makes rows for two hundred items at once, though a dozen are seen. */
static void
row_set_up_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkWidget *slot = hangar_lazy_bin_new ();

  gtk_widget_set_size_request (slot, -1, ROW_HEIGHT);
  hangar_lazy_bin_set_maker (HANGAR_LAZY_BIN (slot), make_row, item);
  gtk_list_item_set_child (item, slot);
}

static void
set_list_row (GtkListItem *item, GtkTreeListRow *list_row)
{
  GtkWidget *row = adw_bin_get_child (ADW_BIN (gtk_list_item_get_child (item)));

  if (row != NULL)
    hangar_snapshot_row_set_list_row (HANGAR_SNAPSHOT_ROW (row), list_row);
}

static void
row_bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  set_list_row (item, gtk_list_item_get_item (item));
}

static void
row_unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  set_list_row (item, NULL);
}

static void
hangar_snapshots_page_map (GtkWidget *widget)
{
  HangarSnapshotsPage *self = HANGAR_SNAPSHOTS_PAGE (widget);

  GTK_WIDGET_CLASS (hangar_snapshots_page_parent_class)->map (widget);
  hangar_snapshot_tree_reload (self->tree);
  hangar_snapshot_tree_set_watched (self->tree, TRUE);
}

static void
hangar_snapshots_page_unmap (GtkWidget *widget)
{
  HangarSnapshotsPage *self = HANGAR_SNAPSHOTS_PAGE (widget);

  if (self->tree != NULL)
    hangar_snapshot_tree_set_watched (self->tree, FALSE);
  GTK_WIDGET_CLASS (hangar_snapshots_page_parent_class)->unmap (widget);
}

static void
hangar_snapshots_page_dispose (GObject *object)
{
  HangarSnapshotsPage *self = HANGAR_SNAPSHOTS_PAGE (object);

  g_clear_handle_id (&self->expand_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->detailed);
  g_clear_object (&self->selection);
  g_clear_object (&self->tree);
  g_clear_object (&self->domain);
  g_clear_object (&self->jobs);
  g_clear_object (&self->hosts);

  G_OBJECT_CLASS (hangar_snapshots_page_parent_class)->dispose (object);
}

static void
hangar_snapshots_page_finalize (GObject *object)
{
  HangarSnapshotsPage *self = HANGAR_SNAPSHOTS_PAGE (object);

  g_ptr_array_unref (self->details);
  g_hash_table_unref (self->chosen);
  g_object_unref (self->cancellable);
  g_clear_pointer (&self->config, hangar_domain_config_free);

  G_OBJECT_CLASS (hangar_snapshots_page_parent_class)->finalize (object);
}

static void
hangar_snapshots_page_class_init (HangarSnapshotsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_snapshots_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = hangar_snapshots_page_finalize;
  widget_class->map = hangar_snapshots_page_map;
  widget_class->unmap = hangar_snapshots_page_unmap;

  gtk_widget_class_install_action (widget_class, "snapshot.take", NULL, take);
  gtk_widget_class_install_action (widget_class, "snapshot.edit", NULL, edit);
  gtk_widget_class_install_action (widget_class, "snapshot.xml", NULL, show_xml);
  gtk_widget_class_install_action (widget_class, "snapshot.revert", NULL, revert);
  gtk_widget_class_install_action (widget_class, "snapshot.delete", NULL, delete_selected);
  gtk_widget_class_install_action (widget_class, "snapshot.clone", NULL, make_machine);
  gtk_widget_class_install_action (widget_class, "snapshot.forget-kept", NULL, forget_kept);
  gtk_widget_class_install_action (widget_class, "snapshot.reload", NULL, reload);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "snapshot.delete", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, 0, "snapshot.edit", NULL);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               HANGAR_RESOURCE_PATH "/domain/snapshots-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarSnapshotsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, HangarSnapshotsPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, HangarSnapshotsPage, error_label);
  gtk_widget_class_bind_template_child (widget_class, HangarSnapshotsPage, list_view);
  gtk_widget_class_bind_template_child (widget_class, HangarSnapshotsPage, take_button);
  gtk_widget_class_bind_template_child (widget_class, HangarSnapshotsPage, first_button);
  gtk_widget_class_bind_template_child (widget_class, HangarSnapshotsPage, revert_button);
  gtk_widget_class_bind_template_child (widget_class, HangarSnapshotsPage, clone_button);
  gtk_widget_class_bind_template_child (widget_class, HangarSnapshotsPage, delete_button);
  gtk_widget_class_bind_template_child (widget_class, HangarSnapshotsPage, kept_revealer);
  gtk_widget_class_bind_template_child (widget_class, HangarSnapshotsPage, kept_label);
  gtk_widget_class_bind_template_child (widget_class, HangarSnapshotsPage, strays_bin);
  gtk_widget_class_bind_template_child (widget_class, HangarSnapshotsPage, details_revealer);
  gtk_widget_class_bind_template_child (widget_class, HangarSnapshotsPage, details_group);
}

static void
hangar_snapshots_page_init (HangarSnapshotsPage *self)
{
  self->details = g_ptr_array_new ();
  self->detailed = g_signal_group_new (HANGAR_TYPE_SNAPSHOT);
  g_signal_group_connect_swapped (self->detailed, "notify", G_CALLBACK (show_selection), self);
  self->chosen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
make_list (HangarSnapshotsPage *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  GListModel *roots = hangar_snapshot_tree_get_roots (self->tree);
  GtkTreeListModel *model =
    gtk_tree_list_model_new (g_object_ref (roots), FALSE, FALSE, children_cb, NULL, NULL);

  g_signal_connect (factory, "setup", G_CALLBACK (row_set_up_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (row_bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (row_unbind_cb), NULL);
  self->selection = gtk_multi_selection_new (G_LIST_MODEL (model));
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (self->selection));
  gtk_list_view_set_factory (self->list_view, factory);
  g_signal_connect_object (self->selection, "selection-changed", G_CALLBACK (selection_changed), self,
                           G_CONNECT_SWAPPED);
}

/**
 * hangar_snapshots_page_new:
 * @domain: a machine
 *
 * Returns: (transfer floating): its snapshots; its host is asked while the page is looked at
 */
GtkWidget *
hangar_snapshots_page_new (HangarDomain *domain)
{
  static const char *const watched[] = { "notify::available", "notify::state", "notify::template" };
  HangarSnapshotsPage *self = g_object_new (HANGAR_TYPE_SNAPSHOTS_PAGE, NULL);

  self->domain = g_object_ref (domain);
  self->tree = hangar_snapshot_tree_new (domain);
  adw_bin_set_child (self->strays_bin, hangar_snapshot_strays_bar_new (domain));
  make_list (self);
  g_signal_connect_object (self->tree, "changed", G_CALLBACK (tree_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->tree, "notify::loaded", G_CALLBACK (tree_loaded), self, G_CONNECT_SWAPPED);
  for (gsize i = 0; i < G_N_ELEMENTS (watched); i++)
    g_signal_connect_object (domain, watched[i], G_CALLBACK (update_actions), self, G_CONNECT_SWAPPED);
  tree_changed (self);
  return GTK_WIDGET (self);
}

/**
 * hangar_snapshots_page_set_jobs:
 * @self: the page
 * @jobs: (nullable): where long tasks are listed
 */
void
hangar_snapshots_page_set_jobs (HangarSnapshotsPage *self, HangarJobList *jobs)
{
  g_set_object (&self->jobs, jobs);
  hangar_snapshot_strays_bar_set_jobs (strays_bar (self), jobs);
}

/**
 * hangar_snapshots_page_set_hosts:
 * @self: the page
 * @hosts: (nullable): all hosts, of #HangarConnection: their machines may use the disks of this one
 */
void
hangar_snapshots_page_set_hosts (HangarSnapshotsPage *self, GListModel *hosts)
{
  g_set_object (&self->hosts, hosts);
  hangar_snapshot_strays_bar_set_hosts (strays_bar (self), hosts);
}

/**
 * hangar_snapshots_page_get_tree:
 * @self: the page
 *
 * Returns: (transfer none): what it shows
 */
HangarSnapshotTree *
hangar_snapshots_page_get_tree (HangarSnapshotsPage *self)
{
  return self->tree;
}

/**
 * hangar_snapshots_page_select:
 * @self: the page
 * @names: (array zero-terminated=1): snapshots
 *
 * Selects these, and no others.
 */
void
hangar_snapshots_page_select (HangarSnapshotsPage *self, const char *const *names)
{
  g_hash_table_remove_all (self->chosen);
  for (gsize i = 0; names[i] != NULL; i++)
    g_hash_table_add (self->chosen, g_strdup (names[i]));
  /* Otherwise it is done when all are shown. */
  if (self->expand_id == 0)
    restore_selection (self);
}
