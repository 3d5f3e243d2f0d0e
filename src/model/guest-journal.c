/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A note on disk of what a creation makes, written before it is made: what a killed process leaves can be
 * named. */

#include "config.h"

#include "model/guest-journal.h"

#include "model/connection-label.h"
#include "model/domain-template.h"
#include "virt/domain.h"
#include "virt/guest.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define GROUP "creation"

/* How the names of journals end, all of them in the first. */
#define CREATION ".creation"
#define REVERT ".revert" CREATION

/* Bytes. A journal that is longer is none of ours. */
#define JOURNAL_LIMIT (64 * 1024)

/*
 * The file stays locked as long as its process lives, and the kernel unlocks it when the process ends in
 * whatever way: an unlocked journal is a leftover. A process id could be another's by then.
 */
struct _HangarGuestJournal
{
  gatomicrefcount references;
  char *path;
  GKeyFile *content;
  int fd; /* -1 until the first entry */
};

/**
 * hangar_guest_journal_new:
 * @folder: where journals are kept
 * @uri: the host
 * @name: the machine's name
 * @uuid: the machine's UUID
 *
 * Returns: (transfer full): a journal; nothing is written before there is something to tell
 */
HangarGuestJournal *
hangar_guest_journal_new (const char *folder, const char *uri, const char *name, const char *uuid)
{
  HangarGuestJournal *self = g_new0 (HangarGuestJournal, 1);
  g_autofree char *base = g_strconcat (uuid, CREATION, NULL);

  g_atomic_ref_count_init (&self->references);
  self->path = g_build_filename (folder, base, NULL);
  self->content = g_key_file_new ();
  self->fd = -1;
  g_key_file_set_string (self->content, GROUP, "uri", uri);
  g_key_file_set_string (self->content, GROUP, "name", name);
  g_key_file_set_string (self->content, GROUP, "uuid", uuid);
  return self;
}

/**
 * hangar_guest_journal_new_revert:
 * @folder: where journals are kept
 * @uri: the host
 * @name: the machine's name
 * @uuid: the machine's UUID
 * @snapshot: what the machine is to go back to
 *
 * Returns: (transfer full): a journal, beside one that may tell of the machine's creation; nothing is written
 * yet
 */
HangarGuestJournal *
hangar_guest_journal_new_revert (const char *folder, const char *uri, const char *name, const char *uuid,
                                 const char *snapshot)
{
  HangarGuestJournal *self = hangar_guest_journal_new (folder, uri, name, uuid);
  g_autofree char *base = g_strconcat (uuid, REVERT, NULL);

  g_free (self->path);
  self->path = g_build_filename (folder, base, NULL);
  g_key_file_set_string (self->content, GROUP, "revert", snapshot);
  return self;
}

/**
 * hangar_guest_journal_ref:
 * @self: a journal
 *
 * Returns: (transfer full): the same journal
 */
HangarGuestJournal *
hangar_guest_journal_ref (HangarGuestJournal *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

/**
 * hangar_guest_journal_unref:
 * @self: (transfer full): a journal
 */
void
hangar_guest_journal_unref (HangarGuestJournal *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  if (self->fd >= 0)
    close (self->fd);
  g_key_file_unref (self->content);
  g_free (self->path);
  g_free (self);
}

static gboolean
fail (const char *path, GError **error)
{
  int code = errno;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "%s: %s", path, g_strerror (code));
  return FALSE;
}

static gboolean
open_locked (HangarGuestJournal *self, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (self->path);

  if (self->fd >= 0)
    return TRUE;
  if (g_mkdir_with_parents (folder, 0700) < 0)
    return fail (folder, error);
  self->fd = open (self->path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (self->fd < 0 || flock (self->fd, LOCK_EX | LOCK_NB) < 0)
    return fail (self->path, error);
  return TRUE;
}

static gboolean
write_content (HangarGuestJournal *self, GError **error)
{
  g_autofree char *text = NULL;
  gsize length;

  if (!open_locked (self, error))
    return FALSE;
  text = g_key_file_to_data (self->content, &length, NULL);
  if (pwrite (self->fd, text, length, 0) != (gssize) length || ftruncate (self->fd, (off_t) length) < 0 ||
      fdatasync (self->fd) < 0)
    return fail (self->path, error);
  return TRUE;
}

static gboolean
write_down (HangarGuestJournal *self, GPtrArray *volumes, GError **error)
{
  g_key_file_set_string_list (self->content, GROUP, "volumes", (const char *const *) volumes->pdata,
                              volumes->len);
  return write_content (self, error);
}

static GPtrArray *
list_volumes (HangarGuestJournal *self)
{
  g_auto (GStrv) volumes = g_key_file_get_string_list (self->content, GROUP, "volumes", NULL, NULL);
  GPtrArray *all = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; volumes != NULL && volumes[i] != NULL; i++)
    g_ptr_array_add (all, g_strdup (volumes[i]));
  return all;
}

/**
 * hangar_guest_journal_add_volume:
 * @self: a journal
 * @path: the volume that is going to be made
 * @error: return location
 *
 * Notes a volume before it is made, and returns when the note is on disk. Blocks: for worker threads.
 *
 * Returns: whether it was noted
 */
gboolean
hangar_guest_journal_add_volume (HangarGuestJournal *self, const char *path, GError **error)
{
  g_autoptr (GPtrArray) volumes = list_volumes (self);

  g_ptr_array_add (volumes, g_strdup (path));
  return write_down (self, volumes, error);
}

/**
 * hangar_guest_journal_set_template:
 * @self: a journal
 * @uuid: the machine that is going to be made a template
 * @error: return location
 *
 * Notes it before it is done, and returns when the note is on disk. Blocks: for worker threads.
 *
 * Returns: whether it was noted
 */
gboolean
hangar_guest_journal_set_template (HangarGuestJournal *self, const char *uuid, GError **error)
{
  g_key_file_set_string (self->content, GROUP, "template", uuid);
  return write_content (self, error);
}

/**
 * hangar_guest_journal_set_deletion:
 * @self: a journal that nothing was noted in yet
 *
 * The machine is not made but deleted, and the volumes that are going to be noted with it.
 */
void
hangar_guest_journal_set_deletion (HangarGuestJournal *self)
{
  g_key_file_set_boolean (self->content, GROUP, "deletion", TRUE);
}

/**
 * hangar_guest_journal_remove_volume:
 * @self: a journal
 * @path: a volume that was noted and is not there any more
 *
 * Strikes a volume out; a journal without volumes is gone. Blocks: for worker threads.
 */
void
hangar_guest_journal_remove_volume (HangarGuestJournal *self, const char *path)
{
  g_autoptr (GPtrArray) volumes = list_volumes (self);
  guint place;

  if (!g_ptr_array_find_with_equal_func (volumes, path, g_str_equal, &place))
    return;
  g_ptr_array_remove_index (volumes, place);
  if (volumes->len == 0)
    {
      g_key_file_remove_key (self->content, GROUP, "volumes", NULL);
      hangar_guest_journal_close (self);
    }
  else
    write_down (self, volumes, NULL);
}

/**
 * hangar_guest_journal_close:
 * @self: a journal
 *
 * The creation ended, well or undone: there is nothing to tell any more. Blocks: for worker threads.
 */
void
hangar_guest_journal_close (HangarGuestJournal *self)
{
  if (self->fd < 0)
    return;
  g_unlink (self->path);
  close (self->fd);
  self->fd = -1;
}

/**
 * hangar_guest_journal_release:
 * @self: a journal
 *
 * The creation ended and something is left of it: whoever looks for leftovers finds it from now on.
 */
void
hangar_guest_journal_release (HangarGuestJournal *self)
{
  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
}

/**
 * hangar_guest_journal_dup_folder:
 *
 * Returns: (transfer full): where journals are kept
 */
char *
hangar_guest_journal_dup_folder (void)
{
  return g_build_filename (g_get_user_state_dir (), "hangar", "creations", NULL);
}

/**
 * hangar_guest_leftover_free:
 * @leftover: (transfer full) (nullable): a leftover
 */
void
hangar_guest_leftover_free (HangarGuestLeftover *leftover)
{
  if (leftover == NULL)
    return;
  g_free (leftover->file);
  g_free (leftover->uri);
  g_free (leftover->name);
  g_free (leftover->uuid);
  g_strfreev (leftover->volumes);
  g_free (leftover->template);
  g_free (leftover->revert);
  g_free (leftover);
}

static HangarGuestLeftover *
read_leftover (const char *path)
{
  g_autoptr (HangarGuestLeftover) leftover = NULL;
  g_autoptr (GKeyFile) content = g_key_file_new ();
  g_autofree char *text = g_malloc0 (JOURNAL_LIMIT + 1);
  int fd = open (path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  gboolean abandoned = fd >= 0 && flock (fd, LOCK_EX | LOCK_NB) == 0;
  gssize length = abandoned ? read (fd, text, JOURNAL_LIMIT) : -1;

  if (fd >= 0)
    close (fd);
  if (length <= 0 || !g_key_file_load_from_data (content, text, (gsize) length, G_KEY_FILE_NONE, NULL))
    return NULL;

  leftover = g_new0 (HangarGuestLeftover, 1);
  leftover->file = g_strdup (path);
  leftover->uri = g_key_file_get_string (content, GROUP, "uri", NULL);
  leftover->name = g_key_file_get_string (content, GROUP, "name", NULL);
  leftover->uuid = g_key_file_get_string (content, GROUP, "uuid", NULL);
  leftover->volumes = g_key_file_get_string_list (content, GROUP, "volumes", NULL, NULL);
  leftover->template = g_key_file_get_string (content, GROUP, "template", NULL);
  leftover->deletion = g_key_file_get_boolean (content, GROUP, "deletion", NULL);
  leftover->revert = g_key_file_get_string (content, GROUP, "revert", NULL);
  if (leftover->volumes == NULL && (leftover->template != NULL || leftover->revert != NULL))
    leftover->volumes = g_new0 (char *, 1);
  if (leftover->uri == NULL || leftover->name == NULL || leftover->uuid == NULL || leftover->volumes == NULL)
    return NULL;
  return g_steal_pointer (&leftover);
}

/* One that was to be deleted may have snapshots and a saved state. One that runs is refused below. */
static gboolean
end_deletion (const HangarGuestLeftover *leftover, GVirConnection *connection, GError **error)
{
  g_autoptr (HangarVirtDomain) domain = hangar_virt_domain_get (connection, leftover->uuid, NULL);

  if (domain == NULL || (domain->state != HANGAR_DOMAIN_OFF && domain->state != HANGAR_DOMAIN_SAVED))
    return TRUE;
  return hangar_virt_domain_undefine (connection, leftover->uuid, error);
}

/* Files that were on their way into a pool are in none. */
static gboolean
remove_leftover (const HangarGuestLeftover *leftover, GVirConnection *connection, GError **error)
{
  g_autofree char *own = g_build_filename (g_get_user_cache_dir (), "hangar", "", NULL);
  gboolean local = hangar_connection_uri_is_local (leftover->uri);

  /* There is nothing to remove: the machine was there before. */
  if (leftover->revert != NULL)
    return g_unlink (leftover->file) == 0;
  if (leftover->deletion && !end_deletion (leftover, connection, error))
    return FALSE;
  if (!hangar_virt_guest_remove_unfinished (connection, leftover->uuid, leftover->volumes, local, error))
    return FALSE;
  if (leftover->template != NULL &&
      !hangar_domain_template_take_back (connection, leftover->template, local, error))
    return FALSE;
  for (guint i = 0; leftover->volumes[i] != NULL; i++)
    if (g_str_has_prefix (leftover->volumes[i], own) && strstr (leftover->volumes[i], "..") == NULL)
      g_unlink (leftover->volumes[i]);
  g_unlink (leftover->file);
  return TRUE;
}

/**
 * hangar_guest_journal_clear_earlier:
 * @self: a journal that nothing was noted in yet
 * @connection: its host
 * @error: return location
 *
 * Removes what an earlier try to make the same machine left when its host was lost. Blocks: for worker
 * threads.
 *
 * Returns: whether nothing is left
 */
gboolean
hangar_guest_journal_clear_earlier (HangarGuestJournal *self, GVirConnection *connection, GError **error)
{
  g_autoptr (HangarGuestLeftover) earlier = self->fd < 0 ? read_leftover (self->path) : NULL;

  if (earlier == NULL)
    return TRUE;
  return remove_leftover (earlier, connection, error);
}

/**
 * hangar_guest_journal_begin_revert:
 * @self: a journal of hangar_guest_journal_new_revert()
 * @earlier: (out) (optional): whether there was a note of an earlier try
 * @error: return location
 *
 * Notes that the machine is going back, in place of what was noted of an earlier try. Returns when the note
 * is on disk. Blocks: for worker threads.
 *
 * Returns: whether it was noted
 */
gboolean
hangar_guest_journal_begin_revert (HangarGuestJournal *self, gboolean *earlier, GError **error)
{
  g_autoptr (HangarGuestLeftover) found = self->fd < 0 ? read_leftover (self->path) : NULL;

  if (found != NULL)
    g_unlink (self->path);
  if (earlier != NULL)
    *earlier = found != NULL;
  return write_content (self, error);
}

static void
find_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const char *folder = data;
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_guest_leftover_free);
  GDir *dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      HangarGuestLeftover *leftover = g_str_has_suffix (name, CREATION) ? read_leftover (path) : NULL;

      if (leftover != NULL)
        g_ptr_array_add (found, leftover);
    }
  g_clear_pointer (&dir, g_dir_close);
  g_task_return_pointer (task, found, (GDestroyNotify) g_ptr_array_unref);
}

/**
 * hangar_guest_leftovers_find_async:
 * @folder: where journals are kept
 * @cancellable: (nullable): to lose interest
 * @callback: called when it is known
 * @user_data: for @callback
 *
 * Looks in a thread for creations whose process is gone.
 */
void
hangar_guest_leftovers_find_async (const char *folder, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, hangar_guest_leftovers_find_async);
  g_task_set_task_data (task, g_strdup (folder), g_free);
  g_task_run_in_thread (task, find_thread);
}

/**
 * hangar_guest_leftovers_find_finish:
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (element-type HangarGuestLeftover): what was left
 */
GPtrArray *
hangar_guest_leftovers_find_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * hangar_guest_leftover_forget_async:
 * @leftover: a leftover that was dealt with
 * @callback: (nullable): a #GAsyncReadyCallback
 * @user_data: for @callback
 *
 * Removes its journal, so that it is not named again.
 */
void
hangar_guest_leftover_forget_async (const HangarGuestLeftover *leftover, GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_autoptr (GFile) file = g_file_new_for_path (leftover->file);

  g_file_delete_async (file, G_PRIORITY_DEFAULT, NULL, callback, user_data);
}

static void
claim (const char *folder, const char *uuid, const char *suffix)
{
  g_autofree char *base = g_strconcat (uuid, suffix, NULL);
  g_autofree char *path = g_build_filename (folder, base, NULL);
  g_autoptr (HangarGuestLeftover) leftover = read_leftover (path);

  if (leftover != NULL)
    g_unlink (path);
}

/**
 * hangar_guest_leftover_claim:
 * @uuid: a machine
 *
 * A machine that was started is no longer what is left of its creation, but somebody's: it is not offered for
 * removal any more, nor to go back once more, which would lose what it does from now on. Blocks: for worker
 * threads.
 */
void
hangar_guest_leftover_claim (const char *uuid)
{
  g_autofree char *folder = hangar_guest_journal_dup_folder ();

  claim (folder, uuid, CREATION);
  claim (folder, uuid, REVERT);
}

/**
 * hangar_guest_leftover_copy:
 * @leftover: a leftover
 *
 * Returns: (transfer full): a copy
 */
HangarGuestLeftover *
hangar_guest_leftover_copy (const HangarGuestLeftover *leftover)
{
  HangarGuestLeftover *copy = g_new0 (HangarGuestLeftover, 1);

  copy->file = g_strdup (leftover->file);
  copy->uri = g_strdup (leftover->uri);
  copy->name = g_strdup (leftover->name);
  copy->uuid = g_strdup (leftover->uuid);
  copy->volumes = g_strdupv (leftover->volumes);
  copy->template = g_strdup (leftover->template);
  copy->revert = g_strdup (leftover->revert);
  copy->deletion = leftover->deletion;
  return copy;
}

static gpointer
remove_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const HangarGuestLeftover *leftover = data;

  /* Without a journal the machine was started meanwhile, and is somebody's. */
  if (g_file_test (leftover->file, G_FILE_TEST_EXISTS))
    remove_leftover (leftover, connection, error);
  return NULL;
}

/**
 * hangar_guest_leftover_remove_async:
 * @leftover: a leftover
 * @connection: its host, open
 * @callback: called when it is removed
 * @user_data: for @callback
 *
 * Removes what is left of a creation, and its journal.
 */
void
hangar_guest_leftover_remove_async (const HangarGuestLeftover *leftover, HangarConnection *connection,
                                    GAsyncReadyCallback callback, gpointer user_data)
{
  const HangarConnectionWork work = {
    .lane = HANGAR_WORKER_SLOW,
    .func = remove_run,
    .data = hangar_guest_leftover_copy (leftover),
    .data_free = (GDestroyNotify) hangar_guest_leftover_free,
  };

  hangar_connection_run_async (connection, &work, NULL, callback, user_data);
}

/**
 * hangar_guest_leftover_remove_finish:
 * @connection: the host
 * @result: what the callback got
 * @error: return location
 *
 * Returns: whether it is removed
 */
gboolean
hangar_guest_leftover_remove_finish (HangarConnection *connection, GAsyncResult *result, GError **error)
{
  g_autoptr (GError) failure = NULL;

  hangar_connection_run_finish (connection, result, &failure);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}
