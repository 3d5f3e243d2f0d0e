/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands behind a change of hardware: first for the next start, then for what runs. Pure. */

#include "config.h"

#include "model/hardware-commands.h"

#include <glib/gi18n-lib.h>

#include "model/hardware-change.h"
#include "virt/os-metadata.h"

#define KIB G_GUINT64_CONSTANT (1024)
#define MIB (KIB * 1024)

/* One change on its way to commands. */
typedef struct
{
  HangarCommandText *text;
  const HangarCommandTarget *target;
  HangarXml *base;
  HangarXml *doc;
  GPtrArray *changes;
  const char *scope; /* "--config" or "--live" */
  gboolean plug;
} Plan;

static gboolean
is_one_of (const char *name, const char *const *names)
{
  return g_strv_contains (names, name);
}

/* What the daemon takes and gives back as a single device in a stored definition. */
static gboolean
is_attachable (const HangarDeviceKind *kind)
{
  static const char *const kinds[] = { "disk",        "cdrom",       "interface", "sound", "channel",
                                       "watchdog",    "rng",         "vsock",     "input", "filesystem",
                                       "hostdev-usb", "hostdev-pci", "redirdev",  NULL };

  return is_one_of (kind->id, kinds);
}

/* What the daemon changes as a single device in a stored definition. */
static gboolean
is_updatable (const HangarDeviceKind *kind)
{
  static const char *const kinds[] = { "disk", "cdrom", "interface", "graphics", NULL };

  return is_one_of (kind->id, kinds);
}

static gboolean
has_field (const HangarHardwareChange *change, const char *kind, const char *field)
{
  return change->field != NULL && g_str_equal (change->kind->id, kind) &&
         g_str_equal (change->field->id, field);
}

static char *
size_text (const char *bytes)
{
  guint64 size = bytes != NULL ? g_ascii_strtoull (bytes, NULL, 10) : 0;

  return size % MIB == 0 ? g_strdup_printf ("%" G_GUINT64_FORMAT "MiB", size / MIB)
                         : g_strdup_printf ("%" G_GUINT64_FORMAT "KiB", size / KIB);
}

static void
add_setting (Plan *plan, const char *verb, const char *option, const char *value)
{
  hangar_domain_commands_add (plan->text, plan->target, verb);
  hangar_command_text_operand (plan->text, option, value);
  hangar_command_text_flag (plan->text, plan->scope);
}

static void
add_text (Plan *plan, gboolean is_title, const char *words)
{
  g_autofree char *option = g_strconcat ("--new-desc=", words != NULL ? words : "", NULL);

  hangar_domain_commands_add (plan->text, plan->target, "desc");
  if (is_title)
    hangar_command_text_flag (plan->text, "--title");
  hangar_command_text_flag (plan->text, plan->scope);
  hangar_command_text_flag (plan->text, option);
}

static gboolean
is_os (const HangarHardwareChange *change)
{
  return has_field (change, "overview", "os");
}

static void
add_os (Plan *plan, const char *id)
{
  g_autoptr (HangarXml) note = hangar_xml_new ("<libosinfo><os id=''/></libosinfo>", NULL);
  g_autofree char *text = NULL, *option = NULL;

  hangar_xml_set (note, "/libosinfo/os/@id", id != NULL ? id : "");
  text = hangar_xml_extract (note, "/libosinfo");
  option = id != NULL ? g_strconcat ("--set=", text, NULL) : g_strdup ("--remove");
  hangar_domain_commands_add (plan->text, plan->target, "metadata");
  hangar_command_text_operand (plan->text, "uri", HANGAR_OS_METADATA_URI);
  hangar_command_text_flag (plan->text, plan->scope);
  hangar_command_text_flag (plan->text, "--key=libosinfo");
  hangar_command_text_flag (plan->text, option);
}

static void
add_device (Plan *plan, const char *verb, const char *device)
{
  hangar_domain_commands_add (plan->text, plan->target, verb);
  hangar_command_text_flag (plan->text, "/dev/stdin");
  hangar_command_text_flag (plan->text, plan->scope);
  hangar_command_text_feed (plan->text, device);
}

static gboolean
is_live (Plan *plan)
{
  return g_str_equal (plan->scope, "--live");
}

static gboolean
is_same_update (Plan *plan, const HangarHardwareChange *change, const HangarHardwareChange *other)
{
  return other->kind == change->kind && g_str_equal (other->key, change->key) && other->field != NULL &&
         (!is_live (plan) || other->field->live == HANGAR_FIELD_LIVE_DEVICE);
}

/* One update holds all that changed of a device. */
static gboolean
is_first_of_device (Plan *plan, const HangarHardwareChange *change)
{
  for (guint i = 0; i < plan->changes->len; i++)
    if (is_same_update (plan, change, plan->changes->pdata[i]))
      return plan->changes->pdata[i] == change;
  return TRUE;
}

/* The device as it is to be; of what runs, only that changes which can. */
static char *
dup_updated (Plan *plan, const HangarHardwareChange *change)
{
  g_autofree char *text = NULL;
  g_autoptr (HangarXml) doc = NULL;
  g_autoptr (GPtrArray) devices = NULL;
  HangarDevice *device;

  if (!is_live (plan))
    return hangar_xml_extract (plan->doc, change->path);
  text = hangar_xml_to_string (plan->base);
  doc = hangar_xml_new (text, NULL);
  devices = hangar_devices_new_from_xml (doc);
  device = hangar_devices_find (devices, change->kind->id, change->key);
  for (guint i = 0; device != NULL && i < plan->changes->len; i++)
    {
      const HangarHardwareChange *other = plan->changes->pdata[i];

      if (is_same_update (plan, change, other))
        hangar_field_set (doc, hangar_device_get_path (device), other->field, other->after);
    }
  return device != NULL ? hangar_xml_extract (doc, hangar_device_get_path (device)) : NULL;
}

static void
add_update (Plan *plan, const HangarHardwareChange *change)
{
  g_autofree char *device = NULL;

  if (!is_first_of_device (plan, change))
    return;
  device = dup_updated (plan, change);
  if (device != NULL)
    add_device (plan, "update-device", device);
}

/* An order of devices concerns them all, and a new bus or model a place that libvirt chose for the old one.
 */
static gboolean
is_plain_update (const HangarHardwareChange *change)
{
  static const char *const wide[] = { "boot", "bus", "model", "type", NULL };

  return is_updatable (change->kind) && !is_one_of (change->field->id, wide);
}

/* What depends on other parts of the definition, or goes beyond them, is left to the daemon to judge whole.
 */
static gboolean
is_plain_amount (Plan *plan)
{
  return !hangar_xml_test (plan->doc,
                           "/domain/cpu/topology | /domain/cpu/numa | /domain/vcpus | /domain/maxMemory") &&
         !hangar_xml_test (plan->doc, "number(/domain/vcpu/@current) > number(/domain/vcpu)") &&
         hangar_xml_get_size (plan->doc, "/domain/currentMemory") <=
           hangar_xml_get_size (plan->doc, "/domain/memory");
}

/* Whether a change of the stored definition has a command of its own. */
static gboolean
is_small (Plan *plan, const HangarHardwareChange *change)
{
  if (change->field == NULL)
    return is_attachable (change->kind) && (change->before == NULL || change->after == NULL);
  if (has_field (change, "overview", "name") || has_field (change, "overview", "title") ||
      has_field (change, "overview", "description"))
    return TRUE;
  /* The command replaces all that is noted there. */
  if (is_os (change))
    return !hangar_xml_test (
      plan->base, "/domain/metadata/*[local-name()='libosinfo']/*[local-name()!='os' or @*[name()!='id']]");
  if (has_field (change, "memory", "current") || has_field (change, "memory", "maximum") ||
      has_field (change, "cpu", "current") || has_field (change, "cpu", "vcpu"))
    return change->after != NULL && is_plain_amount (plan);
  return is_plain_update (change);
}

static gboolean
has_both (Plan *plan)
{
  gboolean added = FALSE, removed = FALSE;

  for (guint i = 0; i < plan->changes->len; i++)
    {
      const HangarHardwareChange *change = plan->changes->pdata[i];

      added |= change->field == NULL && change->before == NULL;
      removed |= change->field == NULL && change->after == NULL;
    }
  return added && removed;
}

static const HangarHardwareChange *
find_change (Plan *plan, const char *kind, const char *field)
{
  for (guint i = 0; i < plan->changes->len; i++)
    if (has_field (plan->changes->pdata[i], kind, field))
      return plan->changes->pdata[i];
  return NULL;
}

/* Whether all is done by commands for single things: what the definitions differ in else needs it whole. */
static gboolean
is_all_small (Plan *plan)
{
  g_autofree char *text = hangar_xml_to_string (plan->base), *wanted = hangar_xml_to_string (plan->doc);
  g_autoptr (HangarXml) replayed = hangar_xml_new (text, NULL);
  g_autofree char *result = NULL, *canonical = NULL, *wanted_canonical = NULL;

  for (guint i = 0; i < plan->changes->len; i++)
    if (!is_small (plan, plan->changes->pdata[i]))
      return FALSE;
  if (has_both (plan) || !hangar_hardware_replay (replayed, plan->changes))
    return FALSE;
  result = hangar_xml_to_string (replayed);
  canonical = hangar_xml_canonicalise (result, NULL);
  wanted_canonical = hangar_xml_canonicalise (wanted, NULL);
  return g_strcmp0 (canonical, wanted_canonical) == 0;
}

/* The maximum first when it grows, last when it shrinks: what is used now must always fit. */
static void
add_pair (Plan *plan, const char *kind, const char *now, const char *most)
{
  gboolean is_memory = g_str_equal (kind, "memory");
  const HangarHardwareChange *current = find_change (plan, kind, now),
                             *maximum = find_change (plan, kind, most);
  gboolean grows = maximum != NULL && maximum->before != NULL &&
                   g_ascii_strtoull (maximum->after, NULL, 10) > g_ascii_strtoull (maximum->before, NULL, 10);

  for (int round = 0; round < 2; round++)
    {
      gboolean is_most = grows == (round == 0);
      const HangarHardwareChange *change = is_most ? maximum : current;
      g_autofree char *value = NULL;

      if (change == NULL || change->after == NULL)
        continue;
      value = is_memory ? size_text (change->after) : g_strdup (change->after);
      if (is_memory)
        add_setting (plan, is_most ? "setmaxmem" : "setmem", "size", value);
      else
        add_setting (plan, "setvcpus", "count", value);
      if (is_most && !is_memory)
        hangar_command_text_flag (plan->text, "--maximum");
    }
}

static void
add_small (Plan *plan, const HangarHardwareChange *change)
{
  if (change->field == NULL)
    add_device (plan, change->before == NULL ? "attach-device" : "detach-device",
                change->before == NULL ? change->after : change->before);
  else if (has_field (change, "overview", "title") || has_field (change, "overview", "description"))
    add_text (plan, has_field (change, "overview", "title"), change->after);
  else if (is_os (change))
    add_os (plan, change->after);
  else if (is_updatable (change->kind))
    add_update (plan, change);
}

static void
add_stored (Plan *plan)
{
  plan->scope = "--config";
  if (!is_all_small (plan))
    {
      g_autofree char *xml = hangar_xml_to_string (plan->doc);

      hangar_command_text_say (plan->text,
                               _ ("Store the whole definition with the changes; the host checks it"));
      hangar_command_text_virsh (plan->text, "define");
      hangar_command_text_flag (plan->text, "/dev/stdin");
      hangar_command_text_flag (plan->text, "--validate");
      hangar_command_text_feed (plan->text, xml);
      return;
    }
  if (plan->target->is_active)
    hangar_command_text_say (plan->text, _ ("For the next start"));
  add_pair (plan, "memory", "current", "maximum");
  add_pair (plan, "cpu", "current", "vcpu");
  for (guint i = 0; i < plan->changes->len; i++)
    add_small (plan, plan->changes->pdata[i]);
}

static gboolean
reaches_running (Plan *plan, const HangarHardwareChange *change)
{
  if (change->field != NULL)
    return change->field->live != HANGAR_FIELD_NEXT_START;
  return plan->plug && (change->kind->flags & HANGAR_DEVICE_PLUGGABLE) != 0 &&
         (change->before == NULL || change->after == NULL);
}

static void
add_running (Plan *plan)
{
  gboolean said = FALSE;

  plan->scope = "--live";
  for (guint i = 0; i < plan->changes->len; i++)
    {
      const HangarHardwareChange *change = plan->changes->pdata[i];
      g_autofree char *size = NULL;

      if (!reaches_running (plan, change))
        continue;
      if (!said)
        hangar_command_text_say (plan->text, _ ("What runs now; what is refused waits for the next start"));
      said = TRUE;
      if (change->field != NULL && change->field->live == HANGAR_FIELD_LIVE_MEMORY)
        {
          size = size_text (change->after);
          add_setting (plan, "setmem", "size", size);
        }
      else if (change->field != NULL && change->field->live == HANGAR_FIELD_LIVE_VCPUS)
        add_setting (plan, "setvcpus", "count", change->after != NULL ? change->after : "1");
      else if (change->field != NULL && change->field->live == HANGAR_FIELD_LIVE_DEVICE)
        add_update (plan, change);
      else
        add_small (plan, change);
    }
}

/* Later commands find the machine by its new name. */
static void
add_rename (Plan *plan, HangarCommandTarget *renamed)
{
  const HangarHardwareChange *change = find_change (plan, "overview", "name");
  g_autofree char *uuid = hangar_xml_get (plan->base, "/domain/uuid");
  g_autoptr (HangarCommandTarget) target = NULL;

  if (change == NULL || change->after == NULL)
    return;
  hangar_command_text_say (plan->text, _ ("A name is changed by itself, not with the definition"));
  hangar_domain_commands_add (plan->text, plan->target, "domrename");
  hangar_command_text_operand (plan->text, "new-name", change->after);
  target = hangar_command_target_new (plan->target->uri, change->after, uuid);
  g_free (renamed->name);
  renamed->name = g_steal_pointer (&target->name);
}

static void
add_all (Plan *plan)
{
  HangarCommandTarget renamed = *plan->target;

  renamed.name = g_strdup (plan->target->name);
  if (plan->target->is_persistent)
    {
      add_rename (plan, &renamed);
      plan->target = &renamed;
      add_stored (plan);
    }
  if (plan->target->is_active)
    add_running (plan);
  g_free (renamed.name);
}

/**
 * hangar_hardware_commands_for_apply:
 * @target: a machine
 * @base: its stored definition
 * @xml: the same with changes
 * @plug: whole devices are also plugged into what runs, or unplugged from it
 *
 * Returns: (transfer full): the commands that make the changes
 */
HangarCommandText *
hangar_hardware_commands_for_apply (const HangarCommandTarget *target, const char *base, const char *xml,
                                    gboolean plug)
{
  HangarCommandText *text = hangar_command_text_new (target->uri);
  g_autoptr (HangarXml) before = hangar_xml_new (base, NULL), after = hangar_xml_new (xml, NULL);
  g_autoptr (GPtrArray) changes = NULL;
  g_autofree char *old = NULL, *new = NULL;
  Plan plan = { text, target, before, after, NULL, NULL, plug };

  if (before == NULL || after == NULL)
    return text;
  old = hangar_xml_canonicalise (base, NULL);
  new = hangar_xml_canonicalise (xml, NULL);
  if (g_strcmp0 (old, new) == 0)
    return text;

  plan.changes = changes = hangar_hardware_compare (before, after, FALSE);
  add_all (&plan);
  return text;
}

/**
 * hangar_hardware_commands_for_pending:
 * @target: a running machine with changes that wait
 *
 * Returns: (transfer full): the commands that show them and bring them about
 */
HangarCommandText *
hangar_hardware_commands_for_pending (const HangarCommandTarget *target)
{
  HangarCommandText *text = hangar_command_text_new (target->uri);

  hangar_command_text_say (text, _ ("What runs, then what is stored for the next start"));
  hangar_domain_commands_add (text, target, "dumpxml");
  hangar_domain_commands_add (text, target, "dumpxml");
  hangar_command_text_flag (text, "--inactive");
  hangar_command_text_say (text,
                           _ ("Shut it down, wait, and start it as it is stored: a reboot is not enough"));
  hangar_domain_commands_add (text, target, "shutdown");
  hangar_command_text_wait_off (text, target->name);
  hangar_domain_commands_add (text, target, "start");
  return text;
}

/**
 * hangar_hardware_commands_for_grow:
 * @target: a machine
 * @disk: one of its disks, by its name in it: "vda"
 * @path: (nullable): its file on the host
 * @bytes: its new size
 *
 * Returns: (transfer full): the command
 */
HangarCommandText *
hangar_hardware_commands_for_grow (const HangarCommandTarget *target, const char *disk, const char *path,
                                   guint64 bytes)
{
  HangarCommandText *text = hangar_command_text_new (target->uri);
  g_autofree char *size = g_strdup_printf ("%" G_GUINT64_FORMAT "B", bytes);

  if (target->is_active)
    {
      hangar_domain_commands_add (text, target, "blockresize");
      hangar_command_text_operand (text, "path", disk);
    }
  else if (path != NULL)
    {
      hangar_command_text_virsh (text, "vol-resize");
      hangar_command_text_operand (text, "vol", path);
    }
  else
    return text;
  hangar_command_text_operand (text, target->is_active ? "size" : "capacity", size);
  return text;
}

static void
add_attach_disk (HangarCommandText *text, const HangarCommandTarget *target, HangarXml *device,
                 const char *format)
{
  g_autofree char *dev = hangar_xml_get (device, "/disk/target/@dev");
  g_autofree char *bus = hangar_xml_get (device, "/disk/target/@bus");

  hangar_domain_commands_add (text, target, "attach-disk");
  hangar_command_text_flag (text, "--target");
  hangar_command_text_flag (text, dev != NULL ? dev : "vda");
  hangar_command_text_flag (text, "--targetbus");
  hangar_command_text_flag (text, bus != NULL ? bus : "virtio");
  hangar_command_text_flag (text, "--driver");
  hangar_command_text_flag (text, "qemu");
  hangar_command_text_flag (text, "--subdriver");
  hangar_command_text_flag (text, format);
}

/**
 * hangar_hardware_commands_for_new_disk:
 * @target: a machine
 * @device: the XML of the disk that it gets, still without a file
 * @format: the format of the new file
 * @bytes: its size
 *
 * Returns: (transfer full): the commands that make the file in the default pool and give it to the machine
 */
HangarCommandText *
hangar_hardware_commands_for_new_disk (const HangarCommandTarget *target, const char *device,
                                       const char *format, guint64 bytes)
{
  HangarCommandText *text = hangar_command_text_new (target->uri);
  g_autoptr (HangarXml) doc = hangar_xml_new (device, NULL);
  g_autofree char *name = g_strdup_printf ("%s-1.%s", target->name, format);
  g_autofree char *size = g_strdup_printf ("%" G_GUINT64_FORMAT "B", bytes);

  if (doc == NULL)
    return text;
  g_strdelimit (name, "/", '-');
  hangar_command_text_say (text, _ ("An empty disk, which takes space only as it is written to"));
  hangar_command_text_virsh (text, "vol-create-as");
  hangar_command_text_operand (text, "pool", "default");
  hangar_command_text_operand (text, "name", name);
  hangar_command_text_operand (text, "capacity", size);
  hangar_command_text_flag (text, "--allocation");
  hangar_command_text_flag (text, "0");
  hangar_command_text_flag (text, "--format");
  hangar_command_text_flag (text, format);
  hangar_command_text_virsh (text, "vol-path");
  hangar_command_text_operand (text, "vol", name);
  hangar_command_text_flag (text, "--pool");
  hangar_command_text_flag (text, "default");
  hangar_command_text_name_result (text, "DISK");
  add_attach_disk (text, target, doc, format);
  hangar_command_text_flag (text, "--config");
  hangar_command_text_use_result (text, "--source", "DISK");
  if (!target->is_active)
    return text;
  hangar_command_text_say (text, _ ("And to what runs now; refused, it is there at the next start"));
  add_attach_disk (text, target, doc, format);
  hangar_command_text_flag (text, "--live");
  hangar_command_text_use_result (text, "--source", "DISK");
  return text;
}
