/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a running machine to a session with its screen: what it offers, the daemon's descriptor, the program.
 */

#include "config.h"

#include "console/open-display.h"

#include "model/domain-config.h"

typedef struct
{
  HangarDomain *domain;
  char *kind;
  guint index;
  char *hostname;
  gboolean local;
} Opening;

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  g_clear_object (&opening->domain);
  g_free (opening->kind);
  g_free (opening->hostname);
  g_free (opening);
}

/* The host of a URI like qemu+ssh://user@host/system: certificates are made out to it. */
static char *
host_of (HangarConnection *connection)
{
  const char *uri = connection != NULL ? hangar_connection_get_uri (connection) : NULL;
  g_autoptr (GUri) parsed = uri != NULL ? g_uri_parse (uri, G_URI_FLAGS_NONE, NULL) : NULL;
  const char *host = parsed != NULL ? g_uri_get_host (parsed) : NULL;

  return g_strdup (host != NULL && *host != '\0' ? host : "localhost");
}

typedef struct
{
  HangarDomain *domain;
  guint index;
} Place;

static void
place_free (gpointer data, GClosure *closure)
{
  Place *place = data;

  g_object_unref (place->domain);
  g_free (place);
}

typedef struct
{
  HangarDisplaySession *session;
  HangarDomain *domain;
  guint id;
} Wish;

static void
further_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Wish *wish = data;
  g_autoptr (HangarDisplaySession) session = wish->session;
  g_autoptr (HangarDomain) domain = wish->domain;
  int fd = hangar_domain_open_graphics_finish (domain, result, NULL);

  /* A channel without a connection is one thing less that works: the screen itself says when it is its own.
   */
  if (fd >= 0)
    hangar_display_session_give_descriptor (session, wish->id, fd);
}

static void
descriptor_needed_cb (HangarDisplaySession *session, guint id, Place *place)
{
  Wish *wish = g_new (Wish, 1);

  wish->session = g_object_ref (session);
  wish->domain = g_object_ref (place->domain);
  wish->id = id;
  hangar_domain_open_graphics_async (place->domain, place->index, NULL, further_cb, wish);
}

static HangarDisplaySession *
start_session (Opening *opening, int fd)
{
  const HangarDisplayTarget target = { opening->kind, opening->hostname, opening->local };
  HangarDisplaySession *session = hangar_display_session_new_for_fd (fd, &target);
  Place *place = g_new (Place, 1);

  place->domain = g_object_ref (opening->domain);
  place->index = opening->index;
  g_signal_connect_data (session, "descriptor-needed", G_CALLBACK (descriptor_needed_cb), place, place_free,
                         0);
  return session;
}

static void
descriptor_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Opening *opening = g_task_get_task_data (task);
  GError *error = NULL;
  int fd = hangar_domain_open_graphics_finish (opening->domain, result, &error);

  if (fd < 0)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, start_session (opening, fd), g_object_unref);
}

/* The first screen that we can show; a machine may have several. */
static gboolean
choose (const HangarDomainConfig *config, guint *index, const char **kind)
{
  for (guint i = 0; i < config->graphics->len; i++)
    {
      const HangarConfigGraphics *graphics = g_ptr_array_index (config->graphics, i);

      if (!hangar_display_process_supports (graphics->kind))
        continue;
      *index = i;
      *kind = graphics->kind;
      return TRUE;
    }
  return FALSE;
}

static void
config_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Opening *opening = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (HangarDomainConfig) config = hangar_domain_config_load_finish (opening->domain, result, &error);
  const char *kind = NULL;
  guint index = 0;

  if (config == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (!choose (config, &index, &kind))
    {
      g_task_return_error (task, hangar_display_error_new (config->graphics->len > 0
                                                             ? HANGAR_DISPLAY_ERROR_KIND_UNSUPPORTED
                                                             : HANGAR_DISPLAY_ERROR_NO_GRAPHICS));
      return;
    }
  opening->kind = g_strdup (kind);
  opening->index = index;
  hangar_domain_open_graphics_async (opening->domain, index, g_task_get_cancellable (task), descriptor_cb,
                                     g_object_ref (task));
}

/**
 * hangar_open_display_async:
 * @domain: a machine that runs
 *
 * Opens its screen. Nothing is asked of the guest before this is called: connecting may end another viewer's
 * session.
 */
void
hangar_open_display_async (HangarDomain *domain, GCancellable *cancellable, GAsyncReadyCallback callback,
                           gpointer data)
{
  GTask *task = g_task_new (domain, cancellable, callback, data);
  Opening *opening = g_new0 (Opening, 1);
  HangarConnection *connection = hangar_domain_get_connection (domain);

  opening->domain = g_object_ref (domain);
  opening->hostname = host_of (connection);
  opening->local = connection == NULL || hangar_connection_is_local (connection);
  g_task_set_source_tag (task, hangar_open_display_async);
  g_task_set_task_data (task, opening, opening_free);
  hangar_domain_config_load_async (domain, FALSE, cancellable, config_cb, task);
}

/**
 * hangar_open_display_finish:
 *
 * Returns: (transfer full) (nullable): a session that is connecting
 */
HangarDisplaySession *
hangar_open_display_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
