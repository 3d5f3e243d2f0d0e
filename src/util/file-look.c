/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stat() that does not hang: what lies on a network folder whose server is gone may never answer. */

#include "config.h"

#include "util/file-look.h"

#include <errno.h>

#define PATIENCE (3 * G_USEC_PER_SEC)

/* Threads that hang are left to themselves until the kernel lets them go. There may be no more of them. */
#define MOST_HANGING 8

#define PENDING (-1)

typedef struct
{
  GMutex lock;
  GCond changed;
  HangarFileLook look;
  char *path;
  struct stat info;
  int code;
  gboolean is_given_up;
} Look;

static int n_hanging;

static void
look_clear (gpointer data)
{
  Look *look = data;

  g_mutex_clear (&look->lock);
  g_cond_clear (&look->changed);
  g_free (look->path);
}

static gpointer
look_thread (gpointer data)
{
  Look *look = data;
  struct stat info;
  int code = look->look (look->path, &info);

  g_mutex_lock (&look->lock);
  look->code = code;
  if (code == 0)
    look->info = info;
  if (look->is_given_up)
    g_atomic_int_add (&n_hanging, -1);
  g_cond_signal (&look->changed);
  g_mutex_unlock (&look->lock);
  g_atomic_rc_box_release_full (look, look_clear);
  return NULL;
}

/* Whether it has answered. */
static gboolean
wait_for (Look *look, gint64 patience)
{
  gint64 end = g_get_monotonic_time () + patience;

  while (look->code == PENDING)
    if (!g_cond_wait_until (&look->changed, &look->lock, end))
      break;
  if (look->code != PENDING)
    return TRUE;
  look->is_given_up = TRUE;
  g_atomic_int_inc (&n_hanging);
  return FALSE;
}

static int
look_now (const char *path, struct stat *info)
{
  return stat (path, info) == 0 ? 0 : errno;
}

/**
 * hangar_file_look_with:
 * @look: how to look; it may hang
 * @path: a path
 * @info: (out) (optional): what is there
 * @patience: microseconds
 *
 * Looks at a file in a thread of its own that is left to itself when it takes too long. Blocks as long as
 * that: for worker threads.
 *
 * Returns: 0, an errno, or ETIMEDOUT: nobody knows
 */
int
hangar_file_look_with (HangarFileLook look_func, const char *path, struct stat *info, gint64 patience)
{
  Look *look;
  GThread *thread;
  int code = ETIMEDOUT;

  if (g_atomic_int_get (&n_hanging) >= MOST_HANGING)
    return ETIMEDOUT;
  look = g_atomic_rc_box_new0 (Look);
  g_mutex_init (&look->lock);
  g_cond_init (&look->changed);
  look->look = look_func;
  look->path = g_strdup (path);
  look->code = PENDING;
  thread = g_thread_try_new ("file-look", look_thread, g_atomic_rc_box_acquire (look), NULL);
  if (thread == NULL)
    g_atomic_rc_box_release_full (look, look_clear);
  else
    {
      g_thread_unref (thread);
      g_mutex_lock (&look->lock);
      if (wait_for (look, patience))
        code = look->code;
      if (code == 0 && info != NULL)
        *info = look->info;
      g_mutex_unlock (&look->lock);
    }
  g_atomic_rc_box_release_full (look, look_clear);
  return code;
}

/**
 * hangar_file_look:
 * @path: a path
 * @info: (out) (optional): what is there
 *
 * As stat(), but for three seconds at most. Blocks as long as that: for worker threads.
 *
 * Returns: 0, an errno, or ETIMEDOUT: nobody knows
 */
int
hangar_file_look (const char *path, struct stat *info)
{
  return hangar_file_look_with (look_now, path, info, PATIENCE);
}
