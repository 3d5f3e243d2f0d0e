/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of a machine, who else uses them at any depth, and so which of them may go with it. */

#include "config.h"

#include "model/domain-files.h"

#include <glib/gi18n-lib.h>

#include "model/domain-config.h"
#include "virt/image-use.h"

/**
 * hangar_domain_file_free:
 * @file: (transfer full): a file
 */
void
hangar_domain_file_free (HangarDomainFile *file)
{
  g_free (file->path);
  g_free (file->target);
  g_free (file->kept);
  g_free (file);
}

/**
 * hangar_domain_files_other_user:
 * @uses: (element-type HangarVirtImageUse): all uses of images on a host
 * @uuid: a machine whose use does not count
 * @path: an image
 *
 * Returns: (transfer full) (nullable): the name of another machine that uses it, as its disk or below one
 */
char *
hangar_domain_files_other_user (GPtrArray *uses, const char *uuid, const char *path)
{
  for (guint i = 0; i < uses->len; i++)
    {
      const HangarVirtImageUse *use = uses->pdata[i];

      if (!g_str_equal (use->uuid, uuid) && g_strcmp0 (use->path, path) == 0)
        return g_strdup (use->name);
    }
  return NULL;
}

/* What is not known might be anything: another machine may build on it unseen. Media and raw images build on
 * none. */
static const HangarVirtImageUse *
find_incomplete (GPtrArray *uses, const char *uuid)
{
  for (guint i = 0; i < uses->len; i++)
    {
      const HangarVirtImageUse *use = uses->pdata[i];

      if (use->incomplete && !g_str_equal (use->uuid, uuid) && g_str_equal (use->device, "disk") &&
          g_strcmp0 (use->format, "raw") != 0)
        return use;
    }
  return NULL;
}

static char *
reason_to_keep (GPtrArray *uses, const HangarVirtImageUse *use)
{
  g_autofree char *other = hangar_domain_files_other_user (uses, use->uuid, use->path);
  const HangarVirtImageUse *unknown = find_incomplete (uses, use->uuid);

  if (other != NULL)
    /* Translators: %s is the name of another machine */
    return g_strdup_printf (_ ("“%s” needs it."), other);
  if (use->depth > 0)
    return g_strdup (_ ("It is the base of a linked disk."));
  if (!g_str_equal (use->device, "disk"))
    return g_strdup (_ ("It is a medium, not the machine’s own disk."));
  if (use->read_only)
    return g_strdup (_ ("The machine only reads it."));
  if (use->shareable)
    return g_strdup (_ ("It is shared with other machines."));
  if (!use->in_pool)
    return g_strdup (_ ("It is in no storage pool of the host."));
  if (unknown != NULL)
    /* Translators: %s is the name of another machine */
    return g_strdup_printf (_ ("What the disks of “%s” build on could not be found out."), unknown->name);
  return NULL;
}

static gboolean
is_listed (GPtrArray *files, const char *path)
{
  for (guint i = 0; i < files->len; i++)
    if (g_strcmp0 (((HangarDomainFile *) files->pdata[i])->path, path) == 0)
      return TRUE;
  return FALSE;
}

/**
 * hangar_domain_files_judge:
 * @uses: (element-type HangarVirtImageUse): all uses of images on a host
 * @uuid: a machine
 * @own: (array zero-terminated=1): what Hangar made for it, by its definition
 *
 * Returns: (transfer full) (element-type HangarDomainFile): the machine's files
 */
GPtrArray *
hangar_domain_files_judge (GPtrArray *uses, const char *uuid, const char *const *own)
{
  GPtrArray *files = g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_domain_file_free);

  for (guint i = 0; i < uses->len; i++)
    {
      const HangarVirtImageUse *use = uses->pdata[i];
      HangarDomainFile *file;

      if (!g_str_equal (use->uuid, uuid) || is_listed (files, use->path))
        continue;
      file = g_new0 (HangarDomainFile, 1);
      file->path = g_strdup (use->path);
      file->target = g_strdup (use->target);
      file->size = use->allocation;
      file->kept = reason_to_keep (uses, use);
      file->own = file->kept == NULL && g_strv_contains (own, use->path);
      g_ptr_array_add (files, file);
    }
  return files;
}

typedef struct
{
  char uuid[37];
  gboolean local;
} Request;

static gpointer
load_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Request *request = data;
  g_autoptr (GPtrArray) uses = hangar_virt_image_uses (connection, request->local, cancellable, error);
  g_autofree char *xml = NULL;
  g_autoptr (HangarDomainConfig) config = NULL;

  if (uses == NULL)
    return NULL;
  xml = hangar_virt_domain_get_xml (connection, request->uuid, TRUE, error);
  config = xml != NULL ? hangar_domain_config_new (xml, error) : NULL;
  return config != NULL
           ? hangar_domain_files_judge (uses, request->uuid, (const char *const *) config->created_disks)
           : NULL;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GPtrArray *files = hangar_domain_run_finish (g_task_get_source_object (task), result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, files, (GDestroyNotify) g_ptr_array_unref);
}

/**
 * hangar_domain_files_load_async:
 * @domain: a machine
 * @cancellable: (nullable): to give up waiting
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Looks through the images of all machines of its host, in a worker thread.
 */
void
hangar_domain_files_load_async (HangarDomain *domain, GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer user_data)
{
  HangarConnection *connection = hangar_domain_get_connection (domain);
  Request *request = g_new0 (Request, 1);
  HangarConnectionWork work = { HANGAR_WORKER_SLOW, load_run, request, g_free,
                                (GDestroyNotify) g_ptr_array_unref };
  GTask *task = g_task_new (domain, cancellable, callback, user_data);

  g_task_set_source_tag (task, hangar_domain_files_load_async);
  g_strlcpy (request->uuid, hangar_domain_get_uuid (domain), sizeof request->uuid);
  request->local = connection != NULL && hangar_connection_is_local (connection);
  hangar_domain_run_async (domain, &work, cancellable, loaded_cb, task);
}

/**
 * hangar_domain_files_load_finish:
 * @domain: a machine
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type HangarDomainFile): its files
 */
GPtrArray *
hangar_domain_files_load_finish (HangarDomain *domain, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, domain), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
