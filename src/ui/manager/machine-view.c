/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The machines of one host or of all: the list with its search, and what is shown when there is nothing to
 * list. */

#include "config.h"

#include "ui/manager/machine-view.h"

#include <glib/gi18n-lib.h>

#include "ui/manager/machine-placeholder.h"
#include "ui/manager/machine-row.h"
#include "ui/manager/section-row.h"

struct _HangarMachineView
{
  AdwBin parent_instance;

  GListModel *connections;
  HangarMachineList *list;
  GtkSingleSelection *selection;
  HangarSight *sight;
  GMenuModel *machine_menu;
  GtkWidget *popover; /* nullable: made when first asked for */
  guint top_source;
  guint placeholder_source;
  HangarDomain *last_selected; /* comes back after a search that hid it */

  GtkSearchBar *search_bar;
  GtkSearchEntry *search_entry;
  GtkWidget *lost_box;
  GtkWidget *lost_bin;
  GtkLabel *lost_label;
  GtkStack *stack;
  GtkSpinner *spinner;
  GtkScrolledWindow *scrolled_window;
  GtkColumnView *column_view;
  GtkColumnViewColumn *machine_column;
  HangarMachinePlaceholder *placeholder; /* nullable: made when first needed */
  const char *page;                      /* by name; a placeholder is several */
  GtkButton *cancel_button;
};

enum
{
  PROP_SELECTED = 1,
  N_PROPS,
};

enum
{
  SIGNAL_OPEN,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HangarMachineView, hangar_machine_view, ADW_TYPE_BIN)

/* --- Rows */

static void
setup_cb (GtkListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  gtk_list_item_set_child (item, GTK_WIDGET (hangar_machine_row_new ()));
}

static void
seen_cb (GtkWidget *row, gpointer data)
{
  hangar_machine_row_show (HANGAR_MACHINE_ROW (row));
}

static void
bind_machine (HangarMachineView *self, GtkListItem *item, HangarDomain *domain)
{
  GtkWidget *row = gtk_list_item_get_child (item);

  if (!HANGAR_IS_MACHINE_ROW (row))
    {
      row = GTK_WIDGET (hangar_machine_row_new ());
      gtk_list_item_set_child (item, row);
    }
  gtk_list_item_set_selectable (item, TRUE);
  gtk_list_item_set_activatable (item, TRUE);
  hangar_machine_row_set_domain (HANGAR_MACHINE_ROW (row), domain);
  hangar_sight_watch (self->sight, row, seen_cb, NULL);
}

/* A heading takes no part in selecting. */
static void
bind_section (GtkListItem *item, HangarConnection *connection)
{
  GtkWidget *row = gtk_list_item_get_child (item);

  if (!HANGAR_IS_SECTION_ROW (row))
    {
      row = GTK_WIDGET (hangar_section_row_new ());
      gtk_list_item_set_child (item, row);
    }
  gtk_list_item_set_selectable (item, FALSE);
  gtk_list_item_set_activatable (item, FALSE);
  hangar_section_row_set_connection (HANGAR_SECTION_ROW (row), connection);
}

static void
bind_cb (GtkListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  gpointer object = gtk_list_item_get_item (item);

  if (HANGAR_IS_DOMAIN (object))
    bind_machine (user_data, item, object);
  else
    bind_section (item, object);
}

static void
unbind_cb (GtkListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkWidget *row = gtk_list_item_get_child (item);

  if (HANGAR_IS_MACHINE_ROW (row))
    {
      hangar_sight_forget (HANGAR_MACHINE_VIEW (user_data)->sight, row);
      hangar_machine_row_set_domain (HANGAR_MACHINE_ROW (row), NULL);
    }
  else if (HANGAR_IS_SECTION_ROW (row))
    hangar_section_row_set_connection (HANGAR_SECTION_ROW (row), NULL);
}

/* --- Which page */

static gboolean
any_connection_is (HangarMachineView *self, HangarConnectionState state)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->connections); i++)
    {
      g_autoptr (HangarConnection) connection = g_list_model_get_item (self->connections, i);

      if (hangar_connection_get_state (connection) == state)
        return TRUE;
    }
  return FALSE;
}

static HangarConnectionState
shown_state (HangarMachineView *self)
{
  HangarConnection *only = hangar_machine_list_get_connection (self->list);

  if (only != NULL)
    return hangar_connection_get_state (only);
  if (any_connection_is (self, HANGAR_CONNECTION_CONNECTING))
    return HANGAR_CONNECTION_CONNECTING;
  if (any_connection_is (self, HANGAR_CONNECTION_OPEN))
    return HANGAR_CONNECTION_OPEN;
  return HANGAR_CONNECTION_CLOSED;
}

static const char *
choose_page (HangarMachineView *self)
{
  if (g_list_model_get_n_items (self->connections) == 0)
    return "nothing";
  if (hangar_machine_list_get_n_shown (self->list) > 0)
    return "machines";
  if (hangar_machine_list_get_n_machines (self->list) > 0)
    return "nothing-found";

  switch (shown_state (self))
    {
    case HANGAR_CONNECTION_OPEN:
      return "empty";
    case HANGAR_CONNECTION_CONNECTING:
      return "connecting";
    case HANGAR_CONNECTION_LOST:
    case HANGAR_CONNECTION_CLOSED:
    default:
      return "closed";
    }
}

static GtkSizeRequestMode
banner_get_mode (GtkWidget *bin)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* How wide words must be to fit a height, a label finds out by laying them out dozens of times, and windows
 * ask that again and again: 280 times, 60 ms, when a host was lost. */
static void
banner_measure (GtkWidget *bin, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                int *minimum_baseline, int *natural_baseline)
{
  gtk_widget_measure (gtk_widget_get_first_child (bin), orientation,
                      orientation == GTK_ORIENTATION_HORIZONTAL ? -1 : for_size, minimum, natural,
                      minimum_baseline, natural_baseline);
}

static void
banner_allocate (GtkWidget *bin, int width, int height, int baseline)
{
  gtk_widget_allocate (gtk_widget_get_first_child (bin), width, height, baseline, NULL);
}

/* What is greyed needs a reason that can be read. */
static void
update_lost_banner (HangarMachineView *self)
{
  HangarConnection *only = hangar_machine_list_get_connection (self->list);
  gboolean lost = only != NULL && hangar_connection_get_state (only) == HANGAR_CONNECTION_LOST;
  g_autofree char *text = NULL;

  if (lost && hangar_connection_get_retry_in (only) > 0)
    /* Translators: %u is a number of seconds */
    text = g_strdup_printf (_ ("The host no longer answers. Its machines are shown as they were last seen. "
                               "Trying again in %u s."),
                            hangar_connection_get_retry_in (only));
  else if (lost)
    text = g_strdup (_ ("The host no longer answers. Its machines are shown as they were last seen."));
  if (text != NULL)
    gtk_label_set_text (self->lost_label, text);
  gtk_widget_set_visible (self->lost_box, lost);
}

static void
show_placeholder (HangarMachineView *self)
{
  hangar_machine_placeholder_show (self->placeholder, self->page,
                                   hangar_machine_list_get_connection (self->list));
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->placeholder));
}

/* Only if there is still nothing to list: at the start hosts are closed for a moment. */
static gboolean
make_placeholder_cb (gpointer user_data)
{
  HangarMachineView *self = HANGAR_MACHINE_VIEW (user_data);

  self->placeholder_source = 0;
  if (gtk_stack_get_child_by_name (self->stack, self->page) != NULL)
    return G_SOURCE_REMOVE;
  self->placeholder = hangar_machine_placeholder_new ();
  gtk_stack_add_child (self->stack, GTK_WIDGET (self->placeholder));
  show_placeholder (self);
  return G_SOURCE_REMOVE;
}

static void
show_page (HangarMachineView *self)
{
  if (gtk_stack_get_child_by_name (self->stack, self->page) != NULL)
    gtk_stack_set_visible_child_name (self->stack, self->page);
  else if (self->placeholder != NULL)
    show_placeholder (self);
  else if (self->placeholder_source == 0)
    self->placeholder_source = g_idle_add_full (GDK_PRIORITY_REDRAW + 10, make_placeholder_cb, self, NULL);
}

static void
update_page (HangarMachineView *self)
{
  const char *page = choose_page (self);

  gtk_widget_set_visible (GTK_WIDGET (self->cancel_button),
                          hangar_machine_list_get_connection (self->list) != NULL);
  update_lost_banner (self);
  self->page = page;
  show_page (self);
  /* A spinner that spins where nobody sees it still makes GTK lay out the window at every frame. */
  gtk_spinner_set_spinning (self->spinner, g_str_equal (page, "connecting"));
}

static void
connections_changed_cb (HangarMachineView *self, guint position, guint removed, guint added)
{
  for (guint i = 0; i < added; i++)
    {
      g_autoptr (HangarConnection) connection = g_list_model_get_item (self->connections, position + i);

      g_signal_connect_object (connection, "notify::state", G_CALLBACK (update_page), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (connection, "notify::retry-in", G_CALLBACK (update_page), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (connection, "notify::error-message", G_CALLBACK (update_page), self,
                               G_CONNECT_SWAPPED);
    }
  update_page (self);
}

/* --- Selection */

static void
selection_changed_cb (HangarMachineView *self)
{
  HangarDomain *selected = hangar_machine_view_get_selected (self);

  if (selected != NULL)
    g_set_object (&self->last_selected, selected);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SELECTED]);
}

static void
n_shown_changed_cb (HangarMachineView *self)
{
  if (hangar_machine_view_get_selected (self) == NULL && self->last_selected != NULL)
    hangar_machine_view_select (self, self->last_selected);
  update_page (self);
}

/* GTK keeps the rows in sight where they are when others come above them. Somebody who looks at the beginning
 * of the list, as everybody does at the start, wants to go on seeing the beginning. */
static gboolean
scroll_to_top_cb (gpointer user_data)
{
  HangarMachineView *self = HANGAR_MACHINE_VIEW (user_data);

  self->top_source = 0;
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled_window), 0);
  return G_SOURCE_REMOVE;
}

static void
items_changed_cb (HangarMachineView *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scrolled_window);

  hangar_sight_queue (self->sight);
  if (self->top_source == 0 && gtk_adjustment_get_value (adjustment) <= 0)
    self->top_source = g_idle_add_full (GDK_PRIORITY_REDRAW + 1, scroll_to_top_cb, self, NULL);
}

static void
row_activated_cb (HangarMachineView *self, guint position)
{
  g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (self->list), position);

  if (HANGAR_IS_DOMAIN (item))
    g_signal_emit (self, signals[SIGNAL_OPEN], 0, item);
}

static void
open_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HangarMachineView *self = HANGAR_MACHINE_VIEW (widget);
  HangarDomain *selected = hangar_machine_view_get_selected (self);

  if (selected != NULL)
    g_signal_emit (self, signals[SIGNAL_OPEN], 0, selected);
}

/* --- Search */

static void
search_changed_cb (HangarMachineView *self)
{
  hangar_machine_list_set_search (self->list, gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
}

/* Enter in the search goes to the first machine that was found. */
static void
search_activated_cb (HangarMachineView *self)
{
  guint n_items;

  search_changed_cb (self);
  n_items = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (self->list), i);

      if (!HANGAR_IS_DOMAIN (item))
        continue;
      gtk_single_selection_set_selected (self->selection, i);
      gtk_widget_grab_focus (GTK_WIDGET (self->column_view));
      return;
    }
}

static void
show_all_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  hangar_machine_view_set_search (HANGAR_MACHINE_VIEW (widget), NULL);
}

/* --- Context menu */

/* GTK would leave the keyboard at the first button of the window. */
static void
menu_closed_cb (HangarMachineView *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->column_view));
}

static void
show_menu (HangarMachineView *self, const GdkRectangle *where)
{
  if (self->popover == NULL)
    {
      self->popover = gtk_popover_menu_new_from_model (self->machine_menu);
      gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
      gtk_widget_set_halign (self->popover, GTK_ALIGN_START);
      gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
      g_signal_connect_swapped (self->popover, "closed", G_CALLBACK (menu_closed_cb), self);
    }
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover), where);
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

static HangarMachineRow *
find_row (GtkWidget *widget)
{
  GtkWidget *child;

  if (HANGAR_IS_MACHINE_ROW (widget))
    return HANGAR_MACHINE_ROW (widget);
  for (child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      HangarMachineRow *row = find_row (child);

      if (row != NULL)
        return row;
    }
  return NULL;
}

/* The row at a place of the view: also beside its text, in its margins. */
static HangarMachineRow *
row_at (HangarMachineView *self, double x, double y)
{
  GtkWidget *widget = gtk_widget_pick (GTK_WIDGET (self->column_view), x, y, GTK_PICK_DEFAULT);

  while (widget != NULL && widget != GTK_WIDGET (self->column_view))
    {
      if (HANGAR_IS_MACHINE_ROW (widget) || g_str_equal (gtk_widget_get_css_name (widget), "row"))
        return find_row (widget);
      widget = gtk_widget_get_parent (widget);
    }
  return NULL;
}

static void
show_menu_at (HangarMachineView *self, double x, double y)
{
  HangarMachineRow *row = row_at (self, x, y);
  double view_x, view_y;

  if (row == NULL || hangar_machine_row_get_domain (row) == NULL)
    return;
  hangar_machine_view_select (self, hangar_machine_row_get_domain (row));
  gtk_widget_translate_coordinates (GTK_WIDGET (self->column_view), GTK_WIDGET (self), x, y, &view_x,
                                    &view_y);
  show_menu (self, &(GdkRectangle) { (int) view_x, (int) view_y, 1, 1 });
}

static void
pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, HangarMachineView *self)
{
  show_menu_at (self, x, y);
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
long_pressed_cb (GtkGestureLongPress *gesture, double x, double y, HangarMachineView *self)
{
  show_menu_at (self, x, y);
}

static gboolean
menu_key_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  HangarMachineView *self = HANGAR_MACHINE_VIEW (user_data);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  HangarMachineRow *row = focus != NULL && gtk_widget_is_ancestor (focus, widget) ? find_row (focus) : NULL;
  graphene_rect_t bounds;

  if (row == NULL || hangar_machine_row_get_domain (row) == NULL ||
      !gtk_widget_compute_bounds (GTK_WIDGET (row), GTK_WIDGET (self), &bounds))
    return FALSE;
  hangar_machine_view_select (self, hangar_machine_row_get_domain (row));
  show_menu (self,
             &(GdkRectangle) { (int) bounds.origin.x, (int) (bounds.origin.y + bounds.size.height), 1, 1 });
  return TRUE;
}

static void
add_controllers (HangarMachineView *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *long_press = gtk_gesture_long_press_new ();
  GtkEventController *keys = gtk_shortcut_controller_new ();
  GtkShortcutTrigger *trigger = gtk_alternative_trigger_new (
    gtk_keyval_trigger_new (GDK_KEY_Menu, 0), gtk_keyval_trigger_new (GDK_KEY_F10, GDK_SHIFT_MASK));

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->column_view), GTK_EVENT_CONTROLLER (click));

  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (long_press), TRUE);
  g_signal_connect (long_press, "pressed", G_CALLBACK (long_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->column_view), GTK_EVENT_CONTROLLER (long_press));

  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (keys),
    gtk_shortcut_new (trigger, gtk_callback_action_new (menu_key_cb, self, NULL)));
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (keys),
    gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Delete, 0), gtk_named_action_new ("domain.delete")));
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (keys),
    gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_F2, 0), gtk_named_action_new ("domain.rename")));
  gtk_widget_add_controller (GTK_WIDGET (self->column_view), keys);
}

/* --- Class */

static void
hangar_machine_view_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  HangarMachineView *self = HANGAR_MACHINE_VIEW (object);

  switch (prop_id)
    {
    case PROP_SELECTED:
      g_value_set_object (value, hangar_machine_view_get_selected (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
hangar_machine_view_dispose (GObject *object)
{
  HangarMachineView *self = HANGAR_MACHINE_VIEW (object);

  g_clear_handle_id (&self->top_source, g_source_remove);
  g_clear_handle_id (&self->placeholder_source, g_source_remove);
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_clear_object (&self->selection);
  g_clear_object (&self->list);
  g_clear_object (&self->connections);
  g_clear_object (&self->machine_menu);
  g_clear_object (&self->last_selected);

  G_OBJECT_CLASS (hangar_machine_view_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, HANGAR_RESOURCE_PATH "/manager/machine-view.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarMachineView, machine_menu);
  gtk_widget_class_bind_template_child (widget_class, HangarMachineView, search_bar);
  gtk_widget_class_bind_template_child (widget_class, HangarMachineView, search_entry);
  gtk_widget_class_bind_template_child (widget_class, HangarMachineView, lost_box);
  gtk_widget_class_bind_template_child (widget_class, HangarMachineView, lost_bin);
  gtk_widget_class_bind_template_child (widget_class, HangarMachineView, lost_label);
  gtk_widget_class_bind_template_child (widget_class, HangarMachineView, stack);
  gtk_widget_class_bind_template_child (widget_class, HangarMachineView, spinner);
  gtk_widget_class_bind_template_child (widget_class, HangarMachineView, scrolled_window);
  gtk_widget_class_bind_template_child (widget_class, HangarMachineView, column_view);
  gtk_widget_class_bind_template_child (widget_class, HangarMachineView, machine_column);
  gtk_widget_class_bind_template_child (widget_class, HangarMachineView, cancel_button);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
}

static void
hangar_machine_view_finalize (GObject *object)
{
  /* Rows forget themselves until the last of them is gone. */
  g_clear_object (&HANGAR_MACHINE_VIEW (object)->sight);

  G_OBJECT_CLASS (hangar_machine_view_parent_class)->finalize (object);
}

static void
hangar_machine_view_class_init (HangarMachineViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = hangar_machine_view_get_property;
  object_class->dispose = hangar_machine_view_dispose;
  object_class->finalize = hangar_machine_view_finalize;

  props[PROP_SELECTED] =
    g_param_spec_object ("selected", NULL, NULL, HANGAR_TYPE_DOMAIN,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);

  /**
   * HangarMachineView::open:
   * @self: the view
   * @domain: a machine
   *
   * Somebody wants to see that machine.
   */
  signals[SIGNAL_OPEN] = g_signal_new ("open", HANGAR_TYPE_MACHINE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                       NULL, G_TYPE_NONE, 1, HANGAR_TYPE_DOMAIN);

  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "machines.open", NULL, open_action);
  gtk_widget_class_install_action (widget_class, "machines.show-all", NULL, show_all_action);
}

static void
hangar_machine_view_init (HangarMachineView *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  self->page = "nothing";
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_layout_manager (self->lost_bin,
                                 gtk_custom_layout_new (banner_get_mode, banner_measure, banner_allocate));
  g_object_ref (self->machine_menu);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  self->sight = hangar_sight_new (GTK_WIDGET (self->column_view));
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->scrolled_window), "value-changed",
                           G_CALLBACK (hangar_sight_queue), self->sight, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->scrolled_window), "changed",
                           G_CALLBACK (hangar_sight_queue), self->sight, G_CONNECT_SWAPPED);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), self);
  gtk_column_view_column_set_factory (self->machine_column, factory);
  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search_entry));
  /* A heading above the only column says nothing. */
  gtk_widget_set_visible (gtk_widget_get_first_child (GTK_WIDGET (self->column_view)), FALSE);
  add_controllers (self);
}

/**
 * hangar_machine_view_set_connections:
 * @self: a view
 * @connections: a list of #HangarConnection; given once
 */
void
hangar_machine_view_set_connections (HangarMachineView *self, GListModel *connections)
{
  g_return_if_fail (self->connections == NULL);

  self->connections = g_object_ref (connections);
  self->list = hangar_machine_list_new (connections);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->list)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  gtk_column_view_set_model (self->column_view, GTK_SELECTION_MODEL (self->selection));

  g_signal_connect_swapped (self->selection, "notify::selected-item", G_CALLBACK (selection_changed_cb),
                            self);
  g_signal_connect_swapped (self->list, "items-changed", G_CALLBACK (items_changed_cb), self);
  g_signal_connect_swapped (self->list, "notify::n-shown", G_CALLBACK (n_shown_changed_cb), self);
  g_signal_connect_swapped (self->list, "notify::n-machines", G_CALLBACK (update_page), self);
  g_signal_connect_object (connections, "items-changed", G_CALLBACK (connections_changed_cb), self,
                           G_CONNECT_SWAPPED);
  connections_changed_cb (self, 0, 0, g_list_model_get_n_items (connections));
}

/**
 * hangar_machine_view_set_connection:
 * @self: a view
 * @connection: (nullable): the host to show, %NULL for all
 */
void
hangar_machine_view_set_connection (HangarMachineView *self, HangarConnection *connection)
{
  if (connection == hangar_machine_list_get_connection (self->list))
    return;
  hangar_machine_list_set_connection (self->list, connection);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled_window), 0);
  update_page (self);
}

/**
 * hangar_machine_view_get_list:
 * @self: a view
 *
 * Returns: (transfer none): what it shows
 */
HangarMachineList *
hangar_machine_view_get_list (HangarMachineView *self)
{
  return self->list;
}

/**
 * hangar_machine_view_get_column_view:
 * @self: a view
 *
 * Returns: (transfer none): the list, for more columns
 */
GtkColumnView *
hangar_machine_view_get_column_view (HangarMachineView *self)
{
  return self->column_view;
}

/**
 * hangar_machine_view_get_sight:
 * @self: a view
 *
 * Returns: (transfer none): which of its rows can be seen
 */
HangarSight *
hangar_machine_view_get_sight (HangarMachineView *self)
{
  return self->sight;
}

/**
 * hangar_machine_view_get_selected:
 * @self: a view
 *
 * Returns: (transfer none) (nullable): the selected machine
 */
HangarDomain *
hangar_machine_view_get_selected (HangarMachineView *self)
{
  GObject *item = self->selection != NULL ? gtk_single_selection_get_selected_item (self->selection) : NULL;

  return HANGAR_IS_DOMAIN (item) ? HANGAR_DOMAIN (item) : NULL;
}

/**
 * hangar_machine_view_select:
 * @self: a view
 * @domain: a machine
 *
 * Returns: whether it is shown and selected now
 */
gboolean
hangar_machine_view_select (HangarMachineView *self, HangarDomain *domain)
{
  guint position;

  if (!hangar_machine_list_find (self->list, domain, &position))
    return FALSE;
  gtk_single_selection_set_selected (self->selection, position);
  return TRUE;
}

/**
 * hangar_machine_view_get_search_bar:
 * @self: a view
 *
 * Returns: (transfer none): the bar with the search
 */
GtkSearchBar *
hangar_machine_view_get_search_bar (HangarMachineView *self)
{
  return self->search_bar;
}

/**
 * hangar_machine_view_set_search:
 * @self: a view
 * @text: (nullable): what to search; %NULL closes the search
 */
void
hangar_machine_view_set_search (HangarMachineView *self, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), text != NULL ? text : "");
  gtk_search_bar_set_search_mode (self->search_bar, text != NULL);
  search_changed_cb (self);
}

/**
 * hangar_machine_view_get_page:
 * @self: a view
 *
 * Returns: the name of the page shown: "nothing", "machines", "empty", "nothing-found", "connecting",
 * "closed"
 */
const char *
hangar_machine_view_get_page (HangarMachineView *self)
{
  return self->page;
}
