/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model/search-access: folders that keep somebody out are named, the outermost first, and one right opens
 * each. */

#include "model/search-access.h"

#include <glib/gstdio.h>
#include <unistd.h>

#include "../wait.h"

/* Nobody has this number. */
static const HangarSearchUser stranger = { 64123, 64123 };

static void
store_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GStrv
blocking (const char *path, const HangarSearchUser *user)
{
  g_autoptr (GAsyncResult) result = NULL;

  hangar_search_access_check_async (path, user, NULL, store_cb, &result);
  WAIT_FOR (result != NULL);
  return hangar_search_access_check_finish (result, NULL);
}

typedef struct
{
  char *top;
  char *inner;
  char *file;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->top = g_dir_make_tmp ("hangar-access-XXXXXX", NULL);
  fixture->inner = g_build_filename (fixture->top, "a b", NULL);
  fixture->file = g_build_filename (fixture->inner, "disc.iso", NULL);
  g_assert_cmpint (g_mkdir (fixture->inner, 0700), ==, 0);
  g_assert_true (g_file_set_contents (fixture->file, "x", 1, NULL));
  g_assert_cmpint (g_chmod (fixture->top, 0755), ==, 0);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_unlink (fixture->file);
  g_rmdir (fixture->inner);
  g_rmdir (fixture->top);
  g_free (fixture->file);
  g_free (fixture->inner);
  g_free (fixture->top);
}

static void
test_blocks (Fixture *fixture, gconstpointer data)
{
  g_auto (GStrv) one = blocking (fixture->file, &stranger);
  g_auto (GStrv) two = NULL;

  g_assert_cmpuint (g_strv_length (one), ==, 1);
  g_assert_cmpstr (one[0], ==, fixture->inner);
  g_chmod (fixture->top, 0700);
  two = blocking (fixture->file, &stranger);
  g_assert_cmpuint (g_strv_length (two), ==, 2);
  g_assert_cmpstr (two[0], ==, fixture->top);
  g_assert_cmpstr (two[1], ==, fixture->inner);
}

static void
test_passes (Fixture *fixture, gconstpointer data)
{
  const HangarSearchUser own = { getuid (), getgid () };
  const HangarSearchUser root = { 0, 0 };
  const HangarSearchUser group = { 64123, getgid () };
  g_auto (GStrv) first = blocking (fixture->file, &own);
  g_auto (GStrv) second = blocking (fixture->file, &root);

  g_assert_cmpuint (g_strv_length (first), ==, 0);
  g_assert_cmpuint (g_strv_length (second), ==, 0);
  g_chmod (fixture->inner, 0710);
  g_assert_true (hangar_search_access_may_enter (fixture->inner, &group));
  g_assert_false (hangar_search_access_may_enter (fixture->inner, &stranger));
  /* The group's rights hold for its members, also where others may more. */
  g_chmod (fixture->inner, 0701);
  g_assert_false (hangar_search_access_may_enter (fixture->inner, &group));
  g_assert_true (hangar_search_access_may_enter (fixture->inner, &stranger));
}

static void
test_command (Fixture *fixture, gconstpointer data)
{
  const char *const folders[] = { "/home/x", "-n", NULL };
  g_auto (GStrv) command = hangar_search_access_command (folders, &stranger);
  g_autofree char *line = g_strjoinv (" ", command);

  g_assert_cmpstr (line, ==, "setfacl --modify user:64123:x -- /home/x -n");
}

static void
test_allow (Fixture *fixture, gconstpointer data)
{
  const char *const folders[] = { fixture->inner, NULL };
  const HangarSearchUser other = { 64124, 64124 };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  hangar_search_access_allow_async (folders, &stranger, NULL, store_cb, &result);
  WAIT_FOR (result != NULL);
  hangar_search_access_allow_finish (result, &error);
  g_assert_no_error (error);
  g_assert_true (hangar_search_access_may_enter (fixture->inner, &stranger));
  g_assert_false (hangar_search_access_may_enter (fixture->inner, &other));
}

static void
test_fails (Fixture *fixture, gconstpointer data)
{
  const char *const folders[] = { "/nowhere/at all", NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  hangar_search_access_allow_async (folders, &stranger, NULL, store_cb, &result);
  WAIT_FOR (result != NULL);
  g_assert_false (hangar_search_access_allow_finish (result, &error));
  g_assert_nonnull (error);
}

#define ADD(path, func) g_test_add ("/search-access/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("blocks", test_blocks);
  ADD ("passes", test_passes);
  ADD ("command", test_command);
  ADD ("allow", test_allow);
  ADD ("fails", test_fails);
  return g_test_run ();
}
