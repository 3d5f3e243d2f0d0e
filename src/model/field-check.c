/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is wrong with a value, said at its field, before the daemon is asked. */

#include "config.h"

#include "model/field-check.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "util/format.h"
#include "virt/device-use.h"

/* More than any host has, and few enough to multiply. */
#define LARGEST_NUMBER 1000000000
#define SMALLEST_MEMORY (1024 * 1024)
#define LARGEST_MEMORY (G_GUINT64_CONSTANT (1) << 46)

/* (transfer full) (nullable): what a device has that only one machine should have. */
static GStrv
uses_of (HangarXml *doc, const char *path)
{
  g_autofree char *element = hangar_xml_extract (doc, path);
  g_autoptr (HangarXml) device = element != NULL ? hangar_xml_new (element, NULL) : NULL;

  return device != NULL ? hangar_virt_device_use_of_xml (device) : NULL;
}

static char *
check_number (const char *value)
{
  const char *c = value;

  while (g_ascii_isdigit (*c))
    c++;
  if (*c != '\0' || strlen (value) > 10 || g_ascii_strtoull (value, NULL, 10) > LARGEST_NUMBER)
    return g_strdup (_ ("This must be a whole number."));
  return NULL;
}

static char *
check_mac (HangarXml *doc, const char *path, const char *value)
{
  static const char form[] = "^[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}$";
  g_autofree char *lower = g_ascii_strdown (value, -1);
  g_autofree char *same =
    g_strdup_printf ("/domain/devices/interface/mac[translate(@address, 'ABCDEF', 'abcdef') = '%s']", lower);

  if (!g_regex_match_simple (form, value, 0, 0))
    return g_strdup (_ ("A MAC address is six pairs of hexadecimal digits, like 52:54:00:12:34:56."));
  if (g_ascii_xdigit_value (value[1]) & 1)
    return g_strdup (_ ("This is a group address; a card needs one of its own (the second digit is even)."));
  if (g_str_equal (lower, "00:00:00:00:00:00"))
    return g_strdup (_ ("This address means “none”."));
  if (hangar_xml_count (doc, same) > 1)
    return g_strdup (_ ("Another network card of this machine has the same address."));
  return NULL;
}

static guint64
number_of (HangarXml *doc, const char *xpath)
{
  return hangar_xml_get_uint (doc, xpath);
}

static char *
check_vcpus (HangarXml *doc, const HangarField *field)
{
  guint64 most = number_of (doc, "/domain/vcpu"), now = number_of (doc, "/domain/vcpu/@current");
  guint64 product = MAX (1, number_of (doc, "/domain/cpu/topology/@sockets")) *
                    MAX (1, number_of (doc, "/domain/cpu/topology/@dies")) *
                    MAX (1, number_of (doc, "/domain/cpu/topology/@cores")) *
                    MAX (1, number_of (doc, "/domain/cpu/topology/@threads"));

  if (g_str_equal (field->id, "vcpu") && most == 0)
    return g_strdup (_ ("A machine needs at least one processor."));
  if (g_str_equal (field->id, "current") && now > most)
    return g_strdup (_ ("This is more than the machine has at most."));
  if (g_str_has_prefix (field->xpath, "cpu/topology/") && hangar_xml_test (doc, "/domain/cpu/topology") &&
      product != most)
    return g_strdup_printf (
      _ ("Sockets × cores × threads make %u, and the machine has at most %u processors."), (guint) product,
      (guint) most);
  return NULL;
}

static char *
check_memory (HangarXml *doc, const HangarField *field)
{
  guint64 most = hangar_xml_get_size (doc, "/domain/memory");
  guint64 now = hangar_xml_get_size (doc, "/domain/currentMemory");
  guint64 value = g_str_equal (field->id, "maximum") ? most : now;

  if (value < SMALLEST_MEMORY || value > LARGEST_MEMORY)
    return g_strdup (_ ("No machine works with that much memory."));
  if (g_str_equal (field->id, "current") && now > most)
    return g_strdup (_ ("This is more than the machine has at most."));
  return NULL;
}

static char *
check_name (const char *value)
{
  if (strchr (value, '/') != NULL || strchr (value, '\n') != NULL)
    return g_strdup (_ ("A name can have neither “/” nor a line break."));
  if (strlen (value) > 200)
    return g_strdup (_ ("This name is too long."));
  return NULL;
}

static char *
check_type (HangarXml *doc, const char *path, const HangarField *field, const char *value)
{
  switch (field->type)
    {
    case HANGAR_FIELD_NUMBER:
      return check_number (value);
    case HANGAR_FIELD_MAC:
      return check_mac (doc, path, value);
    case HANGAR_FIELD_PATH:
      return g_path_is_absolute (value) ? NULL : g_strdup (_ ("The path must begin with “/”."));
    case HANGAR_FIELD_TEXT:
      return g_str_equal (field->xpath, "name") ? check_name (value) : NULL;
    case HANGAR_FIELD_SHOWN:
    case HANGAR_FIELD_NOTES:
    case HANGAR_FIELD_SIZE:
    case HANGAR_FIELD_CHOICE:
    case HANGAR_FIELD_SWITCH:
    case HANGAR_FIELD_PASSWORD:
    case HANGAR_FIELD_OS:
    default:
      return NULL;
    }
}

/* The host's device is taken once; the daemon would say so too, but not at the field. */
static char *
check_shown (HangarXml *doc, const char *path, const HangarField *field)
{
  static const char *const places[] = { "slot", "uuid", NULL };
  g_auto (GStrv) own = NULL, all = NULL;
  guint n = 0;

  if (!g_strv_contains (places, field->id) || g_str_equal (path, "/domain"))
    return NULL;
  own = uses_of (doc, path);
  if (own == NULL || own[0] == NULL)
    return NULL;
  all = hangar_virt_device_use_of_xml (doc);
  for (guint i = 0; all[i] != NULL; i++)
    n += g_str_equal (all[i], own[0]);
  return n > 1 ? g_strdup (_ ("This machine has this device of the host already.")) : NULL;
}

static gboolean
has_control_character (const char *value, gboolean lines)
{
  for (const char *c = value; *c != '\0'; c++)
    if ((guchar) *c < 0x20 && !(lines && (*c == '\n' || *c == '\t')))
      return TRUE;
  return FALSE;
}

/**
 * hangar_field_check:
 * @doc: a definition, as it would be
 * @path: a device in it
 * @field: a field of its kind
 *
 * Returns: (transfer full) (nullable): a sentence that says what is wrong with its value
 */
char *
hangar_field_check (HangarXml *doc, const char *path, const HangarField *field)
{
  g_autofree char *value = hangar_field_get (doc, path, field);
  g_autofree char *problem = NULL;

  if (!hangar_field_is_offered (doc, path, field))
    return NULL;
  if (field->type == HANGAR_FIELD_SHOWN)
    return check_shown (doc, path, field);
  if (value == NULL || *value == '\0')
    return (field->flags & HANGAR_FIELD_REQUIRED) != 0 ? g_strdup (_ ("This cannot be empty.")) : NULL;
  if (has_control_character (value, field->type == HANGAR_FIELD_NOTES))
    return g_strdup (_ ("This has characters that cannot be written down."));

  problem = check_type (doc, path, field, value);
  if (problem != NULL || !g_str_equal (path, "/domain"))
    return g_steal_pointer (&problem);
  if (field->type == HANGAR_FIELD_SIZE)
    return check_memory (doc, field);
  return field->type == HANGAR_FIELD_NUMBER ? check_vcpus (doc, field) : NULL;
}

static char *
warn_of_user (HangarXml *doc, const char *path, HangarHardwareOffer *offer)
{
  g_autofree char *uuid = hangar_xml_get (doc, "/domain/uuid");
  g_auto (GStrv) uses = uses_of (doc, path);
  const char *user = uses != NULL && uses[0] != NULL
                       ? hangar_hardware_offer_find_user (offer, uuid != NULL ? uuid : "", uses[0])
                       : NULL;

  if (user == NULL)
    return NULL;
  if (g_str_has_prefix (uses[0], "mac "))
    return g_strdup_printf (
      /* Translators: %s is the name of a machine */
      _ ("The machine “%s” has the same MAC address: on one network, neither of them works well."), user);
  return g_strdup_printf (
    /* Translators: %s is the name of a machine */
    _ ("The machine “%s” has it too: only one of them can run with it."), user);
}

static char *
warn_of_host (HangarXml *doc, const HangarField *field, HangarHardwareOffer *offer)
{
  guint cpus = hangar_hardware_offer_get_cpus (offer);
  guint64 memory = hangar_hardware_offer_get_memory (offer);

  if (g_str_equal (field->xpath, "vcpu") && cpus > 0 && number_of (doc, "/domain/vcpu") > cpus)
    return g_strdup_printf (
      ngettext ("The host has only %u processor: more than that makes the machine slower.",
                "The host has only %u processors: more than that makes the machine slower.", cpus),
      cpus);
  if (g_str_equal (field->xpath, "memory") && memory > 0 &&
      hangar_xml_get_size (doc, "/domain/memory") > memory)
    {
      g_autofree char *size = hangar_format_size (memory);

      /* Translators: %s is a size */
      return g_strdup_printf (_ ("The host has only %s of memory: the machine may not start."), size);
    }
  return NULL;
}

/* A machine with a display and without a picture on it. */
static char *
warn_of_darkness (HangarXml *doc, const char *path)
{
  g_autofree char *none = g_strconcat (path, "[self::video]/model[@type='none']", NULL);

  if (!hangar_xml_test (doc, none) || !hangar_xml_test (doc, "/domain/devices/graphics") ||
      hangar_xml_test (doc, "/domain/devices/video/model[@type!='none']"))
    return NULL;
  return g_strdup (_ ("It is the last video card: the machine’s screen stays black without it."));
}

/**
 * hangar_field_warn:
 * @doc: a definition, as it would be
 * @path: a device in it
 * @field: a field of its kind
 * @offer: (nullable): what the host has, where that is known
 *
 * Returns: (transfer full) (nullable): a sentence about what the daemon would accept and nobody would want
 */
char *
hangar_field_warn (HangarXml *doc, const char *path, const HangarField *field, HangarHardwareOffer *offer)
{
  static const char *const owned[] = { "mac", "vendor", "slot", "uuid", "cid", "source", NULL };

  if (g_str_equal (field->xpath, "model/@type"))
    return warn_of_darkness (doc, path);
  if (offer == NULL)
    return NULL;
  if (g_str_equal (path, "/domain"))
    return warn_of_host (doc, field, offer);
  return g_strv_contains (owned, field->id) ? warn_of_user (doc, path, offer) : NULL;
}

/**
 * hangar_mac_new:
 *
 * Returns: (transfer full): a new address in the range that QEMU's guests have
 */
char *
hangar_mac_new (void)
{
  guint32 random = g_random_int ();

  return g_strdup_printf ("52:54:00:%02x:%02x:%02x", random & 0xff, random >> 8 & 0xff, random >> 16 & 0xff);
}
