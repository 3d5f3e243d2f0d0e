/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window of one machine: its console and its pages, and in the header what can be done to it. */

#include "config.h"

#include "ui/domain/domain-window.h"

#include <glib/gi18n-lib.h>

#include "ui/domain/domain-actions.h"
#include "ui/domain/domain-banner.h"
#include "ui/domain/fullscreen-bar.h"
#include "ui/domain/hardware-page.h"
#include "ui/domain/media-actions.h"
#include "ui/domain/overview-page.h"
#include "ui/domain/performance-page.h"
#include "ui/domain/screen-actions.h"
#include "ui/domain/serial-question.h"
#include "ui/domain/snapshots-page.h"
#include "widgets/lazy-bin.h"
#include "widgets/lazy-menu.h"

/* In pixels: in a narrower window the machine's name is not beside its pages; the pages are at the bottom, as
 * on a phone; and what the menu has too is only there. */
#define NAME_WIDTH 820
#define PAGES_WIDTH 640
#define BUTTONS_WIDTH 520
#define SMALLEST_WIDTH 420

struct _HangarDomainWindow
{
  AdwApplicationWindow parent_instance;

  HangarDomain *domain;
  HangarSettings *settings;
  HangarDomainActions *actions;
  HangarScreenActions *screen_actions;
  HangarConsole *console; /* NULL until it was seen, as all pages */
  HangarJobList *jobs;
  HangarOsCatalog *os_catalog;
  HangarOverviewPage *overview;
  HangarSnapshotsPage *snapshots;
  gboolean page_chosen; /* by the user: then it stays whatever the machine does */

  AdwToastOverlay *toast_overlay;
  GtkOverlay *overlay;
  GtkWidget *header;
  GtkWidget *run_button;
  GtkWidget *suspend_button;
  GtkWidget *shutdown_button;
  GtkMenuButton *menu_button;
  GtkWidget *screenshot_button;
  GtkWidget *fullscreen_button;
  GtkStack *title_stack;
  GtkWidget *switcher_squeezer;
  HangarLazyBin *narrow_bin;
  AdwWindowTitle *window_title;
  AdwViewSwitcherBar *switcher_bar;
  GtkWidget *name_box;
  GtkLabel *name_label;
  GtkLabel *host_label;
  GtkRevealer *banner;
  GtkLabel *banner_label;
  AdwViewStack *pages;
  HangarLazyBin *console_bin;
  HangarLazyBin *overview_bin;
  HangarLazyBin *performance_bin;
  HangarLazyBin *snapshots_bin;
  HangarLazyBin *hardware_bin;
  HangarFullscreenBar *fullscreen_bar; /* NULL until the window was fullscreen */
  GMenu *power_menu;
  GMenu *keys_menu;
  GMenu *function_keys;
  GMenu *window_menu;
};

G_DEFINE_FINAL_TYPE (HangarDomainWindow, hangar_domain_window, ADW_TYPE_APPLICATION_WINDOW)

static void
update_title (HangarDomainWindow *self)
{
  HangarConnection *connection = hangar_domain_get_connection (self->domain);
  const char *name = hangar_domain_get_display_name (self->domain);
  const char *host = connection != NULL ? hangar_connection_get_label (connection) : "";
  /* Translators: the name of a machine, the name of its host */
  g_autofree char *title = g_strdup_printf (_ ("%s · %s"), name, host);

  gtk_window_set_title (GTK_WINDOW (self), title);
  gtk_label_set_text (self->name_label, name);
  gtk_label_set_text (self->host_label, host);
  gtk_widget_set_tooltip_text (self->name_box, title);
  adw_window_title_set_title (self->window_title, name);
  adw_window_title_set_subtitle (self->window_title, host);
  if (self->fullscreen_bar != NULL)
    hangar_fullscreen_bar_set_name (self->fullscreen_bar, name);
}

static void
update_banner (HangarDomainWindow *self)
{
  const char *text = hangar_domain_banner_text (self->domain);

  if (text != NULL)
    gtk_label_set_text (self->banner_label, text);
  gtk_revealer_set_reveal_child (self->banner, text != NULL);
}

static gboolean
is_fullscreen (HangarDomainWindow *self)
{
  return gtk_window_is_fullscreen (GTK_WINDOW (self));
}

static void
make_fullscreen_bar (HangarDomainWindow *self)
{
  if (self->fullscreen_bar != NULL)
    return;
  self->fullscreen_bar =
    g_object_new (HANGAR_TYPE_FULLSCREEN_BAR, "valign", GTK_ALIGN_START, "halign", GTK_ALIGN_CENTER, NULL);
  hangar_fullscreen_bar_set_menus (self->fullscreen_bar, G_MENU_MODEL (self->keys_menu),
                                   G_MENU_MODEL (self->power_menu));
  hangar_fullscreen_bar_set_name (self->fullscreen_bar, hangar_domain_get_display_name (self->domain));
  gtk_overlay_add_overlay (self->overlay, GTK_WIDGET (self->fullscreen_bar));
}

static void
fullscreen_changed (HangarDomainWindow *self)
{
  gboolean fullscreen = is_fullscreen (self);

  gtk_widget_set_visible (self->header, !fullscreen);
  gtk_widget_set_visible (GTK_WIDGET (self->switcher_bar), !fullscreen);
  if (fullscreen)
    make_fullscreen_bar (self);
  if (self->fullscreen_bar != NULL)
    hangar_fullscreen_bar_set_active (self->fullscreen_bar, fullscreen);
  if (fullscreen)
    adw_view_stack_set_visible_child_name (self->pages, "console");
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
pointer_moved_cb (GtkEventControllerMotion *controller, double x, double y, HangarDomainWindow *self)
{
  if (self->fullscreen_bar != NULL)
    hangar_fullscreen_bar_pointer_moved (self->fullscreen_bar, y);
}

/* The page that fits the state, until the user has chosen one. */
static void
follow_state (HangarDomainWindow *self)
{
  if (self->page_chosen || !hangar_domain_is_active (self->domain))
    return;
  adw_view_stack_set_visible_child_name (self->pages, "console");
  self->page_chosen = FALSE;
}

static void
page_changed (HangarDomainWindow *self)
{
  self->page_chosen = TRUE;
}

static void
domain_state_changed (HangarDomainWindow *self)
{
  update_banner (self);
  follow_state (self);
}

static void
domain_removed (HangarDomainWindow *self)
{
  gtk_window_close (GTK_WINDOW (self));
}

/* By the width of the window, not by what fits: what goes would make room to come again, and so on for ever.
 */
static void
surface_resized_cb (GdkSurface *surface, GParamSpec *pspec, HangarDomainWindow *self)
{
  int width = gdk_surface_get_width (surface);
  gboolean narrow = width < PAGES_WIDTH;

  gtk_widget_set_visible (self->name_box, width >= NAME_WIDTH);
  gtk_stack_set_visible_child (self->title_stack,
                               narrow ? GTK_WIDGET (self->window_title) : self->switcher_squeezer);
  /* A button for each page is not cheap, and few windows are ever so narrow. */
  if (narrow && adw_view_switcher_bar_get_stack (self->switcher_bar) == NULL)
    adw_view_switcher_bar_set_stack (self->switcher_bar, self->pages);
  adw_view_switcher_bar_set_reveal (self->switcher_bar, narrow);
  gtk_widget_set_visible (self->screenshot_button, width >= BUTTONS_WIDTH);
  gtk_widget_set_visible (self->fullscreen_button, width >= BUTTONS_WIDTH);
  gtk_widget_set_visible (self->suspend_button, width >= SMALLEST_WIDTH);
}

static void
hangar_domain_window_realize (GtkWidget *widget)
{
  GdkSurface *surface;

  GTK_WIDGET_CLASS (hangar_domain_window_parent_class)->realize (widget);

  surface = gtk_native_get_surface (GTK_NATIVE (widget));
  g_signal_connect_object (surface, "notify::width", G_CALLBACK (surface_resized_cb), widget, 0);
  surface_resized_cb (surface, NULL, HANGAR_DOMAIN_WINDOW (widget));
}

static void
hangar_domain_window_dispose (GObject *object)
{
  HangarDomainWindow *self = HANGAR_DOMAIN_WINDOW (object);

  gtk_widget_insert_action_group (GTK_WIDGET (self), "domain", NULL);
  g_clear_object (&self->screen_actions);
  g_clear_object (&self->actions);
  g_clear_object (&self->domain);
  g_clear_object (&self->settings);
  g_clear_object (&self->jobs);
  g_clear_object (&self->os_catalog);

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
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, ctrl, "window.close", NULL);
}

static void
hangar_domain_window_class_init (HangarDomainWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_domain_window_dispose;
  widget_class->realize = hangar_domain_window_realize;

  gtk_widget_class_install_action (widget_class, "win.fullscreen", NULL, toggle_fullscreen);
  add_keys (widget_class);

  g_type_ensure (HANGAR_TYPE_LAZY_BIN);
  gtk_widget_class_set_template_from_resource (widget_class, HANGAR_RESOURCE_PATH "/domain/domain-window.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarDomainWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainWindow, overlay);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainWindow, header);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainWindow, run_button);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainWindow, suspend_button);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainWindow, shutdown_button);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainWindow, screenshot_button);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainWindow, fullscreen_button);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainWindow, title_stack);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainWindow, switcher_squeezer);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainWindow, narrow_bin);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainWindow, window_title);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainWindow, switcher_bar);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainWindow, name_box);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainWindow, name_label);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainWindow, host_label);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainWindow, banner_label);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainWindow, console_bin);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainWindow, overview_bin);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainWindow, hardware_bin);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainWindow, performance_bin);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainWindow, snapshots_bin);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainWindow, power_menu);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainWindow, keys_menu);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainWindow, function_keys);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainWindow, window_menu);
}

static void
fill_function_keys (HangarDomainWindow *self)
{
  for (int i = 1; i <= 12; i++)
    {
      g_autofree char *label = g_strdup_printf ("Ctrl+Alt+F%d", i);
      g_autofree char *action = g_strdup_printf ("win.send-key::ctrl-alt-f%d", i);

      g_menu_append (self->function_keys, label, action);
    }
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

/* What the console adds to the menu comes with the console. */
static GMenuModel *
make_window_menu (gpointer user_data)
{
  HangarDomainWindow *self = user_data;

  hangar_lazy_bin_make (self->console_bin);
  return G_MENU_MODEL (self->window_menu);
}

static void
add_menus (HangarDomainWindow *self)
{
  GtkWidget *pressed = gtk_widget_get_first_child (self->shutdown_button);
  GtkWidget *dropdown = gtk_widget_get_last_child (self->shutdown_button);

  /* The half of the split button that is pressed has no name of its own. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (pressed), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Shut down"),
                                  -1);
  hangar_lazy_menu_set (GTK_MENU_BUTTON (dropdown), G_MENU_MODEL (self->power_menu));
  hangar_lazy_menu_set_maker (self->menu_button, make_window_menu, self);
}

static void
hangar_domain_window_init (HangarDomainWindow *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  add_menus (self);
  fill_function_keys (self);
  add_fullscreen_key (self);
  g_signal_connect (self, "notify::fullscreened", G_CALLBACK (fullscreen_changed), NULL);

  gtk_event_controller_set_propagation_phase (motion, GTK_PHASE_CAPTURE);
  g_signal_connect (motion, "motion", G_CALLBACK (pointer_moved_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
}

static void
bind_actions (HangarDomainWindow *self)
{
  const HangarMediaContext media = { self->domain, self->settings, GTK_WIDGET (self->toast_overlay) };

  self->actions = hangar_domain_actions_new (self->settings);
  hangar_domain_actions_set_widget (self->actions, GTK_WIDGET (self->toast_overlay));
  hangar_domain_actions_set_domain (self->actions, self->domain);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "domain", G_ACTION_GROUP (self->actions));
  hangar_domain_actions_bind_button (self->actions, self->run_button, "run");
  hangar_domain_actions_bind_button (self->actions, self->suspend_button, "suspend");
  hangar_domain_actions_bind_button (self->actions, self->shutdown_button, "shutdown");
  hangar_media_accept_drops (&media, GTK_WIDGET (self->toast_overlay));
}

static void
update_screenshot_tooltip (HangarDomainWindow *self)
{
  gtk_widget_set_tooltip_text (self->screenshot_button,
                               self->console != NULL && hangar_console_is_live (self->console)
                                 ? _ ("Take a screenshot")
                                 : _ ("There is no picture of the machine now."));
}

static void
line_wanted_cb (HangarDomainWindow *self)
{
  hangar_serial_question_ask (self->domain, GTK_WIDGET (self->console));
}

static GtkWidget *
make_console (gpointer user_data)
{
  HangarDomainWindow *self = user_data;
  g_autoptr (GMenuModel) menu = NULL;

  self->console = HANGAR_CONSOLE (hangar_console_new (self->domain));
  hangar_console_set_settings (self->console, self->settings);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "console", hangar_console_get_actions (self->console));
  hangar_screen_actions_set_console (self->screen_actions, self->console);
  g_signal_connect_object (self->console, "notify::state", G_CALLBACK (update_screenshot_tooltip), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->console, "line-wanted", G_CALLBACK (line_wanted_cb), self,
                           G_CONNECT_SWAPPED);
  menu = hangar_console_make_menu (self->console);
  g_menu_append_section (self->window_menu, NULL, menu);
  update_screenshot_tooltip (self);
  return GTK_WIDGET (self->console);
}

static void
watch_domain (HangarDomainWindow *self)
{
  HangarConnection *connection = hangar_domain_get_connection (self->domain);
  static const char *const states[] = { "notify::state", "notify::reason", "notify::available" };

  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    g_signal_connect_object (self->domain, states[i], G_CALLBACK (domain_state_changed), self,
                             G_CONNECT_SWAPPED);
  g_signal_connect_object (self->domain, "notify::display-name", G_CALLBACK (update_title), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->domain, "removed", G_CALLBACK (domain_removed), self, G_CONNECT_SWAPPED);
  if (connection != NULL)
    g_signal_connect_object (connection, "notify::label", G_CALLBACK (update_title), self, G_CONNECT_SWAPPED);
}

static GtkWidget *
make_overview (gpointer user_data)
{
  HangarDomainWindow *self = user_data;

  self->overview = HANGAR_OVERVIEW_PAGE (hangar_overview_page_new (self->domain));
  hangar_overview_page_set_os_catalog (self->overview, self->os_catalog);
  return GTK_WIDGET (self->overview);
}

static GtkWidget *
make_performance (gpointer user_data)
{
  return hangar_performance_page_new (HANGAR_DOMAIN_WINDOW (user_data)->domain);
}

static GtkWidget *
make_hardware (gpointer user_data)
{
  HangarDomainWindow *self = user_data;
  g_autoptr (HangarHardware) hardware = hangar_hardware_new (self->domain);

  return hangar_hardware_page_new (hardware, self->settings);
}

static GtkWidget *
make_snapshots (gpointer user_data)
{
  HangarDomainWindow *self = user_data;

  self->snapshots = HANGAR_SNAPSHOTS_PAGE (hangar_snapshots_page_new (self->domain));
  hangar_snapshots_page_set_jobs (self->snapshots, self->jobs);
  return GTK_WIDGET (self->snapshots);
}

static GtkWidget *
make_narrow_switcher (gpointer user_data)
{
  return g_object_new (ADW_TYPE_VIEW_SWITCHER, "stack", HANGAR_DOMAIN_WINDOW (user_data)->pages, "policy",
                       ADW_VIEW_SWITCHER_POLICY_NARROW, NULL);
}

static void
add_pages (HangarDomainWindow *self)
{
  hangar_lazy_bin_set_maker (self->narrow_bin, make_narrow_switcher, self);
  hangar_lazy_bin_set_maker (self->console_bin, make_console, self);
  hangar_lazy_bin_set_maker (self->overview_bin, make_overview, self);
  hangar_lazy_bin_set_maker (self->performance_bin, make_performance, self);
  hangar_lazy_bin_set_maker (self->hardware_bin, make_hardware, self);
  hangar_lazy_bin_set_maker (self->snapshots_bin, make_snapshots, self);
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
  HangarDomainWindow *self = g_object_new (HANGAR_TYPE_DOMAIN_WINDOW, "application", application, NULL);

  self->domain = g_object_ref (domain);
  self->settings = g_object_ref (settings);
  add_pages (self);
  self->screen_actions = hangar_screen_actions_new (G_ACTION_MAP (self));
  update_screenshot_tooltip (self);
  adw_view_stack_set_visible_child_name (self->pages, "overview");
  bind_actions (self);
  watch_domain (self);
  update_title (self);
  g_signal_connect_object (self->pages, "notify::visible-child", G_CALLBACK (page_changed), self,
                           G_CONNECT_SWAPPED);
  domain_state_changed (self);
  return self;
}

/**
 * hangar_domain_window_open:
 * @application: the application
 * @domain: the machine
 * @settings: the settings
 *
 * Presents the window of the machine; makes it when there is none.
 *
 * Returns: (transfer none): the window
 */
HangarDomainWindow *
hangar_domain_window_open (GtkApplication *application, HangarDomain *domain, HangarSettings *settings)
{
  HangarDomainWindow *self = NULL;

  for (GList *l = gtk_application_get_windows (application); l != NULL && self == NULL; l = l->next)
    if (HANGAR_IS_DOMAIN_WINDOW (l->data) && HANGAR_DOMAIN_WINDOW (l->data)->domain == domain)
      self = l->data;
  if (self == NULL)
    self = hangar_domain_window_new (application, domain, settings);
  gtk_window_present (GTK_WINDOW (self));
  return self;
}

/**
 * hangar_domain_window_set_jobs:
 * @self: the window
 * @jobs: (nullable): where long tasks are listed
 */
void
hangar_domain_window_set_jobs (HangarDomainWindow *self, HangarJobList *jobs)
{
  g_set_object (&self->jobs, jobs);
  hangar_domain_actions_set_jobs (self->actions, jobs);
  if (self->snapshots != NULL)
    hangar_snapshots_page_set_jobs (self->snapshots, jobs);
}

/**
 * hangar_domain_window_set_hosts:
 * @self: the window
 * @hosts: (nullable): all hosts, of #HangarConnection: their machines may use this one's disks
 */
void
hangar_domain_window_set_hosts (HangarDomainWindow *self, GListModel *hosts)
{
  hangar_domain_actions_set_hosts (self->actions, hosts);
}

/**
 * hangar_domain_window_set_os_catalog:
 * @self: the window
 * @os_catalog: (nullable): knows the names of operating systems
 */
void
hangar_domain_window_set_os_catalog (HangarDomainWindow *self, HangarOsCatalog *os_catalog)
{
  g_set_object (&self->os_catalog, os_catalog);
  if (self->overview != NULL)
    hangar_overview_page_set_os_catalog (self->overview, os_catalog);
}

/**
 * hangar_domain_window_get_domain:
 * @self: the window
 *
 * Returns: (transfer none): its machine
 */
HangarDomain *
hangar_domain_window_get_domain (HangarDomainWindow *self)
{
  return self->domain;
}

/**
 * hangar_domain_window_show_page:
 * @self: the window
 * @page: "console", "overview", "performance" or "snapshots"
 *
 * Shows a page as if the user had chosen it.
 */
void
hangar_domain_window_show_page (HangarDomainWindow *self, const char *page)
{
  adw_view_stack_set_visible_child_name (self->pages, page);
  self->page_chosen = TRUE;
}
