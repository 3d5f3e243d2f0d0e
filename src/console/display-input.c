/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The user's keyboard and pointer, as the guest's. */

#include "console/display-input.h"

#include <math.h>

#include "console/keymap.h"
#include "console/pointer-hold.h"

struct _HangarDisplayInput
{
  HangarDisplay *display;        /* owns us */
  GtkEventController *root_keys; /* on the window: before its shortcuts, while grabbed */
  GtkWidget *root;
  GHashTable *pressed; /* hardware code → symbol: what the release has to say */
  guint buttons;       /* bit mask of what is down in the guest */
  const HangarReleaseKeys *release_keys;
  gboolean release_armed; /* these are down, and nothing else */
  double last_x, last_y;
  double rest_x, rest_y; /* of movements below one pixel */
  double middle_x, middle_y;
  gboolean returning; /* the pointer is being put back to the middle: that is no movement of the user */
};

static HangarDisplaySession *
session_of (HangarDisplayInput *self)
{
  return hangar_display_get_session (self->display);
}

static void
send_key (HangarDisplayInput *self, guint keycode, guint keysym, gboolean down)
{
  guint qnum = hangar_keymap_qnum_of_keycode (keycode);

  if (qnum != 0 && session_of (self) != NULL)
    hangar_display_session_key (session_of (self), qnum, keysym, down);
}

static gboolean
only_release_keys_are_down (HangarDisplayInput *self)
{
  GHashTableIter iter;
  gpointer keycode;

  g_hash_table_iter_init (&iter, self->pressed);
  while (g_hash_table_iter_next (&iter, &keycode, NULL))
    if (!hangar_release_keys_contain (self->release_keys,
                                      hangar_keymap_qnum_of_keycode (GPOINTER_TO_UINT (keycode))))
      return FALSE;
  return g_hash_table_size (self->pressed) == hangar_release_keys_count (self->release_keys);
}

/* The release keys pressed and let go, with nothing between, give the keyboard and the pointer back. */
static void
watch_release_keys (HangarDisplayInput *self, guint keycode, gboolean down)
{
  guint qnum = hangar_keymap_qnum_of_keycode (keycode);
  gboolean ours = hangar_release_keys_contain (self->release_keys, qnum);

  if (down)
    {
      self->release_armed = ours && only_release_keys_are_down (self);
      return;
    }
  if (ours && self->release_armed)
    hangar_display_set_grabbed (self->display, FALSE);
  self->release_armed = FALSE;
}

static gboolean
key_pressed (HangarDisplayInput *self, guint keyval, guint keycode)
{
  if (session_of (self) == NULL || hangar_keymap_qnum_of_keycode (keycode) == 0)
    return FALSE;
  g_hash_table_insert (self->pressed, GUINT_TO_POINTER (keycode), GUINT_TO_POINTER (keyval));
  send_key (self, keycode, keyval, TRUE);
  watch_release_keys (self, keycode, TRUE);
  return TRUE;
}

static void
key_released (HangarDisplayInput *self, guint keycode)
{
  gpointer keysym;

  if (!g_hash_table_steal_extended (self->pressed, GUINT_TO_POINTER (keycode), NULL, &keysym))
    return;
  send_key (self, keycode, GPOINTER_TO_UINT (keysym), FALSE);
  watch_release_keys (self, keycode, FALSE);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state,
                HangarDisplayInput *self)
{
  return key_pressed (self, keyval, keycode);
}

static void
key_released_cb (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state,
                 HangarDisplayInput *self)
{
  key_released (self, keycode);
}

static gboolean
root_key_pressed_cb (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state,
                     HangarDisplayInput *self)
{
  if (!hangar_display_get_grabbed (self->display) || !gtk_widget_has_focus (GTK_WIDGET (self->display)))
    return FALSE;
  return key_pressed (self, keyval, keycode);
}

static void
focus_lost_cb (GtkEventControllerFocus *controller, HangarDisplayInput *self)
{
  hangar_display_input_release_all (self);
  hangar_display_set_grabbed (self->display, FALSE);
}

/* A pointer at the edge of the monitor moves no further: before that it is put back to the middle. */
static void
hold (HangarDisplayInput *self)
{
  GtkWidget *widget = GTK_WIDGET (self->display);
  double width = gtk_widget_get_width (widget);
  double height = gtk_widget_get_height (widget);

  if (self->returning ||
      (fabs (self->last_x - width / 2) < width / 4 && fabs (self->last_y - height / 2) < height / 4))
    return;
  self->middle_x = floor (width / 2);
  self->middle_y = floor (height / 2);
  self->returning = hangar_pointer_hold_move_to (widget, self->middle_x, self->middle_y);
}

/* Movements from before and after the pointer was put back may come as one event: its place says which it is.
 */
static void
notice_return (HangarDisplayInput *self, double x, double y)
{
  if (!self->returning ||
      hypot (x - self->middle_x, y - self->middle_y) > hypot (x - self->last_x, y - self->last_y))
    return;
  self->returning = FALSE;
  self->last_x = self->middle_x;
  self->last_y = self->middle_y;
}

static void
move_relative (HangarDisplayInput *self, double x, double y)
{
  double dx = x - self->last_x + self->rest_x;
  double dy = y - self->last_y + self->rest_y;

  self->rest_x = dx - trunc (dx);
  self->rest_y = dy - trunc (dy);
  if ((int) dx != 0 || (int) dy != 0)
    hangar_display_session_move_by (session_of (self), (int) dx, (int) dy);
}

static void
move (HangarDisplayInput *self, double x, double y)
{
  guint guest_x, guest_y;

  if (session_of (self) == NULL)
    return;
  if (!hangar_display_session_get_absolute (session_of (self)))
    {
      notice_return (self, x, y);
      if (hangar_display_get_grabbed (self->display))
        move_relative (self, x, y);
    }
  else if (hangar_display_to_guest (self->display, x, y, &guest_x, &guest_y))
    hangar_display_session_move_to (session_of (self), guest_x, guest_y);
  self->last_x = x;
  self->last_y = y;
  if (!hangar_display_session_get_absolute (session_of (self)) && hangar_display_get_grabbed (self->display))
    hold (self);
}

static void
enter_cb (GtkEventControllerMotion *controller, double x, double y, HangarDisplayInput *self)
{
  self->last_x = x;
  self->last_y = y;
  self->returning = FALSE;
}

static void
motion_cb (GtkEventControllerMotion *controller, double x, double y, HangarDisplayInput *self)
{
  move (self, x, y);
}

static guint
guest_button (guint button)
{
  static const guint buttons[] = { 0, 0, 1, 2, G_MAXUINT, G_MAXUINT, G_MAXUINT, G_MAXUINT, 5, 6 };

  return button > 0 && button < G_N_ELEMENTS (buttons) ? buttons[button] : G_MAXUINT;
}

static void
send_button (HangarDisplayInput *self, guint button, gboolean down)
{
  if (session_of (self) == NULL || button == G_MAXUINT)
    return;
  if (down)
    self->buttons |= 1u << button;
  else if ((self->buttons & (1u << button)) == 0)
    return;
  else
    self->buttons &= ~(1u << button);
  hangar_display_session_button (session_of (self), button, down);
}

static gboolean
button_event_cb (GtkEventControllerLegacy *controller, GdkEvent *event, HangarDisplayInput *self)
{
  GdkEventType type = gdk_event_get_event_type (event);
  double x, y;

  if (type != GDK_BUTTON_PRESS && type != GDK_BUTTON_RELEASE)
    return FALSE;
  if (type == GDK_BUTTON_PRESS)
    {
      gboolean first = !hangar_display_get_grabbed (self->display);

      gtk_widget_grab_focus (GTK_WIDGET (self->display));
      hangar_display_set_grabbed (self->display, TRUE);
      /* The click that takes a relative pointer is for us: the guest's pointer is somewhere else. */
      if (first && session_of (self) != NULL && !hangar_display_session_get_absolute (session_of (self)))
        return TRUE;
    }
  if (gdk_event_get_position (event, &x, &y))
    {
      GtkNative *native = gtk_widget_get_native (GTK_WIDGET (self->display));
      double offset_x, offset_y, widget_x, widget_y;

      gtk_native_get_surface_transform (native, &offset_x, &offset_y);
      if (gtk_widget_translate_coordinates (GTK_WIDGET (native), GTK_WIDGET (self->display), x - offset_x,
                                            y - offset_y, &widget_x, &widget_y))
        move (self, widget_x, widget_y);
    }
  send_button (self, guest_button (gdk_button_event_get_button (event)), type == GDK_BUTTON_PRESS);
  return TRUE;
}

static gboolean
scroll_cb (GtkEventControllerScroll *controller, double dx, double dy, HangarDisplayInput *self)
{
  guint button = dy < 0 ? 3 : 4;
  int steps = (int) MIN (ceil (fabs (dy)), 10.0);

  for (int i = 0; i < steps; i++)
    {
      send_button (self, button, TRUE);
      send_button (self, button, FALSE);
    }
  return steps > 0;
}

static void
add (HangarDisplayInput *self, GtkEventController *controller)
{
  gtk_widget_add_controller (GTK_WIDGET (self->display), controller);
}

/**
 * hangar_display_input_new:
 * @display: whose input it is; it must live longer
 */
HangarDisplayInput *
hangar_display_input_new (HangarDisplay *display)
{
  HangarDisplayInput *self = g_new0 (HangarDisplayInput, 1);
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *buttons = gtk_event_controller_legacy_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL |
                                                                GTK_EVENT_CONTROLLER_SCROLL_DISCRETE);

  self->display = display;
  self->release_keys = hangar_release_keys_get (0);
  self->pressed = g_hash_table_new (NULL, NULL);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  g_signal_connect (keys, "key-released", G_CALLBACK (key_released_cb), self);
  g_signal_connect (focus, "leave", G_CALLBACK (focus_lost_cb), self);
  g_signal_connect (motion, "enter", G_CALLBACK (enter_cb), self);
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (buttons, "event", G_CALLBACK (button_event_cb), self);
  g_signal_connect (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  add (self, keys);
  add (self, focus);
  add (self, motion);
  add (self, buttons);
  add (self, scroll);
  return self;
}

/**
 * hangar_display_input_free:
 *
 * Gives the window its keys back.
 */
void
hangar_display_input_free (HangarDisplayInput *self)
{
  hangar_display_input_set_root (self, NULL);
  g_hash_table_unref (self->pressed);
  g_free (self);
}

/**
 * hangar_display_input_release_all:
 *
 * Lets go of every key and button in the guest: nobody will see their release here.
 */
void
hangar_display_input_release_all (HangarDisplayInput *self)
{
  GHashTableIter iter;
  gpointer keycode, keysym;

  g_hash_table_iter_init (&iter, self->pressed);
  while (g_hash_table_iter_next (&iter, &keycode, &keysym))
    send_key (self, GPOINTER_TO_UINT (keycode), GPOINTER_TO_UINT (keysym), FALSE);
  g_hash_table_remove_all (self->pressed);
  self->release_armed = FALSE;
  for (guint button = 0; button < 7; button++)
    send_button (self, button, FALSE);
}

/**
 * hangar_display_input_set_root:
 * @root: (nullable): the window that the display is in; its shortcuts wait while the keyboard is the guest's
 */
void
hangar_display_input_set_root (HangarDisplayInput *self, GtkWidget *root)
{
  if (self->root != NULL)
    gtk_widget_remove_controller (self->root, self->root_keys);
  self->root = root;
  self->root_keys = NULL;
  if (root == NULL)
    return;
  self->root_keys = gtk_event_controller_key_new ();
  gtk_event_controller_set_propagation_phase (self->root_keys, GTK_PHASE_CAPTURE);
  g_signal_connect (self->root_keys, "key-pressed", G_CALLBACK (root_key_pressed_cb), self);
  g_signal_connect (self->root_keys, "key-released", G_CALLBACK (key_released_cb), self);
  gtk_widget_add_controller (root, self->root_keys);
}

/**
 * hangar_display_input_set_release_keys:
 * @keys: what gives keyboard and pointer back
 */
void
hangar_display_input_set_release_keys (HangarDisplayInput *self, const HangarReleaseKeys *keys)
{
  self->release_keys = keys;
}
