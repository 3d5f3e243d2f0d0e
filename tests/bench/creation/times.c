/* SPDX-License-Identifier: GPL-3.0-or-later */
/* creation-times open | detect FILE | convert FROM TO: one thing that creating machines does, and the
 * milliseconds that it took, each in a process of its own, so that nothing is loaded yet. */

#include <adwaita.h>

#include "model/image-convert.h"
#include "tests/wait.h"
#include "ui/create/new-machine-dialog.h"

typedef struct
{
  GAsyncResult *result;
  gboolean painted;
} State;

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  State *state = data;

  state->result = g_object_ref (result);
}

static void
painted_cb (State *state)
{
  state->painted = TRUE;
}

static void
await_picture (GtkWindow *window)
{
  State state = { NULL };
  GdkFrameClock *clock;

  gtk_window_present (window);
  clock = gtk_widget_get_frame_clock (GTK_WIDGET (window));
  g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (painted_cb), &state);
  gtk_widget_queue_draw (GTK_WIDGET (window));
  WAIT_FOR (state.painted);
  g_signal_handlers_disconnect_by_data (clock, &state);
}

static void
tell (gint64 since)
{
  g_print ("%.1f\n", (double) (g_get_monotonic_time () - since) / 1000);
}

/* Beside a window that is there already, as people do; libosinfo's database is not loaded. */
static int
open_dialog (void)
{
  g_autoptr (HangarSettings) settings = hangar_settings_new ();
  g_autoptr (HangarConnectionList) connections = hangar_connection_list_new (settings);
  g_autoptr (HangarOsCatalog) catalog = hangar_os_catalog_new ();
  g_autoptr (HangarJobList) jobs = hangar_job_list_new ();
  HangarConnection *host = hangar_connection_list_add (connections, "test:///default", NULL, FALSE);
  const HangarNewMachineNeeds needs = {
    .connections = connections, .settings = settings, .catalog = catalog, .jobs = jobs
  };
  GtkWidget *first = adw_window_new ();
  gint64 begin;

  hangar_connection_open (host);
  WAIT_FOR (hangar_connection_get_state (host) == HANGAR_CONNECTION_OPEN);
  adw_window_set_content (ADW_WINDOW (first), gtk_label_new_with_mnemonic ("_Machines"));
  await_picture (GTK_WINDOW (first));

  begin = g_get_monotonic_time ();
  await_picture (GTK_WINDOW (hangar_new_machine_dialog_new (&needs)));
  tell (begin);
  return 0;
}

static int
detect (const char *path)
{
  State state = { NULL };
  gint64 begin = g_get_monotonic_time ();
  g_autoptr (HangarOsCatalog) catalog = hangar_os_catalog_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (HangarOsMedia) media = NULL;

  hangar_os_catalog_detect_async (catalog, path, NULL, done_cb, &state);
  WAIT_FOR (state.result != NULL);
  media = hangar_os_catalog_detect_finish (catalog, state.result, &error);
  g_assert_no_error (error);
  g_assert_nonnull (media->os);
  tell (begin);
  return 0;
}

static int
convert (const char *from, const char *to)
{
  State state = { NULL };
  gint64 begin = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;
  g_autoptr (HangarImageHeader) header = hangar_image_header_read (from, &error);
  HangarImageConversion conversion = { .source = header, .target = to, .format = "qcow2" };

  g_assert_no_error (error);
  hangar_image_convert_async (&conversion, NULL, done_cb, &state);
  while (state.result == NULL)
    g_main_context_iteration (NULL, TRUE);
  hangar_image_convert_finish (state.result, &error);
  g_assert_no_error (error);
  tell (begin);
  return 0;
}

int
main (int argc, char *argv[])
{
  if (argc == 4 && g_str_equal (argv[1], "convert"))
    return convert (argv[2], argv[3]);
  if (argc == 3 && g_str_equal (argv[1], "detect"))
    return detect (argv[2]);
  if (argc != 2 || !g_str_equal (argv[1], "open"))
    return 2;
  hangar_virt_init ();
  adw_init ();
  return open_dialog ();
}
