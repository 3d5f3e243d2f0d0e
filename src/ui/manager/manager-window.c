/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The main window: hosts on the left, what lives on them on the right. */

#include "config.h"

#include "ui/manager/manager-window.h"

#include <glib/gi18n-lib.h>

#include "ui/domain/domain-actions.h"
#include "ui/host/first-run-page.h"
#include "ui/host/host-actions.h"
#include "ui/host/host-page.h"
#include "ui/host/host-sidebar.h"
#include "ui/host/host-text.h"
#include "ui/manager/jobs-button.h"
#include "ui/manager/machine-view.h"
#include "ui/manager/stat-columns.h"
#include "widgets/lazy-menu.h"

struct _HangarManagerWindow
{
  AdwApplicationWindow parent_instance;

  HangarSettings *settings;
  HangarConnectionList *connections;
  HangarJobList *jobs;
  HangarHostActions *host_actions;
  HangarDomainActions *domain_actions;
  GSignalGroup *host_signals;
  HangarStatColumns *stat_columns;

  AdwLeaflet *leaflet;
  GtkWidget *sidebar_box;
  GtkWidget *content_box;
  HangarHostSidebar *sidebar;
  AdwWindowTitle *window_title;
  AdwHeaderBar *sidebar_header;
  AdwHeaderBar *content_header;
  GtkWidget *back_button;
  GtkWidget *separator;
  GtkWidget *lifecycle_box;
  GtkButton *primary_button;
  GtkButton *pause_button;
  GtkButton *shutdown_button;
  GtkMenuButton *shutdown_menu_button;
  GtkToggleButton *search_button;
  HangarJobsButton *jobs_button;
  AdwToastOverlay *toast_overlay;
  GtkStack *stack;
  HangarMachineView *machine_view;
  HangarFirstRun *first_run;          /* nullable */
  HangarFirstRunPage *first_run_page; /* nullable, as the next: made when first needed */
  HangarHostPage *host_page;
  GtkToggleButton *host_button;
  GtkMenuButton *main_button;
  GtkMenuButton *view_button;
  GMenuModel *main_menu;
  GMenuModel *view_menu;
  GMenuModel *shutdown_menu;
};

G_DEFINE_FINAL_TYPE (HangarManagerWindow, hangar_manager_window, ADW_TYPE_APPLICATION_WINDOW)

static void
update_title (HangarManagerWindow *self)
{
  HangarConnection *connection = hangar_host_sidebar_get_connection (self->sidebar);
  g_autofree char *state = NULL;

  if (connection == NULL)
    {
      adw_window_title_set_title (self->window_title, _ ("All Machines"));
      adw_window_title_set_subtitle (self->window_title, "");
      return;
    }
  if (hangar_connection_get_state (connection) != HANGAR_CONNECTION_OPEN)
    state = hangar_host_state_text (connection);
  adw_window_title_set_title (self->window_title, hangar_connection_get_label (connection));
  adw_window_title_set_subtitle (self->window_title, state != NULL ? state : "");
}

/* How wide the leaflet must be to show all of itself side by side. */
static int
measure_unfolded (HangarManagerWindow *self)
{
  GtkWidget *page = gtk_widget_get_first_child (GTK_WIDGET (self->leaflet));
  int width = 0;

  for (; page != NULL; page = gtk_widget_get_next_sibling (page))
    {
      int minimum;

      gtk_widget_measure (page, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      width += minimum;
    }
  return width;
}

/* What folding leaves out must not make the room to unfold: the window would go to and fro for ever. While it
 * is folded, the separator, which nobody sees then, holds that room. */
static void
update_folded (HangarManagerWindow *self)
{
  const gboolean folded = adw_leaflet_get_folded (self->leaflet);
  const int before = measure_unfolded (self);

  adw_header_bar_set_show_end_title_buttons (self->sidebar_header, folded);
  adw_header_bar_set_show_start_title_buttons (self->content_header, folded);
  gtk_widget_set_visible (self->back_button, folded);
  /* A narrow window has no room for them; the menu of a row has them all. */
  gtk_widget_set_visible (self->lifecycle_box, !folded);
  adw_header_bar_set_decoration_layout (self->content_header, folded ? ":close" : NULL);
  gtk_widget_set_size_request (self->separator, folded ? MAX (before - measure_unfolded (self), 0) + 1 : -1,
                               -1);
}

static void
show_host_page (HangarManagerWindow *self, HangarConnection *connection)
{
  if (self->host_page == NULL && connection != NULL)
    {
      self->host_page = g_object_new (HANGAR_TYPE_HOST_PAGE, NULL);
      gtk_stack_add_named (self->stack, GTK_WIDGET (self->host_page), "host");
    }
  if (self->host_page != NULL)
    hangar_host_page_set_connection (self->host_page, connection);
}

static void
make_first_run_page (HangarManagerWindow *self)
{
  if (self->first_run_page != NULL || self->first_run == NULL)
    return;
  self->first_run_page = g_object_new (HANGAR_TYPE_FIRST_RUN_PAGE, NULL);
  hangar_first_run_page_set_first_run (self->first_run_page, self->first_run);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->first_run_page), "first-run");
}

static void
update_page (HangarManagerWindow *self)
{
  gboolean any = self->connections != NULL && g_list_model_get_n_items (G_LIST_MODEL (self->connections)) > 0;
  HangarConnection *connection = hangar_host_sidebar_get_connection (self->sidebar);
  gboolean host = connection != NULL && gtk_toggle_button_get_active (self->host_button);

  gtk_widget_set_visible (GTK_WIDGET (self->host_button), connection != NULL);
  /* Searched is in the list; a narrow window has no room for what does nothing. */
  gtk_widget_set_visible (GTK_WIDGET (self->search_button), !host);
  show_host_page (self, host ? connection : NULL);
  if (!any)
    make_first_run_page (self);
  if (!any && self->first_run_page != NULL)
    gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->first_run_page));
  else
    gtk_stack_set_visible_child_name (self->stack, host ? "host" : "machines");
}

static void
host_toggled_cb (HangarManagerWindow *self)
{
  update_page (self);
}

static void
host_changed_cb (HangarManagerWindow *self)
{
  HangarConnection *connection = hangar_host_sidebar_get_connection (self->sidebar);

  hangar_machine_view_set_connection (self->machine_view, connection);
  hangar_host_actions_set_connection (self->host_actions, connection);
  g_signal_group_set_target (self->host_signals, connection);
  update_title (self);
  update_page (self);
}

static void
connections_changed_cb (HangarManagerWindow *self)
{
  update_page (self);
}

static void
host_activated_cb (HangarManagerWindow *self)
{
  adw_leaflet_set_visible_child (self->leaflet, self->content_box);
}

static void
selected_changed_cb (HangarManagerWindow *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->shutdown_menu_button),
                            hangar_machine_view_get_selected (self->machine_view) != NULL);
  hangar_domain_actions_set_domain (self->domain_actions,
                                    hangar_machine_view_get_selected (self->machine_view));
}

static void
open_cb (HangarManagerWindow *self, HangarDomain *domain)
{
  HangarConnection *connection = hangar_domain_get_connection (domain);

  gtk_widget_activate_action (GTK_WIDGET (self), "app.show-machine", "(ss)",
                              hangar_connection_get_uri (connection), hangar_domain_get_uuid (domain));
}

static void
back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  adw_leaflet_navigate (HANGAR_MANAGER_WINDOW (widget)->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
}

static void
search_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HangarManagerWindow *self = HANGAR_MANAGER_WINDOW (widget);

  adw_leaflet_set_visible_child (self->leaflet, self->content_box);
  gtk_search_bar_set_search_mode (hangar_machine_view_get_search_bar (self->machine_view), TRUE);
}

/* "cpu", or "-cpu" for the other way round. */
static void
sort_changed_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  HangarManagerWindow *self = HANGAR_MANAGER_WINDOW (user_data);
  const char *sort = g_variant_get_string (value, NULL);
  const gboolean reversed = sort[0] == '-';
  g_autoptr (GEnumClass) sorts = g_type_class_ref (HANGAR_TYPE_MACHINE_SORT);
  const GEnumValue *wanted = g_enum_get_value_by_nick (sorts, sort + (reversed ? 1 : 0));

  if (wanted == NULL)
    return;
  hangar_machine_list_set_sort (hangar_machine_view_get_list (self->machine_view),
                                (HangarMachineSort) wanted->value, reversed);
  hangar_stat_columns_show_sort (self->stat_columns, (HangarMachineSort) wanted->value, reversed);
  g_simple_action_set_state (action, value);
  hangar_settings_set_sort (self->settings, sort);
}

static void
add_sort_action (HangarManagerWindow *self)
{
  const GActionEntry entries[] = { { "sort", NULL, "s", "'name'", sort_changed_cb } };
  g_autofree char *sort = hangar_settings_get_sort (self->settings);

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_action_group_change_action_state (G_ACTION_GROUP (self), "sort", g_variant_new_string (sort));
}

static gboolean
hangar_manager_window_close_request (GtkWindow *window)
{
  HangarManagerWindow *self = HANGAR_MANAGER_WINDOW (window);
  int width, height;

  gtk_window_get_default_size (window, &width, &height);
  hangar_settings_set_window_size (self->settings, width, height, gtk_window_is_maximized (window));
  return GTK_WINDOW_CLASS (hangar_manager_window_parent_class)->close_request (window);
}

static void
hangar_manager_window_dispose (GObject *object)
{
  HangarManagerWindow *self = HANGAR_MANAGER_WINDOW (object);

  g_clear_object (&self->host_signals);
  g_clear_object (&self->first_run);
  g_clear_object (&self->stat_columns);
  g_clear_object (&self->host_actions);
  g_clear_object (&self->domain_actions);
  g_clear_object (&self->jobs);
  g_clear_object (&self->connections);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (hangar_manager_window_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               HANGAR_RESOURCE_PATH "/manager/manager-window.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarManagerWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, HangarManagerWindow, sidebar_box);
  gtk_widget_class_bind_template_child (widget_class, HangarManagerWindow, content_box);
  gtk_widget_class_bind_template_child (widget_class, HangarManagerWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, HangarManagerWindow, window_title);
  gtk_widget_class_bind_template_child (widget_class, HangarManagerWindow, sidebar_header);
  gtk_widget_class_bind_template_child (widget_class, HangarManagerWindow, content_header);
  gtk_widget_class_bind_template_child (widget_class, HangarManagerWindow, back_button);
  gtk_widget_class_bind_template_child (widget_class, HangarManagerWindow, separator);
  gtk_widget_class_bind_template_child (widget_class, HangarManagerWindow, lifecycle_box);
  gtk_widget_class_bind_template_child (widget_class, HangarManagerWindow, primary_button);
  gtk_widget_class_bind_template_child (widget_class, HangarManagerWindow, pause_button);
  gtk_widget_class_bind_template_child (widget_class, HangarManagerWindow, shutdown_button);
  gtk_widget_class_bind_template_child (widget_class, HangarManagerWindow, shutdown_menu_button);
  gtk_widget_class_bind_template_child (widget_class, HangarManagerWindow, search_button);
  gtk_widget_class_bind_template_child (widget_class, HangarManagerWindow, jobs_button);
  gtk_widget_class_bind_template_child (widget_class, HangarManagerWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, HangarManagerWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, HangarManagerWindow, machine_view);
  gtk_widget_class_bind_template_child (widget_class, HangarManagerWindow, host_button);
  gtk_widget_class_bind_template_callback (widget_class, host_toggled_cb);
  gtk_widget_class_bind_template_child (widget_class, HangarManagerWindow, main_button);
  gtk_widget_class_bind_template_child (widget_class, HangarManagerWindow, view_button);
  gtk_widget_class_bind_template_child (widget_class, HangarManagerWindow, main_menu);
  gtk_widget_class_bind_template_child (widget_class, HangarManagerWindow, view_menu);
  gtk_widget_class_bind_template_child (widget_class, HangarManagerWindow, shutdown_menu);
  gtk_widget_class_bind_template_callback (widget_class, update_folded);
  gtk_widget_class_bind_template_callback (widget_class, host_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, host_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, selected_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
}

static void
hangar_manager_window_class_init (HangarManagerWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_manager_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = hangar_manager_window_close_request;

  g_type_ensure (HANGAR_TYPE_HOST_SIDEBAR);
  g_type_ensure (HANGAR_TYPE_JOBS_BUTTON);
  g_type_ensure (HANGAR_TYPE_MACHINE_VIEW);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "win.back", NULL, back_action);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, search_action);
}

static void
hangar_manager_window_init (HangarManagerWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  hangar_lazy_menu_set (self->main_button, self->main_menu);
  hangar_lazy_menu_set (self->view_button, self->view_menu);
  hangar_lazy_menu_set (self->shutdown_menu_button, self->shutdown_menu);
}

static void
add_host_actions (HangarManagerWindow *self)
{
  self->host_actions = hangar_host_actions_new (self->connections);
  hangar_host_actions_set_widget (self->host_actions, GTK_WIDGET (self->toast_overlay));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "host", G_ACTION_GROUP (self->host_actions));

  self->host_signals = g_signal_group_new (HANGAR_TYPE_CONNECTION);
  g_signal_group_connect_swapped (self->host_signals, "notify::state", G_CALLBACK (update_title), self);
  g_signal_group_connect_swapped (self->host_signals, "notify::label", G_CALLBACK (update_title), self);
  g_signal_group_connect_swapped (self->host_signals, "notify::retry-in", G_CALLBACK (update_title), self);
}

static void
add_domain_actions (HangarManagerWindow *self)
{
  self->domain_actions = hangar_domain_actions_new (self->settings);
  hangar_domain_actions_set_widget (self->domain_actions, GTK_WIDGET (self->toast_overlay));
  hangar_domain_actions_set_jobs (self->domain_actions, self->jobs);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "domain", G_ACTION_GROUP (self->domain_actions));
  hangar_domain_actions_bind_button (self->domain_actions, GTK_WIDGET (self->primary_button), "run");
  hangar_domain_actions_bind_button (self->domain_actions, GTK_WIDGET (self->pause_button), "suspend");
  hangar_domain_actions_bind_button (self->domain_actions, GTK_WIDGET (self->shutdown_button), "shutdown");
}

static void
restore_size (HangarManagerWindow *self)
{
  int width, height;
  gboolean maximized;

  hangar_settings_get_window_size (self->settings, &width, &height, &maximized);
  gtk_window_set_default_size (GTK_WINDOW (self), width, height);
  if (maximized)
    gtk_window_maximize (GTK_WINDOW (self));
}

/**
 * hangar_manager_window_new:
 * @application: the program
 * @settings: its settings
 * @connections: its hosts
 * @jobs: its long tasks
 *
 * Returns: (transfer floating): the main window
 */
HangarManagerWindow *
hangar_manager_window_new (GtkApplication *application, HangarSettings *settings,
                           HangarConnectionList *connections, HangarJobList *jobs)
{
  HangarManagerWindow *self = g_object_new (HANGAR_TYPE_MANAGER_WINDOW, "application", application, NULL);
  GtkSearchBar *search_bar = hangar_machine_view_get_search_bar (self->machine_view);

  self->settings = g_object_ref (settings);
  self->connections = g_object_ref (connections);
  self->jobs = g_object_ref (jobs);
  add_host_actions (self);
  add_domain_actions (self);
  hangar_machine_view_set_connections (self->machine_view, G_LIST_MODEL (connections));
  self->stat_columns = hangar_stat_columns_new (self->machine_view, settings, G_LIST_MODEL (connections));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "columns",
                                  hangar_stat_columns_get_actions (self->stat_columns));
  hangar_host_sidebar_set_connections (self->sidebar, G_LIST_MODEL (connections));
  hangar_jobs_button_set_jobs (self->jobs_button, jobs);
  g_object_bind_property (search_bar, "search-mode-enabled", self->search_button, "active",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  gtk_search_bar_set_key_capture_widget (search_bar, self->content_box);
  g_signal_connect_object (connections, "items-changed", G_CALLBACK (connections_changed_cb), self,
                           G_CONNECT_SWAPPED);
  connections_changed_cb (self);
  hangar_domain_actions_set_hosts (self->domain_actions, G_LIST_MODEL (connections));
  add_sort_action (self);
  restore_size (self);
  adw_leaflet_set_visible_child (self->leaflet, self->content_box);
  update_folded (self);
  selected_changed_cb (self);
  update_title (self);
  return self;
}

/**
 * hangar_manager_window_set_first_run:
 * @self: the window
 * @first_run: what looks for the hosts of this computer while there are none; given once
 */
void
hangar_manager_window_set_first_run (HangarManagerWindow *self, HangarFirstRun *first_run)
{
  self->first_run = g_object_ref (first_run);
  update_page (self);
}

/**
 * hangar_manager_window_set_os_catalog:
 * @self: the window
 * @os_catalog: what is known of operating systems
 */
void
hangar_manager_window_set_os_catalog (HangarManagerWindow *self, HangarOsCatalog *os_catalog)
{
  hangar_domain_actions_set_os_catalog (self->domain_actions, os_catalog);
}

/**
 * hangar_manager_window_get_connection:
 * @self: the window
 *
 * Returns: (transfer none) (nullable): the host whose machines are shown, %NULL for all
 */
HangarConnection *
hangar_manager_window_get_connection (HangarManagerWindow *self)
{
  return hangar_host_sidebar_get_connection (self->sidebar);
}

/**
 * hangar_manager_window_show_connection:
 * @self: the window
 * @connection: (nullable): the host whose machines to show, %NULL for all
 */
void
hangar_manager_window_show_connection (HangarManagerWindow *self, HangarConnection *connection)
{
  hangar_host_sidebar_select (self->sidebar, connection);
  adw_leaflet_set_visible_child (self->leaflet, self->content_box);
}

/**
 * hangar_manager_window_get_selected:
 * @self: the window
 *
 * Returns: (transfer none) (nullable): the selected machine
 */
HangarDomain *
hangar_manager_window_get_selected (HangarManagerWindow *self)
{
  return hangar_machine_view_get_selected (self->machine_view);
}

/**
 * hangar_manager_window_get_toast_overlay:
 * @self: the window
 *
 * Returns: (transfer none): where its messages appear
 */
AdwToastOverlay *
hangar_manager_window_get_toast_overlay (HangarManagerWindow *self)
{
  return self->toast_overlay;
}
