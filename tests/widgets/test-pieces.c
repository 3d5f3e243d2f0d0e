/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is made in pieces. */

#include "config.h"

#include <gtk/gtk.h>

#include "tests/wait.h"
#include "widgets/pieces.h"

#define N_PIECES 5

typedef struct
{
  GtkWidget *window;
  GtkWidget *box;
  HangarPieces *pieces;
  guint made;
  gint64 last_frame; /* in which the last piece was made */
  gboolean is_shown; /* then no two are made in one frame */
} Fixture;

static gboolean
make_cb (gpointer user_data)
{
  Fixture *f = user_data;

  if (f->is_shown)
    {
      gint64 frame = gdk_frame_clock_get_frame_counter (gtk_widget_get_frame_clock (f->box));

      g_assert_true (f->made == 0 || frame > f->last_frame);
      f->last_frame = frame;
    }
  gtk_box_append (GTK_BOX (f->box), gtk_label_new ("piece"));
  f->made++;
  return f->made < N_PIECES;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->window = gtk_window_new ();
  f->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_window_set_child (GTK_WINDOW (f->window), f->box);
  f->pieces = hangar_pieces_new (f->box, make_cb, f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  if (f->window != NULL)
    gtk_window_destroy (GTK_WINDOW (f->window));
  hangar_pieces_free (f->pieces);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
test_unseen (Fixture *f, gconstpointer data)
{
  g_assert_false (hangar_pieces_are_missing (f->pieces));
  hangar_pieces_start (f->pieces);
  g_assert_cmpuint (f->made, ==, 0);
  g_assert_true (hangar_pieces_are_missing (f->pieces));
  WAIT_FOR (!hangar_pieces_are_missing (f->pieces));
  g_assert_cmpuint (f->made, ==, N_PIECES);
}

static void
test_seen (Fixture *f, gconstpointer data)
{
  gtk_window_present (GTK_WINDOW (f->window));
  WAIT_FOR (gtk_widget_get_mapped (f->box));
  f->is_shown = TRUE;
  hangar_pieces_start (f->pieces);
  hangar_pieces_start (f->pieces);
  WAIT_FOR (!hangar_pieces_are_missing (f->pieces));
  g_assert_cmpuint (f->made, ==, N_PIECES);
}

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
test_stop (Fixture *f, gconstpointer data)
{
  gtk_window_present (GTK_WINDOW (f->window));
  WAIT_FOR (gtk_widget_get_mapped (f->box));
  hangar_pieces_start (f->pieces);
  WAIT_FOR (f->made == 2);
  hangar_pieces_stop (f->pieces);
  g_assert_false (hangar_pieces_are_missing (f->pieces));
  settle ();
  g_assert_cmpuint (f->made, ==, 2);
  hangar_pieces_start (f->pieces);
  WAIT_FOR (f->made == N_PIECES);
}

/* What they are for goes before they are done. */
static void
test_gone (Fixture *f, gconstpointer data)
{
  gtk_window_present (GTK_WINDOW (f->window));
  WAIT_FOR (gtk_widget_get_mapped (f->box));
  hangar_pieces_start (f->pieces);
  WAIT_FOR (f->made == 1);
  gtk_window_destroy (GTK_WINDOW (g_steal_pointer (&f->window)));
  settle ();
  g_assert_cmpuint (f->made, <=, 2);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add ("/widgets/pieces/unseen", Fixture, NULL, set_up, test_unseen, tear_down);
  g_test_add ("/widgets/pieces/seen", Fixture, NULL, set_up, test_seen, tear_down);
  g_test_add ("/widgets/pieces/stop", Fixture, NULL, set_up, test_stop, tear_down);
  g_test_add ("/widgets/pieces/gone", Fixture, NULL, set_up, test_gone, tear_down);
  return g_test_run ();
}
