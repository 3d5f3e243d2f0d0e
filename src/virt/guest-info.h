/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/types.h"

G_BEGIN_DECLS

/**
 * HangarGuestFilesystem:
 * @mountpoint: where it is in the guest
 * @type: its kind, such as "ext4"
 * @total: bytes, 0 when not known
 * @used: bytes
 *
 * A filesystem inside a guest.
 */
typedef struct
{
  char *mountpoint;
  char *type;
  guint64 total;
  guint64 used;
} HangarGuestFilesystem;

/**
 * HangarGuestInfo:
 * @hostname: (nullable): what the guest calls itself
 * @os: (nullable): its system, in its own words
 * @kernel: (nullable): its kernel's release
 * @timezone: (nullable): its time zone
 * @users: (element-type utf8): who is logged in
 * @addresses: (element-type utf8): its IP addresses, without those that stay inside
 * @filesystems: (element-type HangarGuestFilesystem): its filesystems
 * @from_agent: whether the agent in the guest answered
 *
 * What a guest says of itself. All of it is the guest's word: plain text, perhaps false.
 */
typedef struct
{
  char *hostname;
  char *os;
  char *kernel;
  char *timezone;
  GPtrArray *users;
  GPtrArray *addresses;
  GPtrArray *filesystems;
  gboolean from_agent;
} HangarGuestInfo;

HangarGuestInfo *hangar_virt_guest_info (GVirConnection *connection, const char *uuid, GError **error);
char *hangar_virt_guest_addresses (GVirConnection *connection, const char *uuid, GError **error);
HangarGuestInfo *hangar_guest_info_new (void);
void hangar_guest_info_free (HangarGuestInfo *info);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HangarGuestInfo, hangar_guest_info_free)

G_END_DECLS
