/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fills the list of a machine's devices a few rows at once, between frames: a machine can have dozens. */

#include "config.h"

#include "ui/domain/device-list.h"

#include "ui/domain/device-row.h"
#include "widgets/pieces.h"

/* Rows made when devices are given, and in each of the pieces after it. */
#define FIRST_ROWS 8
#define ROWS_AT_ONCE 6

struct _HangarDeviceList
{
  GtkListBox *box;
  GPtrArray *devices;   /* (nullable) */
  guint n_rows;         /* of them that have a row */
  guint chosen;         /* which of them is selected as soon as it has one */
  gboolean keeps_focus; /* the chosen row gets the keyboard, which a row had that went */
  GHashTable *troubles; /* (nullable): sentences by the keys of disks */
  HangarPieces *pieces;
};

static const char *
find_trouble (HangarDeviceList *self, HangarDevice *device)
{
  static const char *const kinds[] = { "disk", "cdrom", "floppy", NULL };

  if (self->troubles == NULL || !g_strv_contains (kinds, hangar_device_get_kind (device)->id))
    return NULL;
  return g_hash_table_lookup (self->troubles, hangar_device_get_key (device));
}

static void
mark (HangarDeviceList *self, GtkListBoxRow *row)
{
  HangarDevice *device = hangar_device_row_get_device (HANGAR_DEVICE_ROW (row));

  hangar_device_row_set_trouble (HANGAR_DEVICE_ROW (row), find_trouble (self, device));
}

static void
fill_until (HangarDeviceList *self, guint n)
{
  for (; self->n_rows < MIN (n, self->devices->len); self->n_rows++)
    {
      GtkWidget *row = hangar_device_row_new (self->devices->pdata[self->n_rows]);

      /* The chosen row alone is a stop of the Tab key. */
      gtk_widget_set_focusable (row, gtk_list_box_get_selected_row (self->box) == NULL);
      gtk_list_box_append (self->box, row);
      if (self->troubles != NULL)
        mark (self, GTK_LIST_BOX_ROW (row));
    }
}

static gboolean
is_choosing (HangarDeviceList *self)
{
  return gtk_list_box_get_selection_mode (self->box) == GTK_SELECTION_NONE;
}

static void
choose (HangarDeviceList *self, GtkListBoxRow *row)
{
  gtk_list_box_set_selection_mode (self->box, GTK_SELECTION_BROWSE);
  gtk_list_box_select_row (self->box, row);
  if (self->keeps_focus)
    gtk_widget_grab_focus (GTK_WIDGET (row));
  self->keeps_focus = FALSE;
}

/* By itself, since a form is made for what is selected. Returns whether it was. */
static gboolean
choose_first (HangarDeviceList *self)
{
  if (self->n_rows <= self->chosen || !is_choosing (self))
    return FALSE;
  choose (self, gtk_list_box_get_row_at_index (self->box, (int) self->chosen));
  return TRUE;
}

/* Somebody was faster. */
static void
activated_cb (GtkListBox *box, GtkListBoxRow *row, HangarDeviceList *self)
{
  if (is_choosing (self))
    choose (self, row);
}

static gboolean
fill_cb (gpointer user_data)
{
  HangarDeviceList *self = user_data;

  if (choose_first (self))
    return TRUE;
  if (self->n_rows == self->devices->len)
    return FALSE;
  fill_until (self, self->n_rows + ROWS_AT_ONCE);
  return TRUE;
}

static void
clear (HangarDeviceList *self)
{
  GtkListBoxRow *row;

  self->keeps_focus = gtk_widget_get_focus_child (GTK_WIDGET (self->box)) != NULL;
  hangar_pieces_stop (self->pieces);
  g_clear_pointer (&self->devices, g_ptr_array_unref);
  /* When the row with the keyboard goes, GTK gives it to the next one, and would select that. */
  gtk_list_box_set_selection_mode (self->box, GTK_SELECTION_NONE);
  while ((row = gtk_list_box_get_row_at_index (self->box, 0)) != NULL)
    gtk_list_box_remove (self->box, GTK_WIDGET (row));
  self->n_rows = 0;
}

/**
 * hangar_device_list_new:
 * @box: an empty list; must outlive what is returned
 *
 * Returns: (transfer full): what fills it
 */
HangarDeviceList *
hangar_device_list_new (GtkListBox *box)
{
  HangarDeviceList *self = g_new0 (HangarDeviceList, 1);

  self->box = box;
  self->pieces = hangar_pieces_new (GTK_WIDGET (box), fill_cb, self);
  hangar_device_row_rove (box);
  g_signal_connect (box, "row-activated", G_CALLBACK (activated_cb), self);
  return self;
}

/**
 * hangar_device_list_free:
 * @self: (transfer full): what fills a list, which keeps the rows that it has
 */
void
hangar_device_list_free (HangarDeviceList *self)
{
  g_signal_handlers_disconnect_by_data (self->box, self);
  hangar_pieces_free (self->pieces);
  g_clear_pointer (&self->devices, g_ptr_array_unref);
  g_clear_pointer (&self->troubles, g_hash_table_unref);
  g_free (self);
}

/**
 * hangar_device_list_show:
 * @self: what fills a list
 * @devices: of #HangarDevice
 * @chosen: which of them is to be selected, unless the user selects another before it is there
 *
 * Shows these devices and no others. None is selected when this returns.
 */
void
hangar_device_list_show (HangarDeviceList *self, GPtrArray *devices, guint chosen)
{
  clear (self);
  self->devices = g_ptr_array_ref (devices);
  self->chosen = chosen;
  fill_until (self, FIRST_ROWS);
  hangar_pieces_start (self->pieces);
}

/**
 * hangar_device_list_take_focus:
 * @self: what fills a list
 *
 * Gives the keyboard to the device that is chosen, and to the one that is chosen when others are shown.
 */
void
hangar_device_list_take_focus (HangarDeviceList *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->box);

  if (row != NULL && gtk_widget_get_mapped (GTK_WIDGET (row)))
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

/**
 * hangar_device_list_choose:
 * @self: what fills a list
 * @i: one of its devices
 *
 * Selects it now.
 */
void
hangar_device_list_choose (HangarDeviceList *self, guint i)
{
  fill_until (self, i + 1);
  choose (self, gtk_list_box_get_row_at_index (self->box, (int) i));
}

/**
 * hangar_device_list_set_troubles:
 * @self: what fills a list
 * @troubles: (nullable) (element-type utf8 utf8): by the target of a disk, a sentence on what is wrong with
 * it
 *
 * Marks their rows, those to come as well.
 */
void
hangar_device_list_set_troubles (HangarDeviceList *self, GHashTable *troubles)
{
  g_clear_pointer (&self->troubles, g_hash_table_unref);
  self->troubles = troubles != NULL ? g_hash_table_ref (troubles) : NULL;
  for (guint i = 0; i < self->n_rows; i++)
    mark (self, gtk_list_box_get_row_at_index (self->box, (int) i));
}

/**
 * hangar_device_list_get_trouble:
 * @self: what fills a list
 * @device: a device of it
 *
 * Returns: (nullable): what is wrong with it
 */
const char *
hangar_device_list_get_trouble (HangarDeviceList *self, HangarDevice *device)
{
  return find_trouble (self, device);
}
