/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/domain.h"
#include "model/job.h"

G_BEGIN_DECLS

/**
 * HangarDependant:
 * @uuid: a machine whose disks, or snapshots, build on those of another
 * @name: its name
 * @size: what its own images take on the host, in bytes; 0 when not known
 */
typedef struct
{
  char uuid[37];
  char *name;
  guint64 size;
} HangarDependant;

void hangar_domain_dependants_load_async (HangarDomain *domain, GCancellable *cancellable,
                                          GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *hangar_domain_dependants_load_finish (HangarDomain *domain, GAsyncResult *result, GError **error);

const char *hangar_domain_template_refusal (HangarDomain *domain);
HangarJob *hangar_domain_template_job_new (HangarDomain *domain, gboolean template);
gboolean hangar_domain_template_take_back (GVirConnection *connection, const char *uuid, gboolean local,
                                           GError **error);

G_END_DECLS
