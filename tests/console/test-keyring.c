/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Logins of screens in a real secret service: kept, found, replaced and forgotten, each for its machine
 * alone. */

#include "console/keyring.h"

#include "rfb-player.h"

#define HOST "qemu:///session"
#define MACHINE "11111111-1111-1111-1111-111111111111"
#define OTHER "22222222-2222-2222-2222-222222222222"

typedef struct
{
  gboolean done;
  char *user;
  char *password;
} Answer;

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  Answer *answer = data;

  answer->password = hangar_keyring_lookup_finish (result, &answer->user, &error);
  g_assert_no_error (error);
  answer->done = TRUE;
}

/* Storing and forgetting answer nobody: what is there is asked again and again. */
static gboolean
is_kept (const char *machine, const char *user, const char *password)
{
  Answer answer = { 0 };
  gboolean equal;

  hangar_keyring_lookup_async (HOST, machine, NULL, found_cb, &answer);
  wait_for (answer.done);
  equal = g_strcmp0 (answer.user, user) == 0 && g_strcmp0 (answer.password, password) == 0;
  g_free (answer.user);
  g_free (answer.password);
  return equal;
}

static void
test_keep_and_forget (void)
{
  g_assert_true (hangar_keyring_is_available ());
  g_assert_true (is_kept (MACHINE, NULL, NULL));
  hangar_keyring_store (HOST, MACHINE, "", "é secret\nof two lines");
  wait_for (is_kept (MACHINE, "", "é secret\nof two lines"));
  g_assert_true (is_kept (OTHER, NULL, NULL));

  hangar_keyring_store (HOST, OTHER, "somebody", "other");
  wait_for (is_kept (OTHER, "somebody", "other"));
  hangar_keyring_store (HOST, MACHINE, "", "new");
  wait_for (is_kept (MACHINE, "", "new"));

  hangar_keyring_forget (HOST, MACHINE);
  wait_for (is_kept (MACHINE, NULL, NULL));
  g_assert_true (is_kept (OTHER, "somebody", "other"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/keyring/keep-and-forget", test_keep_and_forget);
  return g_test_run ();
}
