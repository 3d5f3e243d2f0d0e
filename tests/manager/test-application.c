/* SPDX-License-Identifier: GPL-3.0-or-later */
/* app/: what the command line may say, how a machine is found that it names, and which renderer is taken. */

#include <glib/gstdio.h>

#include "app/application.h"
#include "app/command-line.h"
#include "app/machine-wish.h"
#include "app/renderer.h"
#include "model/connection-list.h"
#include "tests/wait.h"

static void
test_command_line (void)
{
  g_autoptr (GVariantDict) dict = g_variant_dict_new (NULL);
  const char *const uris[] = { "test:///default", "qemu+ssh://server/system", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (HangarCommandLine) wanted = NULL;

  g_variant_dict_insert_value (dict, "connect", g_variant_new_strv (uris, -1));
  g_variant_dict_insert (dict, "console", "s", "web");
  g_variant_dict_insert (dict, "new", "b", TRUE);
  wanted = hangar_command_line_new (dict, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (wanted->uris), ==, 2);
  g_assert_cmpstr (wanted->machine, ==, "web");
  g_assert_true (wanted->console);
  g_assert_true (wanted->new_machine);
  g_assert_false (wanted->debug);
}

static void
test_command_line_refused (void)
{
  const char *const uris[] = { "test:///default", "nonsense", NULL };
  g_autoptr (GVariantDict) bad_uri = g_variant_dict_new (NULL);
  g_autoptr (GVariantDict) two_machines = g_variant_dict_new (NULL);
  g_autoptr (GError) error = NULL;

  g_variant_dict_insert_value (bad_uri, "connect", g_variant_new_strv (uris, -1));
  g_assert_null (hangar_command_line_new (bad_uri, &error));
  g_assert_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE);
  g_assert_nonnull (strstr (error->message, "nonsense"));
  g_assert_null (strchr (error->message, '\n'));
  g_clear_error (&error);
  g_variant_dict_insert (two_machines, "console", "s", "web");
  g_variant_dict_insert (two_machines, "show-machine", "s", "db");
  g_assert_null (hangar_command_line_new (two_machines, &error));
  g_assert_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE);
}

typedef struct
{
  gboolean done;
  HangarDomain *domain;
  GError *error;
} Answer;

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->domain = hangar_machine_wish_finish (result, &answer->error);
  answer->done = TRUE;
}

static void
answer_clear (Answer *answer)
{
  g_clear_object (&answer->domain);
  g_clear_error (&answer->error);
  answer->done = FALSE;
}

static void
test_wish (void)
{
  g_autoptr (HangarConnectionList) connections = hangar_connection_list_new (NULL);
  HangarConnection *host = hangar_connection_list_add (connections, "test:///default", NULL, TRUE);
  Answer answer = { 0 };

  /* While the host is being connected to. */
  hangar_connection_list_open_all (connections);
  hangar_machine_wish_async (G_LIST_MODEL (connections), "test", 20, NULL, found_cb, &answer);
  g_assert_false (answer.done);
  WAIT_FOR (answer.done);
  g_assert_true (answer.domain == hangar_connection_find_domain (host, "test"));
  answer_clear (&answer);

  hangar_machine_wish_async (G_LIST_MODEL (connections), "<b>nothing</b>", 20, NULL, found_cb, &answer);
  WAIT_FOR (answer.done);
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (answer.error->message, "<b>nothing</b>"));
  answer_clear (&answer);
  hangar_connection_list_close_all (connections);
}

/* A host that cannot be reached: the answer says so and comes at once. */
static void
test_wish_without_host (void)
{
  g_autoptr (HangarConnectionList) connections = hangar_connection_list_new (NULL);
  Answer answer = { 0 };

  hangar_connection_list_add (connections, "test:///nowhere/at/all.xml", NULL, TRUE);
  hangar_connection_list_open_all (connections);
  hangar_machine_wish_async (G_LIST_MODEL (connections), "test", 20, NULL, found_cb, &answer);
  WAIT_FOR (answer.done);
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (answer.error->message, "test:///nowhere/at/all.xml"));
  answer_clear (&answer);
}

static void
test_renderer (void)
{
  g_autofree char *dri = g_dir_make_tmp ("hangar-test-XXXXXX", NULL);
  g_autofree char *node = g_build_filename (dri, "renderD128", NULL);

  g_unsetenv ("GSK_RENDERER");
  g_unsetenv ("LIBGL_ALWAYS_SOFTWARE");
  g_assert_cmpstr (hangar_renderer_wanted (dri), ==, "cairo");
  g_assert_cmpstr (hangar_renderer_wanted ("/nowhere/at/all"), ==, "cairo");
  g_assert_true (g_file_set_contents (node, "", -1, NULL));
  g_assert_cmpstr (hangar_renderer_wanted (dri), ==, NULL);
  g_setenv ("LIBGL_ALWAYS_SOFTWARE", "1", TRUE);
  g_assert_cmpstr (hangar_renderer_wanted (dri), ==, "cairo");
  g_setenv ("GSK_RENDERER", "gl", TRUE);
  g_assert_cmpstr (hangar_renderer_wanted (dri), ==, NULL);
  g_remove (node);
  g_rmdir (dri);
}

static void
test_create (void)
{
  HangarApplication *app = hangar_application_new ();
  gpointer watched = app;

  g_object_add_weak_pointer (G_OBJECT (app), &watched);
  g_assert_cmpint (hangar_application_get_exit_status (app), ==, 0);
  g_object_unref (app);
  g_assert_null (watched);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/application/create", test_create);
  g_test_add_func ("/command-line/wanted", test_command_line);
  g_test_add_func ("/command-line/refused", test_command_line_refused);
  g_test_add_func ("/machine-wish/found", test_wish);
  g_test_add_func ("/machine-wish/without-host", test_wish_without_host);
  g_test_add_func ("/renderer", test_renderer);
  return g_test_run ();
}
