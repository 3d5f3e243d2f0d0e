/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file that the host's machines cannot reach: which folder is in the way, and what can be done. */

#include "config.h"

#include "ui/create/access-form.h"

#include <glib/gi18n.h>

struct _HangarAccessForm
{
  AdwPreferencesGroup parent_instance;

  HangarGuestSpec *spec;
  HangarHostChoice *hosts;
  GCancellable *checking;
  char *checked;         /* (nullable): the file that was looked at last */
  HangarGuestHost *host; /* (nullable): for that host */

  AdwActionRow *copy_row;
  GtkSwitch *copy_switch;
  AdwActionRow *allow_row;
  AdwActionRow *session_row;
  GtkLabel *failed_label;
};

G_DEFINE_FINAL_TYPE (HangarAccessForm, hangar_access_form, ADW_TYPE_PREFERENCES_GROUP)

/* The user's own daemon on this computer, when it is connected. */
static HangarConnection *
find_session (HangarAccessForm *self)
{
  GListModel *hosts = hangar_host_choice_get_hosts (self->hosts);
  guint n = g_list_model_get_n_items (hosts);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (HangarConnection) connection = g_list_model_get_item (hosts, i);

      if (hangar_connection_is_local (connection) && hangar_connection_is_session (connection))
        return connection;
    }
  return NULL;
}

static char *
dup_command (HangarAccessForm *self)
{
  HangarSearchUser user;
  g_auto (GStrv) command = NULL;
  g_autoptr (GPtrArray) quoted = g_ptr_array_new_with_free_func (g_free);

  if (self->host == NULL || !hangar_guest_host_get_guest_user (self->host, &user))
    return NULL;
  command = hangar_search_access_command (hangar_guest_spec_get_blocking (self->spec), &user);
  for (guint i = 0; command[i] != NULL; i++)
    g_ptr_array_add (quoted,
                     strchr (command[i], '/') != NULL ? g_shell_quote (command[i]) : g_strdup (command[i]));
  g_ptr_array_add (quoted, NULL);
  return g_strjoinv (" ", (char **) quoted->pdata);
}

/* The disc is copied when the machine is made; a disk is copied anyhow, unless it is to stay where it is. */
static void
show_copy (HangarAccessForm *self)
{
  const HangarVirtPool *pool = hangar_guest_spec_get_pool (self->spec);
  gboolean copied = hangar_guest_spec_get_copy_medium (self->spec);
  /* TRANSLATORS: %s is the name of a storage pool */
  g_autofree char *text =
    g_strdup_printf (_ ("Into “%s”, when the machine is created; the file stays as it is"),
                     pool != NULL ? pool->name : "default");
  g_autofree char *markup = g_markup_escape_text (text, -1);

  adw_action_row_set_subtitle (self->copy_row, markup);
  if (gtk_switch_get_active (self->copy_switch) != copied)
    gtk_switch_set_active (self->copy_switch, copied);
  gtk_widget_set_visible (GTK_WIDGET (self->allow_row), !copied);
  gtk_widget_set_visible (GTK_WIDGET (self->session_row), !copied && find_session (self) != NULL);
}

static void
show (HangarAccessForm *self)
{
  const char *const *blocking = hangar_guest_spec_get_blocking (self->spec);
  g_autofree char *command = blocking != NULL ? dup_command (self) : NULL;
  g_autofree char *markup = g_markup_escape_text (command != NULL ? command : "", -1);

  gtk_widget_set_visible (GTK_WIDGET (self), command != NULL);
  adw_action_row_set_subtitle (self->allow_row, markup);
  show_copy (self);
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HangarAccessForm) self = user_data;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) folders = hangar_search_access_check_finish (result, &error);

  if (error != NULL || self->spec == NULL)
    return;
  hangar_guest_spec_set_blocking (self->spec, (const char *const *) folders);
  show (self);
}

static void
check (HangarAccessForm *self)
{
  HangarSearchUser user;

  g_cancellable_cancel (self->checking);
  g_clear_object (&self->checking);
  if (self->checked == NULL || self->host == NULL || !hangar_guest_host_get_guest_user (self->host, &user))
    {
      hangar_guest_spec_set_blocking (self->spec, NULL);
      show (self);
      return;
    }
  self->checking = g_cancellable_new ();
  hangar_search_access_check_async (self->checked, &user, self->checking, checked_cb, g_object_ref (self));
}

static void
spec_changed_cb (HangarAccessForm *self)
{
  g_autofree char *file = hangar_guest_spec_dup_needed_file (self->spec);
  HangarGuestHost *host = hangar_guest_spec_get_host (self->spec);

  show_copy (self);
  if (g_strcmp0 (file, self->checked) == 0 && host == self->host)
    return;
  g_free (self->checked);
  self->checked = g_steal_pointer (&file);
  g_set_object (&self->host, host);
  check (self);
}

static void
copy_cb (HangarAccessForm *self)
{
  gboolean copy = gtk_switch_get_active (self->copy_switch);

  if (self->spec == NULL || copy == hangar_guest_spec_get_copy_medium (self->spec))
    return;
  if (hangar_guest_spec_get_way (self->spec) == HANGAR_GUEST_WAY_IMPORT)
    hangar_guest_spec_set_import_in_place (self->spec, !copy);
  else
    hangar_guest_spec_set_copy_medium (self->spec, copy);
}

static void
allowed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HangarAccessForm) self = user_data;
  g_autoptr (GError) error = NULL;

  hangar_search_access_allow_finish (result, &error);
  if (self->spec == NULL)
    return;
  gtk_label_set_text (self->failed_label, error != NULL ? error->message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->failed_label), error != NULL);
  check (self);
}

static void
answered_cb (HangarAccessForm *self, const char *response)
{
  const char *const *blocking = self->spec != NULL ? hangar_guest_spec_get_blocking (self->spec) : NULL;
  HangarSearchUser user;

  if (!g_str_equal (response, "allow") || blocking == NULL ||
      !hangar_guest_host_get_guest_user (self->host, &user))
    return;
  hangar_search_access_allow_async (blocking, &user, NULL, allowed_cb, g_object_ref (self));
}

static void
allow_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  HangarAccessForm *self = HANGAR_ACCESS_FORM (widget);
  g_autofree char *command = dup_command (self);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)),
                                              _ ("Let the Host’s Machines Pass?"), NULL);

  if (command != NULL)
    adw_message_dialog_format_body (ADW_MESSAGE_DIALOG (dialog),
                                    /* TRANSLATORS: %s is a command */
                                    _ ("They get the right to pass through the folder, not to see what is in "
                                       "it. This is what is done:\n\n%s"),
                                    command);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "allow",
                                    _ ("_Allow"), NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (answered_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
session_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  HangarAccessForm *self = HANGAR_ACCESS_FORM (widget);

  hangar_host_choice_select (self->hosts, find_session (self));
}

static void
hangar_access_form_dispose (GObject *object)
{
  HangarAccessForm *self = HANGAR_ACCESS_FORM (object);

  g_cancellable_cancel (self->checking);
  g_clear_object (&self->checking);
  g_clear_object (&self->hosts);
  g_clear_object (&self->host);
  g_clear_object (&self->spec);
  g_clear_pointer (&self->checked, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), HANGAR_TYPE_ACCESS_FORM);
  G_OBJECT_CLASS (hangar_access_form_parent_class)->dispose (object);
}

static void
hangar_access_form_class_init (HangarAccessFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_access_form_dispose;
  gtk_widget_class_install_action (widget_class, "access.allow", NULL, allow_activated);
  gtk_widget_class_install_action (widget_class, "access.session", NULL, session_activated);
  gtk_widget_class_set_template_from_resource (widget_class, HANGAR_RESOURCE_PATH "/create/access-form.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarAccessForm, copy_row);
  gtk_widget_class_bind_template_child (widget_class, HangarAccessForm, copy_switch);
  gtk_widget_class_bind_template_child (widget_class, HangarAccessForm, allow_row);
  gtk_widget_class_bind_template_child (widget_class, HangarAccessForm, session_row);
  gtk_widget_class_bind_template_child (widget_class, HangarAccessForm, failed_label);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
}

static void
hangar_access_form_init (HangarAccessForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hangar_access_form_new:
 * @spec: the wish whose file is looked at
 * @hosts: the host that has to reach it
 *
 * Returns: (transfer floating): the form; it is shown only when a folder is in the way
 */
HangarAccessForm *
hangar_access_form_new (HangarGuestSpec *spec, HangarHostChoice *hosts)
{
  HangarAccessForm *self = g_object_new (HANGAR_TYPE_ACCESS_FORM, NULL);

  self->spec = g_object_ref (spec);
  self->hosts = g_object_ref (hosts);
  g_signal_connect_object (spec, "changed", G_CALLBACK (spec_changed_cb), self, G_CONNECT_SWAPPED);
  spec_changed_cb (self);
  return self;
}
