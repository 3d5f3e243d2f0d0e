/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An operating system that can be installed in a machine: what it is called, what it wants, what it has
 * drivers for. */

#include "config.h"

#include "model/os.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Where libosinfo knows nothing: enough for the installer of any desktop system of today. */
#define FALLBACK_MEMORY (G_GUINT64_CONSTANT (2) << 30)
#define FALLBACK_VCPUS 2
#define FALLBACK_DISK (G_GUINT64_CONSTANT (20) << 30)

struct _HangarOs
{
  GObject parent_instance;

  char *id;
  char *name;
  char *version;
  char *distro;
  char *short_id;
  char *search_key; /* name, version, vendor and short ids, folded for searching */
  char *line_key;   /* the line of products that it belongs to, for sorting */
  char *sort_key;
  guint released;
  HangarOsFamily family;
  HangarOsSupport support;
  HangarOsNeeds needs;
  gboolean end_of_life;
  gboolean generic;
  HangarOsResources minimum;
  HangarOsResources recommended;
};

G_DEFINE_FINAL_TYPE (HangarOs, hangar_os, G_TYPE_OBJECT)

enum
{
  PROP_ID = 1,
  PROP_NAME,
  PROP_END_OF_LIFE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static char *
search_key (const char *text)
{
  g_autofree char *plain = g_str_to_ascii (text, "C");

  return g_utf8_casefold (plain, -1);
}

static void
take_resources (HangarOs *self, const HangarOsFacts *facts)
{
  self->minimum = facts->minimum;
  self->recommended = facts->recommended;
  if (self->recommended.memory == 0)
    self->recommended.memory = self->minimum.memory > 0 ? self->minimum.memory * 2 : FALLBACK_MEMORY;
  if (self->recommended.vcpus == 0)
    self->recommended.vcpus = MAX (FALLBACK_VCPUS, self->minimum.vcpus);
  if (self->recommended.disk == 0)
    self->recommended.disk = MAX (FALLBACK_DISK, self->minimum.disk);
}

static void
hangar_os_get_property (GObject *object, guint property, GValue *value, GParamSpec *pspec)
{
  HangarOs *self = HANGAR_OS (object);

  switch (property)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_END_OF_LIFE:
      g_value_set_boolean (value, self->end_of_life);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
hangar_os_finalize (GObject *object)
{
  HangarOs *self = HANGAR_OS (object);

  g_free (self->id);
  g_free (self->name);
  g_free (self->version);
  g_free (self->distro);
  g_free (self->short_id);
  g_free (self->search_key);
  g_free (self->line_key);
  g_free (self->sort_key);
  G_OBJECT_CLASS (hangar_os_parent_class)->finalize (object);
}

static void
hangar_os_class_init (HangarOsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = hangar_os_get_property;
  object_class->finalize = hangar_os_finalize;

  properties[PROP_ID] =
    g_param_spec_string ("id", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_NAME] =
    g_param_spec_string ("name", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_END_OF_LIFE] =
    g_param_spec_boolean ("end-of-life", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
hangar_os_init (HangarOs *self)
{
}

/* By the first word of the name, which people look for; then by the line, so that its releases stay together.
 */
static char *
make_line_key (const HangarOsFacts *facts)
{
  g_auto (GStrv) words = g_strsplit (facts->name, " ", 2);
  g_autofree char *folded = g_utf8_casefold (words[0] != NULL ? words[0] : "", -1);
  g_autofree char *word = g_utf8_collate_key (folded, -1);

  return g_strjoin ("\1", word, facts->distro != NULL ? facts->distro : facts->name, NULL);
}

/**
 * hangar_os_new:
 * @facts: what is known; copied
 *
 * Makes the description of an operating system. It never changes afterwards, so any thread may read it.
 * Resources that
 * @facts leaves at 0 are filled with what suits any system of today.
 *
 * Returns: (transfer full): the operating system
 */
HangarOs *
hangar_os_new (const HangarOsFacts *facts)
{
  HangarOs *self = g_object_new (HANGAR_TYPE_OS, NULL);
  g_autofree char *words = NULL;
  g_auto (GStrv) short_ids = NULL;

  g_return_val_if_fail (facts != NULL && facts->id != NULL && facts->name != NULL, self);

  self->id = g_strdup (facts->id);
  self->name = g_strdup (facts->name);
  self->version = g_strdup (facts->version);
  self->distro = g_strdup (facts->distro);
  short_ids = g_strsplit (facts->short_ids != NULL ? facts->short_ids : "", " ", 2);
  self->short_id = g_strdup (short_ids[0]);
  words = g_strjoin (" ", facts->name, facts->version != NULL ? facts->version : "",
                     facts->vendor != NULL ? facts->vendor : "",
                     facts->short_ids != NULL ? facts->short_ids : "", NULL);
  self->search_key = search_key (words);
  self->line_key = make_line_key (facts);
  self->sort_key = g_utf8_collate_key_for_filename (facts->name, -1);
  self->released = facts->released;
  self->family = facts->family;
  self->support = facts->support;
  self->needs = facts->needs;
  self->end_of_life = facts->end_of_life;
  self->generic = facts->generic;
  take_resources (self, facts);
  return self;
}

/**
 * hangar_os_new_unknown:
 *
 * Makes the entry for "any other system": nothing is assumed of it but what every PC has.
 *
 * Returns: (transfer full): the operating system
 */
HangarOs *
hangar_os_new_unknown (void)
{
  const HangarOsFacts facts = {
    .id = "http://libosinfo.org/unknown",
    .name = _ ("Unknown operating system"),
    .short_ids = "unknown other generic",
    .support = HANGAR_OS_SUPPORT_Q35 | HANGAR_OS_SUPPORT_USB_TABLET | HANGAR_OS_SUPPORT_XHCI |
               HANGAR_OS_SUPPORT_E1000E,
    .generic = TRUE,
  };

  return hangar_os_new (&facts);
}

/**
 * hangar_os_get_id:
 * @self: an operating system
 *
 * Returns: libosinfo's URI of it, also for the unknown one
 */
const char *
hangar_os_get_id (HangarOs *self)
{
  return self->id;
}

/**
 * hangar_os_get_name:
 * @self: an operating system
 *
 * Returns: its name, for people
 */
const char *
hangar_os_get_name (HangarOs *self)
{
  return self->name;
}

/**
 * hangar_os_get_version:
 * @self: an operating system
 *
 * Returns: (nullable): its version
 */
const char *
hangar_os_get_version (HangarOs *self)
{
  return self->version;
}

/**
 * hangar_os_get_distro:
 * @self: an operating system
 *
 * Returns: (nullable): libosinfo's word for its line of products
 */
const char *
hangar_os_get_distro (HangarOs *self)
{
  return self->distro;
}

/**
 * hangar_os_get_family:
 * @self: an operating system
 *
 * Returns: its family
 */
HangarOsFamily
hangar_os_get_family (HangarOs *self)
{
  return self->family;
}

/**
 * hangar_os_is_unknown:
 * @self: an operating system
 *
 * Returns: whether it stands for “not recognised”
 */
gboolean
hangar_os_is_unknown (HangarOs *self)
{
  return g_str_equal (self->id, "http://libosinfo.org/unknown");
}

/**
 * hangar_os_is_generic:
 * @self: an operating system
 *
 * Returns: whether it stands for a family rather than for one system
 */
gboolean
hangar_os_is_generic (HangarOs *self)
{
  return self->generic;
}

/**
 * hangar_os_is_end_of_life:
 * @self: an operating system
 *
 * Returns: whether its maker no longer looks after it
 */
gboolean
hangar_os_is_end_of_life (HangarOs *self)
{
  return self->end_of_life;
}

/**
 * hangar_os_supports:
 * @self: an operating system
 * @support: one or more kinds of device
 *
 * Returns: whether its installation media bring drivers for all of @support
 */
gboolean
hangar_os_supports (HangarOs *self, HangarOsSupport support)
{
  return (self->support & support) == support;
}

/**
 * hangar_os_needs:
 * @self: an operating system
 * @needs: one or more needs
 *
 * Returns: whether it does not install without all of @needs
 */
gboolean
hangar_os_needs (HangarOs *self, HangarOsNeeds needs)
{
  return (self->needs & needs) == needs;
}

/**
 * hangar_os_get_minimum:
 * @self: an operating system
 *
 * Returns: (transfer none): the least that it runs with; 0 where nothing is known
 */
const HangarOsResources *
hangar_os_get_minimum (HangarOs *self)
{
  return &self->minimum;
}

/**
 * hangar_os_get_recommended:
 * @self: an operating system
 *
 * Returns: (transfer none): what its maker advises; 0 where nothing is known
 */
const HangarOsResources *
hangar_os_get_recommended (HangarOs *self)
{
  return &self->recommended;
}

/**
 * hangar_os_suggest_name:
 * @self: an operating system
 *
 * Returns: (transfer full): a name for a machine with this system; the caller makes it unique
 */
char *
hangar_os_suggest_name (HangarOs *self)
{
  if (hangar_os_is_unknown (self) || self->short_id == NULL || *self->short_id == '\0')
    return g_strdup (_ ("machine"));
  return g_strdup (self->short_id);
}

/**
 * hangar_os_matches:
 * @self: an operating system
 * @words: (nullable): what was typed in a search
 *
 * Returns: whether each of @words is found in its name, version, maker or short names; nothing typed matches
 * all
 */
gboolean
hangar_os_matches (HangarOs *self, const char *words)
{
  g_autofree char *key = NULL;
  g_auto (GStrv) parts = NULL;

  if (words == NULL)
    return TRUE;
  key = search_key (words);
  parts = g_strsplit_set (key, " \t", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    if (*parts[i] != '\0' && strstr (self->search_key, parts[i]) == NULL)
      return FALSE;
  return TRUE;
}

/**
 * hangar_os_compare:
 * @self: an operating system
 * @other: another
 *
 * Orders for a list: lines of products by name, within one line the newest first, the generic ones last.
 *
 * Returns: below, equal or above 0
 */
int
hangar_os_compare (HangarOs *self, HangarOs *other)
{
  int lines = strcmp (self->line_key, other->line_key);

  if (self->generic != other->generic)
    return self->generic ? 1 : -1;
  if (lines != 0)
    return lines;
  if (self->released != other->released)
    return self->released > other->released ? -1 : 1;
  return strcmp (self->sort_key, other->sort_key);
}
