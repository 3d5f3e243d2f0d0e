/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One machine, as it fills a window or a tab of one: its console and its pages, and in the header what can be
 * done to it. */

#include "config.h"

#include "ui/domain/domain-view.h"

#include <glib/gi18n-lib.h>

#include "ui/domain/domain-actions.h"
#include "ui/domain/domain-banner.h"
#include "ui/domain/fullscreen-bar.h"
#include "ui/domain/hardware-page.h"
#include "ui/domain/media-actions.h"
#include "ui/domain/overview-page.h"
#include "ui/domain/performance-page.h"
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

struct _HangarDomainView
{
  AdwBin parent_instance;

  HangarDomain *domain;
  HangarSettings *settings;
  HangarDomainActions *actions;
  HangarConsole *console; /* NULL until it was seen, as all pages */
  HangarHardwarePage *hardware;
  char *title;
  HangarJobList *jobs;
  GListModel *hosts; /* (nullable): of HangarConnection */
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

enum
{
  PROP_TITLE = 1,
  PROP_CONSOLE,
  N_PROPS,
};

enum
{
  SIGNAL_REMOVED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HangarDomainView, hangar_domain_view, ADW_TYPE_BIN)

static void
update_title (HangarDomainView *self)
{
  HangarConnection *connection = hangar_domain_get_connection (self->domain);
  const char *name = hangar_domain_get_display_name (self->domain);
  const char *host = connection != NULL ? hangar_connection_get_label (connection) : "";
  /* Translators: the name of a machine, the name of its host */
  char *title = g_strdup_printf (_ ("%s · %s"), name, host);

  g_free (self->title);
  self->title = title;
  gtk_label_set_text (self->name_label, name);
  gtk_label_set_text (self->host_label, host);
  gtk_widget_set_tooltip_text (self->name_box, title);
  adw_window_title_set_title (self->window_title, name);
  adw_window_title_set_subtitle (self->window_title, host);
  if (self->fullscreen_bar != NULL)
    hangar_fullscreen_bar_set_name (self->fullscreen_bar, name);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

static void
update_banner (HangarDomainView *self)
{
  const char *text = hangar_domain_banner_text (self->domain);

  if (text != NULL)
    gtk_label_set_text (self->banner_label, text);
  gtk_revealer_set_reveal_child (self->banner, text != NULL);
}

static void
update_screenshot_tooltip (HangarDomainView *self)
{
  const char *tooltip = self->console != NULL && hangar_console_is_live (self->console)
                          ? _ ("Take a screenshot")
                          : _ ("There is no picture of the machine now.");

  gtk_widget_set_tooltip_text (self->screenshot_button, tooltip);
  if (self->fullscreen_bar != NULL)
    hangar_fullscreen_bar_set_screenshot_tooltip (self->fullscreen_bar, tooltip);
}

static void
make_fullscreen_bar (HangarDomainView *self)
{
  if (self->fullscreen_bar != NULL)
    return;
  self->fullscreen_bar =
    g_object_new (HANGAR_TYPE_FULLSCREEN_BAR, "valign", GTK_ALIGN_START, "halign", GTK_ALIGN_CENTER, NULL);
  hangar_fullscreen_bar_set_menus (self->fullscreen_bar, G_MENU_MODEL (self->keys_menu),
                                   G_MENU_MODEL (self->power_menu));
  hangar_fullscreen_bar_set_name (self->fullscreen_bar, hangar_domain_get_display_name (self->domain));
  hangar_fullscreen_bar_set_actions (self->fullscreen_bar, self->actions);
  update_screenshot_tooltip (self);
  gtk_overlay_add_overlay (self->overlay, GTK_WIDGET (self->fullscreen_bar));
}

static void
pointer_moved_cb (GtkEventControllerMotion *controller, double x, double y, HangarDomainView *self)
{
  if (self->fullscreen_bar != NULL)
    hangar_fullscreen_bar_pointer_moved (self->fullscreen_bar, y);
}

/* The page that fits the state, until the user has chosen one. */
static void
follow_state (HangarDomainView *self)
{
  if (self->page_chosen || !hangar_domain_is_active (self->domain))
    return;
  adw_view_stack_set_visible_child_name (self->pages, "console");
  self->page_chosen = FALSE;
}

static void
page_changed (HangarDomainView *self)
{
  self->page_chosen = TRUE;
}

static void
domain_state_changed (HangarDomainView *self)
{
  update_banner (self);
  follow_state (self);
}

static void
domain_removed (HangarDomainView *self)
{
  g_signal_emit (self, signals[SIGNAL_REMOVED], 0);
}

static void
hangar_domain_view_dispose (GObject *object)
{
  HangarDomainView *self = HANGAR_DOMAIN_VIEW (object);

  gtk_widget_insert_action_group (GTK_WIDGET (self), "domain", NULL);
  g_clear_object (&self->actions);
  g_clear_object (&self->domain);
  g_clear_object (&self->settings);
  g_clear_object (&self->jobs);
  g_clear_object (&self->hosts);
  g_clear_object (&self->os_catalog);

  G_OBJECT_CLASS (hangar_domain_view_parent_class)->dispose (object);
}

static void
hangar_domain_view_finalize (GObject *object)
{
  g_free (HANGAR_DOMAIN_VIEW (object)->title);

  G_OBJECT_CLASS (hangar_domain_view_parent_class)->finalize (object);
}

static void
hangar_domain_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HangarDomainView *self = HANGAR_DOMAIN_VIEW (object);

  switch (id)
    {
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_CONSOLE:
      g_value_set_object (value, self->console);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
install_properties (GObjectClass *object_class)
{
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_CONSOLE] = g_param_spec_object ("console", NULL, NULL, HANGAR_TYPE_CONSOLE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * HangarDomainView::removed:
   * @self: the view
   *
   * The machine is gone: there is nothing more to show.
   */
  signals[SIGNAL_REMOVED] =
    g_signal_new ("removed", HANGAR_TYPE_DOMAIN_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hangar_domain_view_class_init (HangarDomainViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->get_property = hangar_domain_view_get_property;
  G_OBJECT_CLASS (klass)->dispose = hangar_domain_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = hangar_domain_view_finalize;
  install_properties (G_OBJECT_CLASS (klass));

  g_type_ensure (HANGAR_TYPE_LAZY_BIN);
  gtk_widget_class_set_template_from_resource (widget_class, HANGAR_RESOURCE_PATH "/domain/domain-view.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarDomainView, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainView, overlay);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainView, header);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainView, run_button);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainView, suspend_button);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainView, shutdown_button);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainView, menu_button);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainView, screenshot_button);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainView, fullscreen_button);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainView, title_stack);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainView, switcher_squeezer);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainView, narrow_bin);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainView, window_title);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainView, switcher_bar);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainView, name_box);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainView, name_label);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainView, host_label);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainView, banner);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainView, banner_label);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainView, pages);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainView, console_bin);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainView, overview_bin);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainView, hardware_bin);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainView, performance_bin);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainView, snapshots_bin);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainView, power_menu);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainView, keys_menu);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainView, function_keys);
  gtk_widget_class_bind_template_child (widget_class, HangarDomainView, window_menu);
}

static void
fill_function_keys (HangarDomainView *self)
{
  for (int i = 1; i <= 12; i++)
    {
      g_autofree char *label = g_strdup_printf ("Ctrl+Alt+F%d", i);
      g_autofree char *action = g_strdup_printf ("win.send-key::ctrl-alt-f%d", i);

      g_menu_append (self->function_keys, label, action);
    }
}

/* What the console adds to the menu comes with the console. */
static GMenuModel *
make_window_menu (gpointer user_data)
{
  HangarDomainView *self = user_data;

  hangar_lazy_bin_make (self->console_bin);
  return G_MENU_MODEL (self->window_menu);
}

static void
add_menus (HangarDomainView *self)
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
hangar_domain_view_init (HangarDomainView *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  add_menus (self);
  fill_function_keys (self);

  gtk_event_controller_set_propagation_phase (motion, GTK_PHASE_CAPTURE);
  g_signal_connect (motion, "motion", G_CALLBACK (pointer_moved_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
}

static void
bind_actions (HangarDomainView *self)
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
line_wanted_cb (HangarDomainView *self)
{
  hangar_serial_question_ask (self->domain, GTK_WIDGET (self->console));
}

static GtkWidget *
make_console (gpointer user_data)
{
  HangarDomainView *self = user_data;
  g_autoptr (GMenuModel) menu = NULL;

  self->console = HANGAR_CONSOLE (hangar_console_new (self->domain));
  hangar_console_set_settings (self->console, self->settings);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "console", hangar_console_get_actions (self->console));
  g_signal_connect_object (self->console, "notify::state", G_CALLBACK (update_screenshot_tooltip), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->console, "line-wanted", G_CALLBACK (line_wanted_cb), self,
                           G_CONNECT_SWAPPED);
  menu = hangar_console_make_menu (self->console);
  g_menu_append_section (self->window_menu, NULL, menu);
  update_screenshot_tooltip (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONSOLE]);
  return GTK_WIDGET (self->console);
}

static void
watch_domain (HangarDomainView *self)
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
  HangarDomainView *self = user_data;

  self->overview = HANGAR_OVERVIEW_PAGE (hangar_overview_page_new (self->domain));
  hangar_overview_page_set_os_catalog (self->overview, self->os_catalog);
  return GTK_WIDGET (self->overview);
}

static GtkWidget *
make_performance (gpointer user_data)
{
  return hangar_performance_page_new (HANGAR_DOMAIN_VIEW (user_data)->domain);
}

static GtkWidget *
make_hardware (gpointer user_data)
{
  HangarDomainView *self = user_data;
  g_autoptr (HangarHardware) hardware = hangar_hardware_new (self->domain);

  hangar_hardware_set_hosts (hardware, self->hosts);
  self->hardware = HANGAR_HARDWARE_PAGE (hangar_hardware_page_new (hardware, self->settings));
  hangar_hardware_page_set_os_catalog (self->hardware, self->os_catalog);
  return GTK_WIDGET (self->hardware);
}

static GtkWidget *
make_snapshots (gpointer user_data)
{
  HangarDomainView *self = user_data;

  self->snapshots = HANGAR_SNAPSHOTS_PAGE (hangar_snapshots_page_new (self->domain));
  hangar_snapshots_page_set_jobs (self->snapshots, self->jobs);
  hangar_snapshots_page_set_hosts (self->snapshots, self->hosts);
  return GTK_WIDGET (self->snapshots);
}

static GtkWidget *
make_narrow_switcher (gpointer user_data)
{
  return g_object_new (ADW_TYPE_VIEW_SWITCHER, "stack", HANGAR_DOMAIN_VIEW (user_data)->pages, "policy",
                       ADW_VIEW_SWITCHER_POLICY_NARROW, NULL);
}

static void
add_pages (HangarDomainView *self)
{
  hangar_lazy_bin_set_maker (self->narrow_bin, make_narrow_switcher, self);
  hangar_lazy_bin_set_maker (self->console_bin, make_console, self);
  hangar_lazy_bin_set_maker (self->overview_bin, make_overview, self);
  hangar_lazy_bin_set_maker (self->performance_bin, make_performance, self);
  hangar_lazy_bin_set_maker (self->hardware_bin, make_hardware, self);
  hangar_lazy_bin_set_maker (self->snapshots_bin, make_snapshots, self);
}

/**
 * hangar_domain_view_new:
 * @domain: the machine
 * @settings: the settings
 *
 * Its page is the console when the machine runs, else the overview.
 *
 * Returns: (transfer floating): the view
 */
GtkWidget *
hangar_domain_view_new (HangarDomain *domain, HangarSettings *settings)
{
  HangarDomainView *self = g_object_new (HANGAR_TYPE_DOMAIN_VIEW, NULL);

  self->domain = g_object_ref (domain);
  self->settings = g_object_ref (settings);
  add_pages (self);
  update_screenshot_tooltip (self);
  adw_view_stack_set_visible_child_name (self->pages, "overview");
  bind_actions (self);
  watch_domain (self);
  update_title (self);
  g_signal_connect_object (self->pages, "notify::visible-child", G_CALLBACK (page_changed), self,
                           G_CONNECT_SWAPPED);
  domain_state_changed (self);
  return GTK_WIDGET (self);
}

/**
 * hangar_domain_view_set_jobs:
 * @self: the view
 * @jobs: (nullable): where long tasks are listed
 */
void
hangar_domain_view_set_jobs (HangarDomainView *self, HangarJobList *jobs)
{
  g_set_object (&self->jobs, jobs);
  hangar_domain_actions_set_jobs (self->actions, jobs);
  if (self->snapshots != NULL)
    hangar_snapshots_page_set_jobs (self->snapshots, jobs);
}

/**
 * hangar_domain_view_set_hosts:
 * @self: the view
 * @hosts: (nullable): all hosts, of #HangarConnection: their machines may use this one's disks
 */
void
hangar_domain_view_set_hosts (HangarDomainView *self, GListModel *hosts)
{
  g_set_object (&self->hosts, hosts);
  hangar_domain_actions_set_hosts (self->actions, hosts);
  if (self->snapshots != NULL)
    hangar_snapshots_page_set_hosts (self->snapshots, hosts);
  if (self->hardware != NULL)
    hangar_hardware_page_set_hosts (self->hardware, hosts);
}

/**
 * hangar_domain_view_set_os_catalog:
 * @self: the view
 * @os_catalog: (nullable): knows the names of operating systems
 */
void
hangar_domain_view_set_os_catalog (HangarDomainView *self, HangarOsCatalog *os_catalog)
{
  g_set_object (&self->os_catalog, os_catalog);
  if (self->overview != NULL)
    hangar_overview_page_set_os_catalog (self->overview, os_catalog);
  if (self->hardware != NULL)
    hangar_hardware_page_set_os_catalog (self->hardware, os_catalog);
}

/**
 * hangar_domain_view_get_domain:
 * @self: the view
 *
 * Returns: (transfer none): its machine
 */
HangarDomain *
hangar_domain_view_get_domain (HangarDomainView *self)
{
  return self->domain;
}

/**
 * hangar_domain_view_show_page:
 * @self: the view
 * @page: "console", "overview", "performance" or "snapshots"
 *
 * Shows a page as if the user had chosen it.
 */
void
hangar_domain_view_show_page (HangarDomainView *self, const char *page)
{
  adw_view_stack_set_visible_child_name (self->pages, page);
  self->page_chosen = TRUE;
}

/**
 * hangar_domain_view_get_console:
 * @self: the view
 *
 * Returns: (transfer none) (nullable): its console, when it was seen
 */
HangarConsole *
hangar_domain_view_get_console (HangarDomainView *self)
{
  return self->console;
}

/**
 * hangar_domain_view_get_actions:
 * @self: the view
 *
 * Returns: (transfer none): what can be done to the machine, the group "domain"
 */
GActionGroup *
hangar_domain_view_get_actions (HangarDomainView *self)
{
  return G_ACTION_GROUP (self->actions);
}

/**
 * hangar_domain_view_has_edits:
 * @self: the view
 *
 * Returns: whether something of the hardware was changed and not applied, and still can be
 */
gboolean
hangar_domain_view_has_edits (HangarDomainView *self)
{
  return self->hardware != NULL && hangar_hardware_page_has_edits (self->hardware) &&
         hangar_domain_get_available (self->domain);
}

/**
 * hangar_domain_view_discard_edits:
 * @self: the view
 *
 * Lets go of what was changed and not applied.
 */
void
hangar_domain_view_discard_edits (HangarDomainView *self)
{
  if (hangar_domain_view_has_edits (self))
    hangar_hardware_page_discard_edits (self->hardware);
}

/**
 * hangar_domain_view_get_title:
 * @self: the view
 *
 * Returns: the machine's name and its host's
 */
const char *
hangar_domain_view_get_title (HangarDomainView *self)
{
  return self->title;
}

/**
 * hangar_domain_view_set_width:
 * @self: the view
 * @width: the width of its window
 *
 * Shows in the header what has room. By the width of the window, not by what fits: what goes would make room
 * to come again, and so on for ever.
 */
void
hangar_domain_view_set_width (HangarDomainView *self, int width)
{
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

/**
 * hangar_domain_view_set_fullscreen:
 * @self: the view
 * @fullscreen: whether its window fills the monitor
 *
 * Shows the guest alone, with a bar that slides in.
 */
void
hangar_domain_view_set_fullscreen (HangarDomainView *self, gboolean fullscreen)
{
  gtk_widget_set_visible (self->header, !fullscreen);
  gtk_widget_set_visible (GTK_WIDGET (self->switcher_bar), !fullscreen);
  if (fullscreen)
    make_fullscreen_bar (self);
  if (self->fullscreen_bar != NULL)
    hangar_fullscreen_bar_set_active (self->fullscreen_bar, fullscreen);
  if (fullscreen)
    adw_view_stack_set_visible_child_name (self->pages, "console");
}

/**
 * hangar_domain_view_set_title_buttons:
 * @self: the view
 * @shown: whether its header has the window's buttons; not when they are beside the tabs
 */
void
hangar_domain_view_set_title_buttons (HangarDomainView *self, gboolean shown)
{
  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (self->header), shown);
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (self->header), shown);
}
