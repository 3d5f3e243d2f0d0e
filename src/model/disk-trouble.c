/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which disks and discs of a machine are not there any more: somebody moved or deleted their files. */

#include "config.h"

#include "model/disk-trouble.h"

#include <errno.h>
#include <glib/gi18n-lib.h>

#include "util/file-look.h"
#include "virt/device.h"
#include "virt/xml.h"

/* A definition comes from outside. */
#define MOST_DISKS 256

typedef struct
{
  char uuid[37];
  char *xml;
  gboolean is_local;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_free (request->xml);
  g_free (request);
}

static char *
get_below (HangarXml *doc, const char *path, const char *relative)
{
  g_autofree char *xpath = g_strconcat (path, "/", relative, NULL);

  return hangar_xml_get (doc, xpath);
}

static char *
describe_silent (void)
{
  return g_strdup (_ ("This file cannot be read now: what it is on does not answer. If that is a folder of "
                      "another computer, see whether that is reached."));
}

static char *
describe_missing (const char *path)
{
  if (path == NULL)
    return g_strdup (
      _ ("What this was made of is not there any more. The machine does not start like this."));
  /* Translators: %s is a path */
  return g_strdup_printf (_ ("There is nothing at %s any more. The machine does not start like this: put it "
                             "back, or remove this here."),
                          path);
}

/* What this user may not look at is left to the daemon, unless looking hangs: it would hang too. */
static char *
find_trouble (GVirConnection *connection, const Request *request, const char *target, const char *path)
{
  int code = request->is_local && path != NULL ? hangar_file_look (path, NULL) : EACCES;

  if (code == 0)
    return NULL;
  if (code == ETIMEDOUT)
    return describe_silent ();
  if (code == ENOENT || code == ENOTDIR || hangar_virt_domain_lacks_disk (connection, request->uuid, target))
    return describe_missing (path);
  return NULL;
}

static gpointer
look_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Request *request = data;
  GHashTable *troubles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (HangarXml) doc = hangar_xml_new (request->xml, NULL);
  g_auto (GStrv) disks =
    doc != NULL ? hangar_xml_find (doc, "/domain/devices/disk[source[@file or @dev or @volume]]") : NULL;

  for (guint i = 0; disks != NULL && disks[i] != NULL && i < MOST_DISKS; i++)
    {
      g_autofree char *path = get_below (doc, disks[i], "source/@*[name()='file' or name()='dev']");
      g_autofree char *target = get_below (doc, disks[i], "target/@dev");
      char *trouble = target != NULL && !g_cancellable_is_cancelled (cancellable)
                        ? find_trouble (connection, request, target, path)
                        : NULL;

      if (trouble != NULL)
        g_hash_table_insert (troubles, g_steal_pointer (&target), trouble);
    }
  return troubles;
}

/**
 * hangar_disk_troubles_async:
 * @domain: a machine
 * @xml: its stored definition
 * @cancellable: (nullable): drops the answer
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Looks whether its disks are there.
 */
void
hangar_disk_troubles_async (HangarDomain *domain, const char *xml, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  Request *request = g_new0 (Request, 1);
  HangarConnectionWork work = { HANGAR_WORKER_SLOW, look_run, request, request_free,
                                (GDestroyNotify) g_hash_table_unref };
  HangarConnection *connection = hangar_domain_get_connection (domain);

  g_strlcpy (request->uuid, hangar_domain_get_uuid (domain), sizeof request->uuid);
  request->xml = g_strdup (xml);
  request->is_local = connection != NULL && hangar_connection_is_local (connection);
  hangar_domain_run_async (domain, &work, cancellable, callback, user_data);
}

/**
 * hangar_disk_troubles_finish:
 * @domain: a machine
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type utf8 utf8): by the target of a disk that is certainly not
 * there, or that does not answer, a sentence
 */
GHashTable *
hangar_disk_troubles_finish (HangarDomain *domain, GAsyncResult *result, GError **error)
{
  return hangar_domain_run_finish (domain, result, error);
}
