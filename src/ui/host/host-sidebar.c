/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of hosts: all machines, this computer, other computers. */

#include "config.h"

#include "ui/host/host-sidebar.h"

#include <glib/gi18n-lib.h>

#include "ui/host/host-row.h"

struct _HangarHostSidebar
{
  AdwBin parent_instance;

  GListModel *connections;
  HangarHostRow *all_row;
  HangarConnection *shown; /* nullable: all machines */
  GMenuModel *host_menu;
  GtkWidget *popover; /* nullable: made when first asked for */

  GtkListBox *list_box;
};

enum
{
  PROP_CONNECTION = 1,
  N_PROPS,
};

enum
{
  SIGNAL_ACTIVATED,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HangarHostSidebar, hangar_host_sidebar, ADW_TYPE_BIN)

typedef enum
{
  GROUP_ALL,
  GROUP_LOCAL,
  GROUP_REMOTE,
} Group;

static Group
group_of (GtkListBoxRow *row)
{
  HangarConnection *connection = hangar_host_row_get_connection (HANGAR_HOST_ROW (row));

  if (connection == NULL)
    return GROUP_ALL;
  return hangar_connection_is_local (connection) ? GROUP_LOCAL : GROUP_REMOTE;
}

static guint
place_of (HangarHostSidebar *self, GtkListBoxRow *row)
{
  HangarConnection *connection = hangar_host_row_get_connection (HANGAR_HOST_ROW (row));
  guint n_items = g_list_model_get_n_items (self->connections);

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (HangarConnection) other = g_list_model_get_item (self->connections, i);

      if (other == connection)
        return i;
    }
  return n_items;
}

static int
sort_cb (GtkListBoxRow *a, GtkListBoxRow *b, gpointer user_data)
{
  HangarHostSidebar *self = HANGAR_HOST_SIDEBAR (user_data);

  if (group_of (a) != group_of (b))
    return (int) group_of (a) - (int) group_of (b);
  return (int) place_of (self, a) - (int) place_of (self, b);
}

static void
header_cb (GtkListBoxRow *row, GtkListBoxRow *before, gpointer user_data)
{
  GtkWidget *header;

  if (group_of (row) == GROUP_ALL || (before != NULL && group_of (before) == group_of (row)))
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  header = gtk_label_new (group_of (row) == GROUP_LOCAL ? _ ("This Computer") : _ ("Other Computers"));
  gtk_label_set_xalign (GTK_LABEL (header), 0);
  gtk_widget_add_css_class (header, "hangar-group");
  gtk_list_box_row_set_header (row, header);
}

static HangarHostRow *
find_row (HangarHostSidebar *self, HangarConnection *connection)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list_box, i)) != NULL; i++)
    if (hangar_host_row_get_connection (HANGAR_HOST_ROW (row)) == connection)
      return HANGAR_HOST_ROW (row);
  return NULL;
}

static gboolean
has_connection (HangarHostSidebar *self, HangarConnection *connection)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->connections); i++)
    {
      g_autoptr (HangarConnection) other = g_list_model_get_item (self->connections, i);

      if (other == connection)
        return TRUE;
    }
  return FALSE;
}

static void
count_all (HangarHostSidebar *self)
{
  guint count = 0;

  for (guint i = 0; i < g_list_model_get_n_items (self->connections); i++)
    {
      g_autoptr (HangarConnection) connection = g_list_model_get_item (self->connections, i);

      count += g_list_model_get_n_items (hangar_connection_get_domains (connection));
    }
  hangar_host_row_set_count (self->all_row, count);
}

static void
add_row (HangarHostSidebar *self, HangarConnection *connection)
{
  if (find_row (self, connection) != NULL)
    return;
  gtk_list_box_append (self->list_box, GTK_WIDGET (hangar_host_row_new (connection)));
  g_signal_connect_object (hangar_connection_get_domains (connection), "items-changed",
                           G_CALLBACK (count_all), self, G_CONNECT_SWAPPED);
}

static void
remove_gone_rows (HangarHostSidebar *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list_box, i)) != NULL; i++)
    {
      HangarConnection *connection = hangar_host_row_get_connection (HANGAR_HOST_ROW (row));

      if (connection == NULL || has_connection (self, connection))
        continue;
      if (connection == self->shown)
        hangar_host_sidebar_select (self, NULL);
      gtk_list_box_remove (self->list_box, GTK_WIDGET (row));
      i--;
    }
}

static void
connections_changed_cb (HangarHostSidebar *self)
{
  remove_gone_rows (self);
  for (guint i = 0; i < g_list_model_get_n_items (self->connections); i++)
    {
      g_autoptr (HangarConnection) connection = g_list_model_get_item (self->connections, i);

      add_row (self, connection);
    }
  gtk_list_box_invalidate_sort (self->list_box);
  gtk_list_box_invalidate_headers (self->list_box);
  count_all (self);
}

static void
row_selected_cb (HangarHostSidebar *self, GtkListBoxRow *row)
{
  HangarConnection *connection;

  if (row == NULL)
    return;
  connection = hangar_host_row_get_connection (HANGAR_HOST_ROW (row));
  if (g_set_object (&self->shown, connection))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CONNECTION]);
}

static void
row_activated_cb (HangarHostSidebar *self, GtkListBoxRow *row)
{
  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0);
}

/* GTK would leave the keyboard at the first button of the window. */
static void
menu_closed_cb (HangarHostSidebar *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list_box);

  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
show_menu (HangarHostSidebar *self, GtkListBoxRow *row, const GdkRectangle *where)
{
  if (hangar_host_row_get_connection (HANGAR_HOST_ROW (row)) == NULL)
    return;
  gtk_list_box_select_row (self->list_box, row);
  if (self->popover == NULL)
    {
      self->popover = gtk_popover_menu_new_from_model (self->host_menu);
      gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
      gtk_widget_set_halign (self->popover, GTK_ALIGN_START);
      gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
      g_signal_connect_swapped (self->popover, "closed", G_CALLBACK (menu_closed_cb), self);
    }
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover), where);
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

static void
show_menu_at (HangarHostSidebar *self, double x, double y)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_y (self->list_box, (int) y);
  double own_x, own_y;

  if (row == NULL)
    return;
  gtk_widget_translate_coordinates (GTK_WIDGET (self->list_box), GTK_WIDGET (self), x, y, &own_x, &own_y);
  show_menu (self, row, &(GdkRectangle) { (int) own_x, (int) own_y, 1, 1 });
}

static void
pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, HangarHostSidebar *self)
{
  show_menu_at (self, x, y);
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
long_pressed_cb (GtkGestureLongPress *gesture, double x, double y, HangarHostSidebar *self)
{
  show_menu_at (self, x, y);
}

static gboolean
menu_key_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  HangarHostSidebar *self = HANGAR_HOST_SIDEBAR (user_data);
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list_box);
  graphene_rect_t bounds;

  if (row == NULL || !gtk_widget_compute_bounds (GTK_WIDGET (row), GTK_WIDGET (self), &bounds))
    return FALSE;
  show_menu (self, row,
             &(GdkRectangle) { (int) bounds.origin.x, (int) (bounds.origin.y + bounds.size.height), 1, 1 });
  return TRUE;
}

static void
add_controllers (HangarHostSidebar *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *long_press = gtk_gesture_long_press_new ();
  GtkEventController *keys = gtk_shortcut_controller_new ();
  GtkShortcutTrigger *trigger = gtk_alternative_trigger_new (
    gtk_keyval_trigger_new (GDK_KEY_Menu, 0), gtk_keyval_trigger_new (GDK_KEY_F10, GDK_SHIFT_MASK));
  GtkShortcutController *shortcuts = GTK_SHORTCUT_CONTROLLER (keys);

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->list_box), GTK_EVENT_CONTROLLER (click));
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (long_press), TRUE);
  g_signal_connect (long_press, "pressed", G_CALLBACK (long_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->list_box), GTK_EVENT_CONTROLLER (long_press));

  gtk_shortcut_controller_add_shortcut (
    shortcuts, gtk_shortcut_new (trigger, gtk_callback_action_new (menu_key_cb, self, NULL)));
  gtk_shortcut_controller_add_shortcut (shortcuts, gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_F2, 0),
                                                                     gtk_named_action_new ("host.rename")));
  gtk_shortcut_controller_add_shortcut (
    shortcuts,
    gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Delete, 0), gtk_named_action_new ("host.remove")));
  gtk_widget_add_controller (GTK_WIDGET (self->list_box), keys);
}

static void
hangar_host_sidebar_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  HangarHostSidebar *self = HANGAR_HOST_SIDEBAR (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      g_value_set_object (value, self->shown);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
hangar_host_sidebar_dispose (GObject *object)
{
  HangarHostSidebar *self = HANGAR_HOST_SIDEBAR (object);

  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_object (&self->shown);
  g_clear_object (&self->connections);
  g_clear_object (&self->host_menu);

  G_OBJECT_CLASS (hangar_host_sidebar_parent_class)->dispose (object);
}

static void
hangar_host_sidebar_class_init (HangarHostSidebarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = hangar_host_sidebar_get_property;
  object_class->dispose = hangar_host_sidebar_dispose;

  props[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, HANGAR_TYPE_CONNECTION,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);

  /**
   * HangarHostSidebar::activated:
   * @self: the sidebar
   *
   * Somebody chose a host: in a narrow window its machines are to be shown instead of the sidebar.
   */
  signals[SIGNAL_ACTIVATED] = g_signal_new ("activated", HANGAR_TYPE_HOST_SIDEBAR, G_SIGNAL_RUN_LAST, 0, NULL,
                                            NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, HANGAR_RESOURCE_PATH "/host/host-sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarHostSidebar, list_box);
  gtk_widget_class_bind_template_child (widget_class, HangarHostSidebar, host_menu);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
hangar_host_sidebar_init (HangarHostSidebar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_object_ref (self->host_menu);
  add_controllers (self);
}

/**
 * hangar_host_sidebar_set_connections:
 * @self: a sidebar
 * @connections: a list of #HangarConnection; given once
 */
void
hangar_host_sidebar_set_connections (HangarHostSidebar *self, GListModel *connections)
{
  g_return_if_fail (self->connections == NULL);

  self->connections = g_object_ref (connections);
  self->all_row = hangar_host_row_new (NULL);
  gtk_list_box_append (self->list_box, GTK_WIDGET (self->all_row));
  gtk_list_box_set_sort_func (self->list_box, sort_cb, self, NULL);
  gtk_list_box_set_header_func (self->list_box, header_cb, self, NULL);
  g_signal_connect_object (connections, "items-changed", G_CALLBACK (connections_changed_cb), self,
                           G_CONNECT_SWAPPED);
  connections_changed_cb (self);
  gtk_list_box_select_row (self->list_box, GTK_LIST_BOX_ROW (self->all_row));
}

/**
 * hangar_host_sidebar_get_connection:
 * @self: a sidebar
 *
 * Returns: (transfer none) (nullable): the chosen host, %NULL for all machines
 */
HangarConnection *
hangar_host_sidebar_get_connection (HangarHostSidebar *self)
{
  return self->shown;
}

/**
 * hangar_host_sidebar_select:
 * @self: a sidebar
 * @connection: (nullable): the host to choose, %NULL for all machines
 */
void
hangar_host_sidebar_select (HangarHostSidebar *self, HangarConnection *connection)
{
  HangarHostRow *row = find_row (self, connection);

  if (row != NULL)
    gtk_list_box_select_row (self->list_box, GTK_LIST_BOX_ROW (row));
}
