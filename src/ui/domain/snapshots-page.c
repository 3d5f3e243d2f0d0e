/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The snapshots of a machine as a tree, with what can be done to them; read while somebody looks. */

#include "config.h"

#include "ui/domain/snapshots-page.h"

#include <glib/gi18n-lib.h>

#include "model/snapshot-checks.h"
#include "ui/domain/overview-row.h"
#include "ui/domain/snapshot-dialog.h"
#include "ui/domain/snapshot-questions.h"
#include "ui/domain/snapshot-row.h"
#include "ui/domain/xml-window.h"

struct _HangarSnapshotsPage
{
  AdwBin parent_instance;

  HangarDomain *domain;
  HangarSnapshotTree *tree;
  HangarJobList *jobs;
  GtkSingleSelection *selection;
  GPtrArray *details; /* rows */

  GtkStack *stack;
  GtkSpinner *spinner;
  GtkLabel *error_label;
  GtkListView *list_view;
  GtkWidget *revert_button;
  GtkRevealer *details_revealer;
  AdwPreferencesGroup *details_group;
};

G_DEFINE_FINAL_TYPE (HangarSnapshotsPage, hangar_snapshots_page, ADW_TYPE_BIN)

static HangarSnapshot *
get_selected (HangarSnapshotsPage *self)
{
  GtkTreeListRow *row = gtk_single_selection_get_selected_item (self->selection);

  return row != NULL ? gtk_tree_list_row_get_item (row) : NULL;
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

static void
show_details (HangarSnapshotsPage *self, HangarSnapshot *snapshot)
{
  g_autofree char *line = NULL;
  const char *const *files;

  for (guint i = 0; i < self->details->len; i++)
    adw_preferences_group_remove (self->details_group, self->details->pdata[i]);
  g_ptr_array_set_size (self->details, 0);
  gtk_revealer_set_reveal_child (self->details_revealer, snapshot != NULL);
  if (snapshot == NULL)
    return;

  line = hangar_snapshot_describe (snapshot);
  add_detail (self, hangar_snapshot_get_name (snapshot), line);
  add_detail (self, _ ("Description"), hangar_snapshot_get_description (snapshot));
  add_detail (self, _ ("Builds on"), hangar_snapshot_get_parent_name (snapshot));
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
    return g_strdup (_ ("Choose a snapshot first."));
  if (!hangar_domain_get_available (self->domain) || host == NULL)
    return g_strdup (_ ("Its host is not connected."));
  return hangar_snapshot_revert_refusal (host, hangar_snapshot_get_kind (snapshot));
}

/* The one place that decides what is enabled. */
static void
update_actions (HangarSnapshotsPage *self)
{
  g_autoptr (HangarSnapshot) snapshot = get_selected (self);
  g_autofree char *refusal = revert_refusal (self, snapshot);
  gboolean available = hangar_domain_get_available (self->domain);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "snapshot.take", available);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "snapshot.revert", refusal == NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "snapshot.edit", available && snapshot != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "snapshot.xml", available && snapshot != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "snapshot.delete", available && snapshot != NULL);
  gtk_widget_set_tooltip_text (self->revert_button, refusal != NULL ? refusal : _ ("Go back to this moment"));
}

static void
selection_changed (HangarSnapshotsPage *self)
{
  g_autoptr (HangarSnapshot) snapshot = get_selected (self);

  show_details (self, snapshot);
  update_actions (self);
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
  selection_changed (self);
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
  g_autoptr (HangarSnapshot) snapshot = get_selected (self);

  hangar_snapshot_ask_delete (widget, self->tree, snapshot, self->jobs);
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

static void
row_set_up_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  gtk_list_item_set_child (item, hangar_snapshot_row_new ());
}

static void
row_bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  hangar_snapshot_row_set_list_row (HANGAR_SNAPSHOT_ROW (gtk_list_item_get_child (item)),
                                    gtk_list_item_get_item (item));
}

static void
row_unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  hangar_snapshot_row_set_list_row (HANGAR_SNAPSHOT_ROW (gtk_list_item_get_child (item)), NULL);
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

  g_clear_object (&self->selection);
  g_clear_object (&self->tree);
  g_clear_object (&self->domain);
  g_clear_object (&self->jobs);

  G_OBJECT_CLASS (hangar_snapshots_page_parent_class)->dispose (object);
}

static void
hangar_snapshots_page_finalize (GObject *object)
{
  g_ptr_array_unref (HANGAR_SNAPSHOTS_PAGE (object)->details);

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
  gtk_widget_class_install_action (widget_class, "snapshot.reload", NULL, reload);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "snapshot.delete", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, 0, "snapshot.edit", NULL);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               HANGAR_RESOURCE_PATH "/domain/snapshots-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarSnapshotsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, HangarSnapshotsPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, HangarSnapshotsPage, error_label);
  gtk_widget_class_bind_template_child (widget_class, HangarSnapshotsPage, list_view);
  gtk_widget_class_bind_template_child (widget_class, HangarSnapshotsPage, revert_button);
  gtk_widget_class_bind_template_child (widget_class, HangarSnapshotsPage, details_revealer);
  gtk_widget_class_bind_template_child (widget_class, HangarSnapshotsPage, details_group);
}

static void
hangar_snapshots_page_init (HangarSnapshotsPage *self)
{
  self->details = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
make_list (HangarSnapshotsPage *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  GListModel *roots = hangar_snapshot_tree_get_roots (self->tree);
  GtkTreeListModel *model =
    gtk_tree_list_model_new (g_object_ref (roots), FALSE, TRUE, children_cb, NULL, NULL);

  g_signal_connect (factory, "setup", G_CALLBACK (row_set_up_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (row_bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (row_unbind_cb), NULL);
  self->selection = gtk_single_selection_new (G_LIST_MODEL (model));
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (self->selection));
  gtk_list_view_set_factory (self->list_view, factory);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selection_changed), self,
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
  HangarSnapshotsPage *self = g_object_new (HANGAR_TYPE_SNAPSHOTS_PAGE, NULL);

  self->domain = g_object_ref (domain);
  self->tree = hangar_snapshot_tree_new (domain);
  make_list (self);
  g_signal_connect_object (self->tree, "changed", G_CALLBACK (tree_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->tree, "notify::loaded", G_CALLBACK (tree_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (domain, "notify::available", G_CALLBACK (update_actions), self, G_CONNECT_SWAPPED);
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
