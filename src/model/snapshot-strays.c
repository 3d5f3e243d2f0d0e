/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Snapshots inside the disks of a machine that libvirt does not know: named, and removed as a job. */

#include "config.h"

#include "model/snapshot-strays.h"

#include <glib/gi18n-lib.h>

#include "model/connection-label.h"
#include "model/domain-files.h"
#include "model/file-users.h"
#include "model/host-step.h"
#include "util/format.h"
#include "virt/image-use.h"

/* No more than these are named one by one: an image may hold any number. */
#define MOST_NAMED 10

static void
array_free (gpointer data)
{
  g_ptr_array_unref (data);
}

static gpointer
load_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  return hangar_virt_snapshot_strays (connection, data, cancellable, error);
}

/**
 * hangar_snapshot_strays_load_async:
 * @domain: a machine
 * @cancellable: (nullable): drops the answer
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Looks into the disks of a machine on this computer. Those on other hosts cannot be looked into.
 */
void
hangar_snapshot_strays_load_async (HangarDomain *domain, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data)
{
  HangarConnection *connection = hangar_domain_get_connection (domain);
  const HangarConnectionWork work = { HANGAR_WORKER_SLOW, load_run,
                                      g_strdup (hangar_domain_get_uuid (domain)), g_free, array_free };
  g_autoptr (GTask) task = NULL;

  if (connection != NULL && hangar_connection_is_local (connection))
    {
      hangar_domain_run_async (domain, &work, cancellable, callback, user_data);
      return;
    }
  g_free (work.data);
  task = g_task_new (domain, cancellable, callback, user_data);
  g_task_set_source_tag (task, hangar_snapshot_strays_load_async);
  g_task_return_pointer (task, g_ptr_array_new (), array_free);
}

/**
 * hangar_snapshot_strays_load_finish:
 * @domain: a machine
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type HangarVirtSnapshotStray): what libvirt does not know
 */
GPtrArray *
hangar_snapshot_strays_load_finish (HangarDomain *domain, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static char *
describe (const HangarVirtSnapshotStray *stray)
{
  g_autofree char *name = g_utf8_make_valid (stray->name, -1);
  g_autofree char *when = hangar_format_past (stray->created, g_get_real_time () / G_USEC_PER_SEC);
  g_autofree char *size = hangar_format_size (stray->memory);

  if (stray->memory == 0)
    /* Translators: the name of a snapshot, the name of a disk like "vda", when that was */
    return g_strdup_printf (_ ("“%s” in %s, %s"), name, stray->target, when);
  /* Translators: the name of a snapshot, the name of a disk like "vda", when that was, a size */
  return g_strdup_printf (_ ("“%s” in %s, %s, with %s of memory"), name, stray->target, when, size);
}

/**
 * hangar_snapshot_strays_describe:
 * @strays: (element-type HangarVirtSnapshotStray): at least one
 *
 * Returns: (transfer full): what they are, in lines: plain text
 */
char *
hangar_snapshot_strays_describe (GPtrArray *strays)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < strays->len && i < MOST_NAMED; i++)
    {
      g_autofree char *line = describe (strays->pdata[i]);

      g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", line);
    }
  if (strays->len > MOST_NAMED)
    g_string_append_printf (text, "\n…");
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * hangar_snapshot_strays_refusal:
 * @domain: a machine
 *
 * Returns: (nullable): a sentence that says why nothing can be removed from its disks now
 */
const char *
hangar_snapshot_strays_refusal (HangarDomain *domain)
{
  if (!hangar_domain_get_available (domain))
    return _ ("Its host is not connected.");
  if (hangar_domain_get_operation (domain) != HANGAR_DOMAIN_OPERATION_NONE)
    return _ ("Another operation on it is under way.");
  if (hangar_domain_get_template (domain))
    return _ ("It is a template: its clones depend on its disks as they are.");
  if (hangar_domain_is_active (domain))
    return _ ("It is running: this can only be removed from its disks while it is off.");
  return NULL;
}

/**
 * hangar_snapshot_strays_commands:
 * @domain: a machine
 * @strays: (element-type HangarVirtSnapshotStray): what is to be removed from its disks
 *
 * Returns: (transfer full): the commands
 */
HangarCommandText *
hangar_snapshot_strays_commands (HangarDomain *domain, GPtrArray *strays)
{
  HangarConnection *connection = hangar_domain_get_connection (domain);
  const char *uri = connection != NULL ? hangar_connection_get_uri (connection) : "";
  HangarCommandText *text = hangar_command_text_new (uri);

  hangar_command_text_chain (text);
  hangar_command_text_say (text, _ ("While the machine is off, and nobody else uses the disk"));
  for (guint i = 0; i < strays->len; i++)
    {
      const HangarVirtSnapshotStray *stray = g_ptr_array_index (strays, i);

      /* What the system's daemon has made belongs to nobody who is logged in. */
      if (hangar_connection_uri_is_session (uri))
        hangar_command_text_add (text, "qemu-img", "snapshot", "-d", stray->name, stray->path, NULL);
      else
        hangar_command_text_add (text, "sudo", "qemu-img", "snapshot", "-d", stray->name, stray->path, NULL);
    }
  return text;
}

typedef struct
{
  char uuid[37];
  GPtrArray *strays;
} Removal;

static void
removal_clear (gpointer data)
{
  g_ptr_array_unref (((Removal *) data)->strays);
}

static gboolean
check_users (GVirConnection *connection, const Removal *removal, GError **error)
{
  g_autoptr (GPtrArray) uses = hangar_virt_image_uses (connection, TRUE, NULL, error);

  for (guint i = 0; uses != NULL && i < removal->strays->len; i++)
    {
      const HangarVirtSnapshotStray *stray = g_ptr_array_index (removal->strays, i);
      g_autofree char *user = hangar_domain_files_other_user (uses, removal->uuid, stray->path);

      if (user == NULL)
        continue;
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_BUSY,
                   /* Translators: the path of a disk, the name of another machine */
                   _ ("The disk %s is also used by the machine “%s”. Nothing was deleted."), stray->path,
                   user);
      return FALSE;
    }
  return uses != NULL;
}

static gpointer
remove_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Removal *removal = data;

  if (!check_users (connection, removal, error))
    return NULL;
  for (guint i = 0; i < removal->strays->len; i++)
    if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
        !hangar_virt_snapshot_stray_remove (connection, removal->uuid, removal->strays->pdata[i], error))
      break;
  return NULL;
}

static GStrv
dup_paths (GPtrArray *strays)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < strays->len; i++)
    {
      const HangarVirtSnapshotStray *stray = g_ptr_array_index (strays, i);

      if (i == 0 || !g_str_equal (stray->path, ((HangarVirtSnapshotStray *) strays->pdata[i - 1])->path))
        g_strv_builder_add (builder, stray->path);
    }
  return g_strv_builder_end (builder);
}

/**
 * hangar_snapshot_strays_job_new:
 * @domain: a machine that is off, on this computer
 * @hosts: (nullable): all hosts, of #HangarConnection: those that are connected are asked who uses the disks
 * @strays: (element-type HangarVirtSnapshotStray): what is to be removed from its disks (copied)
 *
 * Removes them one after the other. What libvirt knows by then stays.
 *
 * Returns: (transfer full): the job, not yet begun
 */
HangarJob *
hangar_snapshot_strays_job_new (HangarDomain *domain, GListModel *hosts, GPtrArray *strays)
{
  HangarConnection *connection = hangar_domain_get_connection (domain);
  /* Translators: %s is the name of a machine */
  g_autofree char *title = g_strdup_printf (_ ("Remove what snapshots left in the disks of “%s”"),
                                            hangar_domain_get_display_name (domain));
  g_auto (GStrv) paths = dup_paths (strays);
  HangarJob *job = hangar_job_new (title);
  Removal *removal = g_atomic_rc_box_new0 (Removal);
  const HangarHostStep step = {
    .text = _ ("Removing…"), .run = remove_run, .data = removal, .clear = removal_clear
  };

  g_strlcpy (removal->uuid, hangar_domain_get_uuid (domain), sizeof removal->uuid);
  removal->strays = g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_virt_snapshot_stray_free);
  for (guint i = 0; i < strays->len; i++)
    g_ptr_array_add (removal->strays, hangar_virt_snapshot_stray_copy (strays->pdata[i]));
  if (hosts != NULL)
    hangar_file_users_add_step (job, connection, hosts, (const char *const *) paths);
  hangar_host_step_add (job, connection, &step);
  g_atomic_rc_box_release_full (removal, removal_clear);
  return job;
}
