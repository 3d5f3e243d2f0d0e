/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model/connection-list: what is kept of the hosts, and what is not. */

#include "model/connection-list.h"

static guint
count_saved (HangarSettings *settings)
{
  g_autoptr (GPtrArray) hosts = hangar_settings_get_hosts (settings);

  return hosts->len;
}

/* The hosts of a command line are not kept, whatever happens to others. */
static void
test_kept (void)
{
  g_autoptr (HangarSettings) settings = hangar_settings_new ();
  HangarConnectionList *list = hangar_connection_list_new (settings);
  gpointer watched = list;
  HangarConnection *passing, *kept;

  hangar_connection_list_load (list);
  g_assert_cmpuint (count_saved (settings), ==, 0);
  passing = hangar_connection_list_add_for_now (list, "test:///default");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 1);
  g_assert_false (hangar_connection_get_autoconnect (passing));
  kept = hangar_connection_list_add (list, "lxc:///system", "Boxes", FALSE);
  g_assert_true (hangar_connection_list_add_for_now (list, "lxc:///system") == kept);
  hangar_connection_set_custom_label (passing, "Named");
  g_assert_cmpuint (count_saved (settings), ==, 1);
  hangar_connection_list_remove (list, passing);
  g_assert_cmpuint (count_saved (settings), ==, 1);
  hangar_connection_list_remove (list, kept);
  g_assert_cmpuint (count_saved (settings), ==, 0);
  g_object_add_weak_pointer (G_OBJECT (list), &watched);
  g_object_unref (list);
  g_assert_null (watched);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/connection-list/kept", test_kept);
  return g_test_run ();
}
