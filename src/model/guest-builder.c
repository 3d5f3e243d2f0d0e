/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a plan to libvirt's XML. Pure: the same plan gives the same text, and nothing is asked of a host. */

#include "model/guest-builder.h"

#include "virt/guest.h"
#include "virt/os-metadata.h"

#include <libxml/tree.h>
#include <stdarg.h>

/* Places for hot-plugging: q35 has none of its own, and they cannot be added while the guest runs. */
#define SPARE_PCIE_PORTS 10

/* In s. The balloon's numbers are what the memory graph draws. */
#define BALLOON_PERIOD "2"

typedef struct
{
  const HangarGuestPlan *plan;
  xmlNodePtr devices;
  char next_virtio; /* letter of the next vdX */
  char next_sata;   /* letter of the next sdX */
  char next_ide;
} Builder;

/* Adds an element with attributes given as name and value in turn, NULL at the end; a NULL value leaves one
 * out. */
static xmlNodePtr G_GNUC_NULL_TERMINATED
element (xmlNodePtr parent, const char *name, ...)
{
  xmlNodePtr node = xmlNewChild (parent, NULL, BAD_CAST name, NULL);
  const char *attribute;
  va_list arguments;

  va_start (arguments, name);
  while ((attribute = va_arg (arguments, const char *)) != NULL)
    {
      const char *value = va_arg (arguments, const char *);

      if (value != NULL)
        xmlNewProp (node, BAD_CAST attribute, BAD_CAST value);
    }
  va_end (arguments);
  return node;
}

static xmlNodePtr
text_element (xmlNodePtr parent, const char *name, const char *text)
{
  return xmlNewTextChild (parent, NULL, BAD_CAST name, BAD_CAST text);
}

static gboolean
is_q35 (const HangarGuestPlan *plan)
{
  return g_strcmp0 (plan->chipset, "q35") == 0;
}

static gboolean
is_old_pc (const HangarGuestPlan *plan)
{
  return hangar_guest_plan_is_x86 (plan) && !is_q35 (plan);
}

/* The bare test driver knows no more than a machine's outline. */
static gboolean
is_test (const HangarGuestPlan *plan)
{
  return g_strcmp0 (plan->domain_type, "test") == 0;
}

static gboolean
is_kvm (const HangarGuestPlan *plan)
{
  return g_strcmp0 (plan->domain_type, "kvm") == 0;
}

/* Boards other than PCs have no older bus than virtio, so every system for them knows it. */
static gboolean
has_driver (const HangarGuestPlan *plan, HangarOsSupport support)
{
  return !hangar_guest_plan_is_x86 (plan) || hangar_os_supports (plan->os, support);
}

static void
build_metadata (const Builder *builder, xmlNodePtr domain)
{
  const HangarGuestPlan *plan = builder->plan;
  xmlNodePtr metadata = element (domain, "metadata", NULL);
  xmlNodePtr osinfo = element (metadata, "libosinfo", NULL);
  xmlNodePtr own;

  xmlSetNs (osinfo, xmlNewNs (osinfo, BAD_CAST HANGAR_OS_METADATA_URI, BAD_CAST "libosinfo"));
  element (osinfo, "os", "id", hangar_os_get_id (plan->os), NULL);

  own = element (metadata, "machine", NULL);
  xmlSetNs (own, xmlNewNs (own, BAD_CAST HANGAR_GUEST_METADATA_URI, BAD_CAST "hangar"));
  for (guint i = 0; i < plan->disks->len; i++)
    {
      const HangarGuestDisk *disk = g_ptr_array_index (plan->disks, i);

      if (disk->made_here)
        element (own, "disk", "path", disk->path, NULL);
    }
  if (plan->medium != NULL && !plan->medium_is_device)
    element (own, "install", "medium", plan->medium, "state", "waiting", NULL);
}

static void
build_size (const Builder *builder, xmlNodePtr domain)
{
  g_autofree char *memory = g_strdup_printf ("%" G_GUINT64_FORMAT, builder->plan->memory / 1024);
  g_autofree char *vcpus = g_strdup_printf ("%u", builder->plan->vcpus);

  xmlNewProp (text_element (domain, "memory", memory), BAD_CAST "unit", BAD_CAST "KiB");
  xmlNewProp (text_element (domain, "currentMemory", memory), BAD_CAST "unit", BAD_CAST "KiB");
  text_element (domain, "vcpu", vcpus);
}

static void
build_os (const Builder *builder, xmlNodePtr domain)
{
  const HangarGuestPlan *plan = builder->plan;
  gboolean secure = plan->firmware == HANGAR_GUEST_FIRMWARE_UEFI_SECURE;
  xmlNodePtr os =
    element (domain, "os", "firmware", plan->firmware != HANGAR_GUEST_FIRMWARE_BIOS ? "efi" : NULL, NULL);
  xmlNodePtr type = text_element (os, "type", "hvm");

  if (plan->architecture != NULL)
    xmlNewProp (type, BAD_CAST "arch", BAD_CAST plan->architecture);
  if (plan->chipset != NULL && !is_test (plan))
    xmlNewProp (type, BAD_CAST "machine", BAD_CAST plan->chipset);

  if (plan->firmware != HANGAR_GUEST_FIRMWARE_BIOS && hangar_guest_plan_is_x86 (plan))
    {
      xmlNodePtr firmware = element (os, "firmware", NULL);

      element (firmware, "feature", "enabled", secure ? "yes" : "no", "name", "enrolled-keys", NULL);
      element (firmware, "feature", "enabled", secure ? "yes" : "no", "name", "secure-boot", NULL);
    }
}

static void
build_features (const Builder *builder, xmlNodePtr domain)
{
  const HangarGuestPlan *plan = builder->plan;
  xmlNodePtr features = element (domain, "features", NULL);

  element (features, "acpi", NULL);
  if (!hangar_guest_plan_is_x86 (plan))
    return;
  element (features, "apic", NULL);
  /* Windows asks the hypervisor these things; without the answers it wastes the host's time. Only KVM
   * answers. */
  if (hangar_os_get_family (plan->os) == HANGAR_OS_FAMILY_WINDOWS && is_kvm (plan))
    {
      xmlNodePtr hyperv = element (features, "hyperv", "mode", "custom", NULL);

      element (hyperv, "relaxed", "state", "on", NULL);
      element (hyperv, "vapic", "state", "on", NULL);
      element (hyperv, "spinlocks", "state", "on", "retries", "8191", NULL);
    }
  if (is_kvm (plan))
    element (features, "vmport", "state", "off", NULL);
  if (plan->firmware == HANGAR_GUEST_FIRMWARE_UEFI_SECURE)
    element (features, "smm", "state", "on", NULL);
}

/* Under emulation the host's processor does not matter, and the most that can be imitated is fastest. */
static const char *
cpu_mode (const HangarGuestPlan *plan)
{
  if (!is_kvm (plan))
    return "maximum";
  return plan->cpu != NULL ? plan->cpu : "host-passthrough";
}

/* One socket, because desktop Windows uses no more than two of them, however many processors they hold. */
static void
build_cpu (const Builder *builder, xmlNodePtr domain)
{
  const HangarGuestPlan *plan = builder->plan;
  g_autofree char *cores = g_strdup_printf ("%u", plan->vcpus);
  const char *mode = cpu_mode (plan);
  gboolean plain = g_str_equal (mode, "plain");
  gboolean own = g_str_equal (mode, "host-passthrough");
  xmlNodePtr cpu;

  if (plain && plan->vcpus < 2)
    return;
  cpu = element (domain, "cpu", "mode", plain ? NULL : mode, "check",
                 plain || !(own || !is_kvm (plan)) ? NULL : "none", "migratable", own ? "on" : NULL, NULL);
  if (hangar_guest_plan_is_x86 (plan) && plan->vcpus > 1)
    element (cpu, "topology", "sockets", "1", "dies", "1", "cores", cores, "threads", "1", NULL);
}

static void
build_clock (const Builder *builder, xmlNodePtr domain)
{
  const HangarGuestPlan *plan = builder->plan;
  gboolean windows = hangar_os_get_family (plan->os) == HANGAR_OS_FAMILY_WINDOWS;
  xmlNodePtr clock = element (domain, "clock", "offset", windows ? "localtime" : "utc", NULL);

  if (!hangar_guest_plan_is_x86 (plan))
    return;
  element (clock, "timer", "name", "rtc", "tickpolicy", "catchup", NULL);
  element (clock, "timer", "name", "pit", "tickpolicy", "delay", NULL);
  element (clock, "timer", "name", "hpet", "present", "no", NULL);
  if (windows && is_kvm (plan))
    element (clock, "timer", "name", "hypervclock", "present", "yes", NULL);
}

static void
build_lifecycle (xmlNodePtr domain)
{
  text_element (domain, "on_poweroff", "destroy");
  text_element (domain, "on_reboot", "restart");
  text_element (domain, "on_crash", "destroy");
}

static void
build_controllers (Builder *builder)
{
  const HangarGuestPlan *plan = builder->plan;

  if (!is_old_pc (plan))
    {
      element (builder->devices, "controller", "type", "pci", "model", "pcie-root", NULL);
      for (int i = 0; i < SPARE_PCIE_PORTS; i++)
        element (builder->devices, "controller", "type", "pci", "model", "pcie-root-port", NULL);
    }
  if (!is_old_pc (plan) || hangar_os_supports (plan->os, HANGAR_OS_SUPPORT_XHCI))
    element (builder->devices, "controller", "type", "usb", "model", "qemu-xhci", "ports", "15", NULL);
}

static const char *
disk_bus (const HangarGuestPlan *plan, const HangarGuestDisk *disk)
{
  if (disk->bus != NULL)
    return disk->bus;
  if (is_test (plan) || has_driver (plan, HANGAR_OS_SUPPORT_VIRTIO_DISK))
    return "virtio";
  return is_old_pc (plan) ? "ide" : "sata";
}

static const char *
cdrom_bus (const HangarGuestPlan *plan)
{
  if (!hangar_guest_plan_is_x86 (plan))
    return "scsi";
  return is_old_pc (plan) ? "ide" : "sata";
}

static char *
next_target (Builder *builder, const char *bus)
{
  if (g_str_equal (bus, "virtio"))
    return g_strdup_printf ("vd%c", builder->next_virtio++);
  if (g_str_equal (bus, "ide"))
    return g_strdup_printf ("hd%c", builder->next_ide++);
  return g_strdup_printf ("sd%c", builder->next_sata++);
}

static void
build_boot_order (xmlNodePtr device, guint order)
{
  g_autofree char *text = g_strdup_printf ("%u", order);

  if (order > 0)
    element (device, "boot", "order", text, NULL);
}

static guint
disk_order (const HangarGuestPlan *plan)
{
  return plan->boot == HANGAR_GUEST_BOOT_DISK ? 1 : 2;
}

static void
build_disk (Builder *builder, const HangarGuestDisk *disk, gboolean first)
{
  const HangarGuestPlan *plan = builder->plan;
  const char *bus = disk_bus (plan, disk);
  g_autofree char *target = next_target (builder, bus);
  xmlNodePtr node =
    element (builder->devices, "disk", "type", disk->is_block ? "block" : "file", "device", "disk", NULL);

  element (node, "driver", "name", "qemu", "type", disk->format, "discard", "unmap", NULL);
  element (node, "source", disk->is_block ? "dev" : "file", disk->path, NULL);
  element (node, "target", "dev", target, "bus", bus, NULL);
  build_boot_order (node, first ? disk_order (plan) : 0);
}

static void
build_cdrom (Builder *builder, const char *path, gboolean is_device, guint order)
{
  const char *bus = cdrom_bus (builder->plan);
  g_autofree char *target = next_target (builder, bus);
  xmlNodePtr node =
    element (builder->devices, "disk", "type", is_device ? "block" : "file", "device", "cdrom", NULL);

  element (node, "driver", "name", "qemu", "type", "raw", NULL);
  if (path != NULL)
    element (node, "source", is_device ? "dev" : "file", path, NULL);
  element (node, "target", "dev", target, "bus", bus, NULL);
  element (node, "readonly", NULL);
  build_boot_order (node, order);
}

/*
 * An empty disk is passed over, so it comes first: the installed system starts when the installer reboots,
 * and there is no "press any key" to miss.
 */
static void
build_storage (Builder *builder)
{
  const HangarGuestPlan *plan = builder->plan;
  guint medium_order = plan->boot == HANGAR_GUEST_BOOT_MEDIUM || plan->disks->len == 0 ? 1 : 2;

  for (guint i = 0; i < plan->disks->len; i++)
    build_disk (builder, g_ptr_array_index (plan->disks, i), i == 0);
  if (!hangar_guest_plan_is_x86 (plan))
    element (builder->devices, "controller", "type", "scsi", "model", "virtio-scsi", NULL);
  build_cdrom (builder, plan->medium, plan->medium_is_device, plan->medium != NULL ? medium_order : 0);
  if (plan->drivers != NULL)
    build_cdrom (builder, plan->drivers, FALSE, 0);
}

static const char *
network_model (const HangarGuestPlan *plan)
{
  if (has_driver (plan, HANGAR_OS_SUPPORT_VIRTIO_NET))
    return "virtio";
  if (hangar_os_supports (plan->os, HANGAR_OS_SUPPORT_E1000E) && is_q35 (plan))
    return "e1000e";
  return hangar_os_supports (plan->os, HANGAR_OS_SUPPORT_E1000) ? "e1000" : "rtl8139";
}

static void
build_network (Builder *builder, gboolean first)
{
  static const char *const types[] = { NULL, "user", "network", "bridge", "direct" };
  static const char *const sources[] = { NULL, NULL, "network", "bridge", "dev" };
  const HangarGuestPlan *plan = builder->plan;
  xmlNodePtr node;

  node = element (builder->devices, "interface", "type", types[plan->network], NULL);
  if (sources[plan->network] != NULL)
    element (node, "source", sources[plan->network], plan->network_source, "mode",
             plan->network == HANGAR_GUEST_NETWORK_DIRECT ? "bridge" : NULL, NULL);
  element (node, "model", "type", network_model (plan), NULL);
  build_boot_order (node, first && plan->boot == HANGAR_GUEST_BOOT_NETWORK ? 1 : 0);
}

static void
build_networks (Builder *builder)
{
  guint n = builder->plan->network != HANGAR_GUEST_NETWORK_NONE ? MAX (builder->plan->nics, 1) : 0;

  for (guint i = 0; i < n; i++)
    build_network (builder, i == 0);
}

static void
build_ports (Builder *builder)
{
  xmlNodePtr serial = element (builder->devices, "serial", "type", "pty", NULL);
  xmlNodePtr console = element (builder->devices, "console", "type", "pty", NULL);
  xmlNodePtr channel = element (builder->devices, "channel", "type", "unix", NULL);

  element (serial, "target", "port", "0", NULL);
  element (console, "target", "type", "serial", "port", "0", NULL);
  element (channel, "target", "type", "virtio", "name", "org.qemu.guest_agent.0", NULL);
  if (builder->plan->spice)
    element (element (builder->devices, "channel", "type", "spicevmc", NULL), "target", "type", "virtio",
             "name", "com.redhat.spice.0", NULL);
}

static const char *
video_model (const HangarGuestPlan *plan)
{
  if (!hangar_guest_plan_is_x86 (plan) || hangar_os_supports (plan->os, HANGAR_OS_SUPPORT_VIRTIO_GPU))
    return "virtio";
  return "vga";
}

static void
build_screen (Builder *builder)
{
  const HangarGuestPlan *plan = builder->plan;
  gboolean hidden = plan->display == HANGAR_GUEST_DISPLAY_PRIVATE;
  xmlNodePtr graphics, video;

  if (!is_old_pc (plan) || hangar_os_supports (plan->os, HANGAR_OS_SUPPORT_USB_TABLET))
    element (builder->devices, "input", "type", "tablet", "bus", "usb", NULL);
  if (!hangar_guest_plan_is_x86 (plan))
    element (builder->devices, "input", "type", "keyboard", "bus", "usb", NULL);

  graphics = element (builder->devices, "graphics", "type", plan->spice ? "spice" : "vnc", "port",
                      hidden ? NULL : "-1", "autoport", hidden ? NULL : "yes", NULL);
  element (graphics, "listen", "type", hidden ? "none" : "address", "address", hidden ? NULL : "127.0.0.1",
           NULL);

  video = element (builder->devices, "video", NULL);
  element (video, "model", "type", video_model (plan), NULL);
}

static void
build_sound (Builder *builder)
{
  const HangarGuestPlan *plan = builder->plan;

  if (!hangar_guest_plan_is_x86 (plan))
    return;
  if (is_q35 (plan) && hangar_os_supports (plan->os, HANGAR_OS_SUPPORT_HDA))
    element (builder->devices, "sound", "model", "ich9", NULL);
  else if (hangar_os_supports (plan->os, HANGAR_OS_SUPPORT_AC97))
    element (builder->devices, "sound", "model", "ac97", NULL);
}

static void
build_small_devices (Builder *builder)
{
  const HangarGuestPlan *plan = builder->plan;
  xmlNodePtr node;

  if (plan->tpm)
    {
      node = element (builder->devices, "tpm", "model",
                      hangar_guest_plan_is_x86 (plan) ? "tpm-crb" : "tpm-tis", NULL);
      element (node, "backend", "type", "emulator", "version", "2.0", NULL);
    }
  node = element (builder->devices, "memballoon", "model", "virtio", NULL);
  element (node, "stats", "period", BALLOON_PERIOD, NULL);
  node = element (builder->devices, "rng", "model", "virtio", NULL);
  xmlNewProp (text_element (node, "backend", "/dev/urandom"), BAD_CAST "model", BAD_CAST "random");
}

static void
build_devices (Builder *builder, xmlNodePtr domain)
{
  builder->devices = element (domain, "devices", NULL);
  if (is_test (builder->plan))
    {
      build_storage (builder);
      build_networks (builder);
      return;
    }
  build_storage (builder);
  build_controllers (builder);
  build_networks (builder);
  build_ports (builder);
  build_screen (builder);
  build_sound (builder);
  build_small_devices (builder);
}

/**
 * hangar_guest_build_xml:
 * @plan: a complete plan
 *
 * Writes the definition of a machine: the fastest devices that its system has drivers for as it comes, a
 * screen that nobody else on the host can reach, and what monitoring and the guest agent need.
 *
 * Returns: (transfer full): libvirt's XML
 */
char *
hangar_guest_build_xml (const HangarGuestPlan *plan)
{
  Builder builder = { .plan = plan, .next_virtio = 'a', .next_sata = 'a', .next_ide = 'a' };
  xmlDocPtr document = xmlNewDoc (BAD_CAST "1.0");
  xmlNodePtr domain = xmlNewNode (NULL, BAD_CAST "domain");
  xmlBufferPtr buffer = xmlBufferCreate ();
  xmlOutputBufferPtr output;
  char *text;

  xmlDocSetRootElement (document, domain);
  xmlNewProp (domain, BAD_CAST "type", BAD_CAST plan->domain_type);
  text_element (domain, "name", plan->name);
  if (plan->uuid != NULL)
    text_element (domain, "uuid", plan->uuid);
  build_metadata (&builder, domain);
  build_size (&builder, domain);
  build_os (&builder, domain);
  if (!is_test (plan))
    {
      build_features (&builder, domain);
      build_cpu (&builder, domain);
      build_clock (&builder, domain);
    }
  build_lifecycle (domain);
  build_devices (&builder, domain);

  output = xmlOutputBufferCreateBuffer (buffer, NULL);
  xmlNodeDumpOutput (output, document, domain, 0, 1, "UTF-8");
  xmlOutputBufferClose (output);
  text = g_strndup ((const char *) xmlBufferContent (buffer), xmlBufferLength (buffer));
  xmlBufferFree (buffer);
  xmlFreeDoc (document);
  return text;
}
