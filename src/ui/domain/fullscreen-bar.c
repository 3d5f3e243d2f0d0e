/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bar of a fullscreen machine: it slides in at the top edge and goes away when the pointer does. */

#include "config.h"

#include "ui/domain/fullscreen-bar.h"

#include "widgets/lazy-menu.h"

/* In pixels from the top edge: where it comes, and how far below it the pointer may be before it goes. */
#define EDGE 2
#define MARGIN 48

/* In s: how long it is shown at first, so that people know where it is. */
#define FIRST_SHOWN 3

struct _HangarFullscreenBar
{
  AdwBin parent_instance;

  guint hide_timer;

  GtkRevealer *revealer;
  GtkLabel *name_label;
  GtkMenuButton *keys_button;
  GtkMenuButton *power_button;
  GtkWidget *screenshot_button;
  GtkWidget *snapshot_button;
  GtkWidget *media_button;
};

G_DEFINE_FINAL_TYPE (HangarFullscreenBar, hangar_fullscreen_bar, ADW_TYPE_BIN)

/* Not under the user's hand. */
static gboolean
menu_is_open (GtkMenuButton *button)
{
  GtkPopover *popover = gtk_menu_button_get_popover (button);

  return popover != NULL && gtk_widget_get_mapped (GTK_WIDGET (popover));
}

static void
hide (HangarFullscreenBar *self)
{
  if (!menu_is_open (self->keys_button) && !menu_is_open (self->power_button))
    gtk_revealer_set_reveal_child (self->revealer, FALSE);
}

static gboolean
first_shown_cb (gpointer user_data)
{
  HangarFullscreenBar *self = user_data;

  self->hide_timer = 0;
  hide (self);
  return G_SOURCE_REMOVE;
}

static void
hangar_fullscreen_bar_dispose (GObject *object)
{
  HangarFullscreenBar *self = HANGAR_FULLSCREEN_BAR (object);

  g_clear_handle_id (&self->hide_timer, g_source_remove);

  G_OBJECT_CLASS (hangar_fullscreen_bar_parent_class)->dispose (object);
}

static void
hangar_fullscreen_bar_class_init (HangarFullscreenBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_fullscreen_bar_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               HANGAR_RESOURCE_PATH "/domain/fullscreen-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarFullscreenBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, HangarFullscreenBar, name_label);
  gtk_widget_class_bind_template_child (widget_class, HangarFullscreenBar, keys_button);
  gtk_widget_class_bind_template_child (widget_class, HangarFullscreenBar, power_button);
  gtk_widget_class_bind_template_child (widget_class, HangarFullscreenBar, screenshot_button);
  gtk_widget_class_bind_template_child (widget_class, HangarFullscreenBar, snapshot_button);
  gtk_widget_class_bind_template_child (widget_class, HangarFullscreenBar, media_button);
}

static void
hangar_fullscreen_bar_init (HangarFullscreenBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hangar_fullscreen_bar_set_name:
 * @self: the bar
 * @name: whose screen it is, plain text
 */
void
hangar_fullscreen_bar_set_name (HangarFullscreenBar *self, const char *name)
{
  gtk_label_set_text (self->name_label, name);
}

/**
 * hangar_fullscreen_bar_set_menus:
 * @self: the bar
 * @keys: of the keys that can be sent
 * @power: of what can be done to the machine
 */
void
hangar_fullscreen_bar_set_menus (HangarFullscreenBar *self, GMenuModel *keys, GMenuModel *power)
{
  hangar_lazy_menu_set (self->keys_button, keys);
  hangar_lazy_menu_set (self->power_button, power);
}

/**
 * hangar_fullscreen_bar_set_actions:
 * @self: the bar
 * @actions: what can be done to the machine; its buttons say why not when they can't be pressed
 */
void
hangar_fullscreen_bar_set_actions (HangarFullscreenBar *self, HangarDomainActions *actions)
{
  hangar_domain_actions_bind_button (actions, self->snapshot_button, "take-snapshot");
  hangar_domain_actions_bind_button (actions, self->media_button, "insert-media");
}

/**
 * hangar_fullscreen_bar_set_screenshot_tooltip:
 * @self: the bar
 * @tooltip: what the button does, or why it can't be pressed
 */
void
hangar_fullscreen_bar_set_screenshot_tooltip (HangarFullscreenBar *self, const char *tooltip)
{
  gtk_widget_set_tooltip_text (self->screenshot_button, tooltip);
}

/**
 * hangar_fullscreen_bar_set_active:
 * @self: the bar
 * @active: whether the window is fullscreen now
 */
void
hangar_fullscreen_bar_set_active (HangarFullscreenBar *self, gboolean active)
{
  g_clear_handle_id (&self->hide_timer, g_source_remove);
  gtk_widget_set_visible (GTK_WIDGET (self), active);
  gtk_revealer_set_reveal_child (self->revealer, active);
  if (active)
    self->hide_timer = g_timeout_add_seconds (FIRST_SHOWN, first_shown_cb, self);
}

/**
 * hangar_fullscreen_bar_pointer_moved:
 * @self: the bar
 * @y: where the pointer is now, in the window
 */
void
hangar_fullscreen_bar_pointer_moved (HangarFullscreenBar *self, double y)
{
  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    return;
  if (y <= EDGE)
    {
      g_clear_handle_id (&self->hide_timer, g_source_remove);
      gtk_revealer_set_reveal_child (self->revealer, TRUE);
    }
  else if (self->hide_timer == 0 && y > gtk_widget_get_height (GTK_WIDGET (self)) + MARGIN)
    hide (self);
}

/**
 * hangar_fullscreen_bar_is_revealed:
 * @self: the bar
 *
 * Returns: whether it is shown, or sliding in
 */
gboolean
hangar_fullscreen_bar_is_revealed (HangarFullscreenBar *self)
{
  return gtk_widget_get_visible (GTK_WIDGET (self)) && gtk_revealer_get_reveal_child (self->revealer);
}
