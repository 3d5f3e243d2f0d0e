/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Passwords of machines' screens in the user's keyring, if there is one. */

#include "config.h"

#include "console/keyring.h"

#include <glib/gi18n.h>

#if HANGAR_HAVE_SECRET
#include <libsecret/secret.h>

/* The user's name and the password travel as one secret: what is secret about a login is both. */
#define SEPARATOR "\n"

static const SecretSchema schema = {
  "io.github.hangar.Hangar.Screen",
  SECRET_SCHEMA_NONE,
  {
    { "host", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "machine", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  },
};

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  char *secret = secret_password_lookup_finish (result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, secret, (GDestroyNotify) secret_password_free);
}
#endif

/**
 * hangar_keyring_is_available:
 *
 * Returns: whether this build can keep passwords
 */
gboolean
hangar_keyring_is_available (void)
{
  return HANGAR_HAVE_SECRET;
}

/**
 * hangar_keyring_lookup_async:
 * @host: the URI of the host
 * @machine: the UUID of the machine
 *
 * Asks the keyring.
 */
void
hangar_keyring_lookup_async (const char *host, const char *machine, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, data);

  g_task_set_source_tag (task, hangar_keyring_lookup_async);
#if HANGAR_HAVE_SECRET
  secret_password_lookup (&schema, cancellable, found_cb, task, "host", host, "machine", machine, NULL);
#else
  g_task_return_pointer (task, NULL, NULL);
  g_object_unref (task);
#endif
}

/**
 * hangar_keyring_lookup_finish:
 * @user: (out) (transfer full): the user's name, "" when none is needed
 *
 * Returns: (transfer full) (nullable): the password
 */
char *
hangar_keyring_lookup_finish (GAsyncResult *result, char **user, GError **error)
{
  g_autofree char *secret = g_task_propagate_pointer (G_TASK (result), error);
  char *separator = secret != NULL ? strchr (secret, '\n') : NULL;

  if (separator == NULL)
    return NULL;
  *user = g_strndup (secret, (gsize) (separator - secret));
  return g_strdup (separator + 1);
}

/**
 * hangar_keyring_store:
 * @host: the URI of the host
 * @machine: the UUID of the machine
 * @user: "" when none is needed
 * @password: what was accepted
 *
 * Keeps a login. A keyring that refuses is no error of the screen: the user is asked the next time.
 */
void
hangar_keyring_store (const char *host, const char *machine, const char *user, const char *password)
{
#if HANGAR_HAVE_SECRET
  g_autofree char *secret = g_strconcat (user, SEPARATOR, password, NULL);

  secret_password_store (&schema, SECRET_COLLECTION_DEFAULT, _ ("Screen of a machine"), secret, NULL, NULL,
                         NULL, "host", host, "machine", machine, NULL);
#endif
}

/**
 * hangar_keyring_forget:
 * @host: the URI of the host
 * @machine: the UUID of the machine
 *
 * Forgets a login.
 */
void
hangar_keyring_forget (const char *host, const char *machine)
{
#if HANGAR_HAVE_SECRET
  secret_password_clear (&schema, NULL, NULL, NULL, "host", host, "machine", machine, NULL);
#endif
}
