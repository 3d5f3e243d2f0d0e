/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A device of a definition, or a part of the machine: which kind it is, where it is, what its fields say. */

#include "config.h"

#include "model/device.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/os-note.h"
#include "model/os-words.h"
#include "util/format.h"

struct _HangarDevice
{
  GObject parent_instance;

  const HangarDeviceKind *kind;
  char *path; /* names its element as long as the document's structure stays */
  char *key;  /* the same in the running and in the stored definition */
  char *title;
  char *subtitle;
};

G_DEFINE_FINAL_TYPE (HangarDevice, hangar_device, G_TYPE_OBJECT)

/* What the schema does not know: shown with its XML, and kept. */
static const HangarField no_fields[] = { { NULL } };
static const HangarDeviceKind other_kind = {
  "other", N_ ("Other device"),     "application-x-addon-symbolic", "/domain/devices/*", "", "", no_fields,
  NULL,    HANGAR_DEVICE_REMOVABLE,
};

static void
hangar_device_finalize (GObject *object)
{
  HangarDevice *self = HANGAR_DEVICE (object);

  g_free (self->path);
  g_free (self->key);
  g_free (self->title);
  g_free (self->subtitle);

  G_OBJECT_CLASS (hangar_device_parent_class)->finalize (object);
}

static void
hangar_device_class_init (HangarDeviceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hangar_device_finalize;
}

static void
hangar_device_init (HangarDevice *self)
{
}

static char *
get_below (HangarXml *doc, const char *path, const char *relative)
{
  g_autofree char *xpath = g_strconcat (path, "/", relative, NULL);

  return hangar_xml_get (doc, xpath);
}

/* The texts of several XPaths, joined; the place among its kind when none says anything. */
static char *
make_key (HangarXml *doc, const char *path, const HangarDeviceKind *kind, guint place)
{
  g_auto (GStrv) words = g_strsplit (kind->key, " ", -1);
  GString *key = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL && *words[i] != '\0'; i++)
    {
      g_autofree char *text = get_below (doc, path, words[i]);

      if (text == NULL)
        continue;
      if (key->len > 0)
        g_string_append_c (key, '/');
      g_string_append (key, text);
    }
  if (key->len == 0)
    g_string_append_printf (key, "#%u", place);
  return g_string_free (key, FALSE);
}

static char *
make_subtitle (HangarXml *doc, const char *path, const HangarDeviceKind *kind)
{
  g_auto (GStrv) words = g_strsplit (kind->title, " ", -1);

  for (guint i = 0; words[i] != NULL && *words[i] != '\0'; i++)
    {
      char *text = get_below (doc, path, words[i]);

      if (text != NULL && *text != '\0')
        return text;
      g_free (text);
    }
  return g_strdup ("");
}

static char *
describe_title (HangarXml *doc, const char *path, const HangarDeviceKind *kind)
{
  if (kind == &other_kind)
    {
      g_autofree char *name = hangar_xml_get_name (doc, path);

      /* Translators: %s is the XML name of a device that has no form of its own */
      return g_strdup_printf (_ ("Other: %s"), name);
    }
  return g_strdup (_ (kind->label));
}

static HangarDevice *
device_new (HangarXml *doc, const char *path, const HangarDeviceKind *kind, guint place)
{
  HangarDevice *self = g_object_new (HANGAR_TYPE_DEVICE, NULL);

  self->kind = kind;
  self->path = g_strdup (path);
  self->key = make_key (doc, path, kind, place);
  self->title = describe_title (doc, path, kind);
  if (g_str_equal (kind->id, "memory"))
    self->subtitle = hangar_format_size (hangar_xml_get_size (doc, "/domain/memory"));
  else
    self->subtitle = make_subtitle (doc, path, kind);
  return self;
}

/* Two with the same key (two terminals without a port…) are told apart by their place. */
static void
add_device (GPtrArray *devices, HangarDevice *device, guint place)
{
  if (hangar_devices_find (devices, device->kind->id, device->key) != NULL)
    {
      g_autofree char *key = g_steal_pointer (&device->key);

      device->key = g_strdup_printf ("%s#%u", key, place);
    }
  g_ptr_array_add (devices, device);
}

/* Told apart by their names and their order among those: a device of another kind before them changes
 * nothing. */
static void
add_other (GPtrArray *devices, HangarXml *doc, const char *path)
{
  HangarDevice *device = device_new (doc, path, &other_kind, 0);
  guint place = 0;

  do
    {
      g_free (device->key);
      device->key = g_strdup_printf ("%s#%u", device->title, place++);
    }
  while (hangar_devices_find (devices, other_kind.id, device->key) != NULL);
  g_ptr_array_add (devices, device);
}

/**
 * hangar_devices_new_from_xml:
 * @doc: a definition
 *
 * Returns: (transfer full) (element-type HangarDevice): the parts of the machine, then its devices
 */
GPtrArray *
hangar_devices_new_from_xml (HangarXml *doc)
{
  GPtrArray *devices = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (GStrv) all = hangar_xml_find (doc, "/domain/devices/*[not(self::emulator)]");

  for (const HangarDeviceKind *const *kind = hangar_device_kinds (); *kind != NULL; kind++)
    {
      g_auto (GStrv) paths = hangar_xml_find (doc, (*kind)->xpath);

      for (guint i = 0; paths[i] != NULL; i++)
        {
          add_device (devices, device_new (doc, paths[i], *kind, i), i);
          g_hash_table_add (known, g_strdup (paths[i]));
        }
    }
  for (guint i = 0; all[i] != NULL; i++)
    if (!g_hash_table_contains (known, all[i]))
      add_other (devices, doc, all[i]);
  return devices;
}

/**
 * hangar_devices_find:
 * @devices: (element-type HangarDevice): devices of a definition
 * @kind: a kind's id
 * @key: a key
 *
 * Returns: (transfer none) (nullable): that device
 */
HangarDevice *
hangar_devices_find (GPtrArray *devices, const char *kind, const char *key)
{
  for (guint i = 0; i < devices->len; i++)
    {
      HangarDevice *device = devices->pdata[i];

      if (g_str_equal (device->kind->id, kind) && g_str_equal (device->key, key))
        return device;
    }
  return NULL;
}

/**
 * hangar_device_get_kind:
 * @self: a device
 *
 * Returns: its kind; "other" when the schema does not know it
 */
const HangarDeviceKind *
hangar_device_get_kind (HangarDevice *self)
{
  return self->kind;
}

/**
 * hangar_device_get_path:
 * @self: a device
 *
 * Returns: an XPath that names its element alone, in the document that it was read from
 */
const char *
hangar_device_get_path (HangarDevice *self)
{
  return self->path;
}

/**
 * hangar_device_get_key:
 * @self: a device
 *
 * Returns: what tells it from others of its kind
 */
const char *
hangar_device_get_key (HangarDevice *self)
{
  return self->key;
}

/**
 * hangar_device_get_title:
 * @self: a device
 *
 * Returns: its kind in words
 */
const char *
hangar_device_get_title (HangarDevice *self)
{
  return self->title;
}

/**
 * hangar_device_get_subtitle:
 * @self: a device
 *
 * Returns: which of them it is, perhaps "": plain text
 */
const char *
hangar_device_get_subtitle (HangarDevice *self)
{
  return self->subtitle;
}

/**
 * hangar_field_get:
 * @doc: a definition
 * @path: a device in it
 * @field: a field of its kind
 *
 * Returns: (transfer full) (nullable): its value (a size in bytes), %NULL when it is left out
 */
char *
hangar_field_get (HangarXml *doc, const char *path, const HangarField *field)
{
  g_autofree char *xpath = g_strconcat (path, "/", field->xpath, NULL);

  if (field->type == HANGAR_FIELD_OS)
    return hangar_os_note_get (doc);
  if (field->type == HANGAR_FIELD_SIZE)
    return hangar_xml_count (doc, xpath) > 0
             ? g_strdup_printf ("%" G_GUINT64_FORMAT, hangar_xml_get_size (doc, xpath))
             : NULL;
  return hangar_xml_get (doc, xpath);
}

/**
 * hangar_field_is_offered:
 * @doc: a definition
 * @path: a device in it
 * @field: a field of its kind
 *
 * Returns: whether the field has a meaning for the device as it is
 */
gboolean
hangar_field_is_offered (HangarXml *doc, const char *path, const HangarField *field)
{
  g_autofree char *condition = NULL;

  if (field->type == HANGAR_FIELD_SHOWN)
    {
      g_autofree char *value = hangar_field_get (doc, path, field);

      if (value == NULL)
        return FALSE;
    }
  if (field->when == NULL)
    return TRUE;
  condition = g_strdup_printf ("%s[%s]", path, field->when);
  return hangar_xml_test (doc, condition);
}

static char *
describe_os (const char *id)
{
  char *words = hangar_os_words (id);

  return words != NULL ? words : g_strdup (id != NULL ? id : _ ("not known"));
}

static gboolean
set_size (HangarXml *doc, const char *xpath, const char *value)
{
  g_autofree char *unit = g_strconcat (xpath, "/@unit", NULL);
  g_autofree char *kib = NULL;

  if (value == NULL)
    return hangar_xml_put (doc, xpath, NULL);
  kib = g_strdup_printf ("%" G_GUINT64_FORMAT, g_ascii_strtoull (value, NULL, 10) / 1024);
  return hangar_xml_put (doc, xpath, kib) && hangar_xml_put (doc, unit, "KiB");
}

static void
remove_below (HangarXml *doc, const char *path, const char *relative)
{
  g_autofree char *xpath = g_strconcat (path, "/", relative, NULL);

  hangar_xml_remove (doc, xpath);
}

static char *
free_disk_target (HangarXml *doc, const char *bus)
{
  const char *prefix = g_str_equal (bus, "virtio") ? "vd" : g_str_equal (bus, "ide") ? "hd" : "sd";

  for (char letter = 'a'; letter <= 'z'; letter++)
    {
      g_autofree char *taken = g_strdup_printf ("//disk/target[@dev='%s%c']", prefix, letter);

      if (!hangar_xml_test (doc, taken))
        return g_strdup_printf ("%s%c", prefix, letter);
    }
  return NULL;
}

static void
follow_disk_bus (HangarXml *doc, const char *path, const char *bus)
{
  g_autofree char *target = free_disk_target (doc, bus);
  g_autofree char *xpath = g_strconcat (path, "/target/@dev", NULL);

  remove_below (doc, path, "address");
  if (target != NULL)
    hangar_xml_put (doc, xpath, target);
}

/* A change of this field makes these nodes lies. */
static const struct
{
  const char *element;
  const char *field;
  const char *gone;
} consequences[] = {
  { "interface", "@type", "source" },
  { "graphics", "@type", "@listen" },
  { "graphics", "listen/@type", "@listen | listen/@address | listen/@socket | listen/@network" },
  { "graphics", "listen/@address", "@listen" },
  { "graphics", "@autoport", "@port" },
  { "input", "@bus", "address" },
  { "controller", "@type", "@model | driver | address" },
  { "controller", "@model", "address" },
  { "video", "model/@type",
    "address | model/acceleration | model/@*[not(name()='type' or name()='primary')]" },
  { "serial", "@type", "source | protocol" },
  { "parallel", "@type", "source | protocol" },
  { "console", "@type", "source | protocol | @tty" },
  { "channel", "@type", "source | protocol" },
  { "smartcard", "@mode", "@type" },
  { "rng", "backend/@model", "backend/text() | backend/*" },
};

static void
follow (HangarXml *doc, const char *path, const HangarField *field, const char *value)
{
  g_autofree char *name = hangar_xml_get_name (doc, path);

  if (g_strcmp0 (name, "disk") == 0 && g_str_equal (field->id, "bus"))
    follow_disk_bus (doc, path, value);
  for (gsize i = 0; i < G_N_ELEMENTS (consequences); i++)
    if (g_strcmp0 (name, consequences[i].element) == 0 && g_str_equal (field->xpath, consequences[i].field))
      {
        g_auto (GStrv) gone = g_strsplit (consequences[i].gone, " | ", -1);

        for (guint n = 0; gone[n] != NULL; n++)
          remove_below (doc, path, gone[n]);
      }
  if (g_strcmp0 (name, "smartcard") == 0 && g_str_equal (value, "passthrough"))
    {
      g_autofree char *type = g_strconcat (path, "/@type", NULL);

      hangar_xml_put (doc, type, "spicevmc");
    }
}

/**
 * hangar_field_set:
 * @doc: a definition
 * @path: a device in it
 * @field: a field of its kind
 * @value: (nullable): its value (a size in bytes); %NULL to leave it out
 *
 * Changes one thing, and what has to change with it: a disk on another bus has another name there and no old
 * address.
 *
 * Returns: whether that could be done
 */
gboolean
hangar_field_set (HangarXml *doc, const char *path, const HangarField *field, const char *value)
{
  g_autofree char *xpath = g_strconcat (path, "/", field->xpath, NULL);
  g_autofree char *before = hangar_field_get (doc, path, field);
  gboolean done;

  if (g_strcmp0 (before, value) == 0)
    return TRUE;
  if (field->type == HANGAR_FIELD_OS)
    return hangar_os_note_set (doc, value);
  done = field->type == HANGAR_FIELD_SIZE ? set_size (doc, xpath, value) : hangar_xml_put (doc, xpath, value);
  if (done && value != NULL)
    follow (doc, path, field, value);
  return done;
}

/**
 * hangar_field_describe:
 * @field: a field
 * @value: (nullable): a value of it
 *
 * Returns: (transfer full): the value in words; a password is not told
 */
char *
hangar_field_describe (const HangarField *field, const char *value)
{
  const HangarFieldChoice *choice = field->choices;

  if (field->type == HANGAR_FIELD_PASSWORD)
    return g_strdup (value != NULL && *value != '\0' ? "••••••" : _ ("none"));
  if (field->type == HANGAR_FIELD_OS)
    return describe_os (value);
  if (field->type == HANGAR_FIELD_SIZE && value != NULL)
    return hangar_format_size (g_ascii_strtoull (value, NULL, 10));
  for (; choice != NULL && (choice->value != NULL || choice->label != NULL); choice++)
    if (g_strcmp0 (choice->value, value) == 0 && choice->label != NULL)
      return g_strdup (_ (choice->label));
  return g_strdup (value != NULL && *value != '\0' ? value : _ ("none"));
}
