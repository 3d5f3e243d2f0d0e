/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The differences between two definitions, device by device and field by field. */

#include "config.h"

#include "model/hardware-change.h"

#include <glib/gi18n-lib.h>

/**
 * hangar_hardware_change_free:
 * @change: (transfer full): a change
 */
void
hangar_hardware_change_free (HangarHardwareChange *change)
{
  g_free (change->key);
  g_free (change->title);
  g_free (change->path);
  g_free (change->before);
  g_free (change->after);
  g_free (change);
}

/**
 * hangar_hardware_change_describe:
 * @change: a change
 *
 * Returns: (transfer full): it in one line: plain text
 */
char *
hangar_hardware_change_describe (const HangarHardwareChange *change)
{
  g_autofree char *before = NULL, *after = NULL;

  if (change->field == NULL && change->before == NULL)
    /* Translators: %s is a device */
    return g_strdup_printf (_ ("%s: is added"), change->title);
  if (change->field == NULL && change->after == NULL)
    /* Translators: %s is a device */
    return g_strdup_printf (_ ("%s: is removed"), change->title);
  if (change->field == NULL)
    /* Translators: %s is a device */
    return g_strdup_printf (_ ("%s: is changed"), change->title);

  before = hangar_field_describe (change->field, change->before);
  after = hangar_field_describe (change->field, change->after);
  /* Translators: a device, one of its settings, the value before, the value after */
  return g_strdup_printf (_ ("%s: %s: %s → %s"), change->title, _ (change->field->label), before, after);
}

static HangarHardwareChange *
change_new (HangarDevice *device, const HangarField *field)
{
  HangarHardwareChange *change = g_new0 (HangarHardwareChange, 1);
  const char *subtitle = hangar_device_get_subtitle (device);
  gboolean is_part = (hangar_device_get_kind (device)->flags & HANGAR_DEVICE_PART) != 0;

  change->kind = hangar_device_get_kind (device);
  change->key = g_strdup (hangar_device_get_key (device));
  change->title = *subtitle != '\0' && !is_part
                    ? g_strdup_printf ("%s %s", hangar_device_get_title (device), subtitle)
                    : g_strdup (hangar_device_get_title (device));
  change->field = field;
  return change;
}

/* A machine that runs fills in what its definition leaves open. */
static gboolean
is_left_open (const HangarField *field, const char *stored)
{
  if ((field->flags & HANGAR_FIELD_RUNTIME) == 0)
    return FALSE;
  return stored == NULL || *stored == '\0' || g_str_equal (stored, "-1") ||
         g_str_equal (stored, "host-model") || field->type == HANGAR_FIELD_SIZE;
}

/* Switched off and left out is the same. */
static const char *
normal (const HangarField *field, const char *value)
{
  if (value == NULL)
    return NULL;
  if (field->type == HANGAR_FIELD_SWITCH && g_strcmp0 (value, field->choices[1].value) == 0 &&
      !g_str_equal (value, "down"))
    return NULL;
  if (field->type == HANGAR_FIELD_SWITCH && g_str_equal (value, "up"))
    return NULL;
  return *value == '\0' && field->type != HANGAR_FIELD_SWITCH ? NULL : value;
}

typedef struct
{
  HangarXml *before;
  HangarXml *after;
  gboolean is_running;
  GPtrArray *changes;
} Comparison;

static void
compare_field (Comparison *comparison, HangarDevice *old, HangarDevice *new, const HangarField *field)
{
  g_autofree char *before = hangar_field_get (comparison->before, hangar_device_get_path (old), field);
  g_autofree char *after = hangar_field_get (comparison->after, hangar_device_get_path (new), field);
  HangarHardwareChange *change;

  if (g_strcmp0 (normal (field, before), normal (field, after)) == 0)
    return;
  if (comparison->is_running && is_left_open (field, after))
    return;
  change = change_new (new, field);
  change->path = g_strdup (hangar_device_get_path (new));
  change->before = g_steal_pointer (&before);
  change->after = g_steal_pointer (&after);
  g_ptr_array_add (comparison->changes, change);
}

/* The XML of a device without what a running machine adds. */
static char *
bare_xml (HangarXml *doc, const char *path)
{
  g_autofree char *xml = hangar_xml_extract (doc, path);
  g_autoptr (HangarXml) device = hangar_xml_new (xml, NULL);
  g_autofree char *bare = NULL;

  hangar_xml_remove (device, "/*/alias | /*/address | /*/@tty");
  bare = hangar_xml_to_string (device);
  return hangar_xml_canonicalise (bare, NULL);
}

static void
compare_other (Comparison *comparison, HangarDevice *old, HangarDevice *new)
{
  g_autofree char *before = bare_xml (comparison->before, hangar_device_get_path (old));
  g_autofree char *after = bare_xml (comparison->after, hangar_device_get_path (new));
  HangarHardwareChange *change;

  if (g_strcmp0 (before, after) == 0)
    return;
  change = change_new (new, NULL);
  change->path = g_strdup (hangar_device_get_path (new));
  change->before = g_steal_pointer (&before);
  change->after = g_steal_pointer (&after);
  g_ptr_array_add (comparison->changes, change);
}

static void
compare_devices (Comparison *comparison, HangarDevice *old, HangarDevice *new)
{
  const HangarField *field = hangar_device_get_kind (new)->fields;

  if (field->id == NULL)
    compare_other (comparison, old, new);
  for (; field->id != NULL; field++)
    compare_field (comparison, old, new, field);
}

static void
add_whole (Comparison *comparison, HangarDevice *device, gboolean is_new)
{
  HangarHardwareChange *change = change_new (device, NULL);
  const char *path = hangar_device_get_path (device);

  if (is_new)
    {
      change->path = g_strdup (path);
      change->after = hangar_xml_extract (comparison->after, path);
    }
  else
    change->before = hangar_xml_extract (comparison->before, path);
  g_ptr_array_add (comparison->changes, change);
}

/**
 * hangar_hardware_compare:
 * @before: a definition
 * @after: another of the same machine
 * @is_running: whether @before is what runs and @after what is stored: what the daemon filled in for the run
 * is then no difference
 *
 * Returns: (transfer full) (element-type HangarHardwareChange): the differences
 */
GPtrArray *
hangar_hardware_compare (HangarXml *before, HangarXml *after, gboolean is_running)
{
  g_autoptr (GPtrArray) old = hangar_devices_new_from_xml (before);
  g_autoptr (GPtrArray) new = hangar_devices_new_from_xml (after);
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_hardware_change_free);
  Comparison comparison = { before, after, is_running, changes };

  for (guint i = 0; i < new->len; i++)
    {
      HangarDevice *device = new->pdata[i];
      HangarDevice *twin =
        hangar_devices_find (old, hangar_device_get_kind (device)->id, hangar_device_get_key (device));

      if (twin != NULL)
        compare_devices (&comparison, twin, device);
      else
        add_whole (&comparison, device, TRUE);
    }
  for (guint i = 0; i < old->len; i++)
    if (hangar_devices_find (new, hangar_device_get_kind (old->pdata[i])->id,
                             hangar_device_get_key (old->pdata[i])) == NULL)
      add_whole (&comparison, old->pdata[i], FALSE);
  return changes;
}

static gboolean
replay_one (HangarXml *doc, GPtrArray *devices, const HangarHardwareChange *change)
{
  HangarDevice *device = hangar_devices_find (devices, change->kind->id, change->key);

  if (change->field != NULL)
    return device != NULL &&
           hangar_field_set (doc, hangar_device_get_path (device), change->field, change->after);
  if (change->before == NULL)
    return device != NULL || hangar_xml_append (doc, "/domain/devices", change->after, NULL);
  if (change->after == NULL)
    return device == NULL || hangar_xml_remove (doc, hangar_device_get_path (device)) > 0;
  return device != NULL && hangar_xml_replace (doc, hangar_device_get_path (device), change->after, NULL);
}

/**
 * hangar_hardware_replay:
 * @doc: a definition
 * @changes: (element-type HangarHardwareChange): what to change in it
 *
 * Makes the same changes to another definition of the machine.
 *
 * Returns: whether all found their place
 */
gboolean
hangar_hardware_replay (HangarXml *doc, GPtrArray *changes)
{
  gboolean all = TRUE;

  for (guint i = 0; i < changes->len; i++)
    {
      g_autoptr (GPtrArray) devices = hangar_devices_new_from_xml (doc);

      all = replay_one (doc, devices, changes->pdata[i]) && all;
    }
  return all;
}
