/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening and closing a connection to a host, and what the host says of itself. */

#include "virt/connect.h"

#include "virt/askpass.h"
#include "virt/autoptr.h"
#include "virt/error.h"

#include <libvirt-glib/libvirt-glib.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

typedef struct
{
  HangarVirtAskFunc ask;
  gpointer user_data;
} Asking;

static void
silence_cb (void *user_data, virErrorPtr error)
{
  /* libvirt prints errors to stderr by itself; they all reach the user through GError instead. */
}

/**
 * hangar_virt_init:
 *
 * Prepares libvirt: its event loop becomes the main one. Once, on the main thread, before the first
 * connection.
 */
void
hangar_virt_init (void)
{
  static gsize once;

  if (g_once_init_enter (&once))
    {
      /* libvirt writes to sockets whose other end may be gone, and leaves the signal to the application. */
      signal (SIGPIPE, SIG_IGN);
      virInitialize ();
      virSetErrorFunc (NULL, silence_cb);
      gvir_event_register ();
      g_once_init_leave (&once, 1);
    }
}

/**
 * hangar_virt_credential_free:
 * @credential: (transfer full): a question with its answer
 */
void
hangar_virt_credential_free (HangarVirtCredential *credential)
{
  if (credential->answer != NULL)
    explicit_bzero (credential->answer, strlen (credential->answer));
  g_free (credential->answer);
  g_free (credential->prompt);
  g_free (credential->challenge);
  g_free (credential);
}

static int
auth_cb (virConnectCredentialPtr wanted, unsigned int n, void *user_data)
{
  const Asking *asking = user_data;
  g_autoptr (GPtrArray) questions =
    g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_virt_credential_free);

  if (asking->ask == NULL)
    return -1;

  for (unsigned int i = 0; i < n; i++)
    {
      HangarVirtCredential *question = g_new0 (HangarVirtCredential, 1);

      question->prompt = g_strdup (wanted[i].prompt);
      question->challenge = g_strdup (wanted[i].challenge);
      question->secret = wanted[i].type == VIR_CRED_PASSPHRASE || wanted[i].type == VIR_CRED_NOECHOPROMPT;
      question->answer = g_strdup (wanted[i].defresult);
      g_ptr_array_add (questions, question);
    }
  if (!asking->ask (questions, NULL, asking->user_data))
    return -1;

  for (unsigned int i = 0; i < n; i++)
    {
      const HangarVirtCredential *question = g_ptr_array_index (questions, i);

      /* libvirt frees it with free(). */
      wanted[i].result = strdup (question->answer != NULL ? question->answer : "");
      wanted[i].resultlen = strlen (wanted[i].result);
    }
  return 0;
}

static void
give_up_cb (GCancellable *cancellable, gpointer askpass)
{
  hangar_virt_askpass_give_up (askpass);
}

/**
 * hangar_virt_connect_open:
 * @uri: a libvirt URI
 * @ask: (nullable): asks for credentials
 * @user_data: for @ask
 * @cancellable: (nullable): ends ssh where the way goes over it; nothing else can be interrupted
 * @error: return location; domain %HANGAR_VIRT_ERROR
 *
 * Opens a connection. Blocks for as long as the network likes: worker threads only.
 *
 * Not gvir_connection_open(): that one knows no credentials and holds its mutex meanwhile, and the handler
 * for events that it installs would make calls on the main thread.
 *
 * Returns: (transfer full) (nullable): the connection; give it to hangar_virt_connect_close(), not to
 * g_object_unref()
 */
GVirConnection *
hangar_virt_connect_open (const char *uri, HangarVirtAskFunc ask, gpointer user_data,
                          GCancellable *cancellable, GError **error)
{
  /* Who one is, not whom one acts for (VIR_CRED_USERNAME): nobody would know what to answer. */
  int types[] = { VIR_CRED_AUTHNAME, VIR_CRED_PASSPHRASE, VIR_CRED_ECHOPROMPT, VIR_CRED_NOECHOPROMPT,
                  VIR_CRED_REALM };
  Asking asking = { ask, user_data };
  virConnectAuth auth = { types, G_N_ELEMENTS (types), auth_cb, &asking };
  g_autoptr (HangarVirtAskpass) askpass = hangar_virt_askpass_new (uri, ask, user_data);
  g_autofree char *own = askpass != NULL ? hangar_virt_askpass_dup_uri (askpass) : NULL;
  g_auto (virConnectPtr) handle = NULL;
  gulong handler = 0;

  if (askpass != NULL && cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (give_up_cb), askpass, NULL);
  handle = virConnectOpenAuth (own != NULL ? own : uri, &auth, 0);
  g_cancellable_disconnect (cancellable, handler);
  if (handle == NULL)
    {
      hangar_virt_error_set (error);
      return NULL;
    }
  return g_object_new (GVIR_TYPE_CONNECTION, "handle", handle, NULL);
}

/**
 * hangar_virt_connect_ask:
 * @connection: an open connection
 * @error: return location
 *
 * Asks the daemon for next to nothing: worker threads only. Blocks for as long as it is silent.
 *
 * Returns: whether it answered well
 */
gboolean
hangar_virt_connect_ask (GVirConnection *connection, GError **error)
{
  g_auto (virConnectPtr) handle = hangar_virt_handle (connection);
  unsigned long version;

  if (virConnectGetLibVersion (handle, &version) == 0)
    return TRUE;
  hangar_virt_error_set (error);
  return FALSE;
}

/**
 * hangar_virt_connect_close:
 * @connection: (transfer full) (type GVirConnection): a connection
 *
 * Lets go of a connection. Closing talks to the daemon: worker threads only.
 */
void
hangar_virt_connect_close (gpointer connection)
{
  g_object_unref (connection);
}

static void
host_facts_read_node (virConnectPtr handle, HangarVirtHostFacts *facts)
{
  virNodeInfo info;

  if (virNodeGetInfo (handle, &info) < 0)
    return;

  facts->memory = (guint64) info.memory * 1024;
  facts->cpus = info.cpus;
  info.model[sizeof info.model - 1] = '\0';
  facts->cpu_model = g_utf8_make_valid (info.model, -1);
}

/**
 * hangar_virt_host_facts:
 * @connection: an open connection
 * @error: return location
 *
 * Asks a host what it is. Worker threads only. What a driver does not tell stays empty. Neither its
 * capabilities nor the hypervisor's version: for these a fresh daemon probes every emulator there is, and
 * the list of machines would wait for seconds.
 *
 * Returns: (transfer full) (nullable): the facts
 */
HangarVirtHostFacts *
hangar_virt_host_facts (GVirConnection *connection, GError **error)
{
  g_auto (virConnectPtr) handle = hangar_virt_handle (connection);
  g_autoptr (HangarVirtHostFacts) facts = g_new0 (HangarVirtHostFacts, 1);
  const char *driver = virConnectGetType (handle);
  char *text;

  if (driver == NULL)
    {
      hangar_virt_error_set (error);
      return NULL;
    }

  facts->driver = g_strdup (driver);
  virConnectGetLibVersion (handle, &facts->libvirt_version);
  host_facts_read_node (handle, facts);
  text = virConnectGetHostname (handle);
  facts->hostname = text != NULL ? g_utf8_make_valid (text, -1) : NULL;
  free (text);
  return g_steal_pointer (&facts);
}

/**
 * hangar_virt_host_facts_free:
 * @facts: (transfer full): facts
 */
void
hangar_virt_host_facts_free (HangarVirtHostFacts *facts)
{
  g_free (facts->driver);
  g_free (facts->hostname);
  g_free (facts->cpu_model);
  g_free (facts);
}

/**
 * hangar_virt_handle:
 * @connection: an open connection
 *
 * Returns: libvirt's own handle of it, with a reference that the caller owns
 */
virConnectPtr
hangar_virt_handle (GVirConnection *connection)
{
  virConnectPtr handle = NULL;

  g_object_get (connection, "handle", &handle, NULL);
  return handle;
}

/**
 * hangar_virt_lookup:
 * @connection: an open connection
 * @uuid: the UUID of a domain
 * @error: return location
 *
 * Returns: (nullable): the domain, which the caller frees; NULL when there is none any more
 */
virDomainPtr
hangar_virt_lookup (GVirConnection *connection, const char *uuid, GError **error)
{
  g_auto (virConnectPtr) handle = hangar_virt_handle (connection);
  virDomainPtr domain = virDomainLookupByUUIDString (handle, uuid);

  if (domain == NULL)
    hangar_virt_error_set (error);
  return domain;
}

/**
 * hangar_virt_lookup_object:
 * @connection: an open connection
 * @uuid: the UUID of a domain
 * @error: return location
 *
 * The same as hangar_virt_lookup(), for the calls that libvirt-glib has.
 *
 * Returns: (transfer full) (nullable): the domain
 */
GVirDomain *
hangar_virt_lookup_object (GVirConnection *connection, const char *uuid, GError **error)
{
  g_auto (virDomainPtr) domain = hangar_virt_lookup (connection, uuid, error);

  return domain != NULL ? g_object_new (GVIR_TYPE_DOMAIN, "handle", domain, NULL) : NULL;
}
