/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a guest says of itself through its agent, and its addresses. Blocks for seconds: worker threads only.
 */

#include "virt/guest-info-read.h"

#include "virt/autoptr.h"
#include "virt/error.h"

#include <stdlib.h>
#include <string.h>

/* A guest may say anything; nobody reads more. */
#define MAX_ITEMS 64
#define MAX_TEXT 256

/* In seconds: a guest that is busy starting answers late, a stopped one never. */
#define AGENT_TIMEOUT 3

static void
filesystem_free (gpointer data)
{
  HangarGuestFilesystem *filesystem = data;

  g_free (filesystem->mountpoint);
  g_free (filesystem->type);
  g_free (filesystem);
}

/**
 * hangar_guest_info_free:
 * @info: (transfer full): what a guest said
 */
void
hangar_guest_info_free (HangarGuestInfo *info)
{
  g_free (info->hostname);
  g_free (info->os);
  g_free (info->kernel);
  g_free (info->timezone);
  g_ptr_array_unref (info->users);
  g_ptr_array_unref (info->addresses);
  g_ptr_array_unref (info->filesystems);
  g_free (info);
}

static char *
guest_text (const char *text)
{
  g_autofree char *head = text != NULL ? g_strndup (text, MAX_TEXT) : NULL;

  return head != NULL ? g_utf8_make_valid (head, -1) : NULL;
}

static char *
param_text (virTypedParameterPtr params, int n, const char *name)
{
  const char *text = NULL;

  return virTypedParamsGetString (params, n, name, &text) == 1 ? guest_text (text) : NULL;
}

static guint
param_count (virTypedParameterPtr params, int n, const char *name)
{
  unsigned int count = 0;

  virTypedParamsGetUInt (params, n, name, &count);
  return MIN (count, MAX_ITEMS);
}

static void
read_users (HangarGuestInfo *info, virTypedParameterPtr params, int n)
{
  guint count = param_count (params, n, "user.count");

  for (guint i = 0; i < count; i++)
    {
      char name[64];
      char *user;

      g_snprintf (name, sizeof name, "user.%u.name", i);
      user = param_text (params, n, name);
      if (user != NULL)
        g_ptr_array_add (info->users, user);
    }
}

static guint64
filesystem_number (virTypedParameterPtr params, int n, guint index, const char *what)
{
  char name[64];
  unsigned long long number = 0;

  g_snprintf (name, sizeof name, "fs.%u.%s", index, what);
  virTypedParamsGetULLong (params, n, name, &number);
  return number;
}

static void
read_filesystems (HangarGuestInfo *info, virTypedParameterPtr params, int n)
{
  guint count = param_count (params, n, "fs.count");

  for (guint i = 0; i < count; i++)
    {
      HangarGuestFilesystem *filesystem = g_new0 (HangarGuestFilesystem, 1);
      char name[64];

      g_snprintf (name, sizeof name, "fs.%u.mountpoint", i);
      filesystem->mountpoint = param_text (params, n, name);
      g_snprintf (name, sizeof name, "fs.%u.fstype", i);
      filesystem->type = param_text (params, n, name);
      filesystem->total = filesystem_number (params, n, i, "total-bytes");
      filesystem->used = filesystem_number (params, n, i, "used-bytes");
      if (filesystem->mountpoint != NULL)
        g_ptr_array_add (info->filesystems, filesystem);
      else
        filesystem_free (filesystem);
    }
}

/**
 * hangar_guest_info_new:
 *
 * Returns: (transfer full): of a guest that has said nothing
 */
HangarGuestInfo *
hangar_guest_info_new (void)
{
  HangarGuestInfo *info = g_new0 (HangarGuestInfo, 1);

  info->users = g_ptr_array_new_with_free_func (g_free);
  info->addresses = g_ptr_array_new_with_free_func (g_free);
  info->filesystems = g_ptr_array_new_with_free_func (filesystem_free);
  return info;
}

/**
 * hangar_virt_guest_info_read:
 * @info: to be filled
 * @params: what the agent told, by libvirt's names
 * @n: how many there are
 *
 * Reads what is known; a guest may say anything.
 */
void
hangar_virt_guest_info_read (HangarGuestInfo *info, virTypedParameterPtr params, int n)
{
  info->hostname = param_text (params, n, "hostname");
  info->os = param_text (params, n, "os.pretty-name");
  info->kernel = param_text (params, n, "os.kernel-release");
  info->timezone = param_text (params, n, "timezone.name");
  read_users (info, params, n);
  read_filesystems (info, params, n);
}

static gboolean
ask_agent (HangarGuestInfo *info, virDomainPtr domain)
{
  virTypedParameterPtr params = NULL;
  int n = 0;

  virDomainAgentSetResponseTimeout (domain, AGENT_TIMEOUT, 0);
  if (virDomainGetGuestInfo (domain, 0, &params, &n, 0) < 0)
    return FALSE;
  hangar_virt_guest_info_read (info, params, n);
  virTypedParamsFree (params, n);
  return TRUE;
}

static gboolean
stays_inside (const char *address)
{
  return g_str_has_prefix (address, "127.") || strcmp (address, "::1") == 0 ||
         g_str_has_prefix (address, "fe80:");
}

static void
add_address (HangarGuestInfo *info, const char *address)
{
  char *text;

  if (address == NULL || stays_inside (address) || info->addresses->len >= MAX_ITEMS)
    return;
  text = guest_text (address);
  if (g_ptr_array_find_with_equal_func (info->addresses, text, g_str_equal, NULL))
    g_free (text);
  else
    g_ptr_array_add (info->addresses, text);
}

/* The daemon keeps that for all its clients: a backup that freezes a busy guest's file systems needs longer.
 */
static void
let_agent_take_its_time (virDomainPtr domain)
{
  virDomainAgentSetResponseTimeout (domain, VIR_DOMAIN_AGENT_RESPONSE_TIMEOUT_BLOCK, 0);
}

/* The leases of the host's own networks need no agent; the agent knows all interfaces. */
static void
read_addresses (HangarGuestInfo *info, virDomainPtr domain, unsigned int source)
{
  virDomainInterfacePtr *interfaces = NULL;
  int n = virDomainInterfaceAddresses (domain, &interfaces, source, 0);

  for (int i = 0; i < n; i++)
    {
      for (unsigned int j = 0; j < interfaces[i]->naddrs; j++)
        add_address (info, interfaces[i]->addrs[j].addr);
      virDomainInterfaceFree (interfaces[i]);
    }
  free (interfaces);
}

/**
 * hangar_virt_guest_info:
 * @connection: an open connection
 * @uuid: a running domain
 * @error: return location
 *
 * Asks the agent in the guest, where there is one that answers, and the host for the addresses that it gave
 * away. That no agent answers is no error: then what is known without it is returned.
 *
 * Returns: (transfer full) (nullable): what is known
 */
HangarGuestInfo *
hangar_virt_guest_info (GVirConnection *connection, const char *uuid, GError **error)
{
  g_auto (virDomainPtr) domain = hangar_virt_lookup (connection, uuid, error);
  HangarGuestInfo *info;

  if (domain == NULL)
    return NULL;
  info = hangar_guest_info_new ();
  info->from_agent = ask_agent (info, domain);
  if (info->from_agent)
    read_addresses (info, domain, VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_AGENT);
  let_agent_take_its_time (domain);
  read_addresses (info, domain, VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_LEASE);
  return info;
}

/**
 * hangar_virt_guest_addresses:
 * @connection: an open connection
 * @uuid: a running domain
 * @error: return location
 *
 * The addresses that the host gave away; where it gave none, those that the agent tells.
 *
 * Returns: (transfer full) (nullable): them, separated by commas; empty when none is known
 */
char *
hangar_virt_guest_addresses (GVirConnection *connection, const char *uuid, GError **error)
{
  g_auto (virDomainPtr) domain = hangar_virt_lookup (connection, uuid, error);
  HangarGuestInfo info = { 0 };
  GString *text;

  if (domain == NULL)
    return NULL;
  info.addresses = g_ptr_array_new_with_free_func (g_free);
  read_addresses (&info, domain, VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_LEASE);
  if (info.addresses->len == 0)
    {
      virDomainAgentSetResponseTimeout (domain, AGENT_TIMEOUT, 0);
      read_addresses (&info, domain, VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_AGENT);
      let_agent_take_its_time (domain);
    }
  text = g_string_new (NULL);
  for (guint i = 0; i < info.addresses->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", (char *) g_ptr_array_index (info.addresses, i));
  g_ptr_array_unref (info.addresses);
  return g_string_free (text, FALSE);
}
