/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model/credentials: a worker waits for the user's answers, and gets them or a refusal. */

#include "model/credentials.h"

#include "virt/connect.h"

static GPtrArray *
two_questions (void)
{
  GPtrArray *questions = g_ptr_array_new ();
  static HangarVirtCredential user, password;

  user =
    (HangarVirtCredential) { .prompt = (char *) "User <b>", .answer = g_strdup ("anna"), .secret = FALSE };
  password = (HangarVirtCredential) { .prompt = (char *) "Password", .answer = NULL, .secret = TRUE };
  g_ptr_array_add (questions, &user);
  g_ptr_array_add (questions, &password);
  return questions;
}

static void
free_answers (GPtrArray *questions)
{
  for (guint i = 0; i < questions->len; i++)
    g_free (((HangarVirtCredential *) g_ptr_array_index (questions, i))->answer);
  g_ptr_array_unref (questions);
}

static gpointer
wait_in_thread (gpointer credentials)
{
  return GINT_TO_POINTER (hangar_credentials_wait (credentials) ? 1 : 2);
}

static void
test_create (void)
{
  GPtrArray *questions = two_questions ();
  HangarCredentials *credentials = hangar_credentials_new (questions);
  gpointer watched = credentials;

  g_object_add_weak_pointer (G_OBJECT (credentials), &watched);
  g_assert_cmpuint (hangar_credentials_get_n_questions (credentials), ==, 2);
  g_assert_cmpstr (hangar_credentials_get_prompt (credentials, 0), ==, "User <b>");
  g_assert_cmpstr (hangar_credentials_get_default (credentials, 0), ==, "anna");
  g_assert_null (hangar_credentials_get_default (credentials, 1));
  g_assert_false (hangar_credentials_is_secret (credentials, 0));
  g_assert_true (hangar_credentials_is_secret (credentials, 1));
  g_object_unref (credentials);
  g_assert_null (watched);
  free_answers (questions);
}

static void
test_answers (void)
{
  GPtrArray *questions = two_questions ();
  g_autoptr (HangarCredentials) credentials = hangar_credentials_new (questions);
  GThread *worker = g_thread_new ("worker", wait_in_thread, credentials);

  hangar_credentials_set_answer (credentials, 0, "berta");
  hangar_credentials_set_answer (credentials, 1, "secret");
  hangar_credentials_submit (credentials);
  g_assert_cmpint (GPOINTER_TO_INT (g_thread_join (worker)), ==, 1);
  g_assert_cmpstr (((HangarVirtCredential *) g_ptr_array_index (questions, 0))->answer, ==, "berta");
  g_assert_cmpstr (((HangarVirtCredential *) g_ptr_array_index (questions, 1))->answer, ==, "secret");
  free_answers (questions);
}

/* The first word counts: a dialog that is closed after its answer was sent takes nothing back. */
static void
test_refusal (void)
{
  GPtrArray *questions = two_questions ();
  g_autoptr (HangarCredentials) credentials = hangar_credentials_new (questions);
  GThread *worker = g_thread_new ("worker", wait_in_thread, credentials);

  hangar_credentials_cancel (credentials);
  hangar_credentials_submit (credentials);
  g_assert_cmpint (GPOINTER_TO_INT (g_thread_join (worker)), ==, 2);
  free_answers (questions);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/credentials/create", test_create);
  g_test_add_func ("/credentials/answers", test_answers);
  g_test_add_func ("/credentials/refusal", test_refusal);

  return g_test_run ();
}
