/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A machine's screen, or the reason why there is none and what can be done about it. */

#include "config.h"

#include "console/console.h"

#include <glib/gi18n.h>

#include "console/console-actions.h"
#include "console/console-settings.h"
#include "console/console-views.h"
#include "console/follow-advice.h"
#include "console/login-page.h"
#include "console/open-display.h"
#include "console/screenshot.h"

/* A screen that goes away with its machine still running comes back in a moment: after a revert, a daemon's
 * restart. */
#define MAX_RETRIES 4
#define FIRST_RETRY_MS 500
#define HINT_MS 4000
/* In µs: a screen that was there for so long was well; what went before is forgotten. */
#define STEADY (5 * G_USEC_PER_SEC)

struct _HangarConsole
{
  GtkWidget parent_instance;

  HangarDomain *domain;
  GSignalGroup *domain_signals;
  GSimpleActionGroup *actions;
  HangarConsoleState state;
  gboolean autoconnect;
  gboolean wanted; /* somebody wants to see the screen; survives a reboot of the machine */

  GCancellable *opening;
  HangarDisplaySession *session;
  GSignalGroup *session_signals;
  HangarGuestClipboard *clipboard;
  HangarConsoleSettings *remembered;
  HangarConsoleViews *views; /* NULL before there is a machine */
  guint retries;
  gint64 live_since; /* 0: it has not been seen yet */
  guint retry_id;
  guint hint_id;

  GtkStack *views_stack;
  GtkStack *stack;
  GtkSpinner *spinner;
  GtkButton *run_button;
  GtkLabel *no_graphics_label;
  HangarLoginPage *login_page;
  GtkLabel *reason_label;
  GtkWidget *details_expander;
  GtkLabel *details_label;
  HangarDisplay *display;
  GtkRevealer *hint_revealer;
  GtkLabel *hint_label;
};

enum
{
  PROP_DOMAIN = 1,
  PROP_STATE,
  PROP_AUTOCONNECT,
  PROP_SCALE_MODE,
  PROP_RESIZE_GUEST,
  PROP_GRABBED,
  N_PROPS,
};

enum
{
  LINE_WANTED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HangarConsole, hangar_console, GTK_TYPE_WIDGET)

G_DEFINE_ENUM_TYPE (HangarConsoleState, hangar_console_state, G_DEFINE_ENUM_VALUE (HANGAR_CONSOLE_OFF, "off"),
                    G_DEFINE_ENUM_VALUE (HANGAR_CONSOLE_NO_GRAPHICS, "no-graphics"),
                    G_DEFINE_ENUM_VALUE (HANGAR_CONSOLE_DISCONNECTED, "disconnected"),
                    G_DEFINE_ENUM_VALUE (HANGAR_CONSOLE_CONNECTING, "connecting"),
                    G_DEFINE_ENUM_VALUE (HANGAR_CONSOLE_AUTHENTICATING, "authenticating"),
                    G_DEFINE_ENUM_VALUE (HANGAR_CONSOLE_LIVE, "live"),
                    G_DEFINE_ENUM_VALUE (HANGAR_CONSOLE_FAILED, "failed"))

static void connect_now (HangarConsole *self);

static void
enable (HangarConsole *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static void
update_actions (HangarConsole *self)
{
  gboolean live = self->state == HANGAR_CONSOLE_LIVE;
  gboolean idle = self->state == HANGAR_CONSOLE_DISCONNECTED || self->state == HANGAR_CONSOLE_FAILED;

  enable (self, "connect", idle);
  enable (self, "disconnect",
          self->state == HANGAR_CONSOLE_CONNECTING || self->state == HANGAR_CONSOLE_AUTHENTICATING || live);
  enable (self, "copy-screenshot", live);
  enable (self, "type-clipboard", live);
}

static void
set_state (HangarConsole *self, HangarConsoleState state)
{
  GEnumClass *klass = g_type_class_peek (HANGAR_TYPE_CONSOLE_STATE);

  gtk_stack_set_visible_child_name (self->stack, g_enum_get_value (klass, state)->value_nick);
  gtk_spinner_set_spinning (self->spinner, state == HANGAR_CONSOLE_CONNECTING);
  if (self->state == state)
    return;
  self->state = state;
  update_actions (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
drop_session (HangarConsole *self)
{
  g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  g_clear_handle_id (&self->retry_id, g_source_remove);
  if (self->session_signals != NULL)
    g_signal_group_set_target (self->session_signals, NULL);
  if (self->clipboard != NULL)
    hangar_guest_clipboard_set_session (self->clipboard, NULL);
  if (self->display != NULL)
    hangar_display_set_session (self->display, NULL);
  if (self->session != NULL)
    hangar_display_session_close (self->session);
  g_clear_object (&self->session);
}

static void
forget_troubles (HangarConsole *self)
{
  self->retries = 0;
  self->live_since = 0;
}

static void
show_failure (HangarConsole *self, const GError *error, const char *details)
{
  drop_session (self);
  if (g_error_matches (error, HANGAR_DISPLAY_ERROR, HANGAR_DISPLAY_ERROR_AUTH))
    hangar_login_page_refused (self->login_page);
  if (g_error_matches (error, HANGAR_DISPLAY_ERROR, HANGAR_DISPLAY_ERROR_NO_GRAPHICS) ||
      g_error_matches (error, HANGAR_DISPLAY_ERROR, HANGAR_DISPLAY_ERROR_KIND_UNSUPPORTED))
    {
      gtk_label_set_text (self->no_graphics_label, error->message);
      set_state (self, HANGAR_CONSOLE_NO_GRAPHICS);
      return;
    }
  gtk_label_set_text (self->reason_label, error->domain == HANGAR_DISPLAY_ERROR
                                            ? error->message
                                            : _ ("The host did not open the machine’s screen."));
  if (error->domain != HANGAR_DISPLAY_ERROR)
    details = error->message;
  gtk_label_set_text (self->details_label, details != NULL ? details : "");
  gtk_widget_set_visible (self->details_expander, details != NULL);
  set_state (self, HANGAR_CONSOLE_FAILED);
}

static gboolean
retry_cb (gpointer data)
{
  HangarConsole *self = data;

  self->retry_id = 0;
  connect_now (self);
  return G_SOURCE_REMOVE;
}

/* Whether it can be that the screen comes back by itself. */
static gboolean
may_come_back (HangarConsole *self, const GError *error)
{
  if (self->live_since > 0 && g_get_monotonic_time () - self->live_since > STEADY)
    self->retries = 0;
  if (self->live_since == 0 || self->retries >= MAX_RETRIES)
    return FALSE;
  if (error->domain != HANGAR_DISPLAY_ERROR)
    return self->retries > 0;
  return error->code == HANGAR_DISPLAY_ERROR_CLOSED;
}

static void
ended (HangarConsole *self, const GError *error, const char *details)
{
  if (!hangar_domain_is_active (self->domain))
    {
      drop_session (self);
      set_state (self, HANGAR_CONSOLE_OFF);
      return;
    }
  if (!may_come_back (self, error))
    {
      show_failure (self, error, details);
      return;
    }
  drop_session (self);
  set_state (self, HANGAR_CONSOLE_CONNECTING);
  self->retry_id = g_timeout_add (FIRST_RETRY_MS << self->retries, retry_cb, self);
  self->retries++;
}

static void
credentials_cb (HangarDisplaySession *session, gboolean user, gboolean password, HangarConsole *self)
{
  const HangarLoginQuestion question = { user, password };

  set_state (self, HANGAR_CONSOLE_AUTHENTICATING);
  hangar_login_page_ask (self->login_page, self->domain, session, &question);
}

static void
session_state_cb (HangarDisplaySession *session, GParamSpec *pspec, HangarConsole *self)
{
  g_autoptr (HangarDisplaySession) kept = g_object_ref (session);

  switch (hangar_display_session_get_state (session))
    {
    case HANGAR_DISPLAY_SESSION_LIVE:
      self->live_since = g_get_monotonic_time ();
      hangar_login_page_accepted (self->login_page);
      set_state (self, HANGAR_CONSOLE_LIVE);
      if (gtk_widget_get_mapped (GTK_WIDGET (self)))
        gtk_widget_grab_focus (GTK_WIDGET (self->display));
      break;
    case HANGAR_DISPLAY_SESSION_ENDED:
      if (hangar_display_session_get_error (session) != NULL)
        ended (self, hangar_display_session_get_error (session),
               hangar_display_session_get_details (session));
      break;
    case HANGAR_DISPLAY_SESSION_CONNECTING:
      set_state (self, HANGAR_CONSOLE_CONNECTING);
      break;
    case HANGAR_DISPLAY_SESSION_AUTHENTICATING:
    default:
      break;
    }
}

static void
bell_cb (HangarDisplaySession *session, HangarConsole *self)
{
  gtk_widget_error_bell (GTK_WIDGET (self));
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (HangarConsole) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HangarDisplaySession) session = hangar_open_display_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (session == NULL)
    {
      ended (self, error, NULL);
      return;
    }
  self->session = g_steal_pointer (&session);
  g_signal_group_set_target (self->session_signals, self->session);
  hangar_guest_clipboard_set_session (self->clipboard, self->session);
  hangar_display_set_session (self->display, self->session);
}

static void
connect_now (HangarConsole *self)
{
  drop_session (self);
  if (self->domain == NULL)
    return;
  if (!hangar_domain_is_active (self->domain))
    {
      set_state (self, HANGAR_CONSOLE_OFF);
      return;
    }
  set_state (self, HANGAR_CONSOLE_CONNECTING);
  self->opening = g_cancellable_new ();
  hangar_open_display_async (self->domain, self->opening, opened_cb, g_object_ref (self));
}

/* The machine's own state says what can be shown; the daemon's events say the state. */
static void
follow_domain (HangarConsole *self)
{
  gboolean active = self->domain != NULL && hangar_domain_is_active (self->domain);
  gboolean mapped = gtk_widget_get_mapped (GTK_WIDGET (self));

  if (!active)
    {
      drop_session (self);
      forget_troubles (self);
      set_state (self, HANGAR_CONSOLE_OFF);
      return;
    }
  if (self->state != HANGAR_CONSOLE_OFF && !(self->state == HANGAR_CONSOLE_DISCONNECTED && mapped))
    return;
  if (mapped && self->wanted)
    connect_now (self);
  else
    set_state (self, HANGAR_CONSOLE_DISCONNECTED);
}

static void
domain_changed_cb (HangarConsole *self)
{
  follow_domain (self);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    hangar_console_views_follow (self->views);
}

/* A machine without a screen may have got one, or one without a text line. */
static void
definition_changed_cb (HangarConsole *self)
{
  hangar_console_views_refresh (self->views);
  if (self->state == HANGAR_CONSOLE_NO_GRAPHICS)
    {
      self->state = HANGAR_CONSOLE_OFF;
      follow_domain (self);
    }
}

static gboolean
hide_hint_cb (gpointer data)
{
  HangarConsole *self = data;

  self->hint_id = 0;
  gtk_revealer_set_reveal_child (self->hint_revealer, FALSE);
  return G_SOURCE_REMOVE;
}

static void
grabbed_cb (HangarConsole *self)
{
  gboolean grabbed = hangar_display_get_grabbed (self->display);

  g_clear_handle_id (&self->hint_id, g_source_remove);
  gtk_label_set_text (self->hint_label, hangar_display_get_grab_hint (self->display));
  gtk_revealer_set_reveal_child (self->hint_revealer, grabbed);
  if (grabbed)
    self->hint_id = g_timeout_add (HINT_MS, hide_hint_cb, self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_GRABBED]);
}

static void
hangar_console_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (hangar_console_parent_class)->map (widget);
  follow_domain (HANGAR_CONSOLE (widget));
  if (HANGAR_CONSOLE (widget)->views != NULL)
    hangar_console_views_follow (HANGAR_CONSOLE (widget)->views);
}

static void
hangar_console_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HangarConsole *self = HANGAR_CONSOLE (object);

  switch (id)
    {
    case PROP_DOMAIN:
      g_value_set_object (value, self->domain);
      break;
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_AUTOCONNECT:
      g_value_set_boolean (value, self->autoconnect);
      break;
    case PROP_SCALE_MODE:
      g_value_set_enum (value, hangar_display_get_scale_mode (self->display));
      break;
    case PROP_RESIZE_GUEST:
      g_value_set_boolean (value, hangar_display_get_resize_guest (self->display));
      break;
    case PROP_GRABBED:
      g_value_set_boolean (value, hangar_display_get_grabbed (self->display));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hangar_console_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  HangarConsole *self = HANGAR_CONSOLE (object);

  switch (id)
    {
    case PROP_DOMAIN:
      self->domain = g_value_dup_object (value);
      g_signal_group_set_target (self->domain_signals, self->domain);
      break;
    case PROP_AUTOCONNECT:
      hangar_console_set_autoconnect (self, g_value_get_boolean (value));
      break;
    case PROP_SCALE_MODE:
      hangar_display_set_scale_mode (self->display, g_value_get_enum (value));
      break;
    case PROP_RESIZE_GUEST:
      hangar_display_set_resize_guest (self->display, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hangar_console_constructed (GObject *object)
{
  HangarConsole *self = HANGAR_CONSOLE (object);

  G_OBJECT_CLASS (hangar_console_parent_class)->constructed (object);
  if (self->domain != NULL)
    self->views = hangar_console_views_new (
      self->domain, self->views_stack, g_action_map_lookup_action (G_ACTION_MAP (self->actions), "show"));
  follow_domain (self);
}

static void
hangar_console_dispose (GObject *object)
{
  HangarConsole *self = HANGAR_CONSOLE (object);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));

  drop_session (self);
  g_clear_handle_id (&self->hint_id, g_source_remove);
  g_clear_object (&self->session_signals);
  g_clear_object (&self->domain_signals);
  g_clear_object (&self->domain);
  g_clear_object (&self->actions);
  g_clear_object (&self->remembered);
  g_clear_object (&self->clipboard);
  g_clear_pointer (&self->views, hangar_console_views_free);
  self->display = NULL;
  if (child != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (hangar_console_parent_class)->dispose (object);
}

static void
install_properties (GObjectClass *object_class)
{
  GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  GParamFlags writable = readable | G_PARAM_WRITABLE;

  properties[PROP_DOMAIN] =
    g_param_spec_object ("domain", NULL, NULL, HANGAR_TYPE_DOMAIN, writable | G_PARAM_CONSTRUCT_ONLY);
  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, HANGAR_TYPE_CONSOLE_STATE, HANGAR_CONSOLE_OFF, readable);
  properties[PROP_AUTOCONNECT] = g_param_spec_boolean ("autoconnect", NULL, NULL, TRUE, writable);
  properties[PROP_SCALE_MODE] =
    g_param_spec_enum ("scale-mode", NULL, NULL, HANGAR_TYPE_SCALE_MODE, HANGAR_SCALE_FIT, writable);
  properties[PROP_RESIZE_GUEST] = g_param_spec_boolean ("resize-guest", NULL, NULL, FALSE, writable);
  properties[PROP_GRABBED] = g_param_spec_boolean ("grabbed", NULL, NULL, FALSE, readable);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, HANGAR_RESOURCE_PATH "/console/console.ui");
  gtk_widget_class_bind_template_child_full (widget_class, "views", FALSE,
                                             G_STRUCT_OFFSET (HangarConsole, views_stack));
  gtk_widget_class_bind_template_child (widget_class, HangarConsole, stack);
  gtk_widget_class_bind_template_child (widget_class, HangarConsole, spinner);
  gtk_widget_class_bind_template_child (widget_class, HangarConsole, run_button);
  gtk_widget_class_bind_template_child (widget_class, HangarConsole, no_graphics_label);
  gtk_widget_class_bind_template_child (widget_class, HangarConsole, login_page);
  gtk_widget_class_bind_template_child (widget_class, HangarConsole, reason_label);
  gtk_widget_class_bind_template_child (widget_class, HangarConsole, details_expander);
  gtk_widget_class_bind_template_child (widget_class, HangarConsole, details_label);
  gtk_widget_class_bind_template_child (widget_class, HangarConsole, display);
  gtk_widget_class_bind_template_child (widget_class, HangarConsole, hint_revealer);
  gtk_widget_class_bind_template_child (widget_class, HangarConsole, hint_label);
}

static void
hangar_console_class_init (HangarConsoleClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = hangar_console_get_property;
  object_class->set_property = hangar_console_set_property;
  object_class->constructed = hangar_console_constructed;
  object_class->dispose = hangar_console_dispose;
  widget_class->map = hangar_console_map;
  install_properties (object_class);

  /**
   * HangarConsole::line-wanted:
   * @self: the console
   *
   * The machine has no text line, and the user wants one.
   */
  signals[LINE_WANTED] =
    g_signal_new ("line-wanted", HANGAR_TYPE_CONSOLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (HANGAR_TYPE_DISPLAY);
  g_type_ensure (HANGAR_TYPE_LOGIN_PAGE);
  g_type_ensure (HANGAR_TYPE_CONSOLE_STATE);
  bind_template (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
hangar_console_init (HangarConsole *self)
{
  g_type_class_unref (g_type_class_ref (HANGAR_TYPE_CONSOLE_STATE));
  gtk_widget_init_template (GTK_WIDGET (self));
  self->autoconnect = TRUE;
  self->wanted = TRUE;
  self->clipboard = hangar_guest_clipboard_new (GTK_WIDGET (self));
  self->actions = hangar_console_actions_new (self, self->clipboard);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "console", G_ACTION_GROUP (self->actions));
  gtk_stack_set_visible_child_name (self->views_stack, "screen");

  self->domain_signals = g_signal_group_new (HANGAR_TYPE_DOMAIN);
  g_signal_group_connect_swapped (self->domain_signals, "notify::state", G_CALLBACK (domain_changed_cb),
                                  self);
  g_signal_group_connect_swapped (self->domain_signals, "definition-changed",
                                  G_CALLBACK (definition_changed_cb), self);
  self->session_signals = g_signal_group_new (HANGAR_TYPE_DISPLAY_SESSION);
  g_signal_group_connect (self->session_signals, "notify::state", G_CALLBACK (session_state_cb), self);
  g_signal_group_connect (self->session_signals, "credentials-needed", G_CALLBACK (credentials_cb), self);
  g_signal_group_connect (self->session_signals, "bell", G_CALLBACK (bell_cb), self);
  g_signal_connect_swapped (self->display, "notify::grabbed", G_CALLBACK (grabbed_cb), self);
  update_actions (self);
}

/**
 * hangar_console_new:
 * @domain: the machine whose screen it is
 *
 * It connects when it is first seen and the machine runs, unless that was switched off.
 *
 * Returns: (transfer floating): a console
 */
GtkWidget *
hangar_console_new (HangarDomain *domain)
{
  return g_object_new (HANGAR_TYPE_CONSOLE, "domain", domain, NULL);
}

/**
 * hangar_console_get_domain:
 *
 * Returns: (transfer none): the machine
 */
HangarDomain *
hangar_console_get_domain (HangarConsole *self)
{
  return self->domain;
}

/**
 * hangar_console_get_state:
 *
 * Returns: what is shown
 */
HangarConsoleState
hangar_console_get_state (HangarConsole *self)
{
  return self->state;
}

/**
 * hangar_console_connect:
 *
 * Connects, or connects again after a failure.
 */
void
hangar_console_connect (HangarConsole *self)
{
  self->wanted = TRUE;
  forget_troubles (self);
  connect_now (self);
}

/**
 * hangar_console_disconnect:
 *
 * Lets go of the screen until hangar_console_connect().
 */
void
hangar_console_disconnect (HangarConsole *self)
{
  self->wanted = FALSE;
  drop_session (self);
  set_state (self, self->domain != NULL && hangar_domain_is_active (self->domain)
                     ? HANGAR_CONSOLE_DISCONNECTED
                     : HANGAR_CONSOLE_OFF);
}

/**
 * hangar_console_is_live:
 *
 * Returns: whether the guest's screen is shown
 */
gboolean
hangar_console_is_live (HangarConsole *self)
{
  return self->state == HANGAR_CONSOLE_LIVE;
}

/**
 * hangar_console_get_display:
 *
 * Returns: (transfer none): the widget with the guest's pixels
 */
HangarDisplay *
hangar_console_get_display (HangarConsole *self)
{
  return self->display;
}

/**
 * hangar_console_send_keys:
 * @qnums: (array length=n_qnums): QEMU's key codes, pressed in this order and let go in reverse
 * @n_qnums: how many
 */
void
hangar_console_send_keys (HangarConsole *self, const guint *qnums, gsize n_qnums)
{
  if (hangar_console_is_live (self))
    hangar_display_send_keys (self->display, qnums, n_qnums);
}

/**
 * hangar_console_screenshot:
 *
 * Returns: (transfer full) (nullable): the guest's screen in its own size
 */
GdkTexture *
hangar_console_screenshot (HangarConsole *self)
{
  HangarFramebuffer *framebuffer =
    self->session != NULL ? hangar_display_session_get_framebuffer (self->session) : NULL;
  cairo_rectangle_int_t all = { 0 };

  if (!hangar_console_is_live (self) || framebuffer == NULL)
    return NULL;
  all.width = hangar_framebuffer_get_width (framebuffer);
  all.height = hangar_framebuffer_get_height (framebuffer);
  return hangar_framebuffer_copy_texture (framebuffer, &all);
}

/**
 * hangar_console_screenshot_async:
 * @path: where the PNG goes; replaced when it is there
 *
 * Writes what the guest shows now.
 */
void
hangar_console_screenshot_async (HangarConsole *self, const char *path, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GdkTexture) texture = hangar_console_screenshot (self);

  hangar_screenshot_save_async (texture, path, cancellable, callback, data);
}

/**
 * hangar_console_screenshot_finish:
 *
 * Returns: whether the file was written
 */
gboolean
hangar_console_screenshot_finish (HangarConsole *self, GAsyncResult *result, GError **error)
{
  return hangar_screenshot_save_finish (result, error);
}

/**
 * hangar_console_get_actions:
 *
 * The console's actions, to insert into a window as "console" for its menus: connect, disconnect,
 * copy-screenshot, scale-mode ("fit", "original", "integer"), resize-guest, clipboard ("off", "to-guest",
 * "both"), type-clipboard with the guest's keyboard ("us", "fr", "de").
 *
 * Returns: (transfer none): the actions
 */
GActionGroup *
hangar_console_get_actions (HangarConsole *self)
{
  return G_ACTION_GROUP (self->actions);
}

/**
 * hangar_console_set_autoconnect:
 * @autoconnect: whether to connect when it is first seen
 */
void
hangar_console_set_autoconnect (HangarConsole *self, gboolean autoconnect)
{
  if (self->autoconnect == autoconnect)
    return;
  self->autoconnect = autoconnect;
  if (self->session == NULL && self->opening == NULL)
    self->wanted = autoconnect;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_AUTOCONNECT]);
}

/**
 * hangar_console_set_settings:
 * @settings: where what is chosen for this machine is remembered
 *
 * Brings the console to what was chosen before. To be called before it is first seen.
 */
void
hangar_console_set_settings (HangarConsole *self, HangarSettings *settings)
{
  g_clear_object (&self->remembered);
  self->remembered = hangar_console_settings_new (self, self->clipboard, settings);
}

/**
 * hangar_console_set_release_keys:
 * @keys: what gives keyboard and pointer back
 */
void
hangar_console_set_release_keys (HangarConsole *self, const HangarReleaseKeys *keys)
{
  hangar_display_set_release_keys (self->display, keys);
}

/**
 * hangar_console_make_menu:
 *
 * The menu of the actions that hangar_console_get_actions() gives.
 *
 * Returns: (transfer full): a menu
 */
GMenuModel *
hangar_console_make_menu (HangarConsole *self)
{
  g_autoptr (GtkBuilder) builder =
    gtk_builder_new_from_resource (HANGAR_RESOURCE_PATH "/console/console-menu.ui");
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenuModel) advice = hangar_follow_advice_menu_new (self->display);

  hangar_console_views_refresh (self->views);
  g_menu_append_submenu (menu, _ ("S_how"), hangar_console_views_get_menu (self->views));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (gtk_builder_get_object (builder, "console_menu")));
  g_menu_append_section (menu, NULL, advice);
  return G_MENU_MODEL (g_steal_pointer (&menu));
}

/**
 * hangar_console_show:
 * @view: "screen", or the alias of a text line
 *
 * One switch for the screen and the text lines. The screen's session goes on, but nothing is asked of it.
 */
void
hangar_console_show (HangarConsole *self, const char *view)
{
  if (self->views != NULL)
    hangar_console_views_show (self->views, view);
}

/**
 * hangar_console_add_line:
 *
 * Tells who can give the machine a text line that the user wants one.
 */
void
hangar_console_add_line (HangarConsole *self)
{
  g_signal_emit (self, signals[LINE_WANTED], 0);
}
