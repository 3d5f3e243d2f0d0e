/* SPDX-License-Identifier: GPL-3.0-or-later */
/* util/file-look: what is there and what is not, and files that never answer. */

#include "util/file-look.h"

#include <errno.h>

/* More than may hang. */
#define MANY 12

static GMutex lock;
static GCond changed;
static gboolean is_released;
static int n_hanging;

static int
hang (const char *path, struct stat *info)
{
  g_mutex_lock (&lock);
  n_hanging++;
  while (!is_released)
    g_cond_wait (&changed, &lock);
  n_hanging--;
  g_cond_signal (&changed);
  g_mutex_unlock (&lock);
  return ENOENT;
}

static void
release (void)
{
  g_mutex_lock (&lock);
  is_released = TRUE;
  g_cond_broadcast (&changed);
  while (n_hanging > 0)
    g_cond_wait (&changed, &lock);
  g_mutex_unlock (&lock);
}

static void
test_answers (void)
{
  struct stat info;

  g_assert_cmpint (hangar_file_look ("/", &info), ==, 0);
  g_assert_true (S_ISDIR (info.st_mode));
  g_assert_cmpint (hangar_file_look ("/", NULL), ==, 0);
  g_assert_cmpint (hangar_file_look ("/nothing/is/here", &info), ==, ENOENT);
  g_assert_cmpint (hangar_file_look ("/dev/null/file", NULL), ==, ENOTDIR);
}

static void
test_hangs (void)
{
  struct stat info;

  for (int i = 0; i < MANY; i++)
    g_assert_cmpint (hangar_file_look_with (hang, "/", &info, 1000), ==, ETIMEDOUT);
  g_mutex_lock (&lock);
  g_assert_cmpint (n_hanging, <=, 8);
  g_mutex_unlock (&lock);
  g_assert_cmpint (hangar_file_look ("/", &info), ==, ETIMEDOUT);

  release ();
  while (hangar_file_look ("/", &info) == ETIMEDOUT)
    g_thread_yield ();
  g_assert_true (S_ISDIR (info.st_mode));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/file-look/answers", test_answers);
  g_test_add_func ("/file-look/hangs", test_hangs);
  return g_test_run ();
}
