/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Adds a host: which one, and whether it can be connected to. */

#include "config.h"

#include "ui/dialogs/add-host-dialog.h"

#include <glib/gi18n-lib.h>

#include "model/host-address.h"
#include "ui/host/problem-view.h"

#include "widgets/lazy-choices.h"

struct _HangarAddHostDialog
{
  AdwWindow parent_instance;

  HangarConnectionList *connections;
  HangarConnection *connection; /* while it is being connected to */

  GtkSpinner *spinner;
  GtkButton *connect_button;
  HangarProblemView *problem_view;
  GtkButton *keep_button;
  GtkWidget *form;
  AdwComboRow *kind_row;
  GtkLabel *kind_label;
  GtkWidget *ssh_group;
  AdwEntryRow *host_row;
  AdwEntryRow *user_row;
  AdwEntryRow *port_row;
  GtkWidget *uri_group;
  AdwEntryRow *uri_row;
  GtkLabel *address_label;
  GtkLabel *problem_label;
  AdwEntryRow *label_row;
  GtkSwitch *autoconnect_switch;
};

enum
{
  SIGNAL_ADDED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HangarAddHostDialog, hangar_add_host_dialog, ADW_TYPE_WINDOW)

static const char *
text_of (AdwEntryRow *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

/* 0 for none, more than can be for what is no number. */
static guint
read_port (HangarAddHostDialog *self)
{
  g_autofree char *text = g_strstrip (g_strdup (text_of (self->port_row)));
  guint64 port;

  if (*text == '\0')
    return 0;
  if (!g_ascii_string_to_unsigned (text, 10, 1, 65535, &port, NULL))
    return G_MAXUINT;
  return (guint) port;
}

static const char *
describe_kind (HangarHostKind kind)
{
  switch (kind)
    {
    case HANGAR_HOST_KIND_SESSION:
      return _ ("Machines of yours alone, in your home folder. They need no password, and other "
                "computers cannot reach them over the network.");
    case HANGAR_HOST_KIND_SYSTEM:
      return _ ("Machines that belong to the computer, start with it and can have their own place in the "
                "network. You "
                "may be asked for a password.");
    case HANGAR_HOST_KIND_SSH:
      return _ ("The machines of another computer that you can log in to, with a key or a password.");
    case HANGAR_HOST_KIND_LXC:
      return _ ("Containers of this computer, run by libvirt.");
    case HANGAR_HOST_KIND_XEN:
      return _ ("Machines run by the Xen hypervisor of this computer.");
    case HANGAR_HOST_KIND_URI:
    default:
      return _ ("Any address that libvirt knows, such as qemu+tls://server/system or test:///default.");
    }
}

static HangarHostAddress
read_address (HangarAddHostDialog *self)
{
  const HangarHostAddress address = {
    .kind = (HangarHostKind) adw_combo_row_get_selected (self->kind_row),
    .user = text_of (self->user_row),
    .host = text_of (self->host_row),
    .port = read_port (self),
    .uri = text_of (self->uri_row),
  };

  return address;
}

static char *
dup_problem (HangarAddHostDialog *self, const HangarHostAddress *address, const char *uri)
{
  char *problem = hangar_host_address_check (address);

  if (problem == NULL && self->connection == NULL &&
      hangar_connection_list_find (self->connections, uri) != NULL)
    problem = g_strdup (_ ("This host is in the list already."));
  return problem;
}

/* What is wrong is said once there is something to be wrong. */
static gboolean
has_begun (const HangarHostAddress *address)
{
  if (address->kind == HANGAR_HOST_KIND_SSH)
    return *address->host != '\0' || *address->user != '\0' || address->port > 0;
  return address->kind != HANGAR_HOST_KIND_URI || *address->uri != '\0';
}

static void
update (HangarAddHostDialog *self)
{
  const HangarHostAddress address = read_address (self);
  gboolean connecting = self->connection != NULL;
  g_autofree char *uri = hangar_host_address_to_uri (&address);
  g_autofree char *problem = NULL;

  if (self->connections == NULL)
    return;
  problem = dup_problem (self, &address, uri);
  gtk_label_set_text (self->kind_label, describe_kind (address.kind));
  gtk_widget_set_visible (self->ssh_group, address.kind == HANGAR_HOST_KIND_SSH);
  gtk_widget_set_visible (self->uri_group, address.kind == HANGAR_HOST_KIND_URI);
  gtk_widget_set_visible (GTK_WIDGET (self->address_label), address.kind != HANGAR_HOST_KIND_URI);
  gtk_label_set_text (self->address_label, uri);
  gtk_label_set_text (self->problem_label, problem != NULL && has_begun (&address) ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem_label), problem != NULL && has_begun (&address));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->connect_button), problem);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "add-host.connect", problem == NULL && !connecting);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "add-host.keep", problem == NULL && !connecting);
  gtk_widget_set_sensitive (self->form, !connecting);
  gtk_spinner_set_spinning (self->spinner, connecting);
}

static void
show_error (HangarAddHostDialog *self, const char *uri, const GError *error)
{
  hangar_problem_view_show (self->problem_view, uri, error);
  gtk_widget_set_visible (GTK_WIDGET (self->keep_button), error != NULL);
}

/* The host leaves the list again: it is added when it answers, or when the user says so. */
static void
give_up (HangarAddHostDialog *self)
{
  g_autoptr (HangarConnection) connection = g_steal_pointer (&self->connection);

  if (connection == NULL)
    return;
  g_signal_handlers_disconnect_by_data (connection, self);
  hangar_connection_list_remove (self->connections, connection);
}

static void
done (HangarAddHostDialog *self)
{
  g_autoptr (HangarConnection) connection = g_steal_pointer (&self->connection);

  g_signal_handlers_disconnect_by_data (connection, self);
  g_signal_emit (self, signals[SIGNAL_ADDED], 0, connection);
  gtk_window_close (GTK_WINDOW (self));
}

static void
state_changed_cb (HangarAddHostDialog *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = NULL;

  switch (hangar_connection_get_state (self->connection))
    {
    case HANGAR_CONNECTION_OPEN:
      done (self);
      break;
    case HANGAR_CONNECTION_CLOSED:
    case HANGAR_CONNECTION_LOST:
      if (hangar_connection_get_error (self->connection) != NULL)
        error = g_error_copy (hangar_connection_get_error (self->connection));
      else
        error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CLOSED, _ ("The connection was closed."));
      uri = g_strdup (hangar_connection_get_uri (self->connection));
      give_up (self);
      show_error (self, uri, error);
      update (self);
      break;
    case HANGAR_CONNECTION_CONNECTING:
    default:
      break;
    }
}

static HangarConnection *
add (HangarAddHostDialog *self)
{
  const HangarHostAddress address = read_address (self);
  g_autofree char *uri = hangar_host_address_to_uri (&address);
  g_autofree char *label = g_strstrip (g_strdup (text_of (self->label_row)));

  return hangar_connection_list_add (self->connections, uri, *label != '\0' ? label : NULL,
                                     gtk_switch_get_active (self->autoconnect_switch));
}

static void
connect_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HangarAddHostDialog *self = HANGAR_ADD_HOST_DIALOG (widget);

  show_error (self, NULL, NULL);
  self->connection = g_object_ref (add (self));
  g_signal_connect_swapped (self->connection, "notify::state", G_CALLBACK (state_changed_cb), self);
  hangar_connection_open (self->connection);
  update (self);
}

static void
keep_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HangarAddHostDialog *self = HANGAR_ADD_HOST_DIALOG (widget);

  g_signal_emit (self, signals[SIGNAL_ADDED], 0, add (self));
  gtk_window_close (GTK_WINDOW (self));
}

/* Stops connecting and keeps what was filled in; the second time it closes. */
static void
cancel_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HangarAddHostDialog *self = HANGAR_ADD_HOST_DIALOG (widget);

  if (self->connection == NULL)
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  give_up (self);
  update (self);
}

static gboolean
hangar_add_host_dialog_close_request (GtkWindow *window)
{
  give_up (HANGAR_ADD_HOST_DIALOG (window));
  return GTK_WINDOW_CLASS (hangar_add_host_dialog_parent_class)->close_request (window);
}

static void
hangar_add_host_dialog_dispose (GObject *object)
{
  HangarAddHostDialog *self = HANGAR_ADD_HOST_DIALOG (object);

  if (self->connections != NULL)
    give_up (self);
  g_clear_object (&self->connections);

  G_OBJECT_CLASS (hangar_add_host_dialog_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               HANGAR_RESOURCE_PATH "/dialogs/add-host-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarAddHostDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, HangarAddHostDialog, connect_button);
  gtk_widget_class_bind_template_child (widget_class, HangarAddHostDialog, problem_view);
  gtk_widget_class_bind_template_child (widget_class, HangarAddHostDialog, keep_button);
  gtk_widget_class_bind_template_child (widget_class, HangarAddHostDialog, form);
  gtk_widget_class_bind_template_child (widget_class, HangarAddHostDialog, kind_row);
  gtk_widget_class_bind_template_child (widget_class, HangarAddHostDialog, kind_label);
  gtk_widget_class_bind_template_child (widget_class, HangarAddHostDialog, ssh_group);
  gtk_widget_class_bind_template_child (widget_class, HangarAddHostDialog, host_row);
  gtk_widget_class_bind_template_child (widget_class, HangarAddHostDialog, user_row);
  gtk_widget_class_bind_template_child (widget_class, HangarAddHostDialog, port_row);
  gtk_widget_class_bind_template_child (widget_class, HangarAddHostDialog, uri_group);
  gtk_widget_class_bind_template_child (widget_class, HangarAddHostDialog, uri_row);
  gtk_widget_class_bind_template_child (widget_class, HangarAddHostDialog, address_label);
  gtk_widget_class_bind_template_child (widget_class, HangarAddHostDialog, problem_label);
  gtk_widget_class_bind_template_child (widget_class, HangarAddHostDialog, label_row);
  gtk_widget_class_bind_template_child (widget_class, HangarAddHostDialog, autoconnect_switch);
  gtk_widget_class_bind_template_callback (widget_class, update);
}

/* What is answered first has the focus, rather than the button that comes first. */
static void
hangar_add_host_dialog_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (hangar_add_host_dialog_parent_class)->map (widget);
  gtk_widget_grab_focus (GTK_WIDGET (HANGAR_ADD_HOST_DIALOG (widget)->kind_row));
}

static void
hangar_add_host_dialog_class_init (HangarAddHostDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_add_host_dialog_dispose;
  widget_class->map = hangar_add_host_dialog_map;
  GTK_WINDOW_CLASS (klass)->close_request = hangar_add_host_dialog_close_request;

  /**
   * HangarAddHostDialog::added:
   * @self: the dialog
   * @connection: the new host
   */
  signals[SIGNAL_ADDED] = g_signal_new ("added", HANGAR_TYPE_ADD_HOST_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 1, HANGAR_TYPE_CONNECTION);

  g_type_ensure (HANGAR_TYPE_PROBLEM_VIEW);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "add-host.connect", NULL, connect_action);
  gtk_widget_class_install_action (widget_class, "add-host.keep", NULL, keep_action);
  gtk_widget_class_install_action (widget_class, "add-host.cancel", NULL, cancel_action);
}

static void
hangar_add_host_dialog_init (HangarAddHostDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  hangar_lazy_choices (self->kind_row);
}

/**
 * hangar_add_host_dialog_new:
 * @connections: the list that the host is added to
 *
 * Returns: (transfer floating): the dialog
 */
HangarAddHostDialog *
hangar_add_host_dialog_new (HangarConnectionList *connections)
{
  HangarAddHostDialog *self = g_object_new (HANGAR_TYPE_ADD_HOST_DIALOG, NULL);

  self->connections = g_object_ref (connections);
  adw_combo_row_set_selected (self->kind_row, HANGAR_HOST_KIND_SSH);
  update (self);
  return self;
}
