/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window of a machine, or of several as tabs, which can be dragged from one window to another. */

#include "config.h"

#include "ui/domain/domain-window.h"

#include "ui/domain/edits-question.h"
#include "ui/domain/screen-actions.h"

struct _HangarDomainWindow
{
  AdwApplicationWindow parent_instance;

  HangarSettings *settings;
  HangarScreenActions *screen_actions;
  HangarDomainView *shown;     /* (nullable): weak: of the selected tab */
  GSignalGroup *shown_signals; /* NULL while the window goes away */
  AdwTabPage *menu_page;       /* (nullable): weak: the tab whose menu is open */
  guint close_id;

  GtkWidget *tab_row;
  AdwTabBar *tab_bar;
  AdwTabView *tabs;
};

G_DEFINE_FINAL_TYPE (HangarDomainWindow, hangar_domain_window, ADW_TYPE_APPLICATION_WINDOW)

static HangarDomainView *
view_of (AdwTabPage *page)
{
  return page != NULL ? HANGAR_DOMAIN_VIEW (adw_tab_page_get_child (page)) : NULL;
}

static gboolean
is_fullscreen (HangarDomainWindow *self)
{
  return gtk_window_is_fullscreen (GTK_WINDOW (self));
}

static void
update_title (HangarDomainWindow *self)
{
  if (self->shown != NULL)
    gtk_window_set_title (GTK_WINDOW (self), hangar_domain_view_get_title (self->shown));
}

static void
update_console (HangarDomainWindow *self)
{
  hangar_screen_actions_set_console (
    self->screen_actions, self->shown != NULL ? hangar_domain_view_get_console (self->shown) : NULL);
}

static void
update_width (HangarDomainWindow *self)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (self));

  if (surface != NULL && self->shown != NULL)
    hangar_domain_view_set_width (self->shown, gdk_surface_get_width (surface));
}

/* Another window can be made part of this one when there is one. */
static void
update_actions (HangarDomainWindow *self)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  gboolean others = FALSE;

  for (GList *l = application != NULL ? gtk_application_get_windows (application) : NULL; l != NULL;
       l = l->next)
    others = others || (HANGAR_IS_DOMAIN_WINDOW (l->data) && l->data != self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.gather-tabs", others);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.detach-tab",
                                 adw_tab_view_get_n_pages (self->tabs) > 1);
}

static void
selected_changed (HangarDomainWindow *self)
{
  HangarDomainView *view;

  if (self->shown_signals == NULL)
    return;
  view = view_of (adw_tab_view_get_selected_page (self->tabs));
  if (view == self->shown)
    return;
  if (self->shown != NULL)
    hangar_domain_view_set_fullscreen (self->shown, FALSE);
  g_set_weak_pointer (&self->shown, view);
  g_signal_group_set_target (self->shown_signals, view);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "domain",
                                  view != NULL ? hangar_domain_view_get_actions (view) : NULL);
  update_console (self);
  if (view == NULL)
    return;
  update_title (self);
  update_width (self);
  if (is_fullscreen (self))
    hangar_domain_view_set_fullscreen (view, TRUE);
}

static void
show_tabs (HangarDomainWindow *self)
{
  int n = adw_tab_view_get_n_pages (self->tabs);

  gtk_widget_set_visible (self->tab_row, n > 1 && !is_fullscreen (self));
  for (int i = 0; i < n; i++)
    hangar_domain_view_set_title_buttons (view_of (adw_tab_view_get_nth_page (self->tabs, i)), n == 1);
}

/* Not at once: the tab may be on its way to another window, and the tab view still at work with it. */
static gboolean
close_cb (gpointer data)
{
  HangarDomainWindow *self = data;

  self->close_id = 0;
  if (adw_tab_view_get_n_pages (self->tabs) == 0)
    gtk_window_destroy (GTK_WINDOW (self));
  return G_SOURCE_REMOVE;
}

static void
n_pages_changed (HangarDomainWindow *self)
{
  if (self->shown_signals == NULL)
    return;
  show_tabs (self);
  update_actions (self);
  if (adw_tab_view_get_n_pages (self->tabs) == 0 && self->close_id == 0)
    self->close_id = g_idle_add (close_cb, self);
}

static void
page_attached_cb (AdwTabView *tabs, AdwTabPage *page, int position, HangarDomainWindow *self)
{
  HangarDomainView *view = view_of (page);

  hangar_domain_view_set_title_buttons (view, adw_tab_view_get_n_pages (tabs) == 1);
}

static HangarDomainWindow *
window_new (GtkApplication *application, HangarSettings *settings)
{
  HangarDomainWindow *self = g_object_new (HANGAR_TYPE_DOMAIN_WINDOW, "application", application, NULL);

  self->settings = g_object_ref (settings);
  return self;
}

static AdwTabView *
create_window_cb (AdwTabView *tabs, HangarDomainWindow *self)
{
  HangarDomainWindow *window = window_new (gtk_window_get_application (GTK_WINDOW (self)), self->settings);

  gtk_window_present (GTK_WINDOW (window));
  return window->tabs;
}

/* A tab does not take edits with it unasked. */
static gboolean
close_page_cb (AdwTabView *tabs, AdwTabPage *page, HangarDomainWindow *self)
{
  return hangar_edits_question_ask_tab (tabs, page) ? GDK_EVENT_STOP : GDK_EVENT_PROPAGATE;
}

static void
setup_menu_cb (AdwTabView *tabs, AdwTabPage *page, HangarDomainWindow *self)
{
  g_set_weak_pointer (&self->menu_page, page);
}

/* The tab whose menu is open, else the one that is shown. */
static AdwTabPage *
meant_page (HangarDomainWindow *self)
{
  return self->menu_page != NULL ? self->menu_page : adw_tab_view_get_selected_page (self->tabs);
}

static void
detach_tab (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HangarDomainWindow *self = HANGAR_DOMAIN_WINDOW (widget);
  AdwTabPage *page = meant_page (self);

  if (page != NULL && adw_tab_view_get_n_pages (self->tabs) > 1)
    adw_tab_view_transfer_page (self->tabs, page, create_window_cb (self->tabs, self), 0);
}

static void
take_tabs (HangarDomainWindow *self, HangarDomainWindow *other)
{
  while (adw_tab_view_get_n_pages (other->tabs) > 0)
    adw_tab_view_transfer_page (other->tabs, adw_tab_view_get_nth_page (other->tabs, 0), self->tabs,
                                adw_tab_view_get_n_pages (self->tabs));
}

static void
gather_tabs (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HangarDomainWindow *self = HANGAR_DOMAIN_WINDOW (widget);
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (widget));
  AdwTabPage *selected = adw_tab_view_get_selected_page (self->tabs);
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (application));

  for (GList *l = windows; l != NULL; l = l->next)
    if (HANGAR_IS_DOMAIN_WINDOW (l->data) && l->data != self)
      take_tabs (self, l->data);
  adw_tab_view_set_selected_page (self->tabs, selected);
}

static void
close_tab (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HangarDomainWindow *self = HANGAR_DOMAIN_WINDOW (widget);

  if (adw_tab_view_get_n_pages (self->tabs) > 1)
    adw_tab_view_close_page (self->tabs, meant_page (self));
  else
    gtk_window_close (GTK_WINDOW (self));
}

static void
toggle_fullscreen (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  if (is_fullscreen (HANGAR_DOMAIN_WINDOW (widget)))
    gtk_window_unfullscreen (GTK_WINDOW (widget));
  else
    gtk_window_fullscreen (GTK_WINDOW (widget));
}

static void
fullscreen_changed (HangarDomainWindow *self)
{
  show_tabs (self);
  if (self->shown != NULL)
    hangar_domain_view_set_fullscreen (self->shown, is_fullscreen (self));
}

static void
hangar_domain_window_realize (GtkWidget *widget)
{
  GdkSurface *surface;

  GTK_WIDGET_CLASS (hangar_domain_window_parent_class)->realize (widget);

  surface = gtk_native_get_surface (GTK_NATIVE (widget));
  g_signal_connect_object (surface, "notify::width", G_CALLBACK (update_width), widget, G_CONNECT_SWAPPED);
  update_width (HANGAR_DOMAIN_WINDOW (widget));
}

static gboolean
hangar_domain_window_close_request (GtkWindow *window)
{
  if (hangar_edits_question_ask_window (window, HANGAR_DOMAIN_WINDOW (window)->tabs))
    return GDK_EVENT_STOP;
  return GTK_WINDOW_CLASS (hangar_domain_window_parent_class)->close_request (window);
}

static void
hangar_domain_window_dispose (GObject *object)
{
  HangarDomainWindow *self = HANGAR_DOMAIN_WINDOW (object);

  g_clear_handle_id (&self->close_id, g_source_remove);
  g_clear_object (&self->shown_signals);
  g_clear_weak_pointer (&self->shown);
  g_clear_weak_pointer (&self->menu_page);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "domain", NULL);
  g_clear_object (&self->screen_actions);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (hangar_domain_window_parent_class)->dispose (object);
}

static void
add_keys (GtkWidgetClass *widget_class)
{
  const GdkModifierType ctrl = GDK_CONTROL_MASK, shift = GDK_SHIFT_MASK;

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_r, ctrl, "domain.run", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_p, ctrl, "domain.suspend", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_q, ctrl | shift, "domain.shutdown", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_i, ctrl | shift, "domain.insert-media", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, ctrl | shift, "domain.take-snapshot", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, ctrl, "win.close-tab", NULL);
}

static void
hangar_domain_window_class_init (HangarDomainWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_domain_window_dispose;
  widget_class->realize = hangar_domain_window_realize;
  GTK_WINDOW_CLASS (klass)->close_request = hangar_domain_window_close_request;

  gtk_widget_class_install_action (widget_class, "win.fullscreen", NULL, toggle_fullscreen);
  gtk_widget_class_install_action (widget_class, "win.detach-tab", NULL, detach_tab);
  gtk_widget_class_install_action (widget_class, "win.gather-tabs", NULL, gather_tabs);
  gtk_widget_class_install_action (widget_class, "win.close-tab", NULL, close_tab);
  add_keys (widget_class);

  gtk_widget_class_set_template_from_resource (widget_class, HANGAR_RESOURCE_PATH "/domain/domain-window.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarDomainWindow, tab_row);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainWindow, tab_bar);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainWindow, tabs);
  gtk_widget_class_bind_template_callback (widget_class, selected_changed);
  gtk_widget_class_bind_template_callback (widget_class, n_pages_changed);
  gtk_widget_class_bind_template_callback (widget_class, page_attached_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_page_cb);
  gtk_widget_class_bind_template_callback (widget_class, create_window_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_menu_cb);
}

/* Before the console, which takes all keys; while it has grabbed the keyboard it is asked first. */
static void
add_fullscreen_key (HangarDomainWindow *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (controller),
    gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_F11, 0), gtk_named_action_new ("win.fullscreen")));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static void
hangar_domain_window_init (HangarDomainWindow *self)
{
  self->shown_signals = g_signal_group_new (HANGAR_TYPE_DOMAIN_VIEW);
  g_signal_group_connect_swapped (self->shown_signals, "notify::title", G_CALLBACK (update_title), self);
  g_signal_group_connect_swapped (self->shown_signals, "notify::console", G_CALLBACK (update_console), self);
  gtk_widget_init_template (GTK_WIDGET (self));
  self->screen_actions = hangar_screen_actions_new (G_ACTION_MAP (self));
  add_fullscreen_key (self);
  g_signal_connect (self, "notify::fullscreened", G_CALLBACK (fullscreen_changed), NULL);
  g_signal_connect (self, "notify::is-active", G_CALLBACK (update_actions), NULL);
}

/* It may be in another window than where it was opened. */
static void
removed_cb (GtkWidget *view)
{
  GtkWidget *tabs = gtk_widget_get_ancestor (view, ADW_TYPE_TAB_VIEW);

  if (tabs != NULL)
    adw_tab_view_close_page (ADW_TAB_VIEW (tabs), adw_tab_view_get_page (ADW_TAB_VIEW (tabs), view));
}

/* Tooltips of tabs are markup; names of machines are not. */
static void
name_page (HangarDomainView *view, GParamSpec *pspec, AdwTabPage *page)
{
  g_autofree char *tooltip = g_markup_escape_text (hangar_domain_view_get_title (view), -1);

  adw_tab_page_set_title (page, hangar_domain_get_display_name (hangar_domain_view_get_domain (view)));
  adw_tab_page_set_tooltip (page, tooltip);
}

static void
add_domain (HangarDomainWindow *self, HangarDomain *domain)
{
  GtkWidget *view = hangar_domain_view_new (domain, self->settings);
  AdwTabPage *page = adw_tab_view_append (self->tabs, view);

  g_signal_connect_object (view, "notify::title", G_CALLBACK (name_page), page, 0);
  g_signal_connect (view, "removed", G_CALLBACK (removed_cb), NULL);
  name_page (HANGAR_DOMAIN_VIEW (view), NULL, page);
  adw_tab_view_set_selected_page (self->tabs, page);
}

/**
 * hangar_domain_window_new:
 * @application: the application
 * @domain: the machine
 * @settings: the settings
 *
 * Its page is the console when the machine runs, else the overview.
 *
 * Returns: (transfer none): the window, not yet shown
 */
HangarDomainWindow *
hangar_domain_window_new (GtkApplication *application, HangarDomain *domain, HangarSettings *settings)
{
  HangarDomainWindow *self = window_new (application, settings);

  add_domain (self, domain);
  return self;
}

static gboolean
select_domain (HangarDomainWindow *self, HangarDomain *domain)
{
  for (int i = 0; i < adw_tab_view_get_n_pages (self->tabs); i++)
    {
      AdwTabPage *page = adw_tab_view_get_nth_page (self->tabs, i);

      if (hangar_domain_view_get_domain (view_of (page)) != domain)
        continue;
      adw_tab_view_set_selected_page (self->tabs, page);
      return TRUE;
    }
  return FALSE;
}

/**
 * hangar_domain_window_open:
 * @application: the application
 * @domain: the machine
 * @settings: the settings
 *
 * Presents the machine. When it is in no window yet it gets one of its own, or a tab of the window that was
 * used last, as the user prefers.
 *
 * Returns: (transfer none): the window, with the machine selected
 */
HangarDomainWindow *
hangar_domain_window_open (GtkApplication *application, HangarDomain *domain, HangarSettings *settings)
{
  HangarDomainWindow *self = NULL, *last = NULL;

  for (GList *l = gtk_application_get_windows (application); l != NULL && self == NULL; l = l->next)
    {
      if (!HANGAR_IS_DOMAIN_WINDOW (l->data))
        continue;
      if (select_domain (l->data, domain))
        self = l->data;
      else if (last == NULL)
        last = l->data;
    }
  if (self == NULL && last != NULL && hangar_settings_get_machine_tabs (settings))
    {
      self = last;
      add_domain (self, domain);
    }
  if (self == NULL)
    self = hangar_domain_window_new (application, domain, settings);
  gtk_window_present (GTK_WINDOW (self));
  return self;
}

/**
 * hangar_domain_window_set_jobs:
 * @self: the window
 * @jobs: (nullable): where long tasks of the selected machine are listed
 */
void
hangar_domain_window_set_jobs (HangarDomainWindow *self, HangarJobList *jobs)
{
  hangar_domain_view_set_jobs (self->shown, jobs);
}

/**
 * hangar_domain_window_set_hosts:
 * @self: the window
 * @hosts: (nullable): all hosts, of #HangarConnection: their machines may use the disks of the selected one
 */
void
hangar_domain_window_set_hosts (HangarDomainWindow *self, GListModel *hosts)
{
  hangar_domain_view_set_hosts (self->shown, hosts);
}

/**
 * hangar_domain_window_set_os_catalog:
 * @self: the window
 * @os_catalog: (nullable): knows the names of operating systems
 */
void
hangar_domain_window_set_os_catalog (HangarDomainWindow *self, HangarOsCatalog *os_catalog)
{
  hangar_domain_view_set_os_catalog (self->shown, os_catalog);
}

/**
 * hangar_domain_window_get_domain:
 * @self: the window
 *
 * Returns: (transfer none): the machine that is shown
 */
HangarDomain *
hangar_domain_window_get_domain (HangarDomainWindow *self)
{
  return hangar_domain_view_get_domain (self->shown);
}

/**
 * hangar_domain_window_get_n_domains:
 * @self: the window
 *
 * Returns: how many machines are in it
 */
guint
hangar_domain_window_get_n_domains (HangarDomainWindow *self)
{
  return (guint) adw_tab_view_get_n_pages (self->tabs);
}

/**
 * hangar_domain_window_show_page:
 * @self: the window
 * @page: "console", "overview", "performance", "hardware" or "snapshots"
 *
 * Shows a page of the selected machine as if the user had chosen it.
 */
void
hangar_domain_window_show_page (HangarDomainWindow *self, const char *page)
{
  hangar_domain_view_show_page (self->shown, page);
}
