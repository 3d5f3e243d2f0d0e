/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/types.h"

G_BEGIN_DECLS

/**
 * HangarVirtCredential:
 * @prompt: (nullable): the daemon's words for what it wants
 * @challenge: (nullable): more of them
 * @secret: whether the answer must not be shown
 * @confirm: whether the answer is to be yes or no; the credential is then to be submitted or cancelled
 * @answer: (nullable): to be filled in, allocated with g_strdup()
 */
typedef struct
{
  char *prompt;
  char *challenge;
  gboolean secret;
  gboolean confirm;
  char *answer;
} HangarVirtCredential;

/**
 * HangarVirtAskFunc:
 * @credentials: (element-type HangarVirtCredential): the questions, answered in place
 * @over: (nullable): cancelled when nobody waits for the answer any more
 * @user_data: from hangar_virt_connect_open()
 *
 * Asks the user. Called in the worker's thread and may wait for the answer.
 *
 * Returns: %FALSE when the user does not want to answer
 */
typedef gboolean (*HangarVirtAskFunc) (GPtrArray *credentials, GCancellable *over, gpointer user_data);

/**
 * HangarVirtHostFacts:
 * @driver: "QEMU", "TEST", "LXC", …
 * @hostname: the host's own name
 * @libvirt_version: of the daemon, packed likewise
 * @memory: of the host, in bytes
 * @cpus: logical CPUs that are online
 * @cpu_model: (nullable): the name of its CPU's architecture
 */
typedef struct
{
  char *driver;
  char *hostname;
  gulong libvirt_version;
  guint64 memory;
  guint cpus;
  char *cpu_model;
} HangarVirtHostFacts;

void hangar_virt_init (void);

GVirConnection *hangar_virt_connect_open (const char *uri, HangarVirtAskFunc ask, gpointer user_data,
                                          GCancellable *cancellable, GError **error);
gboolean hangar_virt_connect_ask (GVirConnection *connection, GError **error);
void hangar_virt_connect_close (gpointer connection);

HangarVirtHostFacts *hangar_virt_host_facts (GVirConnection *connection, GError **error);
void hangar_virt_host_facts_free (HangarVirtHostFacts *facts);
void hangar_virt_credential_free (HangarVirtCredential *credential);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HangarVirtHostFacts, hangar_virt_host_facts_free)

G_END_DECLS
