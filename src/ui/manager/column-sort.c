/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clicks on the headings of columns. The list sorts itself, far faster than GTK's own sorting could; GTK is
 * told just enough for headings that can be clicked and show an arrow. */

#include "config.h"

#include "ui/manager/column-sort.h"

struct _HangarColumnSort
{
  GObject parent_instance;

  GtkColumnView *view; /* weak */
  GPtrArray *columns;  /* of Column */
  const void *asked;   /* Column: the one whose order GTK looked at last */
  gboolean telling;    /* it is us who change GTK's arrow */
  HangarMachineSort shown;
  gboolean reversed;
};

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HangarColumnSort, hangar_column_sort, G_TYPE_OBJECT)

typedef struct
{
  HangarColumnSort *owner;
  GtkColumnViewColumn *column;
  HangarMachineSort sort;
} Column;

static void
column_free (gpointer data)
{
  Column *column = data;

  gtk_column_view_column_set_sorter (column->column, NULL);
  g_object_unref (column->column);
  g_free (column);
}

/* GTK asks the column that was clicked last first, and needs to ask no other. */
static int
compare_cb (gconstpointer a, gconstpointer b, gpointer data)
{
  Column *column = data;

  column->owner->asked = column;
  return -1;
}

static void
changed_cb (HangarColumnSort *self)
{
  g_autoptr (GObject) one = NULL;
  g_autoptr (GObject) other = NULL;
  GtkOrdering ordering;

  if (self->telling || self->view == NULL)
    return;
  /* Before 4.10 GTK does not say which column it is: two things that it takes for rows find out. */
  one = g_object_new (G_TYPE_OBJECT, NULL);
  other = g_object_new (G_TYPE_OBJECT, NULL);
  self->asked = NULL;
  ordering = gtk_sorter_compare (gtk_column_view_get_sorter (self->view), one, other);
  if (self->asked != NULL)
    g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, ((const Column *) self->asked)->sort,
                   ordering == GTK_ORDERING_LARGER);
}

static void
hangar_column_sort_dispose (GObject *object)
{
  HangarColumnSort *self = HANGAR_COLUMN_SORT (object);

  self->telling = TRUE;
  g_clear_pointer (&self->columns, g_ptr_array_unref);
  g_clear_weak_pointer (&self->view);
  G_OBJECT_CLASS (hangar_column_sort_parent_class)->dispose (object);
}

static void
hangar_column_sort_class_init (HangarColumnSortClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hangar_column_sort_dispose;

  /**
   * HangarColumnSort::chosen:
   * @sort: what to sort by
   * @reversed: whether the other way round
   *
   * Somebody clicked on a heading.
   */
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", HANGAR_TYPE_COLUMN_SORT, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 2, HANGAR_TYPE_MACHINE_SORT, G_TYPE_BOOLEAN);
}

static void
hangar_column_sort_init (HangarColumnSort *self)
{
  self->columns = g_ptr_array_new_with_free_func (column_free);
}

/**
 * hangar_column_sort_new:
 * @view: the list
 *
 * Returns: (transfer full): no column can be clicked yet
 */
HangarColumnSort *
hangar_column_sort_new (GtkColumnView *view)
{
  HangarColumnSort *self = g_object_new (HANGAR_TYPE_COLUMN_SORT, NULL);

  g_set_weak_pointer (&self->view, view);
  g_signal_connect_object (gtk_column_view_get_sorter (view), "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}

/**
 * hangar_column_sort_add:
 * @self: headings
 * @column: a column
 * @sort: what its heading sorts by
 */
void
hangar_column_sort_add (HangarColumnSort *self, GtkColumnViewColumn *column, HangarMachineSort sort)
{
  Column *entry = g_new0 (Column, 1);
  g_autoptr (GtkSorter) sorter = NULL;

  entry->owner = self;
  entry->column = g_object_ref (column);
  entry->sort = sort;
  sorter = GTK_SORTER (gtk_custom_sorter_new (compare_cb, entry, NULL));
  gtk_column_view_column_set_sorter (column, sorter);
  g_ptr_array_add (self->columns, entry);
}

static void
show (HangarColumnSort *self)
{
  GtkColumnViewColumn *column = NULL;

  /* A column that there is no room for is not in the list, and GTK must not hear of it. */
  for (guint i = 0; i < self->columns->len; i++)
    {
      const Column *entry = g_ptr_array_index (self->columns, i);

      if (entry->sort == self->shown && gtk_column_view_column_get_column_view (entry->column) == self->view)
        column = entry->column;
    }
  gtk_column_view_sort_by_column (self->view, NULL, GTK_SORT_ASCENDING);
  if (column != NULL)
    gtk_column_view_sort_by_column (self->view, column,
                                    self->reversed ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
}

/**
 * hangar_column_sort_show:
 * @self: headings
 * @sort: what the list is sorted by
 * @reversed: whether the other way round
 *
 * Puts the arrow where it belongs; to no column when none that is shown stands for @sort.
 */
void
hangar_column_sort_show (HangarColumnSort *self, HangarMachineSort sort, gboolean reversed)
{
  const gboolean held = self->telling;

  self->shown = sort;
  self->reversed = reversed;
  self->telling = TRUE;
  show (self);
  self->telling = held;
}

/**
 * hangar_column_sort_hold:
 * @self: headings
 * @held: whether columns come and go
 *
 * When the column goes by which GTK believes that it sorts, that is nobody's click.
 */
void
hangar_column_sort_hold (HangarColumnSort *self, gboolean held)
{
  self->telling = TRUE;
  if (!held && self->view != NULL)
    show (self);
  self->telling = held;
}
