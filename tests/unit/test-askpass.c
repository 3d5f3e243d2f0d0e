/* SPDX-License-Identifier: GPL-3.0-or-later */
/* virt/askpass and hangar-askpass: ssh's questions reach the one who asks the user, and the answers ssh. */

#include "virt/askpass.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

/* A made-up ssh: asks what its arguments say and prints the answer. */
#define FAKE_SSH                                     \
  "#!/bin/sh\n"                                      \
  "[ \"$SSH_ASKPASS_REQUIRE\" = force ] || exit 3\n" \
  "[ \"$1\" != wait ] || exec sleep 600\n"           \
  "for question; do \"$SSH_ASKPASS\" \"$question\" || exit 4; done\n"

typedef struct
{
  GMutex lock;
  GPtrArray *asked;   /* of char: prompts, with "?" behind those that want a yes */
  const char *answer; /* NULL refuses */
  gboolean hold;      /* waits until nobody wants to know any more */
} User;

typedef struct
{
  User user;
  HangarVirtAskpass *askpass;
  char *bin;
  char *ssh;
} Fixture;

static gboolean
ask_cb (GPtrArray *questions, GCancellable *over, gpointer user_data)
{
  User *user = user_data;
  HangarVirtCredential *question = g_ptr_array_index (questions, 0);
  GPollFD fd;

  g_mutex_lock (&user->lock);
  g_ptr_array_add (user->asked, g_strdup_printf ("%s%s", question->prompt, question->confirm ? "?" : ""));
  g_mutex_unlock (&user->lock);
  g_assert_true (question->secret != question->confirm);
  if (user->hold && g_cancellable_make_pollfd (over, &fd))
    {
      g_poll (&fd, 1, -1);
      g_cancellable_release_fd (over);
    }
  question->answer = g_strdup (user->answer);
  return user->answer != NULL;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autofree char *script = NULL;
  g_autofree char *uri = NULL;

  g_mutex_init (&fixture->user.lock);
  fixture->user.asked = g_ptr_array_new_with_free_func (g_free);
  fixture->bin = g_dir_make_tmp ("hangar-askpass-XXXXXX", NULL);
  script = g_build_filename (fixture->bin, "ssh", NULL);
  g_assert_true (g_file_set_contents (script, FAKE_SSH, -1, NULL));
  g_assert_cmpint (g_chmod (script, 0755), ==, 0);
  path = g_strdup_printf ("%s:/usr/bin:/bin", fixture->bin);
  g_setenv ("PATH", path, TRUE);

  fixture->askpass = hangar_virt_askpass_new ("qemu+ssh://eva@server/system", ask_cb, &fixture->user);
  g_assert_nonnull (fixture->askpass);
  uri = hangar_virt_askpass_dup_uri (fixture->askpass);
  g_assert_true (g_str_has_prefix (uri, "qemu+ssh://eva@server/system?command=/"));
  fixture->ssh = g_uri_unescape_string (strstr (uri, "command=") + strlen ("command="), NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autofree char *script = g_build_filename (fixture->bin, "ssh", NULL);
  g_autofree char *folder = g_path_get_dirname (fixture->ssh);

  g_clear_pointer (&fixture->askpass, hangar_virt_askpass_free);
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
  g_unlink (script);
  g_rmdir (fixture->bin);
  g_ptr_array_unref (fixture->user.asked);
  g_mutex_clear (&fixture->user.lock);
  g_free (fixture->bin);
  g_free (fixture->ssh);
}

static GSubprocess *
start (Fixture *fixture, const char *first, const char *second)
{
  g_autoptr (GError) error = NULL;
  GSubprocess *process =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, fixture->ssh, first, second, NULL);

  g_assert_no_error (error);
  return process;
}

static int
finish (GSubprocess *process, char **output)
{
  g_autoptr (GError) error = NULL;

  g_subprocess_communicate_utf8 (process, NULL, NULL, output, NULL, &error);
  g_assert_no_error (error);
  return g_subprocess_get_if_exited (process) ? g_subprocess_get_exit_status (process) : -1;
}

static void
test_answers (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *output = NULL;

  fixture->user.answer = "geheim ü\\n";
  process = start (fixture, "eva@server's password: ",
                   "The authenticity of host 'server' can't be established.\nAre you sure you want to "
                   "continue connecting (yes/no/[fingerprint])? ");
  g_assert_cmpint (finish (process, &output), ==, 0);
  g_assert_cmpstr (output, ==, "geheim ü\\n\nyes\n");
  g_assert_cmpuint (fixture->user.asked->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (fixture->user.asked, 0), ==, "eva@server's password");
  g_assert_cmpstr (g_ptr_array_index (fixture->user.asked, 1), ==,
                   "The authenticity of host 'server' can't be established.\nAre you sure you want to "
                   "continue connecting?");
}

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *output = NULL;

  fixture->user.answer = "";
  process = start (fixture, "Enter passphrase for key '/k': ", NULL);
  g_assert_cmpint (finish (process, &output), ==, 0);
  g_assert_cmpstr (output, ==, "\n");
}

static void
test_refusal (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSubprocess) process = start (fixture, "eva@server's password: ", NULL);
  g_autofree char *output = NULL;

  g_assert_cmpint (finish (process, &output), ==, 4);
  g_assert_cmpstr (output, ==, "");
}

/* A host that never answers: who gives up does not leave its ssh behind. */
static void
test_give_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSubprocess) process = start (fixture, "wait", NULL);
  g_autofree char *output = NULL;

  /* Also when the wish comes before the process. */
  hangar_virt_askpass_give_up (fixture->askpass);
  g_assert_cmpint (finish (process, &output), ==, -1);
}

/* The try has ended while the user still looks at the question. */
static void
test_over (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSubprocess) process = NULL;
  gboolean asked = FALSE;

  fixture->user.hold = TRUE;
  process = start (fixture, "eva@server's password: ", NULL);
  while (!asked)
    {
      g_mutex_lock (&fixture->user.lock);
      asked = fixture->user.asked->len > 0;
      g_mutex_unlock (&fixture->user.lock);
      g_thread_yield ();
    }
  g_clear_pointer (&fixture->askpass, hangar_virt_askpass_free);
  g_assert_cmpint (finish (process, NULL), ==, 4);
}

/* What is too long or no text is no question of ssh's. */
static void
test_hostile (Fixture *fixture, gconstpointer data)
{
  g_autofree char *longer = g_strnfill (30000, 'a');
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *output = NULL;

  fixture->user.answer = "x";
  process = start (fixture, longer, "\xff\xfe");
  finish (process, &output);
  for (guint i = 0; i < fixture->user.asked->len; i++)
    {
      g_assert_true (g_utf8_validate (g_ptr_array_index (fixture->user.asked, i), -1, NULL));
      g_assert_cmpuint (strlen (g_ptr_array_index (fixture->user.asked, i)), <=, 8192);
    }
}

static void
test_none (void)
{
  User user = { 0 };

  g_assert_null (hangar_virt_askpass_new ("qemu:///system", ask_cb, &user));
  g_assert_null (hangar_virt_askpass_new ("qemu+tls://server/system", ask_cb, &user));
  g_assert_null (hangar_virt_askpass_new ("qemu+ssh://server/system", NULL, NULL));
  g_assert_null (hangar_virt_askpass_new ("qemu+ssh://server/system?command=/my/ssh", ask_cb, &user));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/none", test_none);
  g_test_add ("/answers", Fixture, NULL, set_up, test_answers, tear_down);
  g_test_add ("/empty", Fixture, NULL, set_up, test_empty, tear_down);
  g_test_add ("/refusal", Fixture, NULL, set_up, test_refusal, tear_down);
  g_test_add ("/give-up", Fixture, NULL, set_up, test_give_up, tear_down);
  g_test_add ("/over", Fixture, NULL, set_up, test_over, tear_down);
  g_test_add ("/hostile", Fixture, NULL, set_up, test_hostile, tear_down);
  return g_test_run ();
}
