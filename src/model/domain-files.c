/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of a machine, who else uses them at any depth, and so which of them may go with it. */

#include "config.h"

#include "model/domain-files.h"

#include <glib/gi18n-lib.h>

#include "model/domain-config.h"
#include "virt/image-use.h"
#include "virt/snapshot.h"
#include "virt/xml.h"

/**
 * hangar_domain_file_free:
 * @file: (transfer full): a file
 */
void
hangar_domain_file_free (HangarDomainFile *file)
{
  g_free (file->path);
  g_free (file->real);
  g_free (file->target);
  g_free (file->kept);
  g_free (file->note);
  g_free (file);
}

/**
 * hangar_domain_belongings_free:
 * @belongings: (transfer full): what belongs to a machine
 */
void
hangar_domain_belongings_free (HangarDomainBelongings *belongings)
{
  g_ptr_array_unref (belongings->files);
  g_strfreev (belongings->goes_along);
  g_free (belongings);
}

/* Where the path leads, as far as somebody found out. */
static const char *
find_real (GPtrArray *uses, const char *path)
{
  for (guint i = 0; i < uses->len; i++)
    {
      const HangarVirtImageUse *use = uses->pdata[i];

      if (use->real != NULL && g_str_equal (use->path, path))
        return use->real;
    }
  return path;
}

static gboolean
is_same (const HangarVirtImageUse *use, const char *path, const char *real)
{
  return g_str_equal (use->path, path) || g_strcmp0 (use->path, real) == 0 ||
         (use->real != NULL && (g_str_equal (use->real, path) || g_strcmp0 (use->real, real) == 0));
}

/**
 * hangar_domain_files_find_user:
 * @uses: (element-type HangarVirtImageUse): all uses of images on a host
 * @uuid: a machine whose use does not count; empty when all count
 * @path: an image
 * @real: (nullable): where symbolic links in its path lead
 *
 * Returns: (transfer full) (nullable): the name of a machine that uses it, as its disk or below one, or that
 * has a snapshot which does
 */
char *
hangar_domain_files_find_user (GPtrArray *uses, const char *uuid, const char *path, const char *real)
{
  for (guint i = 0; i < uses->len; i++)
    {
      const HangarVirtImageUse *use = uses->pdata[i];

      if (!g_str_equal (use->uuid, uuid) && is_same (use, path, real))
        return g_strdup (use->name);
    }
  return NULL;
}

/**
 * hangar_domain_files_other_user:
 * @uses: (element-type HangarVirtImageUse): all uses of images on a host
 * @uuid: a machine whose use does not count
 * @path: an image
 *
 * Returns: (transfer full) (nullable): the name of another machine that uses it, as its disk or below one, or
 * that has a snapshot which does
 */
char *
hangar_domain_files_other_user (GPtrArray *uses, const char *uuid, const char *path)
{
  return hangar_domain_files_find_user (uses, uuid, path, find_real (uses, path));
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

/* As the base of another machine's disks, or unknown to the pools of its host. */
static gboolean
is_used_elsewhere (GPtrArray *uses, const HangarVirtImageUse *use)
{
  g_autofree char *other = hangar_domain_files_other_user (uses, use->uuid, use->path);

  return other != NULL || !use->in_pool || find_incomplete (uses, use->uuid) != NULL;
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

      if (!g_str_equal (use->uuid, uuid) || use->indirect || is_listed (files, use->path))
        continue;
      file = g_new0 (HangarDomainFile, 1);
      file->path = g_strdup (use->path);
      file->real = g_strdup (use->real);
      file->target = g_strdup (use->target);
      file->size = use->allocation;
      file->kept = reason_to_keep (uses, use);
      file->only_base = use->depth > 0 && !is_used_elsewhere (uses, use);
      file->own = file->kept == NULL && g_strv_contains (own, use->path);
      g_ptr_array_add (files, file);
    }
  return files;
}

static HangarDomainFile *
find_file (GPtrArray *files, const char *path)
{
  for (guint i = 0; i < files->len; i++)
    if (g_strcmp0 (((HangarDomainFile *) files->pdata[i])->path, path) == 0)
      return files->pdata[i];
  return NULL;
}

/* A file that the machine needs and that is in no chain of its disks. */
static HangarDomainFile *
file_new (GPtrArray *uses, const char *uuid, const char *path)
{
  HangarDomainFile *file = g_new0 (HangarDomainFile, 1);
  g_autofree char *user = hangar_domain_files_other_user (uses, uuid, path);
  const HangarVirtImageUse *own = NULL;

  for (guint i = 0; i < uses->len && own == NULL; i++)
    {
      const HangarVirtImageUse *use = uses->pdata[i];

      own = g_str_equal (use->uuid, uuid) && g_str_equal (use->path, path) ? use : NULL;
    }
  file->path = g_strdup (path);
  file->real = own != NULL ? g_strdup (own->real) : NULL;
  file->size = own != NULL ? own->allocation : 0;
  if (user != NULL)
    /* Translators: %s is the name of another machine */
    file->kept = g_strdup_printf (_ ("“%s” needs it."), user);
  else if (own == NULL || !own->in_pool)
    file->kept = g_strdup (_ ("It is in no storage pool of the host."));
  file->own = file->kept == NULL;
  return file;
}

/**
 * hangar_domain_files_add:
 * @files: (element-type HangarDomainFile): a machine's files
 * @uses: (element-type HangarVirtImageUse): all uses of images on its host
 * @uuid: the machine
 * @paths: (array zero-terminated=1): what else belongs to it, like what its snapshots hold in files of their
 * own
 * @note: a sentence on what they are
 *
 * What a snapshot holds belongs to the machine, though a disk of it builds on that.
 */
void
hangar_domain_files_add (GPtrArray *files, GPtrArray *uses, const char *uuid, const char *const *paths,
                         const char *note)
{
  for (gsize i = 0; paths[i] != NULL; i++)
    {
      HangarDomainFile *file = find_file (files, paths[i]);

      if (file == NULL)
        {
          file = file_new (uses, uuid, paths[i]);
          g_ptr_array_add (files, file);
        }
      if (file->only_base)
        {
          g_clear_pointer (&file->kept, g_free);
          file->own = TRUE;
        }
      g_free (file->note);
      file->note = g_strdup (note);
    }
}

/**
 * hangar_domain_files_judge_host:
 * @files: (element-type HangarDomainFile): a machine's files
 * @uses: (element-type HangarVirtImageUse): all uses of images on another host
 * @host: what the user calls that host
 * @same_files: whether a path names the same file there, as with two connections to one computer
 *
 * Where it is not known whether a path names the same file, the file is not refused, but no longer suggested.
 */
void
hangar_domain_files_judge_host (GPtrArray *files, GPtrArray *uses, const char *host, gboolean same_files)
{
  for (guint i = 0; i < files->len; i++)
    {
      HangarDomainFile *file = g_ptr_array_index (files, i);
      const char *real = same_files && file->real != NULL ? file->real : file->path;
      g_autofree char *user = hangar_domain_files_find_user (uses, "", file->path, real);

      if (user == NULL || file->kept != NULL)
        continue;
      file->own = FALSE;
      if (same_files)
        /* Translators: the name of another machine, the name of its host */
        file->kept = g_strdup_printf (_ ("“%s” on “%s” needs it."), user, host);
      else
        {
          g_free (file->note);
          file->note = g_strdup_printf (_ ("“%s” on “%s” uses a file of the same path: if the two hosts "
                                           "share their storage, it needs it."),
                                        user, host);
        }
    }
}

/* What a worker finds out about the machine on its own host. */
typedef struct
{
  GPtrArray *uses;
  GStrv own;
  GStrv snapshot_files;
  GStrv kept;
  GStrv goes_along;
} Findings;

static void
findings_free (gpointer data)
{
  Findings *findings = data;

  g_clear_pointer (&findings->uses, g_ptr_array_unref);
  g_strfreev (findings->own);
  g_strfreev (findings->snapshot_files);
  g_strfreev (findings->kept);
  g_strfreev (findings->goes_along);
  g_free (findings);
}

typedef struct
{
  char uuid[37];
  gboolean local;
} Request;

static void
add_all (GStrvBuilder *builder, GStrv paths)
{
  if (paths != NULL)
    g_strv_builder_addv (builder, (const char **) paths);
}

static void
find_along (Findings *findings, const char *xml, guint n_snapshots)
{
  g_autoptr (GStrvBuilder) along = g_strv_builder_new ();
  g_autoptr (HangarXml) doc = hangar_xml_new (xml, NULL);
  g_autofree char *nvram = doc != NULL ? hangar_xml_get (doc, "/domain/os/nvram") : NULL;

  if (nvram != NULL && *nvram != '\0')
    {
      /* Translators: %s is a path */
      g_autofree char *text = g_strdup_printf (_ ("The variables of its firmware: %s"), nvram);

      g_strv_builder_add (along, text);
    }
  if (doc != NULL && hangar_xml_count (doc, "/domain/devices/tpm/backend[@type='emulator']") > 0)
    g_strv_builder_add (along, _ ("What its TPM holds: keys of encrypted disks are lost with it"));
  if (n_snapshots > 0)
    {
      g_autofree char *text = g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE, "Its snapshot", "Its %u snapshots", n_snapshots), n_snapshots);

      g_strv_builder_add (along, text);
    }
  findings->goes_along = g_strv_builder_end (along);
}

static gpointer
load_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Request *request = data;
  g_autofree char *xml = hangar_virt_domain_get_xml (connection, request->uuid, TRUE, error);
  g_autoptr (HangarDomainConfig) config = xml != NULL ? hangar_domain_config_new (xml, error) : NULL;
  g_autoptr (GPtrArray) snapshots = NULL;
  g_autoptr (GStrvBuilder) files = g_strv_builder_new ();
  Findings *findings;

  if (config == NULL)
    return NULL;
  findings = g_new0 (Findings, 1);
  findings->uses = hangar_virt_image_uses (connection, request->local, cancellable, error);
  if (findings->uses == NULL)
    {
      findings_free (findings);
      return NULL;
    }
  findings->own = g_strdupv (config->created_disks);
  findings->kept = g_strdupv (config->kept_disks);
  for (gsize i = 0; findings->kept[i] != NULL; i++)
    g_ptr_array_add (findings->uses, hangar_virt_image_use_new (connection, request->local, request->uuid,
                                                                findings->kept[i]));
  /* Hypervisors without snapshots have none to tell of. */
  snapshots = hangar_virt_snapshot_list (connection, request->uuid, NULL);
  for (guint i = 0; snapshots != NULL && i < snapshots->len; i++)
    {
      add_all (files, ((HangarVirtSnapshot *) g_ptr_array_index (snapshots, i))->files);
      add_all (files, ((HangarVirtSnapshot *) g_ptr_array_index (snapshots, i))->bases);
    }
  findings->snapshot_files = g_strv_builder_end (files);
  find_along (findings, xml, snapshots != NULL ? snapshots->len : 0);
  return findings;
}

static gpointer
uses_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  return hangar_virt_image_uses (connection, ((Request *) data)->local, cancellable, error);
}

/* The hosts that are looked at, one after the other. */
typedef struct
{
  HangarDomainBelongings *belongings;
  GPtrArray *others; /* of HangarConnection: those not yet looked at, and the one that is */
  gboolean local;
} Load;

static void
load_free (gpointer data)
{
  Load *load = data;

  g_clear_pointer (&load->belongings, hangar_domain_belongings_free);
  g_ptr_array_unref (load->others);
  g_free (load);
}

static void look_at_next (GTask *task);

/* A host that cannot be asked now says nothing; it may as well be unknown to us. */
static void
other_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Load *load = g_task_get_task_data (task);
  HangarConnection *host = load->others->pdata[load->others->len - 1];
  g_autoptr (GPtrArray) uses = g_task_propagate_pointer (G_TASK (result), NULL);

  if (uses != NULL)
    hangar_domain_files_judge_host (load->belongings->files, uses, hangar_connection_get_label (host),
                                    load->local && hangar_connection_is_local (host));
  g_ptr_array_set_size (load->others, load->others->len - 1);
  if (!g_task_return_error_if_cancelled (task))
    look_at_next (task);
}

static void
look_at_next (GTask *task)
{
  Load *load = g_task_get_task_data (task);
  Request *request;
  HangarConnectionWork work = { HANGAR_WORKER_SLOW, uses_run, NULL, g_free,
                                (GDestroyNotify) g_ptr_array_unref };

  if (load->others->len == 0)
    {
      g_task_return_pointer (task, g_steal_pointer (&load->belongings),
                             (GDestroyNotify) hangar_domain_belongings_free);
      return;
    }
  request = g_new0 (Request, 1);
  request->local = hangar_connection_is_local (load->others->pdata[load->others->len - 1]);
  work.data = request;
  hangar_connection_run_async (load->others->pdata[load->others->len - 1], &work,
                               g_task_get_cancellable (task), other_cb, g_object_ref (task));
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HangarDomain *domain = g_task_get_source_object (task);
  Load *load = g_task_get_task_data (task);
  GError *error = NULL;
  Findings *findings = hangar_domain_run_finish (domain, result, &error);

  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  load->belongings = g_new0 (HangarDomainBelongings, 1);
  load->belongings->files = hangar_domain_files_judge (findings->uses, hangar_domain_get_uuid (domain),
                                                       (const char *const *) findings->own);
  hangar_domain_files_add (load->belongings->files, findings->uses, hangar_domain_get_uuid (domain),
                           (const char *const *) findings->snapshot_files,
                           _ ("It holds what the machine’s snapshots keep."));
  hangar_domain_files_add (load->belongings->files, findings->uses, hangar_domain_get_uuid (domain),
                           (const char *const *) findings->kept,
                           _ ("It is a disk of the machine as it was before it was converted."));
  load->belongings->goes_along = g_steal_pointer (&findings->goes_along);
  findings_free (findings);
  look_at_next (task);
}

static Load *
load_new (HangarConnection *own, GListModel *hosts)
{
  Load *load = g_new0 (Load, 1);
  guint n = hosts != NULL ? g_list_model_get_n_items (hosts) : 0;

  load->others = g_ptr_array_new_with_free_func (g_object_unref);
  load->local = own != NULL && hangar_connection_is_local (own);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (HangarConnection) host = g_list_model_get_item (hosts, i);

      if (host != own && hangar_connection_get_state (host) == HANGAR_CONNECTION_OPEN)
        g_ptr_array_add (load->others, g_steal_pointer (&host));
    }
  return load;
}

/**
 * hangar_domain_files_load_async:
 * @domain: a machine
 * @hosts: (nullable): all hosts, of #HangarConnection: those that are connected are asked too
 * @cancellable: (nullable): to give up waiting
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Looks through the images of all machines of its host and of the others, in worker threads.
 */
void
hangar_domain_files_load_async (HangarDomain *domain, GListModel *hosts, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data)
{
  HangarConnection *connection = hangar_domain_get_connection (domain);
  Request *request = g_new0 (Request, 1);
  HangarConnectionWork work = { HANGAR_WORKER_SLOW, load_run, request, g_free, findings_free };
  GTask *task = g_task_new (domain, cancellable, callback, user_data);

  g_task_set_source_tag (task, hangar_domain_files_load_async);
  g_task_set_task_data (task, load_new (connection, hosts), load_free);
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
 * Returns: (transfer full) (nullable): what belongs to it
 */
HangarDomainBelongings *
hangar_domain_files_load_finish (HangarDomain *domain, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, domain), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
