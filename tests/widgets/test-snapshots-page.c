/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ui/domain/snapshots-page: take, edit, go back, delete, and what others make, on libvirt's test driver. */

#include <glib/gstdio.h>

#include "test-host.h"

#include <time.h>

#include "model/domain-lifecycle.h"
#include "model/snapshot-clone.h"
#include "model/snapshot-jobs.h"
#include "ui/create/leftovers-dialog.h"
#include "ui/domain/snapshot-dialog.h"
#include "ui/domain/snapshot-questions.h"
#include "ui/domain/snapshot-row.h"
#include "ui/domain/snapshot-strays-bar.h"
#include "ui/domain/snapshots-page.h"
#include "virt/snapshot.h"

static const char host[] =
  "<domain type='test'><name>web</name><uuid>11111111-1111-1111-1111-111111111111</uuid>"
  "<memory unit='MiB'>64</memory><vcpu>1</vcpu><os><type>hvm</type></os></domain>";

typedef struct
{
  HangarConnection *connection;
  HangarSnapshotTree *tree;
  GtkWidget *page;
  GtkWindow *window;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  GtkWidget *overlay = adw_toast_overlay_new ();

  f->connection = test_host_open (host);
  f->page = hangar_snapshots_page_new (hangar_connection_find_domain (f->connection, "web"));
  f->tree = g_object_ref (hangar_snapshots_page_get_tree (HANGAR_SNAPSHOTS_PAGE (f->page)));
  f->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (f->window, 700, 600);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), f->page);
  gtk_window_set_child (f->window, overlay);
  gtk_window_present (f->window);
  WAIT_FOR (hangar_snapshot_tree_get_loaded (f->tree));
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  gpointer page = f->page;
  gpointer tree = f->tree;

  g_object_add_weak_pointer (G_OBJECT (f->page), &page);
  g_object_add_weak_pointer (G_OBJECT (f->tree), &tree);
  gtk_window_destroy (f->window);
  g_object_unref (f->tree);
  WAIT_FOR (page == NULL && tree == NULL);
  test_host_close (f->connection);
}

static gboolean
shows_in (GtkWidget *root, const char *text)
{
  if (!gtk_widget_get_mapped (root))
    return FALSE;
  if (test_host_matches (root, GTK_TYPE_LABEL, text))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (shows_in (child, text))
      return TRUE;
  return FALSE;
}

static gboolean
shows (Fixture *f, const char *text)
{
  return shows_in (f->page, text);
}

static void
take (Fixture *f, const char *name)
{
  HangarSnapshotDialog *dialog = NULL;
  GtkWidget *row, *button;

  g_assert_true (gtk_widget_activate_action (f->page, "snapshot.take", NULL));
  dialog = test_host_window (HANGAR_TYPE_SNAPSHOT_DIALOG);
  g_assert_nonnull (dialog);
  row = test_host_find (GTK_WIDGET (dialog), ADW_TYPE_ENTRY_ROW, NULL);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row)), !=, "");
  gtk_editable_set_text (GTK_EDITABLE (row), name);
  button = gtk_window_get_default_widget (GTK_WINDOW (dialog));
  WAIT_FOR (gtk_widget_is_sensitive (button));
  gtk_widget_activate_action (GTK_WIDGET (dialog), "snapshot-dialog.accept", NULL);
  WAIT_FOR (test_host_window (HANGAR_TYPE_SNAPSHOT_DIALOG) == NULL);
  WAIT_FOR (hangar_snapshot_tree_find (f->tree, name) != NULL);
}

static void
test_create (Fixture *f, gconstpointer data)
{
  WAIT_FOR (shows (f, "No snapshots yet"));
}

static void
test_take (Fixture *f, gconstpointer data)
{
  HangarSnapshot *current;

  take (f, "before <b>&amp;");
  WAIT_FOR (shows (f, "before <b>&amp;"));
  take (f, "second");
  current = hangar_snapshot_tree_get_current (f->tree);
  g_assert_cmpstr (hangar_snapshot_get_name (current), ==, "second");
  g_assert_cmpstr (hangar_snapshot_get_parent_name (current), ==, "before <b>&amp;");
  WAIT_FOR (shows (f, "You are here"));
}

static void
test_refused_names (Fixture *f, gconstpointer data)
{
  static const char *const bad[] = { "", "  ", "a/b", ".hidden", "first" };
  HangarSnapshotDialog *dialog;
  GtkWidget *row;

  take (f, "first");
  gtk_widget_activate_action (f->page, "snapshot.take", NULL);
  dialog = test_host_window (HANGAR_TYPE_SNAPSHOT_DIALOG);
  row = test_host_find (GTK_WIDGET (dialog), ADW_TYPE_ENTRY_ROW, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      gtk_editable_set_text (GTK_EDITABLE (row), bad[i]);
      gtk_widget_activate_action (GTK_WIDGET (dialog), "snapshot-dialog.accept", NULL);
      g_assert_true (test_host_window (HANGAR_TYPE_SNAPSHOT_DIALOG) == dialog);
    }
  gtk_window_destroy (GTK_WINDOW (dialog));
  g_assert_cmpuint (hangar_snapshot_tree_get_size (f->tree), ==, 1);
}

static void
choose (Fixture *f, const char *name)
{
  const char *names[] = { name, NULL };

  hangar_snapshots_page_select (HANGAR_SNAPSHOTS_PAGE (f->page), names);
}

static AdwMessageDialog *
question (Fixture *f, const char *action)
{
  AdwMessageDialog *dialog = NULL;

  gtk_widget_activate_action (f->page, action, NULL);
  WAIT_FOR ((dialog = test_host_window (ADW_TYPE_MESSAGE_DIALOG)) != NULL);
  return dialog;
}

static void
answer (AdwMessageDialog *dialog, gboolean ticked, const char *response)
{
  GtkWidget *check = test_host_find (GTK_WIDGET (dialog), GTK_TYPE_CHECK_BUTTON, NULL);

  if (check != NULL)
    gtk_check_button_set_active (GTK_CHECK_BUTTON (check), ticked);
  adw_message_dialog_response (dialog, response);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
test_revert (Fixture *f, gconstpointer data)
{
  AdwMessageDialog *dialog;

  take (f, "first");
  take (f, "second");
  WAIT_FOR (shows (f, "first"));
  choose (f, "first");
  dialog = question (f, "snapshot.revert");
  g_assert_cmpstr (adw_message_dialog_get_heading (dialog), ==, "Revert “web” to “first”?");
  g_assert_cmpstr (adw_message_dialog_get_default_response (dialog), ==, "cancel");
  answer (dialog, TRUE, "cancel");
  g_assert_cmpuint (hangar_snapshot_tree_get_size (f->tree), ==, 2);

  dialog = question (f, "snapshot.revert");
  answer (dialog, TRUE, "accept");
  WAIT_FOR (hangar_snapshot_tree_get_size (f->tree) == 3 &&
            g_strcmp0 (hangar_snapshot_get_name (hangar_snapshot_tree_get_current (f->tree)), "first") == 0);
}

static void
test_delete (Fixture *f, gconstpointer data)
{
  take (f, "first");
  take (f, "second");
  take (f, "third");
  WAIT_FOR (shows (f, "first"));
  choose (f, "first");
  answer (question (f, "snapshot.delete"), FALSE, "accept");
  WAIT_FOR (hangar_snapshot_tree_get_size (f->tree) == 2);
  g_assert_null (hangar_snapshot_tree_find (f->tree, "first"));
  WAIT_FOR (shows (f, "second"));
  choose (f, "second");
  answer (question (f, "snapshot.delete"), TRUE, "accept");
  WAIT_FOR (shows (f, "No snapshots yet"));
}

/* Several at once; what stays selected is what was, though the tree is made anew. */
static void
test_delete_several (Fixture *f, gconstpointer data)
{
  const char *names[] = { "first", "third", NULL };
  AdwMessageDialog *dialog;

  take (f, "first");
  take (f, "second");
  take (f, "third");
  WAIT_FOR (shows (f, "third"));
  hangar_snapshots_page_select (HANGAR_SNAPSHOTS_PAGE (f->page), names);
  dialog = question (f, "snapshot.delete");
  g_assert_cmpstr (adw_message_dialog_get_heading (dialog), ==, "Delete 2 snapshots?");
  answer (dialog, FALSE, "accept");
  WAIT_FOR (hangar_snapshot_tree_get_size (f->tree) == 1);
  g_assert_nonnull (hangar_snapshot_tree_find (f->tree, "second"));
}

/* A name that is taken cannot be given to the new machine. */
static void
test_new_machine (Fixture *f, gconstpointer data)
{
  AdwMessageDialog *dialog;
  GtkWidget *entry;

  take (f, "first");
  WAIT_FOR (shows (f, "first"));
  /* The machine runs, and what is inside its disks cannot be copied then. */
  WAIT_FOR (hangar_snapshot_clone_refusal (hangar_snapshot_tree_get_domain (f->tree),
                                           hangar_snapshot_tree_get_current (f->tree)) != NULL);
  hangar_snapshot_ask_clone (f->page, f->tree, hangar_snapshot_tree_get_current (f->tree), NULL);
  dialog = test_host_window (ADW_TYPE_MESSAGE_DIALOG);
  entry = test_host_find (GTK_WIDGET (dialog), GTK_TYPE_ENTRY, NULL);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "web-2");
  g_assert_true (adw_message_dialog_get_response_enabled (dialog, "accept"));
  gtk_editable_set_text (GTK_EDITABLE (entry), "web");
  g_assert_false (adw_message_dialog_get_response_enabled (dialog, "accept"));
  answer (dialog, FALSE, "cancel");
}

/* What a journal said of a machine that was going back when its process died. */
static void
answer_leftover (Fixture *f, HangarJobList *jobs, const char *file, const char *response)
{
  HangarDomain *domain = hangar_snapshot_tree_get_domain (f->tree);
  char *none[] = { NULL };
  const HangarGuestLeftover leftover = { .file = (char *) file,
                                         .uri = (char *) "",
                                         .name = (char *) "web",
                                         .uuid = (char *) hangar_domain_get_uuid (domain),
                                         .volumes = none,
                                         .revert = (char *) "first" };
  HangarLeftoversDialog *dialog = hangar_leftovers_dialog_new (&leftover, f->connection, jobs);

  g_assert_nonnull (strstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (dialog)), "“first”"));
  gtk_window_set_transient_for (GTK_WINDOW (dialog), f->window);
  gtk_window_present (GTK_WINDOW (dialog));
  answer (ADW_MESSAGE_DIALOG (dialog), FALSE, response);
}

/* It goes back once more, is started as it is, or stays off; and only what was answered is forgotten. */
static void
test_leftover (Fixture *f, gconstpointer data)
{
  HangarDomain *domain = hangar_snapshot_tree_get_domain (f->tree);
  g_autoptr (HangarJobList) jobs = hangar_job_list_new ();
  g_autofree char *file = g_build_filename (g_get_tmp_dir (), "leftover", NULL);

  take (f, "first");
  take (f, "second");
  answer_leftover (f, jobs, file, "again");
  WAIT_FOR (hangar_job_list_get_n_running (jobs) == 0);
  hangar_snapshot_tree_reload (f->tree);
  WAIT_FOR (g_strcmp0 (hangar_snapshot_get_name (hangar_snapshot_tree_get_current (f->tree)), "first") == 0);

  hangar_domain_operate_async (domain, HANGAR_DOMAIN_OPERATION_FORCE_OFF, NULL, NULL, NULL);
  WAIT_FOR (hangar_domain_get_state (domain) == HANGAR_DOMAIN_OFF &&
            hangar_domain_get_operation (domain) == HANGAR_DOMAIN_OPERATION_NONE);
  g_assert_true (g_file_set_contents (file, "", 0, NULL));
  answer_leftover (f, jobs, file, "later");
  answer_leftover (f, jobs, file, "keep");
  WAIT_FOR (!g_file_test (file, G_FILE_TEST_EXISTS));
  g_assert_cmpint (hangar_domain_get_state (domain), ==, HANGAR_DOMAIN_OFF);
  g_assert_true (g_file_set_contents (file, "", 0, NULL));
  answer_leftover (f, jobs, file, "later");
  g_assert_true (g_file_test (file, G_FILE_TEST_EXISTS));
  answer_leftover (f, jobs, file, "remove");
  WAIT_FOR (!g_file_test (file, G_FILE_TEST_EXISTS));
  WAIT_FOR (hangar_domain_get_state (domain) == HANGAR_DOMAIN_RUNNING &&
            hangar_domain_get_operation (domain) == HANGAR_DOMAIN_OPERATION_NONE);

  /* What does not start is told, and asked about again. */
  g_assert_true (g_file_set_contents (file, "", 0, NULL));
  answer_leftover (f, jobs, file, "remove");
  WAIT_FOR (shows_in (GTK_WIDGET (f->window), "Could not start “web”"));
  g_assert_true (g_file_test (file, G_FILE_TEST_EXISTS));
  g_unlink (file);
}

/* Nothing is inside the disks of a machine that has none; who looks may go away meanwhile. */
static void
test_strays (Fixture *f, gconstpointer data)
{
  HangarDomain *domain = hangar_snapshot_tree_get_domain (f->tree);
  GtkWidget *bar = g_object_ref_sink (hangar_snapshot_strays_bar_new (domain));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gpointer watched;

  gtk_box_append (GTK_BOX (box), bar);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (gtk_window_get_child (f->window)), box);
  f->page = box;
  WAIT_FOR (gtk_widget_get_mapped (bar));
  hangar_snapshot_strays_bar_look (HANGAR_SNAPSHOT_STRAYS_BAR (bar));
  g_assert_false (shows (f, "libvirt"));
  gtk_box_remove (GTK_BOX (box), bar);
  watched = bar;
  g_object_add_weak_pointer (G_OBJECT (bar), &watched);
  g_object_unref (bar);
  WAIT_FOR (watched == NULL);
}

#define MANY 200
#define TRIES 12
#define LISTING_BAR (0.2 * G_USEC_PER_SEC)
#define STALL_BAR (0.05 * G_USEC_PER_SEC)

static gint64
processor_time (clockid_t clock)
{
  struct timespec time;

  g_assert_cmpint (clock_gettime (clock, &time), ==, 0);
  return time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static gpointer
make_many_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  for (guint i = 0; i < MANY; i++)
    {
      g_autofree char *name = g_strdup_printf ("nr %u", i);
      const HangarVirtSnapshotPlan plan = { .name = name, .description = "one of many" };

      /* Branches: each tenth goes on from the one ten before. */
      if (i % 10 == 9)
        {
          g_autofree char *back = g_strdup_printf ("nr %u", i - 9);

          g_assert_true (hangar_virt_snapshot_revert (connection, data, back, error));
        }
      g_assert_true (hangar_virt_snapshot_create (connection, data, &plan, error));
    }
  return NULL;
}

static void
many_made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* In microseconds of a processor: until the tree is known, until it is shown, and the longest that one turn
 * of the main loop took of it. */
typedef struct
{
  gint64 listed;
  gint64 shown;
  gint64 longest;
} Effort;

static Effort
show_many (Fixture *f)
{
  GtkWidget *page = hangar_snapshots_page_new (hangar_snapshot_tree_get_domain (f->tree));
  HangarSnapshotTree *tree = hangar_snapshots_page_get_tree (HANGAR_SNAPSHOTS_PAGE (page));
  GtkListView *list;
  gint64 start = processor_time (CLOCK_PROCESS_CPUTIME_ID);
  Effort effort = { 0 };

  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (gtk_window_get_child (f->window)), page);
  f->page = page;
  list = GTK_LIST_VIEW (test_host_find (page, GTK_TYPE_LIST_VIEW, NULL));
  while (g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (list))) < MANY ||
         !shows (f, "nr 5"))
    {
      gint64 begin = processor_time (CLOCK_THREAD_CPUTIME_ID);

      g_main_context_iteration (NULL, TRUE);
      effort.longest = MAX (effort.longest, processor_time (CLOCK_THREAD_CPUTIME_ID) - begin);
      if (effort.listed == 0 && hangar_snapshot_tree_get_size (tree) == MANY)
        effort.listed = processor_time (CLOCK_PROCESS_CPUTIME_ID) - start;
    }
  effort.shown = processor_time (CLOCK_PROCESS_CPUTIME_ID) - start;
  g_set_object (&f->tree, tree);
  return effort;
}

/* The best of some tries: a page fault can cost a busy host more than all of this. */
static void
test_many (Fixture *f, gconstpointer data)
{
  HangarConnectionWork work = { HANGAR_WORKER_SLOW, make_many_run, NULL, g_free, NULL };
  g_autoptr (GAsyncResult) result = NULL;
  Effort best = { G_MAXINT64, G_MAXINT64, G_MAXINT64 };

  work.data = g_strdup (hangar_domain_get_uuid (hangar_snapshot_tree_get_domain (f->tree)));
  hangar_connection_run_async (f->connection, &work, NULL, many_made_cb, &result);
  WAIT_FOR (result != NULL);
  WAIT_FOR (hangar_snapshot_tree_get_size (f->tree) == MANY);
  for (guint i = 0; i < TRIES; i++)
    {
      const Effort effort = show_many (f);

      best.listed = MIN (best.listed, effort.listed);
      best.shown = MIN (best.shown, effort.shown);
      best.longest = MIN (best.longest, effort.longest);
    }
  g_test_message (
    "%u snapshots: listed with %.1f ms and shown with %.1f ms of processor time, longest turn of the "
    "main loop %.1f ms",
    MANY, (double) best.listed / 1000, (double) best.shown / 1000, (double) best.longest / 1000);
#ifndef __SANITIZE_ADDRESS__
  g_assert_cmpint (best.listed, <, LISTING_BAR);
  g_assert_cmpint (best.longest, <, STALL_BAR);
#endif
}

/* What a step cannot do is the job's error, and the tree stays as the daemon has it. */
static void
test_failing_jobs (Fixture *f, gconstpointer data)
{
  g_autoptr (HangarJob) revert = hangar_snapshot_revert_job_new (f->tree, "nothing", NULL);
  g_autoptr (HangarJob) remove = hangar_snapshot_delete_job_new (f->tree, "nothing", FALSE);

  hangar_job_run (revert);
  hangar_job_run (remove);
  WAIT_FOR (hangar_job_is_finished (revert) && hangar_job_is_finished (remove));
  g_assert_cmpint (hangar_job_get_state (revert), ==, HANGAR_JOB_FAILED);
  g_assert_cmpint (hangar_job_get_state (remove), ==, HANGAR_JOB_FAILED);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(name, func) g_test_add ("/snapshots-page/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("create", test_create);
  ADD ("take", test_take);
  ADD ("refused-names", test_refused_names);
  ADD ("revert", test_revert);
  ADD ("delete", test_delete);
  ADD ("delete-several", test_delete_several);
  ADD ("new-machine", test_new_machine);
  ADD ("failing-jobs", test_failing_jobs);
  ADD ("strays", test_strays);
  ADD ("leftover", test_leftover);
  ADD ("many", test_many);
  return g_test_run ();
}
