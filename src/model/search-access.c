/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which folder keeps the user that guests run as from a file, and the right that lets it through. */

#include "config.h"

#include "model/search-access.h"

#include <endian.h>
#include <glib/gi18n-lib.h>
#include <grp.h>
#include <pwd.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>

#define ACL_NAME "system.posix_acl_access"
#define MOST_GROUPS 64
#define MAY_SEARCH 1

/* As the kernel hands it out (linux/posix_acl_xattr.h): a version, then entries, all little-endian. */
#define ACL_VERSION 2
enum
{
  TAG_USER_OBJ = 0x01,
  TAG_USER = 0x02,
  TAG_GROUP_OBJ = 0x04,
  TAG_GROUP = 0x08,
  TAG_MASK = 0x10,
  TAG_OTHER = 0x20,
};

typedef struct
{
  guint16 tag;
  guint16 rights;
  guint32 id;
} AclEntry;

typedef struct
{
  guint32 version;
  AclEntry entries[128];
} Acl;

typedef struct
{
  HangarSearchUser user;
  gid_t groups[MOST_GROUPS];
  int n_groups;
} Identity;

static void
identify (Identity *identity, const HangarSearchUser *user)
{
  char buffer[4096];
  struct passwd entry, *found = NULL;

  identity->user = *user;
  identity->n_groups = MOST_GROUPS;
  if (getpwuid_r (user->uid, &entry, buffer, sizeof buffer, &found) != 0 || found == NULL ||
      getgrouplist (entry.pw_name, user->gid, identity->groups, &identity->n_groups) < 0)
    {
      identity->groups[0] = user->gid;
      identity->n_groups = 1;
    }
}

static gboolean
is_in (const Identity *identity, gid_t group)
{
  for (int i = 0; i < identity->n_groups; i++)
    if (identity->groups[i] == group)
      return TRUE;
  return FALSE;
}

static gboolean
judge_mode (const struct stat *info, const Identity *identity)
{
  if (info->st_uid == identity->user.uid)
    return (info->st_mode & S_IXUSR) != 0;
  if (is_in (identity, info->st_gid))
    return (info->st_mode & S_IXGRP) != 0;
  return (info->st_mode & S_IXOTH) != 0;
}

static guint
rights_of (const Acl *acl, gsize n, guint16 tag, guint otherwise)
{
  for (gsize i = 0; i < n; i++)
    if (GUINT16_FROM_LE (acl->entries[i].tag) == tag)
      return GUINT16_FROM_LE (acl->entries[i].rights);
  return otherwise;
}

/* In the order of acl(5): the owner, a named user, any of the groups, everybody else. */
static gboolean
judge_acl (const Acl *acl, gsize n, const struct stat *info, const Identity *identity)
{
  guint mask = rights_of (acl, n, TAG_MASK, 7);
  gboolean in_group = FALSE;

  if (info->st_uid == identity->user.uid)
    return (rights_of (acl, n, TAG_USER_OBJ, 0) & MAY_SEARCH) != 0;
  for (gsize i = 0; i < n; i++)
    if (GUINT16_FROM_LE (acl->entries[i].tag) == TAG_USER &&
        GUINT32_FROM_LE (acl->entries[i].id) == identity->user.uid)
      return (GUINT16_FROM_LE (acl->entries[i].rights) & mask & MAY_SEARCH) != 0;
  for (gsize i = 0; i < n; i++)
    {
      guint16 tag = GUINT16_FROM_LE (acl->entries[i].tag);
      gid_t group = tag == TAG_GROUP_OBJ ? info->st_gid : GUINT32_FROM_LE (acl->entries[i].id);

      if ((tag != TAG_GROUP_OBJ && tag != TAG_GROUP) || !is_in (identity, group))
        continue;
      in_group = TRUE;
      if (GUINT16_FROM_LE (acl->entries[i].rights) & mask & MAY_SEARCH)
        return TRUE;
    }
  return !in_group && (rights_of (acl, n, TAG_OTHER, 0) & MAY_SEARCH) != 0;
}

static gboolean
may_enter (const char *folder, const Identity *identity)
{
  struct stat info;
  Acl acl;
  ssize_t size;

  if (identity->user.uid == 0 || stat (folder, &info) < 0)
    return TRUE;
  size = getxattr (folder, ACL_NAME, &acl, sizeof acl);
  if (size > (ssize_t) sizeof acl.version && GUINT32_FROM_LE (acl.version) == ACL_VERSION)
    return judge_acl (&acl, ((gsize) size - sizeof acl.version) / sizeof acl.entries[0], &info, identity);
  return judge_mode (&info, identity);
}

/**
 * hangar_search_access_may_enter:
 * @folder: a folder
 * @user: a user
 *
 * What cannot be found out counts as allowed: the daemon will say it. May block: not for the main thread.
 *
 * Returns: whether the user may pass through the folder to files in it
 */
gboolean
hangar_search_access_may_enter (const char *folder, const HangarSearchUser *user)
{
  Identity identity;

  identify (&identity, user);
  return may_enter (folder, &identity);
}

typedef struct
{
  char *path;
  HangarSearchUser user;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_free (question->path);
  g_free (question);
}

static void
check_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Question *question = data;
  g_autoptr (GPtrArray) blocking = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *folder = g_path_get_dirname (question->path);
  Identity identity;

  identify (&identity, &question->user);
  while (!g_str_equal (folder, "/") && !g_str_equal (folder, "."))
    {
      char *above = g_path_get_dirname (folder);

      if (!may_enter (folder, &identity))
        g_ptr_array_insert (blocking, 0, g_strdup (folder));
      g_free (folder);
      folder = above;
    }
  g_ptr_array_add (blocking, NULL);
  g_ptr_array_set_free_func (blocking, NULL);
  g_task_return_pointer (task, g_ptr_array_free (g_steal_pointer (&blocking), FALSE),
                         (GDestroyNotify) g_strfreev);
}

/**
 * hangar_search_access_check_async:
 * @path: an absolute path of a file on this computer
 * @user: whoever guests run as
 * @cancellable: (nullable): drops the answer
 * @callback: called with the folders that block
 * @user_data: for @callback
 *
 * libvirt gives guests the right to read the file itself; the way there it does not open.
 */
void
hangar_search_access_check_async (const char *path, const HangarSearchUser *user, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Question *question = g_new0 (Question, 1);

  question->path = g_strdup (path);
  question->user = *user;
  g_task_set_source_tag (task, hangar_search_access_check_async);
  g_task_set_task_data (task, question, question_free);
  g_task_run_in_thread (task, check_thread);
}

/**
 * hangar_search_access_check_finish:
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the folders that block, the outermost first; empty when none does
 */
GStrv
hangar_search_access_check_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * hangar_search_access_command:
 * @folders: folders that block
 * @user: whoever guests run as
 *
 * Returns: (transfer full): the command that lets the user pass through them, and no more than that
 */
GStrv
hangar_search_access_command (const char *const *folders, const HangarSearchUser *user)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *right = g_strdup_printf ("user:%u:x", user->uid);

  g_strv_builder_add_many (builder, "setfacl", "--modify", right, "--", NULL);
  for (gsize i = 0; folders[i] != NULL; i++)
    g_strv_builder_add (builder, folders[i]);
  return g_strv_builder_end (builder);
}

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autofree char *output = NULL;
  GError *error = NULL;

  if (!g_subprocess_communicate_utf8_finish (G_SUBPROCESS (source), result, NULL, &output, &error))
    g_task_return_error (task, error);
  else if (g_subprocess_get_if_exited (G_SUBPROCESS (source)) &&
           g_subprocess_get_exit_status (G_SUBPROCESS (source)) == 0)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "%s", g_strstrip (output));
}

/**
 * hangar_search_access_allow_async:
 * @folders: folders that block
 * @user: whoever guests run as
 * @cancellable: (nullable): drops the answer
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Runs hangar_search_access_command().
 */
void
hangar_search_access_allow_async (const char *const *folders, const HangarSearchUser *user,
                                  GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_auto (GStrv) command = hangar_search_access_command (folders, user);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process =
    g_subprocess_newv ((const char *const *) command,
                       G_SUBPROCESS_FLAGS_STDERR_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error);

  g_task_set_source_tag (task, hangar_search_access_allow_async);
  if (process == NULL)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "%s",
                             _ ("The program setfacl is missing. Install the package “acl”."));
  else
    g_subprocess_communicate_utf8_async (process, NULL, cancellable, ended_cb, g_steal_pointer (&task));
}

/**
 * hangar_search_access_allow_finish:
 * @result: what the callback got
 * @error: return location
 *
 * Returns: whether the right was given
 */
gboolean
hangar_search_access_allow_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
