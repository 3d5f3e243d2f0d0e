/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * HangarHostKind:
 * @HANGAR_HOST_KIND_SESSION: this computer, the user's own machines
 * @HANGAR_HOST_KIND_SYSTEM: this computer, machines of all users
 * @HANGAR_HOST_KIND_SSH: another computer over SSH
 * @HANGAR_HOST_KIND_LXC: containers of this computer
 * @HANGAR_HOST_KIND_XEN: Xen on this computer
 * @HANGAR_HOST_KIND_URI: whatever the user types
 *
 * The ways to a host that the interface offers.
 */
typedef enum
{
  HANGAR_HOST_KIND_SESSION,
  HANGAR_HOST_KIND_SYSTEM,
  HANGAR_HOST_KIND_SSH,
  HANGAR_HOST_KIND_LXC,
  HANGAR_HOST_KIND_XEN,
  HANGAR_HOST_KIND_URI,
} HangarHostKind;

/**
 * HangarHostAddress:
 * @kind: the way
 * @user: (nullable): login, for SSH
 * @host: (nullable): name or address, for SSH
 * @port: for SSH; 0 for the usual one
 * @uri: (nullable): for @HANGAR_HOST_KIND_URI
 *
 * What a user filled in. Nothing is owned.
 */
typedef struct
{
  HangarHostKind kind;
  const char *user;
  const char *host;
  guint port;
  const char *uri;
} HangarHostAddress;

char *hangar_host_address_to_uri (const HangarHostAddress *address);
char *hangar_host_address_check (const HangarHostAddress *address);
char *hangar_host_address_check_uri (const char *uri);

G_END_DECLS
