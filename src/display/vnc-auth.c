/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How we let a VNC server know us: the strongest way it offers, never a secret in the open over a network. */

#include "display/vnc-auth.h"

struct _HangarVncAuth
{
  HangarServer *server;
  VncConnection *connection;
  gboolean local;
  gboolean encrypted;
  gboolean asked;
  gboolean refused;
  gboolean user_wanted;
  gboolean password_wanted;
};

/* Encryption first; then what needs no password before what does: a server that offers both lets everybody
 * in. */
static const guint types_by_preference[] = {
  VNC_CONNECTION_AUTH_VENCRYPT, VNC_CONNECTION_AUTH_TLS, VNC_CONNECTION_AUTH_NONE,
  VNC_CONNECTION_AUTH_SASL,     VNC_CONNECTION_AUTH_VNC,
};

static const guint subtypes_by_preference[] = {
  VNC_CONNECTION_AUTH_VENCRYPT_X509SASL, VNC_CONNECTION_AUTH_VENCRYPT_X509PLAIN,
  VNC_CONNECTION_AUTH_VENCRYPT_X509VNC,  VNC_CONNECTION_AUTH_VENCRYPT_X509NONE,
  VNC_CONNECTION_AUTH_VENCRYPT_TLSSASL,  VNC_CONNECTION_AUTH_VENCRYPT_TLSPLAIN,
  VNC_CONNECTION_AUTH_VENCRYPT_TLSVNC,   VNC_CONNECTION_AUTH_VENCRYPT_TLSNONE,
};

/* The types inside the old TLS wrapper are plain authentication types again. */
static const guint tls_subtypes_by_preference[] = {
  VNC_CONNECTION_AUTH_NONE,
  VNC_CONNECTION_AUTH_SASL,
  VNC_CONNECTION_AUTH_VNC,
};

G_GNUC_BEGIN_IGNORE_DEPRECATIONS
static gboolean
offers (GValueArray *offered, guint type)
{
  for (guint i = 0; i < offered->n_values; i++)
    if ((guint) g_value_get_enum (g_value_array_get_nth (offered, i)) == type)
      return TRUE;
  return FALSE;
}

static guint
choose (GValueArray *offered, const guint *preference, gsize n_preference)
{
  for (gsize i = 0; i < n_preference; i++)
    if (offers (offered, preference[i]))
      return preference[i];
  return 0;
}

static void
give_up (HangarVncAuth *self, const char *reason, const char *message)
{
  self->refused = TRUE;
  hangar_server_fail (self->server, reason, message);
  vnc_connection_shutdown (self->connection);
}

static const char *
security_of (guint type)
{
  switch (type)
    {
    case VNC_CONNECTION_AUTH_NONE:
      return "none";
    case VNC_CONNECTION_AUTH_TLS:
      return "tls";
    default:
      return "password";
    }
}

static void
choose_type_cb (VncConnection *connection, GValueArray *types, HangarVncAuth *self)
{
  guint type = choose (types, types_by_preference, G_N_ELEMENTS (types_by_preference));

  if (type == 0)
    {
      give_up (self, "auth-unsupported", "The server offers no way to log in that Hangar knows.");
      return;
    }
  if (type == VNC_CONNECTION_AUTH_SASL && !self->local)
    {
      give_up (self, "auth-unsupported",
               "The server asks for a user name and a password over an open connection.");
      return;
    }
  self->encrypted = type == VNC_CONNECTION_AUTH_TLS;
  hangar_server_set_security (self->server, security_of (type));
  vnc_connection_set_auth_type (connection, type);
}

static void
choose_subtype_cb (VncConnection *connection, guint type, GValueArray *subtypes, HangarVncAuth *self)
{
  gboolean vencrypt = type == VNC_CONNECTION_AUTH_VENCRYPT;
  guint subtype =
    vencrypt ? choose (subtypes, subtypes_by_preference, G_N_ELEMENTS (subtypes_by_preference))
             : choose (subtypes, tls_subtypes_by_preference, G_N_ELEMENTS (tls_subtypes_by_preference));

  if (subtype == 0)
    {
      give_up (self, "auth-unsupported", "The server offers no encryption that Hangar knows.");
      return;
    }
  self->encrypted = TRUE;
  if (subtype >= VNC_CONNECTION_AUTH_VENCRYPT_X509NONE && subtype <= VNC_CONNECTION_AUTH_VENCRYPT_X509SASL)
    hangar_server_set_security (self->server, "certificate");
  else
    hangar_server_set_security (self->server, "tls");
  vnc_connection_set_auth_subtype (connection, subtype);
}

static void
credential_cb (VncConnection *connection, GValueArray *wanted, HangarVncAuth *self)
{
  gboolean user = FALSE, password = FALSE;

  for (guint i = 0; i < wanted->n_values; i++)
    {
      int kind = g_value_get_enum (g_value_array_get_nth (wanted, i));

      if (kind == VNC_CONNECTION_CREDENTIAL_USERNAME)
        user = TRUE;
      else if (kind == VNC_CONNECTION_CREDENTIAL_PASSWORD)
        password = TRUE;
      else
        vnc_connection_set_credential (connection, kind, "hangar");
    }
  if (!user && !password)
    return;
  self->asked = TRUE;
  self->user_wanted = user;
  self->password_wanted = password;
  hangar_server_ask_credentials (self->server, user, password);
}
G_GNUC_END_IGNORE_DEPRECATIONS

static void
failure_cb (VncConnection *connection, const char *message, HangarVncAuth *self)
{
  hangar_server_fail (self->server, "auth", message);
}

static void
unsupported_cb (VncConnection *connection, guint type, HangarVncAuth *self)
{
  g_autofree char *message = g_strdup_printf ("authentication type %u", type);

  hangar_server_fail (self->server, "auth-unsupported", message);
}

HangarVncAuth *
hangar_vnc_auth_new (HangarServer *server, VncConnection *connection, gboolean local)
{
  HangarVncAuth *self = g_new0 (HangarVncAuth, 1);

  self->server = server;
  self->connection = g_object_ref (connection);
  self->local = local;
  g_signal_connect (connection, "vnc-auth-choose-type", G_CALLBACK (choose_type_cb), self);
  g_signal_connect (connection, "vnc-auth-choose-subtype", G_CALLBACK (choose_subtype_cb), self);
  g_signal_connect (connection, "vnc-auth-credential", G_CALLBACK (credential_cb), self);
  g_signal_connect (connection, "vnc-auth-failure", G_CALLBACK (failure_cb), self);
  g_signal_connect (connection, "vnc-auth-unsupported", G_CALLBACK (unsupported_cb), self);
  return self;
}

void
hangar_vnc_auth_free (HangarVncAuth *self)
{
  g_signal_handlers_disconnect_by_data (self->connection, self);
  g_object_unref (self->connection);
  g_free (self);
}

/**
 * hangar_vnc_auth_give:
 * @credentials: the user's answer
 */
void
hangar_vnc_auth_give (HangarVncAuth *self, const HangarCredentials *credentials)
{
  if (self->user_wanted)
    vnc_connection_set_credential (self->connection, VNC_CONNECTION_CREDENTIAL_USERNAME,
                                   credentials->user != NULL ? credentials->user : "");
  if (self->password_wanted)
    vnc_connection_set_credential (self->connection, VNC_CONNECTION_CREDENTIAL_PASSWORD,
                                   credentials->password != NULL ? credentials->password : "");
  self->user_wanted = FALSE;
  self->password_wanted = FALSE;
}

static gboolean
says (const char *message, const char *words)
{
  return message != NULL && strstr (message, words) != NULL;
}

/**
 * hangar_vnc_auth_reason_of:
 * @message: what gvnc said about a failure, in English because this program has no locale
 *
 * gvnc has no codes. An error between the credentials and the first frame is about them; one that speaks of
 * the certificate is about that.
 *
 * Returns: a word of the Failed signal
 */
const char *
hangar_vnc_auth_reason_of (HangarVncAuth *self, const char *message)
{
  if (self->encrypted && says (message, "certificate"))
    return "certificate";
  /* Before 1.5 gvnc asked vnc-auth-choose-type even when it knew none of the ways. */
  if (says (message, "No supported auth types"))
    return "auth-unsupported";
  if (self->asked && !vnc_connection_is_initialized (self->connection))
    return "auth";
  if (says (message, "closed the connection") || says (message, "Unable to read from server") ||
      says (message, "Unable to write to server") || says (message, "Failed to flush data"))
    return "closed";
  return "protocol";
}
