/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Deleting a machine as a job: a time in which it can be taken back, then the machine and the files that were
 * ticked. */

#include "config.h"

#include "model/domain-delete.h"

#include <glib/gi18n-lib.h>

#include "model/domain-files.h"
#include "model/file-users.h"
#include "model/guest-journal.h"
#include "model/host-step.h"
#include "model/snapshot-picture.h"

#include "virt/domain.h"
#include "virt/error.h"
#include "virt/guest.h"
#include "virt/image-use.h"
#include "virt/volume-copy.h"

/* In ms: how often the time left is told. */
#define TELL_INTERVAL 200

/* What the worker needs, and what it tells. */
typedef struct
{
  char uuid[37];
  char *name;
  gboolean local;
  gboolean active; /* it was known that it runs, and said what that means */
  GStrv files;
  GPtrArray *deleted; /* of the files, those that are gone */
  HangarGuestJournal *journal;
} Deletion;

static void
deletion_clear (gpointer data)
{
  Deletion *deletion = data;

  g_free (deletion->name);
  g_strfreev (deletion->files);
  g_ptr_array_unref (deletion->deleted);
  hangar_guest_journal_unref (deletion->journal);
}

static gboolean
is_gone (const GError *error)
{
  return g_error_matches (error, HANGAR_VIRT_ERROR, HANGAR_VIRT_ERROR_NO_DOMAIN);
}

static gboolean
check_files (GVirConnection *connection, const Deletion *deletion, GError **error)
{
  g_autoptr (GPtrArray) uses = NULL;

  if (deletion->files[0] == NULL)
    return TRUE;
  uses = hangar_virt_image_uses (connection, deletion->local, NULL, error);
  for (gsize i = 0; uses != NULL && deletion->files[i] != NULL; i++)
    {
      g_autofree char *user = hangar_domain_files_other_user (uses, deletion->uuid, deletion->files[i]);

      if (user == NULL)
        continue;
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_BUSY,
                   /* Translators: the path of a disk, the name of another machine */
                   _ ("The disk %s is also used by the machine “%s”. Nothing was deleted."),
                   deletion->files[i], user);
      return FALSE;
    }
  return uses != NULL;
}

/* Its disks are no longer to be touched when somebody started it after the last look. */
static gboolean
check_state (GVirConnection *connection, const Deletion *deletion, GError **error)
{
  g_autoptr (HangarVirtDomain) domain = NULL;

  if (deletion->active)
    return TRUE;
  domain = hangar_virt_domain_get (connection, deletion->uuid, NULL);
  if (domain == NULL || domain->state == HANGAR_DOMAIN_OFF || domain->state == HANGAR_DOMAIN_SAVED)
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BUSY,
                       _ ("It was started meanwhile, so nothing was deleted."));
  return FALSE;
}

static gboolean
force_off (GVirConnection *connection, const Deletion *deletion, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (!deletion->active)
    return TRUE;
  /* It may have gone off by itself meanwhile, and one that is not persistent then goes away. */
  if (!hangar_virt_domain_destroy (connection, deletion->uuid, &failure) && !is_gone (failure) &&
      !g_error_matches (failure, HANGAR_VIRT_ERROR, HANGAR_VIRT_ERROR_OPERATION_INVALID))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  return TRUE;
}

static gboolean
forget (GVirConnection *connection, const Deletion *deletion, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  if (hangar_virt_domain_undefine (connection, deletion->uuid, &failure) || is_gone (failure))
    {
      hangar_snapshot_pictures_tidy (deletion->uuid, none);
      return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* One that somebody started between the last look and this goes on without a definition, and on its disks. */
static gboolean
check_gone (GVirConnection *connection, const Deletion *deletion, GError **error)
{
  if (deletion->files[0] == NULL || !hangar_virt_guest_is_there (connection, deletion->uuid))
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BUSY,
                       _ ("It was started meanwhile, so its disks were not deleted."));
  return FALSE;
}

static gboolean
delete_file (GVirConnection *connection, const char *path, GError **error)
{
  if (hangar_virt_volume_delete (connection, path, NULL))
    return TRUE;
  hangar_virt_folder_refresh (connection, path);
  return hangar_virt_volume_delete (connection, path, error);
}

/* One that stays does not keep the others. */
static void
delete_files (GVirConnection *connection, Deletion *deletion, GError **error)
{
  g_autoptr (GString) left = g_string_new (NULL);

  for (gsize i = 0; deletion->files[i] != NULL; i++)
    {
      g_autoptr (GError) failure = NULL;

      if (delete_file (connection, deletion->files[i], &failure))
        {
          g_ptr_array_add (deletion->deleted, g_strdup (deletion->files[i]));
          continue;
        }
      if (left->len > 0)
        g_string_append_c (left, '\n');
      g_string_append_printf (left,
                              /* Translators: the path of a disk, what the host answered */
                              _ ("The machine is deleted, but its disk %s is still there: %s"),
                              deletion->files[i], failure->message);
    }
  if (left->len > 0)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, left->str);
}

/* Without its machine, nobody would know what a file was. */
static gboolean
note_files (const Deletion *deletion, GError **error)
{
  /* What was said of its creation is said no more. */
  if (deletion->files[0] != NULL)
    hangar_guest_leftover_claim (deletion->uuid);
  for (gsize i = 0; deletion->files[i] != NULL; i++)
    if (!hangar_guest_journal_add_volume (deletion->journal, deletion->files[i], error))
      return FALSE;
  return TRUE;
}

static gpointer
delete_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Deletion *deletion = data;

  if (check_files (connection, deletion, error) && check_state (connection, deletion, error) &&
      note_files (deletion, error) && force_off (connection, deletion, error) &&
      forget (connection, deletion, error) && check_gone (connection, deletion, error))
    delete_files (connection, deletion, error);
  /* What failed is said now; what became of it on a host that is gone is asked at the next start. */
  if (hangar_virt_host_answers (connection))
    hangar_guest_journal_close (deletion->journal);
  else
    hangar_guest_journal_release (deletion->journal);
  return NULL;
}

static char *
dup_result (gpointer data)
{
  const Deletion *deletion = data;
  guint n = deletion->deleted->len;

  if (n == 0)
    /* Translators: %s is the name of a machine */
    return g_strdup_printf (_ ("“%s” was deleted, its disks were not touched."), deletion->name);
  /* Translators: the name of a machine, the number of files */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "“%s” and %u file of it were deleted.",
                                       "“%s” and %u files of it were deleted.", n),
                          deletion->name, n);
}

/* The time in which it can be taken back. Of the main thread. */
typedef struct
{
  HangarDomain *domain;
  gboolean active;
  guint grace;
  gint64 end;
  guint source;
  gulong cancelled;
  GTask *task; /* while it waits */
} Grace;

static void
grace_free (gpointer data)
{
  Grace *grace = data;

  g_object_unref (grace->domain);
  g_free (grace);
}

static void
end_wait (Grace *grace, GError *error)
{
  g_autoptr (GTask) task = g_steal_pointer (&grace->task);

  g_clear_handle_id (&grace->source, g_source_remove);
  g_clear_signal_handler (&grace->cancelled, g_task_get_cancellable (task));
  hangar_domain_set_operation (grace->domain, HANGAR_DOMAIN_OPERATION_NONE);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
taken_back_cb (GCancellable *cancellable, gpointer user_data)
{
  Grace *grace = user_data;
  GError *error = NULL;

  g_cancellable_set_error_if_cancelled (cancellable, &error);
  end_wait (grace, error);
}

/* What was asked for was asked of a machine that was off. */
static GError *
find_change (const Grace *grace)
{
  if (hangar_domain_get_connection (grace->domain) == NULL)
    return NULL;
  if (!grace->active && hangar_domain_is_active (grace->domain))
    return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_BUSY,
                                _ ("It was started meanwhile, so nothing was deleted."));
  if (hangar_domain_get_template (grace->domain))
    return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_BUSY,
                                _ ("It was made a template meanwhile, so nothing was deleted."));
  return NULL;
}

static gboolean
tick_cb (gpointer user_data)
{
  Grace *grace = user_data;
  gint64 left = grace->end - g_get_monotonic_time ();

  if (left > 0)
    {
      hangar_job_set_progress (g_task_get_source_object (grace->task),
                               1.0 - (double) left / (double) (grace->grace * G_USEC_PER_SEC));
      return G_SOURCE_CONTINUE;
    }
  grace->source = 0;
  end_wait (grace, find_change (grace));
  return G_SOURCE_REMOVE;
}

/* Meanwhile nothing else can be done to the machine here, and its row says why. */
static void
wait_run (HangarJob *job, GTask *task, gpointer data)
{
  Grace *grace = data;

  grace->task = task;
  grace->end = g_get_monotonic_time () + (gint64) grace->grace * G_USEC_PER_SEC;
  g_task_set_check_cancellable (task, FALSE);
  hangar_domain_set_operation (grace->domain, HANGAR_DOMAIN_OPERATION_UNDEFINE);
  grace->source = g_timeout_add (TELL_INTERVAL, tick_cb, grace);
  grace->cancelled =
    g_signal_connect (g_task_get_cancellable (task), "cancelled", G_CALLBACK (taken_back_cb), grace);
}

static void
add_grace (HangarJob *job, HangarDomain *domain, guint seconds)
{
  Grace *grace = g_new0 (Grace, 1);
  HangarJobStep step = { _ ("It can still be undone…"), wait_run, NULL, grace, grace_free };

  grace->domain = g_object_ref (domain);
  grace->active = hangar_domain_is_active (domain);
  grace->grace = seconds;
  hangar_job_add_step (job, &step);
}

static gboolean
is_own_disk (const HangarDomainConfig *config, const char *path)
{
  for (guint i = 0; i < config->disks->len; i++)
    {
      const HangarConfigDisk *disk = config->disks->pdata[i];

      if (g_str_equal (disk->device, "disk") && g_str_equal (disk->kind, "file") && !disk->read_only &&
          !disk->shareable && g_strcmp0 (disk->source, path) == 0)
        return TRUE;
    }
  return FALSE;
}

/**
 * hangar_domain_delete_own_disks:
 * @config: a definition
 *
 * The disks that may be offered for removal: the program made them for this machine (the definition says so),
 * and they are still its disks, its alone.
 *
 * Returns: (transfer full) (array zero-terminated=1): their paths
 */
GStrv
hangar_domain_delete_own_disks (const HangarDomainConfig *config)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (gsize i = 0; config->created_disks[i] != NULL; i++)
    if (is_own_disk (config, config->created_disks[i]) &&
        !g_strv_contains ((const char *const *) config->created_disks + i + 1, config->created_disks[i]))
      g_strv_builder_add (builder, config->created_disks[i]);
  return g_strv_builder_end (builder);
}

/**
 * hangar_domain_delete_job_new:
 * @domain: a machine
 * @hosts: (nullable): all hosts, of #HangarConnection: those that are connected are asked again
 * @files: (array zero-terminated=1) (nullable): paths of files to remove with it
 * @grace: in s: how long it can be taken back; when the program ends meanwhile, the machine stays
 *
 * Cancelled in its first seconds it has done nothing, and later it cannot be cancelled. When they are over,
 * all hosts are asked again who needs the files. What fails says what is left. A disk that another machine
 * uses too, or a machine that was started meanwhile, stops the job before anything is done; a file that
 * cannot be deleted does not keep the others.
 *
 * Returns: (transfer full): the job, not yet begun
 */
HangarJob *
hangar_domain_delete_job_new (HangarDomain *domain, GListModel *hosts, const char *const *files, guint grace)
{
  static const char *const none[] = { NULL };
  HangarConnection *connection = hangar_domain_get_connection (domain);
  /* Translators: %s is the name of a machine */
  g_autofree char *title = g_strdup_printf (_ ("Delete “%s”"), hangar_domain_get_display_name (domain));
  HangarJob *job = hangar_job_new (title);
  Deletion *deletion = g_atomic_rc_box_new0 (Deletion);
  g_autofree char *folder = hangar_guest_journal_dup_folder ();
  const HangarHostStep step = { .text = _ ("Deleting the machine…"),
                                .run = delete_run,
                                .data = deletion,
                                .clear = deletion_clear,
                                .seal = TRUE,
                                .dup_result = dup_result };

  g_strlcpy (deletion->uuid, hangar_domain_get_uuid (domain), sizeof deletion->uuid);
  deletion->name = g_strdup (hangar_domain_get_display_name (domain));
  deletion->local = connection != NULL && hangar_connection_is_local (connection);
  deletion->active = hangar_domain_is_active (domain);
  deletion->files = g_strdupv ((GStrv) (files != NULL ? files : none));
  deletion->deleted = g_ptr_array_new_with_free_func (g_free);
  deletion->journal = hangar_guest_journal_new (
    folder, connection != NULL ? hangar_connection_get_uri (connection) : "", deletion->name, deletion->uuid);
  hangar_guest_journal_set_deletion (deletion->journal);
  if (grace > 0)
    add_grace (job, domain, grace);
  if (hosts != NULL && deletion->files[0] != NULL)
    hangar_file_users_add_step (job, connection, hosts, (const char *const *) deletion->files);
  hangar_host_step_add (job, connection, &step);
  g_atomic_rc_box_release_full (deletion, deletion_clear);
  return job;
}
