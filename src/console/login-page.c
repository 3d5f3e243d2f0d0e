/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks who the user is before a screen is shown, or lets the keyring answer. */

#include "config.h"

#include "console/login-page.h"

#include <glib/gi18n.h>

#include "console/keyring.h"

struct _HangarLoginPage
{
  GtkWidget parent_instance;

  HangarDisplaySession *session;
  GCancellable *looking;
  char *host;
  char *machine;
  char *user; /* what was answered last, until it is known to be right */
  char *password;

  GtkWidget *user_row;
  GtkWidget *password_row;
  GtkCheckButton *remember_check;
  GtkLabel *security_label;
};

G_DEFINE_FINAL_TYPE (HangarLoginPage, hangar_login_page, GTK_TYPE_WIDGET)

static void
forget_answer (HangarLoginPage *self)
{
  g_clear_pointer (&self->user, g_free);
  g_clear_pointer (&self->password, g_free);
}

static void
answer (HangarLoginPage *self, const char *user, const char *password)
{
  forget_answer (self);
  self->user = g_strdup (user);
  self->password = g_strdup (password);
  if (self->session != NULL)
    hangar_display_session_give_credentials (self->session, user, password);
}

static void
login_cb (HangarLoginPage *self)
{
  g_cancellable_cancel (self->looking);
  answer (self, gtk_editable_get_text (GTK_EDITABLE (self->user_row)),
          gtk_editable_get_text (GTK_EDITABLE (self->password_row)));
  gtk_editable_set_text (GTK_EDITABLE (self->password_row), "");
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (HangarLoginPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *user = NULL;
  g_autofree char *password = hangar_keyring_lookup_finish (result, &user, &error);

  if (password == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  gtk_check_button_set_active (self->remember_check, TRUE);
  answer (self, user, password);
}

static void
hangar_login_page_dispose (GObject *object)
{
  HangarLoginPage *self = HANGAR_LOGIN_PAGE (object);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));

  g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  g_clear_object (&self->session);
  forget_answer (self);
  g_clear_pointer (&self->host, g_free);
  g_clear_pointer (&self->machine, g_free);
  if (child != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (hangar_login_page_parent_class)->dispose (object);
}

static void
hangar_login_page_class_init (HangarLoginPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_login_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, HANGAR_RESOURCE_PATH "/console/login-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarLoginPage, user_row);
  gtk_widget_class_bind_template_child (widget_class, HangarLoginPage, password_row);
  gtk_widget_class_bind_template_child (widget_class, HangarLoginPage, remember_check);
  gtk_widget_class_bind_template_child (widget_class, HangarLoginPage, security_label);
  gtk_widget_class_bind_template_callback (widget_class, login_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
hangar_login_page_init (HangarLoginPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self->remember_check), hangar_keyring_is_available ());
}

static gboolean
is_in_the_open (HangarDomain *domain, HangarDisplaySession *session)
{
  HangarConnection *connection = hangar_domain_get_connection (domain);
  const char *security = hangar_display_session_get_security (session);

  return connection != NULL && !hangar_connection_is_local (connection) && g_strcmp0 (security, "tls") != 0 &&
         g_strcmp0 (security, "certificate") != 0;
}

/**
 * hangar_login_page_ask:
 * @domain: whose screen it is
 * @session: who asks
 * @question: what is asked for
 *
 * Shows the question. When the keyring knows the answer it is given at once.
 */
void
hangar_login_page_ask (HangarLoginPage *self, HangarDomain *domain, HangarDisplaySession *session,
                       const HangarLoginQuestion *question)
{
  HangarConnection *connection = hangar_domain_get_connection (domain);

  g_set_object (&self->session, session);
  g_free (self->host);
  g_free (self->machine);
  self->host = g_strdup (connection != NULL ? hangar_connection_get_uri (connection) : "");
  self->machine = g_strdup (hangar_domain_get_uuid (domain));
  gtk_widget_set_visible (self->user_row, question->user);
  gtk_widget_set_visible (self->password_row, question->password);
  gtk_editable_set_text (GTK_EDITABLE (self->password_row), "");
  gtk_widget_set_visible (GTK_WIDGET (self->security_label), is_in_the_open (domain, session));
  gtk_widget_grab_focus (question->user ? self->user_row : self->password_row);

  g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  if (!hangar_keyring_is_available ())
    return;
  self->looking = g_cancellable_new ();
  hangar_keyring_lookup_async (self->host, self->machine, self->looking, found_cb, g_object_ref (self));
}

/**
 * hangar_login_page_accepted:
 *
 * The screen is shown: what was answered is kept in the keyring, if the user wants that.
 */
void
hangar_login_page_accepted (HangarLoginPage *self)
{
  if (self->password != NULL && gtk_check_button_get_active (self->remember_check))
    hangar_keyring_store (self->host, self->machine, self->user, self->password);
  forget_answer (self);
}

/**
 * hangar_login_page_refused:
 *
 * The answer was wrong: the keyring forgets it, so that the user is asked the next time.
 */
void
hangar_login_page_refused (HangarLoginPage *self)
{
  if (self->password != NULL && gtk_check_button_get_active (self->remember_check))
    hangar_keyring_forget (self->host, self->machine);
  forget_answer (self);
}
