/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/domain.h"

G_BEGIN_DECLS

/**
 * HangarConfigDisk:
 * @device: "disk", "cdrom", "floppy" or "lun"
 * @target: its name in the guest as far as the hypervisor gives one, "vda"
 * @bus: (nullable): "virtio", "sata", …
 * @kind: where its data is: "file", "block", "network", "volume", "dir", …
 * @source: (nullable): path, URL or "pool/volume"; nothing when the drive is empty
 * @format: (nullable): "qcow2", "raw", …
 * @serial: (nullable): the serial number that the guest sees
 * @read_only: whether the guest cannot write
 * @shareable: whether other machines may use it at the same time
 * @boot_order: 1 is tried first; 0 when it is not in the order
 */
typedef struct
{
  char *device;
  char *target;
  char *bus;
  char *kind;
  char *source;
  char *format;
  char *serial;
  gboolean read_only;
  gboolean shareable;
  guint boot_order;
} HangarConfigDisk;

/**
 * HangarConfigNic:
 * @kind: "network", "bridge", "user", "direct", …
 * @source: (nullable): the network, bridge or device
 * @model: (nullable): "virtio", "e1000", …
 * @mac: (nullable): its address
 * @target: (nullable): the host's end, while it runs
 * @unplugged: whether its cable is pulled
 * @boot_order: 1 is tried first; 0 when it is not in the order
 */
typedef struct
{
  char *kind;
  char *source;
  char *model;
  char *mac;
  char *target;
  gboolean unplugged;
  guint boot_order;
} HangarConfigNic;

/**
 * HangarConfigGraphics:
 * @kind: "vnc", "spice", "dbus", "sdl", …
 * @address: (nullable): where it listens
 * @socket: (nullable): the path of its socket
 * @port: 0 when it has none (yet)
 * @tls_port: 0 when it has none (yet)
 * @has_password: whether it asks for one
 */
typedef struct
{
  char *kind;
  char *address;
  char *socket;
  guint port;
  guint tls_port;
  gboolean has_password;
} HangarConfigGraphics;

/**
 * HangarConfigCharacter:
 * @device: "serial", "parallel", "console" or "channel"
 * @kind: "pty", "unix", "tcp", …
 * @target: (nullable): a channel's name, else the kind of its other end
 * @port: its number among those of its kind
 * @alias: (nullable): what the hypervisor calls it, while it runs
 */
typedef struct
{
  char *device;
  char *kind;
  char *target;
  guint port;
  char *alias;
} HangarConfigCharacter;

/**
 * HangarDomainConfig:
 * @uuid: identity
 * @name: name
 * @title: (nullable): title
 * @description: (nullable): notes
 * @type: "kvm", "qemu", "test", …
 * @arch: (nullable): "x86_64"
 * @machine: (nullable): "pc-q35-7.2"
 * @os_type: (nullable): "hvm", "exe", …
 * @os_id: (nullable): libosinfo's id of its operating system
 * @efi: whether it starts by UEFI
 * @memory: most bytes it can have
 * @current_memory: bytes it has
 * @vcpus: most virtual processors it can have
 * @current_vcpus: virtual processors it has
 * @cpu: (nullable): "host-passthrough", or a model's name
 * @boot: (array zero-terminated=1): "hd", "cdrom", …, in the order tried
 * @disks: (element-type HangarConfigDisk): drives
 * @nics: (element-type HangarConfigNic): network cards
 * @graphics: (element-type HangarConfigGraphics): screens' servers
 * @characters: (element-type HangarConfigCharacter): serial lines, consoles, channels
 * @n_devices: how many devices it has, of all kinds
 * @n_passed: how many devices of the host are passed through to it, those at USB left out
 * @created_disks: (array zero-terminated=1): paths of the disks that this program made for it
 * @kept_disks: (array zero-terminated=1): paths of its disks as they were before they were converted
 *
 * What a definition says, in types. All text is plain, valid UTF-8, and whatever the daemon sent: nothing of
 * it may be taken for markup, a path to write to, or a command.
 */
typedef struct
{
  char *uuid;
  char *name;
  char *title;
  char *description;
  char *type;
  char *arch;
  char *machine;
  char *os_type;
  char *os_id;
  gboolean efi;
  guint64 memory;
  guint64 current_memory;
  guint vcpus;
  guint current_vcpus;
  char *cpu;
  GStrv boot;
  GPtrArray *disks;
  GPtrArray *nics;
  GPtrArray *graphics;
  GPtrArray *characters;
  guint n_devices;
  guint n_passed;
  GStrv created_disks;
  GStrv kept_disks;
} HangarDomainConfig;

HangarDomainConfig *hangar_domain_config_new (const char *xml, GError **error);
void hangar_domain_config_free (HangarDomainConfig *self);

void hangar_domain_config_load_async (HangarDomain *domain, gboolean inactive, GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer user_data);
HangarDomainConfig *hangar_domain_config_load_finish (HangarDomain *domain, GAsyncResult *result,
                                                      GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HangarDomainConfig, hangar_domain_config_free)

G_END_DECLS
