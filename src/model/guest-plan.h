/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/os.h"

G_BEGIN_DECLS

/**
 * HangarGuestFirmware:
 * @HANGAR_GUEST_FIRMWARE_BIOS: BIOS, or whatever the architecture starts with
 * @HANGAR_GUEST_FIRMWARE_UEFI: UEFI that starts anything
 * @HANGAR_GUEST_FIRMWARE_UEFI_SECURE: UEFI with secure boot and the well-known keys
 */
typedef enum
{
  HANGAR_GUEST_FIRMWARE_BIOS,
  HANGAR_GUEST_FIRMWARE_UEFI,
  HANGAR_GUEST_FIRMWARE_UEFI_SECURE,
} HangarGuestFirmware;

/**
 * HangarGuestNetwork:
 * @HANGAR_GUEST_NETWORK_NONE: no network card
 * @HANGAR_GUEST_NETWORK_USER: user-mode: out through the host, nothing comes in
 * @HANGAR_GUEST_NETWORK_VIRTUAL: a virtual network of the host
 * @HANGAR_GUEST_NETWORK_BRIDGE: a bridge of the host
 * @HANGAR_GUEST_NETWORK_DIRECT: macvtap on a network card of the host
 */
typedef enum
{
  HANGAR_GUEST_NETWORK_NONE,
  HANGAR_GUEST_NETWORK_USER,
  HANGAR_GUEST_NETWORK_VIRTUAL,
  HANGAR_GUEST_NETWORK_BRIDGE,
  HANGAR_GUEST_NETWORK_DIRECT,
} HangarGuestNetwork;

/**
 * HangarGuestDisplay:
 * @HANGAR_GUEST_DISPLAY_PRIVATE: VNC without any listener: only the daemon's descriptor leads to it
 * @HANGAR_GUEST_DISPLAY_LOOPBACK: VNC on the host's loopback address, to be reached through a tunnel
 */
typedef enum
{
  HANGAR_GUEST_DISPLAY_PRIVATE,
  HANGAR_GUEST_DISPLAY_LOOPBACK,
} HangarGuestDisplay;

/**
 * HangarGuestBoot:
 * @HANGAR_GUEST_BOOT_DISK: the disk, and the medium when there is nothing on the disk
 * @HANGAR_GUEST_BOOT_MEDIUM: the medium first, although the disk has something on it
 * @HANGAR_GUEST_BOOT_NETWORK: the network, then the disk
 */
typedef enum
{
  HANGAR_GUEST_BOOT_DISK,
  HANGAR_GUEST_BOOT_MEDIUM,
  HANGAR_GUEST_BOOT_NETWORK,
} HangarGuestBoot;

/**
 * HangarGuestDisk:
 * @path: (nullable): on the host; %NULL for none
 * @format: "qcow2", "raw"…; always said, never left to be probed
 * @is_block: a block device rather than a file
 * @bus: (nullable): to force one; %NULL chooses what the system has a driver for
 * @made_here: Hangar made this file for this machine and may offer to delete it with the machine
 */
typedef struct
{
  char *path;
  char *format;
  gboolean is_block;
  char *bus;
  gboolean made_here;
} HangarGuestDisk;

/**
 * HangarGuestPlan:
 * @name: of the machine
 * @uuid: (nullable): of the machine; %NULL leaves it to libvirt
 * @os: the system to be installed or found on the disk
 * @domain_type: libvirt's "kvm", "qemu", "test"…
 * @architecture: libvirt's name of it
 * @chipset: (nullable): "q35", "pc", "virt"…; %NULL leaves it to libvirt
 * @memory: bytes
 * @vcpus: count
 * @firmware: firmware
 * @tpm: whether it gets an emulated TPM 2.0
 * @disks: (element-type HangarGuestDisk): its disks, the one to start from first
 * @medium: (nullable): path of the CD image or drive to install from
 * @medium_is_device: @medium is a drive
 * @drivers: (nullable): path of a second CD image, with drivers
 * @network: how it is connected
 * @network_source: (nullable): the network, bridge or card by name
 * @display: how its screen is reached
 * @spice: by SPICE rather than VNC
 * @cpu: (nullable): "host-model" or "plain"; %NULL for the host's own processor
 * @nics: how many network cards it has; 0 means one, unless @network is none
 * @boot: what it starts from first
 *
 * A machine to be made, complete. What hangar_guest_build_xml() turns into libvirt's XML.
 */
typedef struct
{
  char *name;
  char *uuid;
  HangarOs *os;
  char *domain_type;
  char *architecture;
  char *chipset;
  guint64 memory;
  guint vcpus;
  HangarGuestFirmware firmware;
  gboolean tpm;
  GPtrArray *disks;
  char *medium;
  gboolean medium_is_device;
  char *drivers;
  HangarGuestNetwork network;
  char *network_source;
  guint nics;
  HangarGuestDisplay display;
  gboolean spice;
  char *cpu;
  HangarGuestBoot boot;
} HangarGuestPlan;

HangarGuestPlan *hangar_guest_plan_new (HangarOs *os);
HangarGuestPlan *hangar_guest_plan_copy (const HangarGuestPlan *plan);
void hangar_guest_plan_free (HangarGuestPlan *plan);
HangarGuestDisk *hangar_guest_plan_add_disk (HangarGuestPlan *plan, const char *path, const char *format);

gboolean hangar_guest_plan_is_x86 (const HangarGuestPlan *plan);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HangarGuestPlan, hangar_guest_plan_free)

G_END_DECLS
