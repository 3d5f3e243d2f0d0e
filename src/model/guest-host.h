/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/connection.h"
#include "model/search-access.h"
#include "virt/offer.h"

G_BEGIN_DECLS

/**
 * HangarGuestSpeed:
 * @HANGAR_GUEST_SPEED_HARDWARE: the processor itself runs the guest
 * @HANGAR_GUEST_SPEED_NO_CPU: KVM is offered but the processor lacks (or hides) what it needs
 * @HANGAR_GUEST_SPEED_NO_KVM: KVM is not offered at all
 * @HANGAR_GUEST_SPEED_FOREIGN: another architecture than the host's, so each instruction is translated
 * @HANGAR_GUEST_SPEED_OTHER: a hypervisor where the question does not arise
 */
typedef enum
{
  HANGAR_GUEST_SPEED_HARDWARE,
  HANGAR_GUEST_SPEED_NO_CPU,
  HANGAR_GUEST_SPEED_NO_KVM,
  HANGAR_GUEST_SPEED_FOREIGN,
  HANGAR_GUEST_SPEED_OTHER,
} HangarGuestSpeed;

#define HANGAR_TYPE_GUEST_HOST (hangar_guest_host_get_type ())
G_DECLARE_FINAL_TYPE (HangarGuestHost, hangar_guest_host, HANGAR, GUEST_HOST, GObject)

/**
 * HangarGuestHostTraits:
 * @driver: libvirt's name of the hypervisor's driver
 * @memory: of the host, in bytes
 * @cpus: logical processors
 * @local: whether the host is this computer
 * @session: whether it is the user's own daemon
 */
typedef struct
{
  const char *driver;
  guint64 memory;
  guint cpus;
  gboolean local;
  gboolean session;
} HangarGuestHostTraits;

HangarGuestHost *hangar_guest_host_new (HangarVirtOffer *offer, const HangarGuestHostTraits *traits);

void hangar_guest_host_load_async (HangarConnection *connection, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data);
HangarGuestHost *hangar_guest_host_load_finish (HangarConnection *connection, GAsyncResult *result,
                                                GError **error);

gboolean hangar_guest_host_is_local (HangarGuestHost *self);
gboolean hangar_guest_host_is_session (HangarGuestHost *self);
gboolean hangar_guest_host_get_guest_user (HangarGuestHost *self, HangarSearchUser *user);
gboolean hangar_guest_host_can_create (HangarGuestHost *self);
guint64 hangar_guest_host_get_memory (HangarGuestHost *self);
guint64 hangar_guest_host_get_free_memory (HangarGuestHost *self);
guint hangar_guest_host_get_cpus (HangarGuestHost *self);
guint hangar_guest_host_get_max_vcpus (HangarGuestHost *self);

const char *hangar_guest_host_get_architecture (HangarGuestHost *self);
GStrv hangar_guest_host_list_architectures (HangarGuestHost *self);
gboolean hangar_guest_host_has_architecture (HangarGuestHost *self, const char *architecture);
gboolean hangar_guest_host_has_chipset (HangarGuestHost *self, const char *architecture, const char *chipset);
HangarGuestSpeed hangar_guest_host_get_speed (HangarGuestHost *self, const char *architecture);
const char *hangar_guest_host_get_domain_type (HangarGuestHost *self, const char *architecture);

gboolean hangar_guest_host_has_uefi (HangarGuestHost *self);
gboolean hangar_guest_host_has_secure_boot (HangarGuestHost *self);
gboolean hangar_guest_host_has_tpm (HangarGuestHost *self);
gboolean hangar_guest_host_has_spice (HangarGuestHost *self);

GPtrArray *hangar_guest_host_get_pools (HangarGuestHost *self);
const HangarVirtPool *hangar_guest_host_get_default_pool (HangarGuestHost *self);
GPtrArray *hangar_guest_host_get_networks (HangarGuestHost *self);
const char *const *hangar_guest_host_get_interfaces (HangarGuestHost *self);
char *hangar_guest_host_dup_default_folder (HangarGuestHost *self);

G_END_DECLS
