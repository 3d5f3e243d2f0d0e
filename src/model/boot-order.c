/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a machine starts from, in order. */

#include "config.h"

#include "model/boot-order.h"

#include <glib/gi18n-lib.h>

static const char *const bootable[] = { "disk",        "cdrom",       "floppy", "interface",
                                        "hostdev-usb", "hostdev-pci", NULL };

/* The old list of kinds: <boot dev='…'/>. */
static const char *const old_words[][2] = { { "disk", "hd" },
                                            { "cdrom", "cdrom" },
                                            { "floppy", "fd" },
                                            { "interface", "network" } };

/* Beyond what anything has: what is not tried comes after what is. */
#define NEVER 100000

/**
 * hangar_boot_entry_free:
 * @entry: (transfer full): an entry
 */
void
hangar_boot_entry_free (HangarBootEntry *entry)
{
  g_free (entry->kind);
  g_free (entry->key);
  g_free (entry->title);
  g_free (entry);
}

static guint
place_by_kind (HangarXml *doc, const char *kind)
{
  g_auto (GStrv) words = hangar_xml_find (doc, "/domain/os/boot/@dev");

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *word = hangar_xml_get (doc, words[i]);

      for (gsize n = 0; n < G_N_ELEMENTS (old_words); n++)
        if (g_str_equal (old_words[n][0], kind) && g_str_equal (old_words[n][1], word))
          return (i + 1) * 100;
    }
  return NEVER;
}

typedef struct
{
  HangarBootEntry *entry;
  guint place;
} Placed;

static int
compare_placed (gconstpointer a, gconstpointer b)
{
  const Placed *one = a, *two = b;

  return one->place < two->place ? -1 : one->place > two->place;
}

static Placed
place_device (HangarXml *doc, HangarDevice *device, guint index)
{
  g_autofree char *xpath = g_strconcat (hangar_device_get_path (device), "/boot/@order", NULL);
  guint64 order = hangar_xml_get_uint (doc, xpath);
  const char *kind = hangar_device_get_kind (device)->id;
  guint place = order > 0 && order < NEVER ? (guint) order : place_by_kind (doc, kind);
  Placed placed = { g_new0 (HangarBootEntry, 1), place };

  placed.entry->kind = g_strdup (kind);
  placed.entry->key = g_strdup (hangar_device_get_key (device));
  placed.entry->title =
    g_strdup_printf ("%s %s", hangar_device_get_title (device), hangar_device_get_subtitle (device));
  placed.entry->is_on = place < NEVER;
  /* Those of one kind keep their order among each other. */
  if (order == 0)
    placed.place += index;
  return placed;
}

/**
 * hangar_boot_order_read:
 * @doc: a definition
 *
 * Returns: (transfer full) (element-type HangarBootEntry): what it can start from, in the order of trying;
 * what it does not try comes last
 */
GPtrArray *
hangar_boot_order_read (HangarXml *doc)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_boot_entry_free);
  g_autoptr (GPtrArray) devices = hangar_devices_new_from_xml (doc);
  g_autoptr (GArray) placed = g_array_new (FALSE, FALSE, sizeof (Placed));

  for (guint i = 0; i < devices->len; i++)
    if (g_strv_contains (bootable, hangar_device_get_kind (devices->pdata[i])->id))
      {
        Placed one = place_device (doc, devices->pdata[i], i % 100);

        g_array_append_val (placed, one);
      }
  g_array_sort (placed, compare_placed);
  for (guint i = 0; i < placed->len; i++)
    g_ptr_array_add (entries, g_array_index (placed, Placed, i).entry);
  return entries;
}

/**
 * hangar_boot_order_write:
 * @doc: a definition
 * @entries: (element-type HangarBootEntry): what it is to start from, in order
 *
 * Gives each device its number; the old list of kinds goes, since both cannot stand together.
 */
void
hangar_boot_order_write (HangarXml *doc, GPtrArray *entries)
{
  g_autoptr (GPtrArray) devices = hangar_devices_new_from_xml (doc);
  guint order = 0;

  hangar_xml_remove (doc, "/domain/os/boot");
  for (guint i = 0; i < entries->len; i++)
    {
      const HangarBootEntry *entry = entries->pdata[i];
      HangarDevice *device = hangar_devices_find (devices, entry->kind, entry->key);
      g_autofree char *xpath = NULL, *number = NULL;

      if (device == NULL)
        continue;
      xpath = g_strconcat (hangar_device_get_path (device), "/boot/@order", NULL);
      number = entry->is_on ? g_strdup_printf ("%u", ++order) : NULL;
      hangar_xml_put (doc, xpath, number);
    }
}
